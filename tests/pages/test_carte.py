"""« Carte »: what the map is told, what the table and the card say, and what an address may hold."""

from __future__ import annotations

import base64
import functools
import gzip
import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import figures
from cpts_analytics.figures import Question
from cpts_analytics.indicators import registry
from cpts_analytics.model import LOCAL_LEVELS, Level
from cpts_analytics.store import DATA
from cpts_analytics.territory import Geography, resolve
from cpts_analytics.ui import map_choices
from cpts_analytics.ui.map_area import drawn_area
from cpts_analytics.ui.map_files import MapFiles
from cpts_analytics.ui.map_sheet import map_sheet
from cpts_analytics.ui.map_words import question
from cpts_analytics.views.map_classes import map_classes
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, band, markup, said, sound, words

CAPI, MONTAIGU, AJACCIO, SAINT_DENIS = "epci:243800604", "epci:200070233", "commune:2A004", "commune:97411"
PARIS, MAYOTTE, ISERE = "communes:75113,75114", "departement:976", "departement:38"


def carte(**address: str) -> AppTest:
    """The page at an address, in a session of its own."""
    app = AppTest.from_file(str(APP), default_timeout=SECONDS).run()
    app.switch_page("pages/carte.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


@functools.cache
def seen(**address: str) -> AppTest:
    """The same for tests that only look."""
    return carte(**address)


def told(app: AppTest) -> dict[str, Any]:
    """What the map in the browser is told."""
    (component,) = app.get("bidi_component")
    return json.loads(gzip.decompress(base64.b64decode(json.loads(component.proto.json)["packed"])))


def table(app: AppTest) -> pd.DataFrame:
    """The table beside the map, by the name of the commune, its two first columns called value and rest."""
    frame = app.dataframe[0].value
    return frame.set_index(frame.columns[0])


def answer(app: AppTest) -> str:
    return next(words(text) for text in markup(app) if "cpts-answer" in text)


def card(app: AppTest) -> str:
    return next(words(text) for text in markup(app) if "<h2" in text and "cpts-card" in text)


def legend(app: AppTest) -> dict[str, int]:
    """Words of each class or state → number of communes."""
    return {words(label): count for _, label, _, _, count in told(app)["legend"]}


# --- the map and its classes ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["density_nurse", "share_75_plus", "apl_gp", "count_pharmacy"])
def test_a_colour_means_the_same_in_every_territory(key: str) -> None:
    def classes(app: AppTest) -> list[tuple[str, str]]:
        return [(label, colour) for letter, label, colour, *_ in told(app)["legend"] if letter.isdigit()]
    first = classes(seen(indicateur=key))
    assert len(first) >= 5
    for spec in (MONTAIGU, SAINT_DENIS):
        assert classes(seen(indicateur=key, territoire=spec)) == first
    assert classes(seen(indicateur=key, vue="france")) == first


def test_a_commune_is_in_the_class_of_its_value() -> None:
    """APL 2023 of DREES: Les Éparres 1,98, Succieu 2,22, Maubec between 2,5 and 3,5, Bourgoin-Jallieu 4,556."""
    view = told(seen())
    letters = dict(zip(view["codes"], view["classes"], strict=True))
    labels = {letter: label for letter, label, *_ in view["legend"]}
    assert labels[letters["38156"]] == labels[letters["38498"]] == "de 1,5 à 2,5"
    assert labels[letters["38053"]] == "4,5 et plus"


def test_the_territory_is_marked_among_what_lies_around(geography: Geography) -> None:
    view = told(seen())
    inside = {code for code, own in zip(view["codes"], view["inside"], strict=True) if own == "1"}
    assert inside == set(resolve(CAPI, geography).members)
    touching = {other for code in inside for other in geography.neighbours(code)} - inside
    assert touching <= set(view["codes"])
    assert view["outline"] and view["scope"] == "territory"


def test_arrondissements_are_drawn_in_place_of_their_commune() -> None:
    view = told(seen(territoire=PARIS))
    assert {"75113", "75114", "75105"} <= set(view["codes"])
    assert "75056" not in view["codes"]
    assert "Les 2 arrondissements" in answer(seen(territoire=PARIS))


def test_all_of_france_is_drawn_and_each_commune_counted_once() -> None:
    app = seen(vue="france")
    view = told(app)
    assert len(view["classes"]) == 34_920  # 34 875 communes and 45 arrondissements
    assert "." not in view["classes"]
    assert sum(legend(app).values()) == 34_875
    frame = table(app)
    assert frame["Communes"].sum() == 34_875 and len(frame) == 101
    assert {words(str(label)): int(total) for label, total in frame.drop(columns="Communes").sum().items()} == {
        label: count for label, count in legend(app).items() if count}


def test_a_region_is_drawn_with_the_light_outlines() -> None:
    view = told(seen(territoire="region:84"))
    assert view["scope"] == "france"
    assert len(view["classes"]) - view["classes"].count(".") == 4_025  # its communes (Insee, 2025), and nothing else


def test_what_is_known_by_departement_only_is_never_painted_on_communes() -> None:
    app = seen(indicateur="c2s_rate")
    assert "n'est pas publié par commune (niveau le plus fin : département)" in said(app)
    assert "médecins généralistes" in app.title[0].value
    by_commune = {key for key, one in registry().items() if Level.COMMUNE in one.levels}
    assert set(map_choices.offered()) <= by_commune
    assert not any(key.startswith(("liberal_", "c2s_")) for key in map_choices.offered())


def test_every_indicator_that_is_offered_has_values_by_commune(shipped) -> None:  # type: ignore[no-untyped-def]
    known = shipped("SELECT DISTINCT indicator FROM figures WHERE level = 'commune' AND status IN ('ok', 'estimated')")
    assert set(map_choices.offered()) <= set(known["indicator"])


# --- states ------------------------------------------------------------------------------------------------


def test_not_published_is_said_in_words_everywhere() -> None:
    app = seen(territoire=MAYOTTE)
    assert answer(app) == "Aucune valeur ici : non publié à cette échelle."
    assert set(told(app)["classes"]) == {"p"}
    assert legend(app)["non publié à cette échelle"] == 17
    assert set(table(app)["État"]) == {"non publié à cette échelle"}
    assert table(app).iloc[:, 0].isna().all()


def test_hidden_is_not_unpublished_and_not_zero(shipped) -> None:  # type: ignore[no-untyped-def]
    hidden = shipped("SELECT count(*) AS n FROM figures WHERE indicator = 'median_income' AND status = 'suppressed' "
                     "AND level = 'commune' AND area LIKE '38%'")["n"].item()
    app = seen(territoire=ISERE, indicateur="median_income")
    assert hidden > 0
    assert legend(app)["masqué (secret statistique)"] == hidden
    assert (table(app)["État"] == "masqué (secret statistique)").sum() == hidden
    assert f"masqué (secret statistique) pour {hidden} communes" in answer(app)


def test_none_is_a_class_of_its_own(shipped) -> None:  # type: ignore[no-untyped-def]
    none = shipped("SELECT count(*) AS n FROM figures WHERE indicator = 'count_pharmacy' AND numerator = 0 AND area IN ?",
                   list(told(seen())["codes"][i] for i, own in enumerate(told(seen())["inside"]) if own == "1"))["n"].item()
    app = seen(indicateur="count_pharmacy")
    assert legend(app)["0 (aucun)"] == none == (table(app).iloc[:, 0] == 0).sum()
    assert f"{none} communes sur 22" in answer(app) and "n'en ont pas" in answer(app)


# --- figures -----------------------------------------------------------------------------------------------


def test_the_sentence_gives_the_published_numbers() -> None:
    """By hand from DREES's file of 2023: Châteauvilain, Les Éparres and Succieu are under 2,5; 2 472 inhabitants."""
    assert answer(seen()).startswith("3 communes sur 22, 2 472 habitants, sont sous 2,5 consultations par an")


@pytest.mark.parametrize("spec", [CAPI, PARIS, AJACCIO, ISERE])
@pytest.mark.parametrize("key", ["apl_gp", "density_gp"])
def test_the_table_says_the_figures(store, geography: Geography, spec: str, key: str) -> None:  # type: ignore[no-untyped-def]
    territory = resolve(spec, geography)
    rows = figures.each_part(store, territory, Question(keys=(key,))).set_index("area_name")["value"]
    shown = table(seen(territoire=spec, indicateur=key)).iloc[:, 0]
    assert len(shown) == len(territory.members)
    for name, value in shown.items():
        expected = rows[rows.index == name]
        assert any(value == pytest.approx(one, abs=1e-9) or (pd.isna(value) and pd.isna(one)) for one in expected)


@pytest.mark.parametrize(("reference", "role"), [("reste", "rest_of_departement"), ("region", "region"),
                                                 ("france", "france")])
def test_the_gap_is_that_to_the_chosen_reference(store, geography: Geography, reference: str, role: str) -> None:  # type: ignore[no-untyped-def]
    rows = figures.table(store, resolve(CAPI, geography), Question(keys=("apl_gp",), comparators=True))
    other = rows.loc[rows["role"] == role].iloc[0]
    frame = table(seen(reference=reference))
    gap = frame.columns[1]
    assert gap == f"Écart avec {other['area_name']}"
    assert (frame.iloc[:, 0] - frame[gap]).round(9).nunique() == 1
    assert (frame.iloc[0, 0] - frame[gap].iloc[0]) == pytest.approx(other["value"])


def test_a_count_is_not_compared_to_a_larger_place() -> None:
    assert not any("Écart" in column for column in table(seen(indicateur="count_gp")).columns)


def test_hover_table_and_card_write_one_number() -> None:
    """4.385, published for Saint-Alban-de-Roche, is 4,39 wherever it stands."""
    view = told(seen())
    hover = dict(zip(view["codes"], view["labels"], strict=True))["38352"]
    assert words(hover).startswith("4,39 consultations")
    assert "4,39 consultations" in card(seen(commune="38352"))


def test_another_year_gives_its_own_figures(store, geography: Geography) -> None:  # type: ignore[no-untyped-def]
    app = seen(annee="2022")
    rows = figures.each_part(store, resolve(CAPI, geography), Question(keys=("apl_gp",), year="2022"))
    expected = rows.set_index("area_name")["value"]
    shown = table(app).iloc[:, 0]
    assert shown["Bourgoin-Jallieu"] == pytest.approx(expected["Bourgoin-Jallieu"])
    assert shown["Bourgoin-Jallieu"] != pytest.approx(table(seen()).iloc[:, 0]["Bourgoin-Jallieu"])
    assert app.query_params["annee"] == "2022"


def test_what_lies_around_can_be_read_too() -> None:
    app = carte()
    app.toggle(key="cpts-map-around").set_value(True).run()
    frame = table(sound(app))
    assert len(frame) == len(told(app)["codes"])
    assert (frame["Périmètre"] == "territoire").sum() == 22


# --- the commune's card --------------------------------------------------------------------------------------


def test_the_card_of_a_commune() -> None:
    text = card(seen(commune="38053"))
    assert text.startswith("Bourgoin-Jallieu 30 151 habitants")
    for part in ("CA Porte de l'Isère (CAPI)", "département de l'Isère", "4,56", "reste de l'Isère", "France",
                 "Autres chiffres de la commune", "APL infirmiers"):
        assert part in text


def test_a_commune_without_a_value_has_a_card_with_the_reason() -> None:
    text = card(seen(territoire=MAYOTTE, commune="97611"))
    assert "Mamoudzou" in text and "non publié à cette échelle" in text
    assert "Le producteur ne publie pas ce chiffre à cette échelle." in text


def test_a_commune_joins_the_territory_and_leaves_it() -> None:
    app = carte(commune="69299")
    app.button(key="cpts-map-membership").click().run()
    assert "23 communes" in band(sound(app))
    again = carte(territoire=app.query_params["territoire"], commune="69299")
    assert "23 communes" in band(again), "the address of the new territory opens it"
    app.button(key="cpts-map-membership").click().run()
    assert "22 communes" in band(sound(app))


def test_the_last_commune_cannot_be_removed() -> None:
    assert seen(territoire=AJACCIO, commune="2A004").button(key="cpts-map-membership").disabled


def test_choosing_in_the_list_is_held_by_the_address() -> None:
    app = carte()
    app.selectbox(key="cpts-map-commune").set_value("38156").run()
    assert app.query_params["commune"] == "38156"
    assert card(app).startswith("Les Éparres")
    assert told(app)["selected"] in ("", "38156")


# --- layers ----------------------------------------------------------------------------------------------------


def test_layers_are_those_of_what_is_drawn(store) -> None:  # type: ignore[no-untyped-def]
    view = told(seen(couches="ehpad.hopitaux.pharmacies"))
    found = {layer["key"]: layer for layer in view["layers"]}
    assert list(found) == ["pharmacies", "ehpad", "hopitaux"], "circles lie under the marks"
    assert "2020" in found["hopitaux"]["label"]
    for key, kind in (("ehpad", "ehpad"), ("hopitaux", "hospital")):
        names = store.frame("SELECT points.name FROM points JOIN communes ON code = commune_code WHERE kind = ? AND "
                            "(code IN (SELECT unnest(?)) OR parent_code IN (SELECT unnest(?)))",
                            [kind, view["codes"], view["codes"]])["name"]  # Lyon is near: known by arrondissement
        assert sorted(place[2] for place in found[key]["places"]) == sorted(names)
    counts = {place[2]: place[4] for place in found["pharmacies"]["places"]}
    pharmacies = table(seen(indicateur="count_pharmacy")).iloc[:, 0]
    assert counts["Bourgoin-Jallieu"] == pharmacies["Bourgoin-Jallieu"]
    assert min(counts.values()) >= 1


def test_a_circle_has_one_size_everywhere() -> None:
    def largest(spec: str) -> float:
        return told(seen(territoire=spec, couches="pharmacies"))["layers"][0]["largest"]
    assert largest(CAPI) == largest(MONTAIGU) > 10


# --- the address, and words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "value", "expected"), [
    ("indicateur", "licorne", "indicateur = licorne"),
    ("annee", "1850", "1850"),
    ("vue", "lune", "vue = lune"),
    ("couches", "ehpad.licornes", "couches = ehpad.licornes"),
    ("reference", "mars", "reference = mars"),
    ("commune", "99999", "99999"),
    ("territoire", "epci:000", "ne mène à aucun territoire"),
])
def test_a_broken_address_is_said_and_the_page_still_stands(name: str, value: str, expected: str) -> None:
    app = seen(**{name: value})
    assert expected in said(app)
    assert app.query_params.get(name) != value
    assert len(table(app)) == 22


def test_a_year_of_another_indicator_is_said() -> None:
    app = seen(indicateur="density_gp", annee="2022")
    assert "2022" in said(app) and "annee" not in app.query_params


def test_the_address_holds_every_choice() -> None:
    asked = {"indicateur": "apl_nurse", "annee": "2022", "vue": "france", "couches": "ehpad.msp", "reference": "region",
             "commune": "38053"}
    app = seen(**asked)
    assert {name: app.query_params.get(name) for name in asked} == asked
    assert said(app) == ""


def test_every_question_is_a_question_in_french() -> None:
    for key in map_choices.offered():
        text = question(registry()[key])
        assert text.endswith("\u00a0?") and text[0].isupper()
        assert "(part)" not in text and "(nombre)" not in text


@pytest.mark.parametrize("address", [{}, {"territoire": MAYOTTE}, {"vue": "france"},
                                     {"territoire": ISERE, "indicateur": "median_income", "commune": "38040"},
                                     {"territoire": PARIS, "indicateur": "density_gp", "couches": "ehpad.urgences"}])
def test_no_word_of_the_program_is_on_the_screen(address: dict[str, str]) -> None:
    found = FOREIGN.findall(everything_said(seen(**address)))
    assert found == []


def test_the_map_as_a_text_names_the_communes() -> None:
    text = next(words(piece) for piece in markup(seen()) if "cpts" not in piece and "Châteauvilain" in piece)
    assert "de 1,5 à 2,5 : 3 communes : Châteauvilain, Les Éparres, Succieu" in text


# --- files -----------------------------------------------------------------------------------------------------


def test_the_files_say_what_the_map_says(store, geography: Geography) -> None:  # type: ignore[no-untyped-def]
    territory, indicator = resolve(MONTAIGU, geography), registry()["apl_gp"]
    area = drawn_area(territory, "territoire", geography, DATA)
    values = pd.concat([figures.map_values(store, "apl_gp", level, "latest") for level in LOCAL_LEVELS])
    sheet = map_sheet(indicator, area, values, map_classes(indicator, values["value"]), geography)
    files = MapFiles(sheet, territory.name, DATA)
    assert files.picture().startswith(b"\x89PNG")
    page = words(files.page().decode())
    assert question(indicator) in page.replace(" ?", "\u00a0?")
    for name, value in table(seen(territoire=MONTAIGU)).iloc[:, 0].items():
        assert str(name) in page and f"{value + 1e-9:.2f}".replace(".", ",") in page
    assert "Drees" in page and "IGN" in page
