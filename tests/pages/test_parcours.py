"""« Parcours »: patients and links of the chain, the communes where one misses, reaches that can be changed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import access, figures
from cpts_analytics.access.pairs import NO_WAY
from cpts_analytics.diagnosis.pathways import pathways
from cpts_analytics.model import Role
from cpts_analytics.statistics import great_circle_km
from cpts_analytics.territory import resolve
from cpts_analytics.ui import cache, pathway_map, pathway_read, pathway_tables, pathway_words
from cpts_analytics.ui.pathway_read import LinkView, Missing
from cpts_analytics.ui.pathway_times import Times
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, cards, markup, said, sound, words

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


def link_view(minutes: list[tuple[float, float]], reach: int, beyond: Missing, has: list[bool] | None = None,
              perhaps: Missing = NONE) -> LinkView:
    """``minutes``: (fast, slow) by commune."""
    link = next(link for link in pathways()["diabetes_type2"].links if link.key == "podiatrist")
    fast, slow = np.array(minutes).T
    times = Times(fast, slow, np.where(np.isnan(fast), access.NOT_COMPUTED, ""))
    return LinkView(link=link, reach=reach, places=1, patients_per_place=170.0, beside={}, communes_with=1, times=times,
                    has=np.array(has or [False] * len(minutes)), beyond=beyond, perhaps=perhaps, cut_off=NONE)


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
    assert access.BADGE_MINUTES in said_here and "Ce qu'on ne peut pas en conclure" in said_here
    assert "Lecture : " in said_here and "À ne pas conclure : " in said_here
    allowed = ("ne sont pas une patientèle", "Ne dit rien de la patientèle")
    assert said_here.count("patientèle") == sum(said_here.count(words_of) for words_of in allowed) > 0


def test_a_link_misses_beyond_its_reach_by_hand() -> None:
    """At a reach of 20: 12 to 18 minutes and 20.0 do not miss, 20.1 to 26 does, across the sea too; 15 to 21 may."""
    beyond = Missing(("38003",), ("Le Val",), 500.0, 24.6)
    nowhere = float("nan")
    one = link_view([(12.0, 18.0), (20.0, 20.0), (20.1, 26.0), (nowhere, nowhere), (15.0, 21.0)], 20, beyond)
    assert one.is_missing.tolist() == [False, False, True, True, False]
    assert one.is_uncertain.tolist() == [False, False, False, False, True]
    said_here = ("Aucun pédicure-podologue à moins de 20 minutes estimées, même au réglage rapide : Le Val (500 habitants, "
                 "≈ 20 patients).")
    assert words(pathway_words.beyond_words(one)) == said_here
    perhaps = Missing(("38005",), ("Le Mont",), 800.0, 40.0)
    unsure = link_view([(15.0, 21.0)], 20, NONE, perhaps=perhaps)
    assert words(pathway_words.perhaps_words(unsure)) == \
        "Peut-être aucun pédicure-podologue à moins de 20 minutes estimées (au seul réglage lent) : Le Mont (800 habitants)."
    assert words(pathway_words.beyond_words(link_view([(21.0, 30.0)], 20, beyond, perhaps=perhaps))) == \
        f"{said_here} Peut-être aussi, au seul réglage lent : Le Mont (800 habitants)."


@pytest.mark.parametrize(("kind", "said_there", "not_said"), [("distance", "à vol d'oiseau", "moteur"),
                                                              ("engine", "temps d'un moteur d'itinéraires", "oiseau")])
def test_the_map_says_whose_minutes_it_shows(kind: str, said_there: str, not_said: str) -> None:
    told = pathway_map.attribution(access.TravelSource(kind=kind, words=""))
    assert said_there in told and not_said not in told


@pytest.mark.parametrize(("fast", "slow", "expected"), [(8.2, 13.4, "entre 8 et 13 min"), (8.2, 8.4, "8 min")])
def test_minutes_are_a_range(fast: float, slow: float, expected: str) -> None:
    assert words(pathway_words.minutes_words(fast, slow)) == expected


def test_why_there_are_no_minutes_is_said(store) -> None:  # type: ignore[no-untyped-def]
    """Yeu is an island; Maripasoula is on the mainland of Guyane, where no road goes. Neither has a laboratory."""
    found = pathway_read.times(access.load(store), ("count_laboratory",), ("85113", "38053", "97353"))
    assert found.why[1] == "" and np.isnan(found.slow).tolist() == [True, False, True]
    both = pathway_words.cut_off_words(Missing(("85113", "97353"), ("L'Île-d'Yeu", "Maripasoula"), 9.0, None,
                                               why=tuple(found.why[[0, 2]])))
    assert words(both) == "traversée maritime : non calculé ; aucune route : non calculé"


def test_that_an_engine_knows_no_way_is_not_said_to_be_the_sea(store) -> None:  # type: ignore[no-untyped-def]
    """An engine that knows no way at all: a commune of the mainland without a laboratory has no minutes."""
    model = access.load(store)
    pairs = dataclasses.replace(model.pairs, routed=np.full((len(model.pairs.other), 2), NO_WAY, dtype=np.uint16))
    asked = dataclasses.replace(model, pairs=pairs, made={}, source=access.TravelSource(kind="engine", words="", state="no way"))
    found = pathway_read.times(asked, ("count_laboratory",), ("38003", "85113"))
    assert np.isnan(found.fast).all()
    assert found.why.tolist() == [access.NO_ITINERARY, access.NOT_COMPUTED]


def test_a_vast_commune_that_has_one_does_not_lack_it() -> None:
    """A trip within 120 km² is estimated at 10.8 minutes: there is one in the commune all the same."""
    one = link_view([(10.8, 14.0), (10.8, 14.0), (9.0, 14.0), (9.0, 14.0)], 10, NONE, [True, False, True, False])
    assert one.is_missing.tolist() == [False, True, False, False]
    assert one.is_uncertain.tolist() == [False, False, False, True]
    table = communes(page(territoire=MONTAIGU, portee_gp="3")).set_index(pathway_tables.COMMUNE)
    assert table.loc["Montaigu-Vendée", "Médecins généralistes (min)"] > 3
    for column in (pathway_tables.LACKING, pathway_tables.UNSURE):
        assert "Médecins" not in table.loc["Montaigu-Vendée", column]


@pytest.mark.parametrize("service", ["gp", "nurse", "pharmacy"])
def test_the_minutes_are_those_of_the_access_model(store, service: str) -> None:  # type: ignore[no-untyped-def]
    """The same commune reads the same time here and in « Accès aux soins »."""
    model, geography = access.load(store), cache.geography()
    codes = tuple(geography.codes[geography.column("epci_code") == CAPI[5:]])
    rows = [model.country.positions[code] for code in codes]
    found = pathway_read.times(model, (f"count_{service}",), codes)
    np.testing.assert_array_equal(found.fast, model.minutes(service, access.Setting.FAST)[rows])
    np.testing.assert_array_equal(found.slow, model.minutes(service, access.Setting.SLOW)[rows])


def test_a_city_has_the_minutes_of_its_arrondissements(store) -> None:  # type: ignore[no-untyped-def]
    model = access.load(store)
    found = pathway_read.times(model, ("count_gp",), ("69123", "38053"))
    rows = model.rows(["69123"])
    minutes = model.minutes("gp", access.Setting.SLOW)
    people = [float(model.population[row]) * float(minutes[row]) for row in rows]
    assert len(rows) == 9 and found.slow[0] == pytest.approx(sum(people) / model.population[rows].sum())
    assert found.slow[1] == minutes[model.country.positions["38053"]]


@pytest.mark.parametrize("codes", [("38053", "38085", "38189"), ("69123", "38053"), ("97611", "97605"), ("38001", "97611")])
def test_the_patients_of_some_communes_are_those_of_their_figure(store, codes: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    """Added up from the communes, they are what the figures give for these communes as a territory."""
    territory = resolve(f"communes:{','.join(codes)}", cache.geography())
    rows = figures.table(store, territory, figures.Question(keys=("diabetes_estimate",)))
    value = rows[rows["role"] == Role.TERRITORY]["value"].iloc[0]
    counted = figures.local_counts(store, ("diabetes_estimate",)).reindex(list(codes)).sum(min_count=1)
    assert counted == pytest.approx(value, nan_ok=True)


def test_few_patients_are_not_told() -> None:
    assert pathway_words.patients_words(Missing(("38003",), ("Le Val",), 90.0, None, few_patients=True)) == "moins de 11 patients"
    assert pathway_words.patients_words(Missing(("97611",), ("Mamoudzou",), 90.0, None)) == "patients : non estimé"


def test_many_communes_are_named_in_part() -> None:
    names = tuple(f"Commune {letter}" for letter in "ABCDEFGHIJKL")
    one = link_view([(30.0, 40.0)] * 12, 20, Missing(names, names, 12_000.0, 640.0))
    assert "Commune H et 4 autres communes (12 000 habitants, ≈ 640 patients)" in words(pathway_words.beyond_words(one))


def test_the_communes_without_a_laboratory_are_those_of_every_pair(geography, store) -> None:  # type: ignore[no-untyped-def]
    """A second way, straight from the store: who is farther than the reach from each commune with a laboratory.

    As the crow flies × 1.3 at 60 km/h, and 3 minutes to leave and park: what the fast setting is.
    """
    found = store.frame("SELECT p.area FROM figures_by_indicator f JOIN series s USING (series) JOIN places p USING (place) "
                        "WHERE s.indicator = 'count_laboratory' AND p.level IN ('commune', 'arrondissement_municipal') "
                        "AND f.numerator > 0")
    members = geography.codes[(geography.column("epci_code") == CAPI[5:]) & (geography.column("level") == "commune")]
    lon, lat = geography.column("lon"), geography.column("lat")
    there = geography.rows(found["area"])
    names = set()
    for code in set(members) - set(found["area"]):
        here = geography.rows([code])[0]
        if np.min(great_circle_km(lon[here], lat[here], lon[there], lat[there])) * 1.3 + 3 > 14:
            names.add(geography.name(code))
    app = page(portee_laboratory="14")
    table = communes(app)
    lacking = table[table[pathway_tables.LACKING].str.contains("Laboratoires")]
    assert names and set(lacking[pathway_tables.COMMUNE]) == names
    line = next(item for item in text(app).split("Aucun ") if item.startswith("laboratoire d'analyses à moins de 14"))
    assert all(name in line for name in names)
    assert "Peut-être aussi, au seul réglage lent : " in line


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


def test_what_needs_no_minutes_is_shown_while_the_travel_times_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = access.PairsStatus(state="building", words="Calcul des temps de trajet : quelques secondes.")
    monkeypatch.setattr(access, "start_pairs", lambda store: waiting)
    app = page()
    assert "Calcul des temps de trajet" in said(app) and words(pathway_words.LATER) in text(app)
    shown = cards(app)
    assert "en cours de calcul" in shown["Infirmiers"] and "patients attendus" in shown["Infirmiers"]
    table = chain(app)
    assert len(table) == 9 and (table[pathway_tables.PLACES] > 0).all()
    assert not {pathway_tables.MEDIAN, pathway_tables.BEYOND, pathway_tables.PERHAPS} & set(table.columns)
    assert not [one for one in app.dataframe if pathway_tables.LACKING in one.value]
    assert "Aucun infirmier" not in text(app) and "à leur portée" not in text(app) and access.BADGE_MINUTES not in text(app)


def test_travel_times_that_could_not_be_made_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = access.PairsStatus(state="failed", words="Les temps de trajet n'ont pas pu être écrits.")
    monkeypatch.setattr(access, "start_pairs", lambda store: failed)
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/parcours.py")
    app.run()
    assert not app.exception and "n'ont pas pu être écrits" in app.error[0].value and len(chain(app)) == 9


def test_where_nobody_lives_no_patient_is_awaited_and_nothing_misses() -> None:
    app = page(territoire="commune:55039")
    assert "Personne n'habite ici : il n'y a pas de patients à attendre" in text(app)
    assert "Environ 0" not in text(app) and "il manque au moins un maillon" not in text(app)
