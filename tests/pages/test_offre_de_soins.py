"""« Offre de soins »: each profession's figures, beside others; communes without; what is known by département only."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics.model import Level
from cpts_analytics.ui import supply_catalogue, supply_detail, supply_figures
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, band, markup, said, sound, words

CAPI = "epci:243800604"
PAGE = "pages/offre_de_soins.py"


def offer_page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page(PAGE)
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def overview(app: AppTest) -> pd.DataFrame:
    """The table of all professions, by name."""
    return next(table.value for table in app.dataframe if supply_figures.OFFER in table.value).set_index(supply_figures.OFFER)


def departements(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe
                if supply_figures.PROFESSION in table.value).set_index(supply_figures.PROFESSION)


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def test_the_first_table_has_a_value_for_every_profession_and_structure() -> None:
    app = offer_page()
    assert [title.value for title in app.title] == ["Qui soigne ici, et que manque-t-il\u00a0?"]
    table = overview(app)
    assert len(table) == 34 and table[supply_figures.COUNT].notna().all() and table[supply_figures.FRANCE].notna().all()
    gp = table.loc["Médecins généralistes"]
    assert (gp["Nombre"], gp["Taux"], gp["France"], gp["Rapporté à"]) == (102, 9.0, 8.9, "10\u202f000 habitants")
    assert gp["Reste de l'Isère"] == 9.7 and "proche" in gp["Verdict"]
    assert set(table[supply_figures.GROUP]) == set(supply_catalogue.GROUPS)


def test_the_sentence_counts_what_the_table_says() -> None:
    app = offer_page()
    verdicts = overview(app)["Verdict"]
    answer = next(words(piece) for piece in markup(app) if "Face au reste de l" in piece)
    for word, said_as in (("plus élevé", "sont plus élevés"), ("plus bas", "sont plus bas"), ("proche", "sont proches")):
        counted = re.search(rf"(\d+) (?:taux )?{said_as}", answer)
        assert counted and int(counted[1]) == verdicts.str.contains(word).sum()


def test_general_practitioners_come_first_with_their_card_and_their_ratio_to_persons() -> None:
    """Insee counts 102 places in the CAPI and 1 255 in Isère; the Assurance maladie counts 995 liberal GPs in Isère."""
    app = offer_page()
    assert "Où sont les médecins généralistes\u00a0?" in [header.value for header in app.header]
    shown = text(app)
    assert "102 lieux d'exercice de médecin généraliste, soit 9,0 pour 10 000 habitants, dans 14 communes sur 22." in shown
    assert "1 255 lieux d'exercice pour 995 médecins généralistes libéraux : 1,26 lieu par médecin" in shown
    assert "Lieux d'exercice" in shown and "un départ ou une arrivée change ce chiffre de 1,0 %" in shown
    assert app.get("plotly_chart"), "the strip is there"
    assert "bassin de vie d'Annemasse" in shown and "Parmi 349 intercommunalités ou bassins de vie" in shown


@pytest.fixture(scope="module")
def bpe(open_data: Path) -> dict[tuple[str, str], int]:
    """(commune, type) → places, straight from the published file."""
    with gzip.open(open_data / "supply" / "DS_BPE_2024_data.csv.gz", "rt", encoding="utf-8") as stream:
        return {(row["GEO"], row["FACILITY_TYPE"]): int(float(row["OBS_VALUE"]))
                for row in csv.DictReader(stream, delimiter=";")
                if row["GEO_OBJECT"] == "COM" and row["TIME_PERIOD"] == "2024"}


@pytest.mark.parametrize(("slug", "code"), [("gp", "D265"), ("nurse", "D281"), ("pharmacy", "D307"), ("cardiologist", "D266"),
                                            ("maternity", "D107")])
def test_communes_without_any_are_those_that_the_published_file_does_not_name(slug: str, code: str, bpe, geography) -> None:
    members = geography.communes_of(Level.EPCI, "243800604")
    none = [member for member in members if not bpe.get((member, code))]
    people = sum(geography.population([member]) for member in none)
    app = offer_page(profession=slug)
    table = next(table.value for table in app.dataframe
                 if list(table.value.columns) == [supply_detail.COMMUNE, supply_detail.CODE, supply_detail.INHABITANTS])
    assert sorted(table[supply_detail.CODE]) == sorted(none)
    assert table[supply_detail.INHABITANTS].sum() == people
    by_commune = next(table.value for table in app.dataframe if supply_detail.RATE in table.value
                      and supply_detail.COMMUNE in table.value).set_index(supply_detail.CODE)
    assert by_commune[supply_detail.COUNT].to_dict() == {member: bpe.get((member, code), 0) for member in members}
    label = supply_catalogue.offers()[slug].label
    assert overview(app).loc[label, "Nombre"] == sum(bpe.get((member, code), 0) for member in members)


def test_another_profession_is_chosen_by_the_list_and_kept_in_the_address() -> None:
    app = offer_page()
    app.selectbox(key="choice-profession").set_value("nurse").run()
    assert sound(app).query_params["profession"] == "nurse"
    assert "Où sont les infirmiers\u00a0?" in [header.value for header in app.header]
    assert "Où sont les infirmiers\u00a0?" in [header.value for header in offer_page(profession="nurse").header]


def test_the_first_profession_leaves_the_address() -> None:
    assert "profession" not in offer_page(profession="gp").query_params


def test_a_profession_that_does_not_exist_is_said_and_the_first_is_shown() -> None:
    app = offer_page(profession="magicien")
    assert "magicien" in said(app) and "Où sont les médecins généralistes\u00a0?" in [header.value for header in app.header]


def test_every_profession_can_be_shown() -> None:
    app = offer_page()
    for slug, offer in supply_catalogue.offers().items():
        app.query_params["profession"] = slug
        assert offer.question in [header.value for header in sound(app.run()).header]


@pytest.mark.parametrize("spec", ["commune:38053", "departement:976", "departement:2A", "communes:13201,13202", "france",
                                  "communes:38053,69123", "departement:38", "communes:97101"])
def test_every_kind_of_territory_has_its_offer(spec: str) -> None:
    app = offer_page(territoire=spec)
    assert len(overview(app)) == 34 and not app.warning
    assert not FOREIGN.findall(everything_said(app))


def test_a_commune_alone_has_no_verdict_but_has_its_figures() -> None:
    app = offer_page(territoire="commune:38053")
    assert set(overview(app)["Verdict"]) == {"○ non comparable"} and overview(app)["Écart en nombre"].isna().all()
    assert "Une commune seule ne reçoit pas de verdict" in text(app) and "1 commune" in band(app)


def test_mayotte_has_places_and_says_that_rates_are_not_published() -> None:
    table = overview(offer_page(territoire="departement:976"))
    assert table.loc["Médecins généralistes", "Nombre"] > 0 and pd.isna(table.loc["Médecins généralistes", "Taux"])
    assert table.loc["Médecins généralistes", "Verdict"] == "non publié à cette échelle"


def test_france_is_compared_to_nothing_and_its_long_tables_are_cut_and_say_so() -> None:
    app = offer_page(territoire="france")
    assert "60 573 lieux d'exercice de médecin généraliste" in text(app)
    assert any("premières lignes sur" in caption.value for caption in app.caption)
    assert max(len(table.value) for table in app.dataframe) <= 1000


def test_liberal_professionals_stand_by_departement_with_the_base_of_their_density() -> None:
    """Assurance maladie 2024, Isère: 995 GPs, 474 speech therapists, 203 midwives (72.3 for 100 000 women of 15 to 49)."""
    app = offer_page()
    table = departements(app)
    assert len(table) == 38 and list(table.index[:2]) == ["Orthophonistes", "Orthoptistes"]
    assert table.loc["Médecins généralistes (hors exercice particulier)", "Effectif, Isère (38)"] == 995
    assert table.loc["Orthophonistes", "Effectif, Isère (38)"] == 474
    assert table.loc["Orthophonistes", "Aussi par commune"] == "non"
    midwives = table.loc["Sages-femmes"]
    assert (midwives["Densité, Isère (38)"], midwives["Rapporté à"]) == (72.3, "100\u202f000 femmes de 15 à 49 ans")
    assert "Valeur du département de l'Isère" in text(app)


def test_the_published_file_of_the_assurance_maladie_says_the_same(open_data: Path) -> None:
    path = open_data / "supply" / "cnam_demographie_effectifs_densites_departements_2024.csv"
    with path.open(encoding="utf-8-sig") as stream:
        rows = [row for row in csv.DictReader(stream) if row["departement"] == "38" and row["classe_age"] == "tout_age"
                and row["libelle_sexe"] == "tout sexe"]
    heads = {row["profession_sante"]: float(row["effectif"]) for row in rows}
    table = departements(offer_page())["Effectif, Isère (38)"]
    assert len(heads) == 38 and sorted(heads.values()) == sorted(table)
    assert heads["Orthoptistes"] == table["Orthoptistes"]


def test_two_departements_stand_side_by_side_and_many_are_chosen_from() -> None:
    app = offer_page(territoire="communes:38053,69123")
    columns = departements(app).columns
    assert {"Effectif, Rhône (69)", "Effectif, Isère (38)"} <= set(columns)
    assert "Valeur du département du Rhône · 95 % des habitants" in text(app)
    app = offer_page(territoire="region:84", departement="03")
    assert "Effectif, Allier (03)" in departements(app).columns


def test_what_the_copy_does_not_hold_is_said_by_name() -> None:
    shown = text(offer_page())
    assert "Absents à toutes les échelles Psychologues" in shown and "l'absence ne veut pas dire zéro" in shown
    counted = {offer.label for offer in supply_catalogue.offers().values()}
    assert not counted & {item.label for item in supply_catalogue.absent()}


def test_the_page_ends_with_the_sources_of_all_that_it_shows() -> None:
    note = text(offer_page(profession="ehpad"))
    for producer in ("Base permanente des équipements 2024", "Démographie des professionnels de santé libéraux",
                     "Annuaire des établissements pour personnes âgées", "part des personnes âgées de 75 ans ou plus"):
        assert producer in note.rpartition("Sources")[2]


def test_no_word_of_the_program_is_on_the_screen() -> None:
    for profession in ("gp", "ehpad", "geriatrician"):
        assert not FOREIGN.findall(everything_said(offer_page(profession=profession)))


def _communes(counts: list[float], people: list[float], slug: str = "gp") -> supply_detail.Communes:
    offer = supply_catalogue.offers()[slug]
    rows = [{"indicator": offer.presence_key, "area": str(i), "area_name": f"C{i}", "level": "commune", "value": count}
            for i, count in enumerate(counts)]
    rows += [{"indicator": "population", "area": str(i), "area_name": f"C{i}", "level": "commune", "value": count}
             for i, count in enumerate(people)]
    return supply_detail.communes_without(offer, pd.DataFrame(rows))


@pytest.mark.parametrize(("counts", "people", "slug", "expected"), [
    ([0, 0, 4], [100, 300, 600], "gp", "2 communes sur 3 n'en ont aucun : 400 habitants (40 % du territoire)."),
    ([0, 2], [100, 300], "pharmacy", "1 commune sur 2 n'en a aucune : 100 habitants (25 % du territoire)."),
    ([1, 2], [100, 300], "msp", "Toutes les communes en ont au moins une."),
    ([0, 0], [100, 300], "gp", "Aucune des 2 communes n'en a."),
    ([0], [100], "gp", "La commune n'en a pas."),
    ([0, 0, 1], [float("nan"), 50, 50], "gp",
     "2 communes sur 3 n'en ont aucun : au moins 50 habitants (50 % du territoire) ; la population de 1 commune n'est pas "
     "connue."),
    ([0, 3], [float("nan"), float("nan")], "gp", "1 commune sur 2 n'en a aucun."),
])
def test_communes_without_are_said_in_one_sentence(counts, people, slug, expected) -> None:
    assert words(_communes(counts, people, slug).text) == expected


def test_the_most_inhabited_commune_without_comes_first() -> None:
    table = _communes([0, 0, 0], [5, float("nan"), 70]).table
    assert table[supply_detail.COMMUNE].tolist() == ["C2", "C0", "C1"]
