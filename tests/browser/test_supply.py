"""Offre de soins: one profession after the other, in the address too."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_another_profession_changes_the_page_and_the_address(visit: Visit) -> None:
    here = visit("/offre-de-soins")
    titles = here.page.get_by_role("heading", level=2)
    before = titles.all_inner_texts()
    here.pick("Profession", "Sages-femmes")
    expect(titles.filter(has_text="sages-femmes").first).to_be_visible()
    assert titles.all_inner_texts() != before
    assert here.address()["profession"] == "midwife"
    assert "sages-femmes" in here.text().casefold()
    expect(here.page.locator(".js-plotly-plot").first).to_be_visible()
