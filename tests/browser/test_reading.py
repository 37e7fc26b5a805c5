"""Everybody can read it: a telephone, a keyboard; the search of Sources et méthodes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

PAGES = ("/", "/carte", "/offre-de-soins", "/acces-aux-soins", "/besoins-et-acces", "/et-si?scenario=a:gp:1@38053",
         "/sources-et-methodes")
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
_ACTIVE = """() => {
  let element = document.activeElement;
  while (element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
  const around = [element, element.closest('[data-baseweb], label, [data-testid]')].filter(Boolean).map(getComputedStyle);
  const seen = around.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1)
    || style.boxShadow !== 'none');
  const words = element.getAttribute('aria-label') || element.innerText || element.title || '';
  return [element.tagName, words.trim(), seen];
}"""


@pytest.mark.parametrize("path", PAGES)
def test_on_a_telephone_nothing_lies_beside_the_screen(fresh: Visit, path: str) -> None:
    here = fresh(path, **PHONE)
    if path == "/carte":
        here.map()
    widths = here.page.evaluate("""() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map((element) => element.scrollWidth - element.clientWidth)""")
    assert max(widths) <= 0, f"the page scrolls sideways by {widths} pixels"
    tops = here.page.locator(".st-key-cpts-band-actions button:visible").evaluate_all(
        "buttons => buttons.map((button) => Math.round(button.getBoundingClientRect().top / 12))")
    assert tops and len(set(tops)) <= 2, "the buttons of the band take more than two lines"
    lefts = here.page.locator(".cpts-cards .cpts-card").evaluate_all(
        "cards => cards.map((card) => Math.round(card.getBoundingClientRect().left))")
    assert len(set(lefts)) <= 1, "cards stand beside each other on a telephone"


def test_the_tab_key_reaches_links_and_controls_and_shows_where_it_is(visit: Visit) -> None:
    here = visit("/carte")
    here.map()
    reached: list[str] = []
    unseen: list[str] = []
    for _ in range(60):
        here.page.keyboard.press("Tab")
        tag, words, seen = here.page.evaluate(_ACTIVE)
        reached.append(words)
        if not seen and tag != "BODY":
            unseen.append(f"{tag} {words}")
        if "Comparer à" in words:
            break
    order = [next((place for place, words in enumerate(reached) if wanted in words), None)
             for wanted in ("Offre de soins", "Changer", "Couches", "Comparer à")]
    assert None not in order and order == sorted(order), reached
    assert not unseen, f"focus cannot be seen on {unseen}"


def test_the_search_of_sources_and_methods_finds_the_apl(visit: Visit) -> None:
    here = visit("/sources-et-methodes")
    field = here.page.get_by_label(re.compile("Chercher"))
    field.fill("APL")
    field.press("Enter")
    here.page.wait_for_url("**recherche=APL*")
    here.settle()
    assert re.search(r"« APL » : \d+ indicateurs?, \d+ sources?", here.text())
    assert here.address()["recherche"] == "APL"
    field.fill("zzzzqqq")
    field.press("Enter")
    here.settle()
    expect(here.page.get_by_text(re.compile("zzzzqqq")).first).to_be_visible()
