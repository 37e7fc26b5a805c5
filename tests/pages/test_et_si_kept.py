"""« Et si… »: scenarios kept under a name, shown again, taken away and brought back; nothing lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import access
from cpts_analytics.access import Scenario
from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.model import Territory
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve
from cpts_analytics.ui import cache
from tests.pages.screen import said, sound, words
from tests.pages.test_et_si import CAPI, ONE, held, page, text

OTHER = "d:gp:2@38085"


@pytest.fixture(autouse=True, scope="module")
def _travel_times(store: Store) -> None:
    access.ensure_pairs(store)


@pytest.fixture
def capi(geography: Geography) -> Territory:
    return resolve(CAPI, geography)


@pytest.fixture
def journal() -> Journal:
    return Journal.open()


def keep(app: AppTest, *, name: str = "Projet", note: str = "", who: str = "Camille") -> AppTest:
    app.text_input(key="whatif-kept-name").set_value(name)
    app.text_area(key="whatif-kept-note").set_value(note)
    app.text_input(key="whatif-kept-author").set_value(who)
    return app.button(key="whatif-kept-save").click().run()


def test_a_scenario_is_kept_with_its_note_author_and_data(capi: Territory, journal: Journal, store: Store) -> None:
    app = sound(keep(page(scenario=ONE), note="d'après la réunion"))
    (kept,) = journal.scenarios.of(capi)
    assert (kept.name, kept.note, kept.author, kept.content) == ("Projet", "d'après la réunion", "Camille", ONE)
    assert kept.data_version == store.data_version
    assert "Scénario « Projet », enregistré par Camille le" in text(app) and "d'après la réunion" in text(app)
    assert held(app) == ONE


def test_a_kept_scenario_is_loaded_and_the_one_that_was_there_can_come_back(capi: Territory, journal: Journal,
                                                                             store: Store) -> None:
    journal.scenarios.keep(capi, Scenario.decode(OTHER), name="Départs", data_version=store.data_version, author="Camille")
    app = page(scenario=ONE)
    app.button(key="whatif-kept-load-0").click().run()
    assert held(sound(app)) == OTHER and "Départ de 2 médecins" in text(app)
    app.button(key="cpts-offer-act").click().run()
    assert held(sound(app)) == ONE


def test_a_scenario_is_taken_away_and_brought_back(capi: Territory, journal: Journal, store: Store) -> None:
    journal.scenarios.keep(capi, Scenario.decode(ONE), name="Projet", note="à revoir", data_version="ancienne", author="Camille")
    app = page()
    app.text_input(key="whatif-kept-remover").set_value("Dominique").run()
    app.button(key="whatif-kept-remove-0").click().run()
    assert journal.scenarios.of(capi) == () and "est retiré" in text(sound(app))
    app.button(key="cpts-offer-act").click().run()
    (back,) = journal.scenarios.of(capi)
    assert (back.content, back.note, back.data_version, back.author) == (ONE, "à revoir", "ancienne", "Dominique")


def test_who_takes_away_says_who_they_are(capi: Territory, journal: Journal, store: Store) -> None:
    journal.scenarios.keep(capi, Scenario.decode(ONE), name="Projet", data_version=store.data_version, author="Camille")
    app = page()
    app.button(key="whatif-kept-remove-0").click().run()
    assert not app.exception and "Indiquez qui" in said(app) and len(journal.scenarios.of(capi)) == 1


def test_data_that_have_changed_since_are_said(capi: Territory, journal: Journal) -> None:
    journal.scenarios.keep(capi, Scenario.decode(ONE), name="Projet", data_version="ancienne", author="Camille")
    assert "« Projet » : les données ont changé depuis" in said(page(scenario=ONE))
    assert "Les données ont changé depuis" in words(" ".join(line.value for line in page().caption))


def test_a_name_that_is_taken_is_said_and_what_was_typed_stays(capi: Territory, journal: Journal, store: Store) -> None:
    journal.scenarios.keep(capi, Scenario.decode(OTHER), name="Projet", data_version=store.data_version, author="Camille")
    app = keep(page(scenario=ONE), name="projet", note="la note", who="Dominique")
    assert not app.exception and "« Projet » est déjà enregistré ici, par Camille" in words(app.error[0].value)
    assert app.text_input(key="whatif-kept-name").value == "projet" and app.text_area(key="whatif-kept-note").value == "la note"
    assert [kept.content for kept in journal.scenarios.of(capi)] == [OTHER] and held(app) == ONE
    app.checkbox(key="whatif-kept-again").check()
    sound(app.button(key="whatif-kept-save").click().run())
    assert [(kept.content, kept.version) for kept in journal.scenarios.of(capi)] == [(ONE, 2)]


@pytest.mark.parametrize(("given", "why"), [({"name": " "}, "Donnez un nom"), ({"who": ""}, "Indiquez qui enregistre")])
def test_what_is_lacking_is_said_in_the_form(capi: Territory, journal: Journal, given: dict[str, str], why: str) -> None:
    app = keep(page(scenario=ONE), **{"note": "la note", **given})
    assert not app.exception and why in words(app.error[0].value)
    assert app.text_area(key="whatif-kept-note").value == "la note" and journal.scenarios.of(capi) == ()


def test_a_journal_that_is_away_is_said_and_the_scenario_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(scenario=ONE)
    keep_away = JournalError("Le journal ne répond pas.")

    def away() -> Journal:
        raise keep_away

    monkeypatch.setattr(cache, "journal", away)
    keep(app, note="la note")
    assert not app.exception and "Le journal ne répond pas" in " ".join(line.value for line in (*app.caption, *app.error))
    assert held(app) == ONE and "Arrivée d'un médecin" in text(app)
    assert app.text_area(key="whatif-kept-note").value == "la note"
