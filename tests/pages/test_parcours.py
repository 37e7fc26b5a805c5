"""« Parcours »: patients and links of the chain, the communes where one misses, reaches that can be changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import access
from cpts_analytics.diagnosis.pathways import pathways
from cpts_analytics.ui import pathway_tables, pathway_words
from cpts_analytics.ui.pathway_read import LinkView, Missing
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, markup, said, sound, words

CAPI, MONTAIGU = "epci:243800604", "epci:200070233"
NONE = Missing((), (), 0.0, 0.0)


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/parcours.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def chain(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if pathway_tables.REACH in table.value).set_index(pathway_tables.LINK)


def communes(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if pathway_tables.LACKING in table.value)


def link_view(minutes: list[float], reach: int, beyond: Missing, has: list[bool] | None = None) -> LinkView:
    link = next(link for link in pathways()["diabetes_type2"].links if link.key == "podiatrist")
    return LinkView(link=link, reach=reach, places=1, patients_per_place=170.0, beside={}, communes_with=1,
                    minutes=np.array(minutes), has=np.array(has or [False] * len(minutes)), beyond=beyond, overseas=NONE)


def test_the_title_asks_and_the_answer_has_numbers() -> None:
    app = page()
    title = words(app.title[0].value)
    assert title.startswith("Parcours diabète de type 2 : ") and title.endswith("?")
    answer = next(words(piece) for piece in markup(app) if "cpts-answer" in piece)
    assert "personnes prises en charge pour un diabète de type 2 (entre" in answer
    assert "lieux d'exercice de médecin généraliste, soit 1 pour" in answer


def test_what_is_counted_is_said() -> None:
    said_here = text(page())
    assert "Les consultations hospitalières ne sont pas comptées." in said_here
    assert pathway_words.BADGE_TIME in said_here and "Ce qu'on ne peut pas en conclure" in said_here
    assert "Lecture : " in said_here and "À ne pas conclure : " in said_here
    allowed = ("ne sont pas une patientèle", "Ne dit rien de la patientèle")
    assert said_here.count("patientèle") == sum(said_here.count(words_of) for words_of in allowed) > 0


def test_a_link_misses_beyond_its_reach_by_hand() -> None:
    """Three communes at 12, 20.0 and 20.1 minutes: at a reach of 20 the third alone misses; across the sea misses too."""
    beyond = Missing(("38003",), ("Le Val",), 500.0, 24.6)
    one = link_view([12.0, 20.0, 20.1, float("nan")], 20, beyond)
    assert one.is_missing.tolist() == [False, False, True, True]
    assert words(pathway_words.beyond_words(one)) == \
        "Aucun pédicure-podologue à moins de 20 minutes estimées : Le Val (500 habitants, ≈ 20 patients)."


def test_a_vast_commune_that_has_one_does_not_lack_it() -> None:
    """A trip within 120 km² is estimated at 10.3 minutes: there is one in the commune all the same."""
    assert link_view([10.3, 10.3], 10, NONE, [True, False]).is_missing.tolist() == [False, True]
    table = communes(page(territoire="epci:200070233")).set_index(pathway_tables.COMMUNE)
    assert "Médecins" not in table.loc["Montaigu-Vendée", pathway_tables.LACKING]
    assert table.loc["Montaigu-Vendée", "Médecins généralistes (min)"] > 9


def test_few_patients_are_not_told() -> None:
    assert pathway_words.patients_words(Missing(("38003",), ("Le Val",), 90.0, None, few_patients=True)) == "moins de 11 patients"
    assert pathway_words.patients_words(Missing(("97611",), ("Mamoudzou",), 90.0, None)) == "patients : non estimé"


def test_many_communes_are_named_in_part() -> None:
    names = tuple(f"Commune {letter}" for letter in "ABCDEFGHIJKL")
    one = link_view([30.0] * 12, 20, Missing(names, names, 12_000.0, 640.0))
    assert "Commune H et 4 autres communes (12 000 habitants, ≈ 640 patients)" in words(pathway_words.beyond_words(one))


def test_the_communes_without_a_laboratory_are_those_of_every_pair(geography, store) -> None:  # type: ignore[no-untyped-def]
    """A second way, all communes of France, straight from the store: who is farther than 20 minutes from each laboratory."""
    found = store.frame("SELECT p.area FROM figures_by_indicator f JOIN series s USING (series) JOIN places p USING (place) "
                        "WHERE s.indicator = 'count_laboratory' AND p.level IN ('commune', 'arrondissement_municipal') "
                        "AND f.numerator > 0")
    members = tuple(
        geography.codes[(geography.column("epci_code") == CAPI[5:]) & (geography.column("level") == "commune")])
    times = access.minutes(access.Places.of(members, geography)[:, None],
                           access.Places.of(found["area"], geography)[None, :])
    names = {geography.name(code) for code, least in zip(members, np.nanmin(times, axis=1), strict=True)
             if least > 20 and code not in set(found["area"])}
    table = communes(page())
    lacking = table[table[pathway_tables.LACKING].str.contains("Laboratoires")]
    assert names and set(lacking[pathway_tables.COMMUNE]) == names
    line = next(item for item in text(page()).split("Aucun ") if item.startswith("laboratoire d'analyses à moins de 20"))
    assert all(name in line for name in names)


def test_the_chain_counts_places_and_patients_for_each() -> None:
    table = chain(page())
    assert len(table) == 9 and (table[pathway_tables.PLACES] > 0).all()
    patients = table[pathway_tables.PLACES] * table[pathway_tables.PER_PLACE]
    assert ((patients / patients.iloc[0] - 1).abs() < 0.03).all()
    assert {"Reste de l'Isère", "France"} <= set(table.columns)


def test_patients_of_communes_are_rounded() -> None:
    table = communes(page(parcours="dementia"))
    assert len(table) == 22 and (table[pathway_tables.PATIENTS].dropna() % 10 == 0).all()


def test_a_shorter_reach_finds_more_missing_and_is_kept_in_the_address() -> None:
    app = page()
    assert chain(app).loc["Infirmiers", pathway_tables.BEYOND] == 0
    app.number_input(key="choice-portee_nurse-0").set_value(4).run()
    assert sound(app).query_params["portee_nurse"] == "4"
    assert chain(app).loc["Infirmiers", pathway_tables.BEYOND] > 0 and "Aucun infirmier à moins de 4 minutes" in text(app)
    assert chain(page(portee_nurse="4")).loc["Infirmiers", pathway_tables.REACH] == 4


@pytest.mark.parametrize("bad", ["0", "dix", "9999", "-3", "1e9", "²"])
def test_a_reach_that_cannot_be_is_said(bad: str) -> None:
    app = page(portee_gp=bad)
    assert "portee_gp" in said(app) and chain(app).loc["Médecins généralistes", pathway_tables.REACH] == 10


def test_another_pathway_is_kept_in_the_address() -> None:
    app = page(parcours="copd")
    assert words(app.title[0].value).startswith("Parcours BPCO : ")
    assert "asthme compris" in text(app) and "Pneumologues" in text(app) and "Département de l'Isère" in text(app)
    assert "peste" in said(page(parcours="peste"))


@pytest.mark.parametrize("spec", ["commune:38053", "departement:976", "departement:2A", "communes:13201,13202",
                                  "communes:38053,69123", "communes:97101", MONTAIGU, "departement:17"])
@pytest.mark.parametrize("pathway", ["diabetes_type2", "dementia"])
def test_every_kind_of_territory_has_its_pathways(spec: str, pathway: str) -> None:
    app = page(territoire=spec, parcours=pathway)
    assert len(chain(app)) == len(pathways()[pathway].links)
    assert not FOREIGN.findall(everything_said(app))


def test_an_island_has_no_time_across_the_sea() -> None:
    """Yeu has no laboratory, and the nearest one is across the sea."""
    app = page(territoire="commune:85113")
    assert pd.isna(chain(app).loc["Laboratoires d'analyses", pathway_tables.MEDIAN])
    assert "Aucun laboratoire d'analyses sur place : L'Île-d'Yeu" in text(app)
    assert "traversée maritime : non calculé" in text(app)
