"""« Sources et méthodes »: everything that is registered can be reached, searched, cited and taken away."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import indicators, sources
from cpts_analytics.access import parameters
from cpts_analytics.exports.tabular import to_csv
from cpts_analytics.store import DATA
from cpts_analytics.ui import glossary, methods_reference
from cpts_analytics.ui.methods_rules import rules
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, markup, said, sound, words

CAPI = "epci:243800604"
WORDS = ("ACI ALD APL ARS BPE C2S CNAM COG CPAM DAC DREES EHPAD EPCI ESP F-EDI FINESS IDEL IPA MSP QPV RPPS SAS SNP SSIAD "
         "TVS").split()


def methods_page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/sources_et_methodes.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def listed(app: AppTest) -> list[str]:
    """Keys of the list on the page."""
    return next(table.value["Clé"].tolist() for table in app.dataframe if "Clé" in table.value)


def sheet(app: AppTest) -> str:
    """Everything said beside the list, French spaces as plain ones."""
    parts = [words(piece) for piece in markup(app)]
    parts += [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    parts += [element.value for kind in (app.header, app.subheader, app.code) for element in kind]
    return " ".join(" ".join(parts).replace("\\", "").replace("**", "").replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_page_says_how_much_there_is_and_of_which_version(store) -> None:
    shown = sheet(methods_page())
    assert f"{len(sources.records())} jeux de données ouvertes" in shown
    assert f"{len(indicators.registry())} indicateurs" in shown and store.data_version in shown


def test_every_indicator_is_in_the_list_and_has_its_own_address() -> None:
    app = methods_page()
    assert listed(app) == list(indicators.registry())
    for key, record in indicators.registry().items():
        app.query_params["indicateur"] = key
        shown = sheet(sound(app.run()))
        assert words(record.definition) in shown and words(record.formula) in shown, key
        assert f"--indicator {key} " in shown
        for limit in record.limits:
            assert words(limit) in shown, key
        for name in record.reads:
            assert words(sources.records()[name].title) in shown, key


def test_every_source_is_in_the_list_and_has_its_own_address() -> None:
    app = methods_page(vue="sources")
    assert sorted(listed(app)) == sorted(sources.records())
    for key, record in sources.records().items():
        app.query_params["source"] = key
        shown = sheet(sound(app.run()))
        for fact in (record.title, record.producer, record.licence, record.vintage, record.sha256[:12],
                     *(column.meaning for column in record.columns), *record.limits, *(gap.reason for gap in record.gaps)):
            assert words(fact) in shown, (key, fact)
        assert any(f'href="{record.page}"'.replace("&", "&amp;") in piece for piece in markup(app)), key


def test_an_indicator_says_its_rules_and_reads_itself_on_the_territory() -> None:
    """DREES: 2.5 consultations; Insee: 102 places for 112 896 inhabitants make 9.0 for 10 000."""
    shown = sheet(methods_page(indicateur="density_gp"))
    assert "pour 10 000 habitants" in shown and "à partir de 10 % d'écart" in shown and "Plus élevé est dit favorable." in shown
    assert "102 lieux d'exercice de médecin généraliste pour 112 896 habitants, soit 9,0 pour 10 000" in shown
    assert "commune, EPCI, bassin de vie, département, région, France, territoire" in shown and "2023/2024" in shown
    assert "Sans verdict" in sheet(methods_page(indicateur="count_gp"))


def test_what_the_passage_to_the_communes_of_2025_did_is_said_for_each_source() -> None:
    passages = pd.read_parquet(DATA / "passages.parquet").set_index("source")
    bpe = passages.loc["bpe_2024"]
    shown = sheet(methods_page(vue="sources", source="bpe_2024"))
    assert f"{bpe['rows']:,} lignes lues ; {bpe['moved']} ont changé".replace(",", " ") in shown
    table = next(table.value for table in methods_page(vue="regles").dataframe if "Lignes lues" in table.value)
    assert table["Lignes lues"].sum() == passages["rows"].sum() and len(table) == len(passages)


@pytest.mark.parametrize(("asked", "found"), [
    ("médecin généraliste", "density_gp"), ("MEDECIN GENERALISTE", "density_gp"), ("medecins  généralistes", "liberal_gp_all"),
    ("density_gp", "density_gp"), ("orthophoniste", "liberal_speech_therapist"), ("défavoris", "fedi"), ("drees apl", "apl_gp"),
])
def test_what_is_looked_for_is_found_whatever_the_accents(asked: str, found: str) -> None:
    keys = listed(methods_page(recherche=asked))
    assert found in keys and len(keys) < 60


def test_a_search_says_where_its_words_are_and_that_nothing_is_found() -> None:
    app = methods_page(recherche="zorglub")
    assert "« zorglub » : 0 indicateur, 0 source, 0 règle, 0 terme du glossaire." in sheet(app)
    assert "Aucun indicateur ne contient ces mots." in said(app)
    assert sheet(methods_page(recherche="zorglub", vue="glossaire")) and "Aucun mot du glossaire" in said(
        methods_page(recherche="zorglub", vue="glossaire"))


def test_a_search_is_held_by_the_address_and_an_empty_one_leaves_it() -> None:
    app = methods_page()
    app.text_input(key="methods-search").set_value("ehpad").run()
    assert app.query_params["recherche"] == "ehpad" and "count_ehpad" in listed(app) and "density_gp" not in listed(app)
    app.text_input(key="methods-search").set_value("").run()
    assert "recherche" not in app.query_params and len(listed(app)) == len(indicators.registry())


def test_a_search_is_shown_letter_for_letter_and_bounded() -> None:
    app = methods_page(recherche="<script>alert(1)</script>" + "x" * 5000)
    assert not any("<script>alert" in piece for piece in markup(app))
    assert len(app.text_input(key="methods-search").value) == 80


def test_the_sheet_of_a_source_is_one_press_away_and_back() -> None:
    app = methods_page(indicateur="rate_places_ehpad")
    app.button(key="open-cnsa_elderly_2025").click().run()
    assert sound(app).query_params["vue"] == "sources" and app.query_params["source"] == "cnsa_elderly_2025"
    app.button(key="read-count_ehpad").click().run()
    assert "vue" not in sound(app).query_params and app.query_params["indicateur"] == "count_ehpad"


@pytest.mark.parametrize("address", [{"indicateur": "density_wizard"}, {"vue": "grenier"}, {"vue": "sources", "source": "x"}])
def test_an_address_that_leads_nowhere_is_said_and_something_is_shown(address: dict[str, str]) -> None:
    app = methods_page(**address)
    assert "qui n'existe pas ici" in said(app) and app.header


def test_the_glossary_expands_and_explains_every_word_that_the_screens_use() -> None:
    shown = sheet(methods_page(vue="glossaire"))
    known = {term.word.upper(): term for term in glossary.terms()}
    for word in WORDS:
        term = known[word]
        assert term.full and words(term.full) in shown and words(term.means) in shown
    for term in glossary.terms():
        assert re.fullmatch(r"[A-ZÀ-Ý].*\.", term.means) and term.means.count(". ") == 0, term.word
    assert [term.word for term in glossary.matching("infirmier")] == ["IDEL", "IPA", "SSIAD"]
    assert glossary.explained("epci").startswith("établissement public de coopération intercommunale")
    assert glossary.explained("zorglub") == ""


def test_the_rules_give_the_numbers_that_the_program_uses() -> None:
    """90 % of inhabitants, 11 events, 10 like territories, 10 % of gap (the project's own conventions)."""
    shown = sheet(methods_page(vue="regles"))
    for number in ("90 % des habitants", "dessous de 11 événements", "Au plus 10", "10 % sauf mention", "01/01/2025"):
        assert number in shown
    for state in ("masqué (secret statistique)", "non publié à cette échelle", "absent de cette version", "0 (aucun)",
                  "sans objet", "non renseigné", "estimation"):
        assert state in shown.replace("Masqué", "masqué").replace("Non", "non").replace("Absent", "absent").replace(
            "Sans", "sans").replace("Estimation", "estimation")
    assert len(rules()) >= 7


def test_every_assumption_of_the_access_model_says_how_sure_it_is() -> None:
    shown = sheet(methods_page(vue="regles"))
    assert len(parameters().assumptions) >= 11
    for item in parameters().assumptions:
        assert words(item.label) in shown and f"({words(item.status)})" in shown and words(item.source[:60]) in shown
    for value in ("× 1,3", "60 km/h partout", "3 minutes (calage)", "de 15 % (calage)", "4 800 consultations par an"):
        assert words(value) in shown


def test_the_licence_asks_to_name_producers_who_endorse_nothing() -> None:
    shown = sheet(methods_page(vue="licences"))
    assert "Licence Ouverte 2.0" in shown and "ne les cautionnent pas" in shown and "CC BY 4.0" in shown
    for record in sources.records().values():
        assert words(record.title) in shown and words(record.producer) in shown


def test_both_lists_can_be_taken_away_whole() -> None:
    for frame, keys in ((methods_reference.indicator_papers(), indicators.registry()),
                        (methods_reference.source_papers(), sources.records())):
        assert frame["Clé"].tolist() == list(keys) and not frame.drop(columns=["Limites", "Références"],
                                                                      errors="ignore").isin(["", None]).any().any()
        text = to_csv(frame, ()).decode("utf-8-sig")
        assert len(text.splitlines()) == len(keys) + 1
    labels = [button.label for button in methods_page().get("download_button")]
    assert {"CSV", "XLSX"} <= set(labels)


def test_every_unit_of_every_column_has_its_french_words() -> None:
    for record in sources.records().values():
        for column in record.columns:
            assert methods_reference.UNITS[column.unit]


@pytest.mark.parametrize("view", ["indicateurs", "sources", "regles", "glossaire", "licences"])
def test_no_word_of_the_program_is_on_the_screen(view: str) -> None:
    app = methods_page(vue=view)
    assert not FOREIGN.findall(everything_said(app))


def test_one_sheet_at_a_time_is_drawn() -> None:
    app = methods_page()
    assert not app.expander and len(app.header) == 1
