"""The first page: the example's values at once, as the producers publish them; a page that everybody can read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

PAGES = ("/", "/carte", "/offre-de-soins", "/acces-aux-soins", "/besoins-et-acces", "/et-si?scenario=a:gp:1@38053",
         "/sources-et-methodes")

# Insee, legal populations of 2023; Drees, APL of 2023. Written here by hand from the published files.
PUBLISHED = {"commune:38053": ("Bourgoin-Jallieu", "30 151", "4,56"), "commune:85146": ("Montaigu-Vendée", "21 134", "3,66")}


def test_the_first_page_opens_with_the_figures_of_the_example(visit: Visit) -> None:
    here = visit("/")
    text = here.text()
    assert "exemple, périmètre non officiel" in text
    assert "22 communes" in text
    assert "112 896 habitants" in here.card("Habitants")
    assert "9,0 pour 10 000 habitants" in here.card("Médecins généralistes")
    assert here.page.locator(".cpts-card").count() >= 10
    assert "Ce que les données ouvertes ne disent pas" in text


@pytest.mark.parametrize("spec", PUBLISHED)
def test_values_on_screen_are_those_that_the_producers_publish(visit: Visit, spec: str) -> None:
    name, inhabitants, apl = PUBLISHED[spec]
    here = visit(f"/?territoire={spec}")
    assert name in here.text()
    assert f"{inhabitants} habitants" in here.card("Habitants")
    here.open(f"/carte?territoire={spec}&commune={spec.removeprefix('commune:')}")
    card = here.read(".st-key-cpts-map-card")
    assert f"{apl} consultations" in card
    assert "France 3,74" in card  # Drees, 2023


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_french_has_one_title_and_ends_with_its_sources(visit: Visit, path: str) -> None:
    here = visit(path)
    expect(here.page.locator("html")).to_have_attribute("lang", "fr")
    expect(here.page.get_by_role("heading", level=1)).to_have_count(1)
    assert here.page.get_by_role("heading", level=1).inner_text().rstrip().endswith("?")
    if path != "/sources-et-methodes":
        expect(here.page.get_by_role("heading", name="Sources", exact=True)).to_be_visible()
        assert "Licence Ouverte" in here.read(".st-key-cpts-note")


def test_a_page_is_left_for_another_and_the_territory_comes_along(visit: Visit) -> None:
    here = visit("/?territoire=epci:200070233")
    name = here.read(".cpts-band-facts strong")
    for title, path in (("Carte", "carte"), ("Offre de soins", "offre-de-soins"),
                        ("Sources et méthodes", "sources-et-methodes"), ("Mon territoire", "")):
        here.page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
        here.page.wait_for_url(lambda url, path=path: url.split("?")[0] == f"{here.origin}/{path}")
        here.settle()
        assert here.read(".cpts-band-facts strong") == name
        assert here.address()["territoire"] == "epci:200070233"
