"""Et si…: one doctor is placed and read, the link shows the same elsewhere, the change is undone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.watched import Watched, plain

SENTENCE = "Arrivée d'un médecin généraliste à Bourgoin-Jallieu : l'APL moyenne du territoire, 4,48 en 2023, passerait à 4,5"


def _seen(here: Watched) -> dict[str, str]:
    """What a reader compares between two screens."""
    here.map()
    return {"answer": plain(here.page.locator(".cpts-answer").first.inner_text()), "legend": here.read(".cpts-legend"),
            "cards": here.read(".cpts-cards"), "communes": here.read(".cpts-band-facts")}


def test_one_doctor_is_placed_read_sent_and_undone(visit: Visit, fresh: Visit) -> None:
    here = visit("/et-si?territoire=epci:243800604")
    here.pick("Commune", "Bourgoin-Jallieu")
    here.press("Ajouter au scénario")
    answer = here.page.locator(".cpts-answer").first
    expect(answer).to_contain_text("Bourgoin-Jallieu")
    seen = _seen(here)
    assert SENTENCE in seen["answer"] and "entre +0,0" in seen["answer"] and "hors du territoire" in seen["answer"]
    assert "Simulation" in seen["cards"] and "communes" in seen["legend"]
    assert here.address()["scenario"] == "a:gp:1@38053"
    here.press("Copier le lien")
    link = here.page.get_by_test_id("stCode").inner_text().strip()
    here.page.keyboard.press("Escape")
    assert "scenario=a%3Agp%3A1%4038053" in link
    other = fresh(link)
    assert _seen(other) == seen
    other.press("Retirer")
    expect(other.page.locator(".cpts-answer").first).to_contain_text("ajoutez un changement")
    assert "scenario" not in other.address()


def test_two_indicators_are_crossed_on_one_map_with_a_square_legend(visit: Visit) -> None:
    here = visit("/besoins-et-acces?territoire=departement:2A")
    here.map()
    square = here.page.locator(".cpts-square")
    expect(square.locator("td[style]")).to_have_count(9)
    expect(square.locator(".cpts-marked")).to_have_count(1)
    assert "Diabète (%)" in plain(square.inner_text()) and "APL médecins généralistes" in plain(square.inner_text())
    marked = int(square.locator(".cpts-marked").inner_text())
    assert f"{marked} communes sur 124" in here.read(".cpts-answer")
