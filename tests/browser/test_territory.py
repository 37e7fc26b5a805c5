"""Making a territory: from a pasted list, from an intercommunalité; keeping it under a name."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.watched import Watched

PASTED = "Bourgoin-Jallieu, Villefontaine\nl'isle d'abeau ; Saint-Aubin, Trifouillis-les-Perles"
# Municipal populations of 2023 (Insee): 30 151 + 19 445 + 17 515.
INHABITANTS_OF_THREE = "67 111"


LIST, AREA = re.compile("iste.*fichier"), re.compile("ntercommunalité.*bassin de vie")
KEEP, KEPT = "Garder sous un nom", "Territoires gardés"


def _edit(here: Watched, way: str | re.Pattern[str]) -> None:
    here.press("Changer")
    expect(here.page.get_by_role("dialog")).to_be_visible()
    here.press(way)


def _apply(here: Watched) -> None:
    here.press("Voir ce territoire")
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    here.settle()


def test_a_pasted_list_makes_a_territory_asks_back_and_says_what_it_does_not_know(visit: Visit) -> None:
    here = visit("/")
    before = here.card("Habitants")
    _edit(here, LIST)
    here.page.get_by_label(re.compile("Noms ou codes Insee")).fill(PASTED)
    here.press("Lire la liste")
    dialog = here.page.get_by_role("dialog")
    expect(dialog.get_by_text("3 communes")).to_be_visible()
    expect(dialog.get_by_text("laquelle")).to_be_visible()
    expect(dialog.get_by_text(re.compile("Saint-Aubin")).first).to_be_visible()
    expect(dialog.get_by_text(re.compile("Trifouillis-les-Perles")).first).to_be_visible()
    here.press("Remplacer par ces communes")
    _apply(here)
    after = here.card("Habitants")
    assert INHABITANTS_OF_THREE in after and after != before
    assert "3 communes" in here.read(".cpts-band-facts")
    assert here.address()["territoire"].startswith(("c38-", "communes:"))


def test_a_homonym_that_is_answered_joins_the_territory(visit: Visit) -> None:
    here = visit("/")
    _edit(here, LIST)
    here.page.get_by_label(re.compile("Noms ou codes Insee")).fill("Bourgoin-Jallieu, Saint-Aubin")
    here.press("Lire la liste")
    here.pick("Saint-Aubin", "Jura")
    here.press("Remplacer par ces communes")
    _apply(here)
    assert "2 communes" in here.read(".cpts-band-facts")


def test_an_intercommunalite_becomes_the_territory(visit: Visit) -> None:
    here = visit("/carte")
    before = here.page.get_by_role("heading", level=1).inner_text()
    _edit(here, AREA)
    here.pick("Intercommunalité", "Terres de Montaigu")
    here.press("Prendre ce territoire")
    _apply(here)
    assert "Terres de Montaigu" in here.read(".cpts-band-facts")
    assert "9 communes" in here.read(".cpts-band-facts")
    assert here.address()["territoire"] == "epci:200070233"
    assert here.page.get_by_role("heading", level=1).inner_text() == before  # the page and its choices stay
    here.map()


def test_a_territory_kept_under_a_name_is_found_again_by_it(visit: Visit, fresh: Visit) -> None:
    here = visit("/?territoire=communes:38053,38553")
    _edit(here, KEEP)
    here.page.get_by_label("Nom du territoire").fill("CPTS de l'essai")
    here.page.get_by_label(re.compile("Qui enregistre")).fill("Une infirmière")
    here.press("Enregistrer")
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    here.settle()
    assert here.address()["territoire"] == "CPTS de l'essai"
    here.page.reload()
    here.settle()
    assert "CPTS de l'essai" in here.read(".cpts-band-facts")
    assert "49 596" in here.card("Habitants")  # 30 151 + 19 445
    other = fresh("/")
    _edit(other, KEPT)
    other.press("Ouvrir")
    expect(other.page.get_by_role("dialog")).to_have_count(0)
    other.settle()
    assert "CPTS de l'essai" in other.read(".cpts-band-facts")
    assert "49 596" in other.card("Habitants")
