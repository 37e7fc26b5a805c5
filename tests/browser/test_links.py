"""Links: the same screen in a fresh browser; a broken link says what was wrong in it and shows a page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.watched import Watched

SETTINGS = "territoire=communes:38053,38553,38193&indicateur=apl_nurse&annee=2022&couches=ehpad.pharmacies&reference=france"


def _seen(here: Watched) -> dict[str, str]:
    """What a reader compares between two screens."""
    here.map()
    return {"title": here.read("h1"), "answer": here.read(".cpts-answer"), "legend": here.read(".cpts-legend"),
            "indicator": here.page.get_by_role("combobox", name="Indicateur").input_value(),
            "communes": here.read(".cpts-band-facts")}


def test_the_address_opens_the_same_screen_in_a_fresh_browser(visit: Visit, fresh: Visit) -> None:
    here = visit(f"/carte?{SETTINGS}")
    seen, held = _seen(here), here.address()
    assert held["indicateur"] == "apl_nurse" and held["annee"] == "2022" and held["couches"] == "ehpad.pharmacies"
    assert held["reference"] == "france"
    assert "2022" in seen["legend"] and "EHPAD" in seen["legend"] and "Pharmacies" in seen["legend"]
    assert "France" in seen["answer"]
    other = fresh(here.page.url)
    assert _seen(other) == seen
    assert other.address() == held


def test_a_choice_made_on_screen_is_in_the_address_and_in_the_link_to_copy(visit: Visit, fresh: Visit) -> None:
    here = visit("/carte?territoire=communes:38053,38553")
    here.pick("Indicateur", "Pharmacies (pour")
    here.press("Copier le lien")
    link = here.page.get_by_test_id("stCode").inner_text().strip()
    here.page.keyboard.press("Escape")
    assert "territoire=c38-053.553" in link and "indicateur=density_pharmacy" in link
    assert "perimetre=2025-01-01" in link and "donnees=" in link
    assert _seen(fresh(link)) == _seen(here)


def test_the_home_page_answers_to_its_name_too(visit: Visit) -> None:
    here = visit("/mon-territoire?territoire=communes:38053,38553")
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Qui vit ici, qui soigne ici, et où sont les manques\u00a0?")
    assert "2 communes" in here.read(".cpts-band-facts")
    assert here.page.get_by_role("dialog").count() == 0


def test_a_link_made_with_other_data_says_that_figures_have_changed(visit: Visit) -> None:
    here = visit("/?territoire=epci:243800604&perimetre=2025-01-01&donnees=0123456789ab")
    expect(here.page.get_by_test_id("stAlert").first).to_contain_text("Les données ont changé depuis ce lien")


@pytest.mark.parametrize(("path", "said"), [
    ("/?territoire=epci:999", "« 999 »"),
    ("/?territoire=communes:99999", "99999"),
    ("/?territoire=" + "x" * 5000, "trop long"),
    ("/?territoire=" + quote("<script>window.broken = 1</script>"), "Aucun territoire ne s'appelle"),
    ("/carte?indicateur=zzz", "indicateur = zzz"),
    ("/carte?annee=1850", "1850"),
    ("/carte?couches=licornes", "couches = licornes"),
    ("/carte?vue=" + quote("<img src=x onerror='window.broken = 1'>"), "vue = "),
    ("/carte?commune=99999", "99999"),
])
def test_a_broken_link_says_in_french_what_was_wrong_and_shows_a_page(visit: Visit, path: str, said: str) -> None:
    here = visit(path)
    alerts = here.page.get_by_test_id("stAlert")
    expect(alerts.first).to_be_visible()
    assert said.casefold() in " ".join(alerts.all_inner_texts()).replace("\u00a0", " ").casefold()
    expect(here.page.get_by_role("heading", level=1)).to_have_count(1)
    assert "112 896 habitants" in here.read(".cpts-band-facts")  # the example takes its place
    assert here.page.evaluate("window.broken") is None
    assert here.page.locator("img[src=x]").count() == 0
