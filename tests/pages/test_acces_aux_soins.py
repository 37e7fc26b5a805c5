"""« Accès aux soins »: published APL beside our model, minutes as ranges, and a screen that waits without blocking."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import access
from cpts_analytics.store import Store
from cpts_analytics.ui import access_tables as tables
from cpts_analytics.ui import access_words
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, cards, markup, said, sound, words

CAPI, MONTAIGU, YEU = "epci:243800604", "epci:200070233", "commune:85113"


@pytest.fixture(autouse=True, scope="module")
def _travel_times(store: Store) -> None:
    """Made before, as at any start but the first."""
    access.ensure_pairs(store)


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/acces_aux_soins.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def near(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if tables.SHARE in table.value).set_index(tables.SERVICE)


def communes(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if tables.PUBLISHED in table.value and "Pharmacie" in table.value)


def test_five_professions_show_the_published_value_and_ours_side_by_side() -> None:
    """Published for the CAPI, 2023: 4.48 consultations (France 3.74); the mean of ours for France is its calibration's."""
    app = page()
    shown = cards(app)
    assert list(shown) == ["APL médecins généralistes", "APL infirmiers", "APL kinésithérapeutes", "APL dentistes",
                           "APL sages-femmes"]
    assert "4,48" in shown["APL médecins généralistes"] and "France 3,74" in shown["APL médecins généralistes"]
    for card in shown.values():
        assert "Notre modèle : " in card and "De 2022 à 2023 : " in card and "Modèle CPTS Analytics" in card and "2023" in card


def test_the_answer_has_numbers_of_the_apl_and_of_the_minutes() -> None:
    assert "4,48 consultations" in text(page()) and "habitants vivent" not in app_title(page())
    montaigu = text(page(territoire=MONTAIGU))
    assert "3,56" in montaigu and "des habitants sont à plus de 10 minutes estimées d'un médecin généraliste" in montaigu


def app_title(app: AppTest) -> str:
    return words(app.title[0].value)


def test_calibration_says_how_near_and_where_it_fails_and_can_be_downloaded() -> None:
    app = page()
    assert "corrélation des rangs de 0,852 (au-dessus de l'objectif de 0,85)" in text(app)
    assert "déduite de l'APL 2022. Sans elle, la corrélation est de 0,78" in text(app)
    assert "l'APL 2022 seule donne 0,98" in text(app)
    assert "laissée de côté" in text(app) and "une corrélation de 0,80, contre 0,78 sans activité déduite" in text(app)
    assert "Il se trompe le plus" in text(app) and "le moins bien dans celles de la classe" in text(app)
    assert "JSON" in [button.label for button in app.get("download_button")]  # type: ignore[union-attr]


def test_a_calibration_is_plain_json(store) -> None:  # type: ignore[no-untyped-def]
    found = json.loads(json.dumps(access.load(store).report("gp").as_json(), allow_nan=False))
    assert found["overall"]["spearman"] == pytest.approx(0.852, abs=0.002) and found["unit"]
    assert found["left_out"]["spearman"] == pytest.approx(0.796, abs=0.005)


@pytest.mark.parametrize(("limit", "service", "key"), [("10", "Maisons de santé (MSP)", "msp"),
                                                       ("20", "Services d'urgences", "emergency")])
def test_shares_beyond_are_those_of_the_communes(store, limit: str, service: str, key: str) -> None:  # type: ignore[no-untyped-def]
    """Added up a second way from the minutes by commune: the slow ones give the high end of the range."""
    app = page(minutes=limit)
    table = communes(app)
    minutes = access.load(store).minutes(key, access.Setting.SLOW)
    positions = access.load(store).country.positions
    beyond = sum(people for name, people, code in table[[tables.COMMUNE, tables.INHABITANTS, tables.CODE]].itertuples(index=False)
                 if minutes[positions[code]] > int(limit))
    share = round(100 * beyond / table[tables.INHABITANTS].sum())
    assert near(app).loc[service, tables.SHARE].replace("\u00a0", " ").endswith(f"{share} %")


def test_the_limit_is_kept_in_the_address() -> None:
    app = page()
    app.segmented_control(key="choice-minutes").set_value("30").run()
    assert sound(app).query_params["minutes"] == "30" and "Au-delà de 30 minutes" in text(app)
    assert "12" in said(page(minutes="12"))


def test_a_profession_is_kept_in_the_address() -> None:
    app = page(profession="dentist")
    assert "chirurgiens-dentistes, ETP pour 100 000 habitants standardisés" in text(app)
    assert "corrélation des rangs de 0,90" in text(app)


def test_an_island_without_a_place_is_not_computed_and_never_zero_minutes() -> None:
    app = page(territoire=YEU)
    assert "Traversée maritime : non calculé" in text(app)
    assert (near(app)[tables.MINUTES] != "0").all() and tables.NOT_COMPUTED in near(app)
    assert "traversée maritime, 4 883 habitants" in words(" ".join(near(app)[tables.NOT_COMPUTED]))
    assert ("Personne n'est à plus de 10 minutes de l'infirmier le plus proche ni de la pharmacie la plus proche. "
            "Traversée maritime : non calculé pour 4 883 habitants (médecin généraliste, service d'urgences, maternité, "
            "maison de santé (MSP)).") in text(app)


def test_no_road_is_not_the_sea() -> None:
    """Maripasoula (97353) lies in the forest: its pharmacy is 11 minutes away, no road leads to the rest."""
    app = page(territoire="commune:97353")
    assert "Aucune route : non calculé pour 9 579 habitants (médecin généraliste, infirmier, service d'urgences" in text(app)
    assert "Aucun lieu d'exercice de généraliste n'est compté ici. Aucune route : non calculé." in text(app)
    assert "Traversée maritime" not in everything_said(app)
    assert "aucune route, 9 579 habitants" in words(near(app).loc["Maternités", tables.NOT_COMPUTED])


def test_where_nobody_lives_is_said_so() -> None:
    """Beaumont-en-Verdunois (55039) has had no inhabitants since 1916: it has minutes, and no one to count."""
    app = page(territoire="commune:55039")
    assert "Personne n'habite ici : aucune part d'habitants n'est à calculer." in text(app)
    assert "Traversée maritime" not in everything_said(app) and "Aucun lieu d'exercice" not in text(app)
    assert tables.NOT_COMPUTED not in near(app)


@pytest.mark.parametrize("spec", ["commune:38053", "communes:97411", "departement:976", "epci:245600465", "communes:75056,13055",
                                  "departement:2A", "commune:55039"])
def test_every_kind_of_territory_has_its_access(spec: str) -> None:
    app = page(territoire=spec)
    assert len(near(app)) == len(access.NEAREST)
    assert not FOREIGN.findall(everything_said(app))


def test_the_screen_shows_what_is_published_while_the_travel_times_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = access.PairsStatus(state="building", words="Calcul des temps de trajet : quelques secondes.")
    monkeypatch.setattr(access, "start_pairs", lambda store: waiting)
    app = page()
    assert "Calcul des temps de trajet" in said(app)
    assert "4,48" in cards(app)["APL médecins généralistes"] and "en cours de calcul" in cards(app)["APL médecins généralistes"]
    assert not [table for table in app.dataframe if tables.SHARE in table.value]


def test_travel_times_that_could_not_be_made_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = access.PairsStatus(state="failed", words="Les temps de trajet n'ont pas pu être écrits.")
    monkeypatch.setattr(access, "start_pairs", lambda store: failed)
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/acces_aux_soins.py")
    app.run()
    assert not app.exception and "n'ont pas pu être écrits" in app.error[0].value and len(cards(app)) == 5


@pytest.mark.parametrize(("low", "high", "expected"), [(4.2, 8.9, "entre 4 % et 9 %"), (4.2, 4.4, "4 %"), (0, 0, "0 %"),
                                                       (0.2, 0.6, "entre 0,2 % et 0,6 %")])
def test_ranges_are_said_as_people_do(low: float, high: float, expected: str) -> None:
    assert words(access_words.between(low, high, " %")) == expected
