"""« Prévention et crise »: coverages beside their objectives, at their level; the trend; the flu of the région by season."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics.ui import prevention_screen as screen
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, markup, said, sound, words

CAPI, MONTAIGU = "epci:243800604", "epci:200070233"


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/prevention_et_crise.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def answer(app: AppTest) -> str:
    return next(words(piece) for piece in markup(app) if "cpts-answer" in piece)


def objectives(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if screen.OBJECTIVE in table.value).set_index(screen.NAME)


def test_the_published_coverage_stands_beside_its_objective() -> None:
    """Isère 2024: 55.1 % published for 65 and over; 75 − 55.1 = 19.9 points."""
    app = page()
    assert "En 2024, 55,1 % des 65 ans et plus sont vaccinés contre la grippe dans le département de l'Isère, " \
           "19,9 points sous l'objectif de 75 %" in answer(app)
    row = objectives(app).loc["Grippe, 65\u00a0ans et plus"]
    assert (row[screen.OWN], row[screen.REGION], row[screen.OBJECTIVE], row[screen.GAP]) == (55.1, 53.1, 75, -19.9)
    assert "WHA56.19" in text(app) and "Stratégie décennale" in text(app)


def test_the_gap_is_said_in_persons_where_their_number_is_known() -> None:
    """Isère had 248,309 people of 65 and over (35,684 + 33,943 + … as published by five years): 19.9 % of them = 49,400."""
    table = objectives(page())
    assert table.loc["Grippe, 65\u00a0ans et plus", screen.PERSONS] == 49_400
    assert pd.isna(table.loc["HPV filles : deux doses", screen.PERSONS])
    whole = table.loc[["Grippe, 65–74\u00a0ans", "Grippe, 75\u00a0ans et plus"], screen.PERSONS].sum()
    assert abs(whole / 49_400 - 1) < 0.03


def test_what_is_standardised_or_without_objective_has_no_number_of_persons() -> None:
    table = objectives(page())
    colorectal = table.loc["Dépistage colorectal"]
    assert colorectal[screen.OBJECTIVE] == 45 and pd.isna(colorectal[screen.PERSONS])
    breast = table.loc["Dépistage du sein"]
    assert breast[screen.OBJECTIVE] == 70 and pd.isna(breast[screen.PERSONS])
    assert pd.isna(table.loc["Prématurité", screen.OBJECTIVE])


def test_nothing_is_brought_down_to_the_territory_and_there_is_no_verdict() -> None:
    app = page()
    assert "Valeur du département de l'Isère" in text(app) and "Valeurs de la région Auvergne-Rhône-Alpes" in text(app)
    assert not any(shape in text(app) for shape in "▲▼≈○") and "significatif" not in text(app)


def test_the_trend_begins_in_2011_and_is_chosen_by_the_address() -> None:
    app = page(couverture="vaccination_hpv_girls_2_doses_16")
    app.selectbox(key="choice-couverture").set_value("vaccination_meningococcus_c_15_19").run()
    assert sound(app).query_params["couverture"] == "vaccination_meningococcus_c_15_19"
    series = next(table.value for table in app.dataframe if "Année" in table.value and len(table.value.columns) == 3)
    assert series["Année"].min() <= "2015" and series["Année"].max() == "2024"
    assert "peste" in said(page(couverture="peste"))


def test_the_seasons_of_flu_are_a_table_too() -> None:
    app = page(age="65plus")
    table = next(table.value for table in app.dataframe if "Semaine" in table.value)
    assert [name.replace("\u00a0", " ") for name in table.columns[-2:]] == ["Saison 2024–2025", "Saison 2025–2026"]
    assert table["Semaine"].iloc[0] == "S40" and table["Semaine"].iloc[-1] == "S20"
    assert "Où en est la grippe dans la région Auvergne-Rhône-Alpes" in " ".join(header.value for header in app.header)


def test_the_peak_of_a_season_is_that_of_the_weeks(store) -> None:  # type: ignore[no-untyped-def]
    """A second way, straight from the store: the highest week of 2024–2025 in Auvergne-Rhône-Alpes, all ages."""
    rows = store.frame("SELECT s.period, f.numerator FROM figures_by_area f JOIN series s USING (series) "
                       "JOIN places p USING (place) WHERE s.indicator = 'flu_emergency_visits' AND s.breakdown = '' "
                       "AND p.level = 'region' AND p.area = '84' "
                       "AND s.period BETWEEN '2024-W40' AND '2025-W20'")
    table = next(table.value for table in page().dataframe if "Semaine" in table.value)
    assert table["Saison\u00a02024–2025"].max() == round(rows["numerator"].max())


@pytest.mark.parametrize("spec", ["commune:38053", "departement:976", "departement:974", "departement:972", "departement:2A",
                                  "communes:13201,13202", "communes:38053,69123", "region:84", "communes:97101", MONTAIGU,
                                  "france"])
def test_every_kind_of_territory_has_its_prevention(spec: str) -> None:
    app = page(territoire=spec)
    table = objectives(app)
    assert len(table) == 17
    unknown = table[table[[screen.OWN, screen.REGION]].isna().all(axis=1)]
    assert (unknown[screen.PERIOD] == screen.NOT_HERE).all()
    assert not FOREIGN.findall(everything_said(app))


def test_across_two_departements_one_is_chosen() -> None:
    app = page(territoire="communes:38053,69123", departement="69")
    assert "dans le département du Rhône" in answer(app)


def test_la_reunion_has_no_flu_coverage_and_says_so() -> None:
    app = page(territoire="departement:974")
    assert "n'est pas publiée dans le département de La Réunion" in answer(app)
