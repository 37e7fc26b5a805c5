"""The watch itself: what it must see, it sees."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit


@pytest.mark.parametrize(("gesture", "seen"), [
    ("() => { new Image().src = 'http://elsewhere.invalid/x.png'; }", "requests left the machine"),
    ("() => { new WebSocket('ws://elsewhere.invalid/'); }", "requests left the machine"),
    ("() => { console.error('something broke'); }", "something broke"),
    ("() => { setTimeout(() => { throw new Error('a page error'); }, 0); }", "a page error"),
    ("() => { fetch('/app/static/no-such-file.json'); }", "404"),
    ("() => { document.querySelector('h1').textContent = 'Habitants : nan'; }", "nan"),
])
def test_what_a_page_must_not_do_is_seen(visit: Visit, gesture: str, seen: str) -> None:
    here = visit("/sources-et-methodes")
    here.check()
    here.page.evaluate(gesture)
    here.page.wait_for_timeout(500)
    with pytest.raises(AssertionError, match=seen):
        here.check()
    here.page.evaluate("() => { document.querySelector('h1').textContent = ''; }")
    here.forget()
