"""« Et si… »: one change after the other, undone one by one, whole in the address; what cannot be is said and not kept."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import access
from cpts_analytics.store import Store
from cpts_analytics.ui import whatif_next
from cpts_analytics.ui import whatif_read as reading
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, cards, markup, said, sound, words

CAPI, MONTAIGU = "epci:243800604", "epci:200070233"
ONE = "a:gp:1@38053"


@pytest.fixture(autouse=True, scope="module")
def _travel_times(store: Store) -> None:
    """Made before, as at any start but the first."""
    access.ensure_pairs(store)


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/et_si.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def table(app: AppTest) -> pd.DataFrame:
    return next(frame.value for frame in app.dataframe if reading.CHANGE in frame.value).set_index(reading.COMMUNE)


def held(app: AppTest) -> str:
    return str(app.query_params.get("scenario", ""))


def test_one_doctor_who_arrives_is_read_in_a_sentence() -> None:
    """Four fifths of 4,800 consultations over the 100,000 inhabitants within reach: a few hundredths."""
    app = page(scenario=ONE)
    assert ("Arrivée d'un médecin généraliste à Bourgoin-Jallieu : l'APL moyenne du territoire, 4,48 en 2023, passerait à"
            in text(app))
    assert "entre +0,0" in text(app) and "hors du territoire" in text(app)
    assert "Ne vaut ni zonage ni avis de l'ARS." in text(app) and "Simulation" in text(app)


def test_the_table_is_the_published_value_and_the_change() -> None:
    rows = table(page(scenario=ONE))
    assert ((rows["APL publiée 2023"] + rows[reading.CHANGE] - rows[reading.AFTER]).abs() < 2e-3).all()
    assert (rows[reading.CHANGE] >= 0).all(), "a doctor who arrives takes nothing from anybody"
    inside = rows[rows[reading.PERIMETER] == reading.INSIDE]
    assert len(inside) == 22 and (rows[reading.PERIMETER] == reading.OUTSIDE).any() and reading.MODEL_BADGE in rows


def test_the_scenario_stands_beside_today() -> None:
    shown = cards(page(scenario=ONE))
    assert list(shown)[:3] == ["Aujourd'hui", "Avec le scénario", "Habitants sous 2,5"]
    assert "4,48" in shown["Aujourd'hui"] and "Notre modèle" in shown["Aujourd'hui"]
    assert "2,25 (−10 %)" in shown["Habitants sous 2,5"] and "2,75 (+10 %)" in shown["Habitants sous 2,5"]


def test_a_change_is_added_by_the_form_and_undone() -> None:
    app = page()
    assert held(app) == "" and "Ajoutez un changement" in said(app)
    app.button(key="whatif-add").click().run()
    assert held(sound(app)) == ONE and "Arrivée d'un médecin généraliste à Bourgoin-Jallieu" in text(app)
    app.selectbox(key="whatif-event").set_value("retirement").run()
    app.button(key="whatif-add").click().run()
    assert held(sound(app)) == f"{ONE},r:gp"
    app.button(key="whatif-undo-0").click().run()
    assert held(sound(app)) == "r:gp" and "Arrivée de" not in text(app)
    app.button(key="whatif-undo-0").click().run()
    assert held(sound(app)) == "" and "Ajoutez un changement" in said(app)


def test_half_time_is_half_the_change() -> None:
    app = page()
    app.number_input(key="whatif-fte").set_value(50).run()
    app.button(key="whatif-add").click().run()
    assert held(sound(app)) == "a:gp:1x0.5@38053"
    whole, half = table(page(scenario=ONE)), table(app)
    assert half.loc["Bourgoin-Jallieu", reading.CHANGE] == pytest.approx(
        whole.loc["Bourgoin-Jallieu", reading.CHANGE] / 2, abs=2e-4)


@pytest.mark.parametrize(("field", "value", "why"), [
    ("whatif-posts", -2, "entier de 1 à 50"), ("whatif-posts", 0, "entier de 1 à 50"),
    ("whatif-fte", 900, "équivalent temps plein"),
])
def test_what_cannot_be_is_said_at_the_form_and_not_kept(field: str, value: int, why: str) -> None:
    app = page()
    app.number_input(key=field).set_value(value).run()
    app.button(key="whatif-add").click().run()
    assert not app.exception and why in words(app.error[0].value) and "Rien n'a été ajouté" in app.error[0].value
    assert held(app) == ""


def test_more_departures_than_there_are_is_said_at_the_form() -> None:
    app = page()
    app.selectbox(key="whatif-event").set_value("departure").run()
    app.number_input(key="whatif-posts").set_value(50).run()
    app.selectbox(key="whatif-commune").set_value("38091").run()
    app.button(key="whatif-add").click().run()
    assert not app.exception and "Châteauvilain" in app.error[0].value and held(app) == ""


@pytest.mark.parametrize("bad", ["zzz", "a:gp:1@99999", "a:gp:-1@38053", "d:gp:50@38091", "a:gp:1@75056", "r:gp,r:gp", "a" * 3000,
                                 "a:gp:1@38053;12"])
def test_a_scenario_of_the_address_that_cannot_be_is_said_and_left(bad: str) -> None:
    app = page(scenario=bad)
    assert "ne peut pas être simulé" in said(app) and "Aucun changement n'est simulé" in said(app)
    assert held(app) == "" and "ajoutez un changement" in text(app)


def test_consultations_are_an_assumption_that_can_be_changed() -> None:
    app = page(scenario=ONE)
    app.number_input(key="whatif-consultations").set_value(2400).run()
    assert held(sound(app)) == f"{ONE};2400" and "2 400 consultations par an" in text(app)
    assert table(app).loc["Bourgoin-Jallieu", reading.CHANGE] == pytest.approx(
        table(page(scenario=ONE)).loc["Bourgoin-Jallieu", reading.CHANGE] / 2, abs=2e-4)
    app.number_input(key="whatif-consultations").set_value(3).run()
    assert "entre 500 et 20" in app.error[0].value and held(app) == f"{ONE};2400"


def test_a_place_that_opens_changes_minutes() -> None:
    app = page(scenario="a:pharmacy:1@38091")
    assert "plus près" in text(app) and any("Minutes aujourd'hui (lent)" in frame.value for frame in app.dataframe)
    one_more = text(page(scenario="a:pharmacy:1@38053"))  # among several: those of the town
    assert "30 151 habitants du territoire seraient plus près de la pharmacie la plus proche" in one_more
    assert "Au plus " in text(page(scenario="a:pharmacy:1@38091")) and "minutes de moins (réglage lent)" in text(app)
    assert "simulez aussi leurs arrivées" in text(page(scenario="a:msp:1@38091"))


def test_many_changes_are_counted_in_the_sentence_and_listed_under_it() -> None:
    app = page(scenario=",".join([ONE] * 4))
    assert "Avec ces 4 changements : l'APL moyenne du territoire" in text(app)
    assert text(app).count("Arrivée d'un médecin généraliste à Bourgoin-Jallieu") == 4


def test_several_results_are_shown_one_at_a_time() -> None:
    app = page(scenario=f"{ONE},a:nurse:1@38053")
    assert "ETP" not in cards(app)["Aujourd'hui"]
    app.segmented_control(key="choice-resultat").set_value("nurse").run()
    assert "ETP" in cards(sound(app))["Aujourd'hui"] and app.query_params["resultat"] == "nurse"


def test_where_the_next_would_serve_most_shows_its_criteria_and_is_put_in_the_scenario() -> None:
    app = page(territoire=MONTAIGU, postes="3")
    assert "chacun placé une fois les précédents arrivés" in text(app) and "aucun ne dit le « meilleur » lieu" in text(app)
    ranking = next(frame.value for frame in app.dataframe if "Rang" in frame.value)
    assert list(ranking["Rang"]) == list(range(1, len(ranking) + 1)) and set(ranking["Périmètre"]) == {"territoire", "alentours"}
    assert ranking["Habitants passant le seuil"].is_monotonic_decreasing
    app.button(key="whatif-take").click().run()
    assert len(held(sound(app)).split(",")) == 3 and held(app).startswith("a:gp:1@") and "Simulation" in text(app)


@pytest.mark.parametrize("criterion", whatif_next.CRITERIA)
def test_another_criterion_orders_by_its_own_column(criterion: str) -> None:
    app = page(critere=criterion)
    ranking = next(frame.value for frame in app.dataframe if "Rang" in frame.value)
    header = {"seuil": "Habitants passant le seuil", "moins": "Gain des moins bien pourvus", "ages": "Gain des 75 ans et plus",
              "tous": "Gain de tous"}[criterion]
    assert ranking[header].is_monotonic_decreasing


def test_the_scenario_is_there_when_the_page_is_come_back_to() -> None:
    app = page(scenario=ONE)
    app.switch_page("pages/acces_aux_soins.py").run()
    app.switch_page("pages/et_si.py").run()
    assert held(sound(app)) == ONE and "Arrivée d'un médecin" in text(app)


@pytest.mark.parametrize(("spec", "people"), [(CAPI, "2 472 habitants"), (MONTAIGU, "3 794 habitants")])
def test_both_screens_count_the_same_people_under_the_threshold(spec: str, people: str) -> None:
    here = page(territoire=spec)
    assert f"{people} vivent dans une commune sous 2,5" in text(here)
    assert f"{people.partition(' h')[0]} aujourd'hui" in cards(page(territoire=spec, scenario=ONE))["Habitants sous 2,5"]
    here.switch_page("pages/acces_aux_soins.py").run()
    assert people in text(sound(here))


def test_france_is_answered_in_a_sentence() -> None:
    app = page(territoire="france")
    assert "vient en tête de ce classement" in text(app) and "l'APL moyenne aux médecins généralistes est de 3,74" in text(app)


@pytest.mark.parametrize(("today", "then", "why", "said_here"), [
    ("12 à 14", "5 à 7", access.NOT_COMPUTED, "12 à 14 min aujourd'hui, 5 à 7 min avec le scénario"),
    ("", "5", access.NO_ROAD, "non calculé (aucune route) aujourd'hui, 5 min avec le scénario"),
    ("5", "", access.NOT_COMPUTED, "5 min aujourd'hui, non calculé (traversée maritime) avec le scénario"),
    ("", "", access.NOT_COMPUTED, "Traversée maritime : non calculé")])
def test_the_label_of_minutes_that_are_not_there(today: str, then: str, why: str, said_here: str) -> None:
    assert words(reading.minutes_label(today, then, why)) == said_here


@pytest.mark.parametrize("spec", ["commune:38053", "communes:97411", "departement:976", "epci:245600465", "communes:75056",
                                  "departement:2A"])
@pytest.mark.parametrize("scenario", ["", "r:gp", "a:nurse:1@97411,a:pharmacy:1@85113"])
def test_every_kind_of_territory_and_scenario(spec: str, scenario: str) -> None:
    app = page(territoire=spec, scenario=scenario)
    assert not FOREIGN.findall(everything_said(app))
