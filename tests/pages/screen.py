"""What a test sees of a screen: texts out of the markup, by the classes that the screen gives them."""

from __future__ import annotations

import html
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 60


def opened(**address: str) -> AppTest:
    """The app at an address, run once in a session of its own."""
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def sound(app: AppTest) -> AppTest:
    """The app, when nothing failed in it."""
    assert not app.exception
    assert [error.value for error in app.error] == []
    return app


def markup(app: AppTest) -> list[str]:
    """Every piece of markup on the page, styles left out."""
    return [element.proto.body for element in app.get("html") if not element.proto.body.startswith(("<style", "<script"))]


def words(text: str) -> str:
    """Markup → its text, French spaces as plain ones."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(plain.split())


def band(app: AppTest) -> str:
    """The words of the band."""
    return next(words(text) for text in markup(app) if "cpts-band-facts" in text)


def cards(app: AppTest) -> dict[str, str]:
    """Label → words of each of the ten figures, in their order."""
    grid = next(text for text in markup(app) if "cpts-cards-5" in text)
    found = re.findall(r"<article.*?</article>", grid, re.S)
    return {words(re.search(r"<h3>(.*?)</h3>", card, re.S)[1]): words(card) for card in found}  # type: ignore[index]


def said(app: AppTest) -> str:
    """Everything that warns or informs, in one text."""
    lines = [element.value for element in (*app.warning, *app.info)]
    return " ".join(" ".join(lines).replace("\u00a0", " ").replace("\\", "").split())
