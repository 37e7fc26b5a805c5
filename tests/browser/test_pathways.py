"""Parcours, in a browser: both examples, another pathway, another reach, a sentence where a link misses."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit


@pytest.mark.parametrize(("example", "link"), [
    ("exemple-autour-de-bourgoin-jallieu", "Aucun infirmier à moins de 3 minutes estimées"),
    ("exemple-autour-de-montaigu-vendee", "Peut-être aucun cardiologue à moins de 45 minutes estimées")])
def test_a_pathway_says_where_a_link_misses(visit: Visit, example: str, link: str) -> None:
    here = visit(f"/parcours?territoire={example}")
    expect(here.page.get_by_role("heading", level=1)).to_contain_text("Parcours diabète de type 2")
    here.map()
    here.page.get_by_role("radio", name="Insuffisance cardiaque").click()
    expect(here.page.get_by_role("heading", level=1)).to_contain_text("Parcours insuffisance cardiaque")
    here.settle()
    assert here.address()["parcours"] == "heart_failure"
    here.page.get_by_role("button", name="Changer les portées").click()
    reach = here.page.get_by_role("spinbutton", name="Infirmiers (min)")
    assert reach.input_value() == "10"
    reach.fill("3")
    reach.press("Enter")
    here.settle()
    expect(here.page.get_by_text(link).first).to_be_visible()
    assert here.address()["portee_nurse"] == "3"
    text = here.text()
    assert "Les consultations hospitalières ne sont pas comptées." in text and "habitants, ≈" in text


def test_prevention_shows_the_objective_and_the_seasons(visit: Visit) -> None:
    here = visit("/prevention-et-crise")
    assert "sous l'objectif de 75 %" in here.read(".cpts-answer")
    expect(here.page.locator(".js-plotly-plot")).to_have_count(2)
    here.page.get_by_role("radio", name="65 ans et plus").click()
    here.page.wait_for_url("**age=65plus*")
    here.settle()
    assert here.address()["age"] == "65plus"
    assert "2024–2025" in here.text()
