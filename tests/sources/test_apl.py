"""Accessibilité potentielle localisée: five workbooks of one layout."""

from __future__ import annotations

import pytest

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Status
from cpts_analytics.sources import apl_dentist, apl_gp, apl_midwife, apl_nurse, apl_physiotherapist
from tests.sources.published import workbook

PREAMBLE = [["Indicateur d'accessibilité potentielle localisée (APL) 2023"], *[[None]] * 7]
UNITS = [None, None, "En nombre de consultations/visites accessibles par habitant standardisé",
         "En nombre de consultations/visites accessibles par habitant standardisé",
         "En nombre d'habitants standardisés", "En nombre d'habitants"]
HEADER = ["Code commune INSEE", "Commune", "APL aux médecins généralistes",
          "APL aux médecins généralistes de moins de 65 ans",
          "Population standardisée 2021 pour la médecine générale", "Population totale 2021"]
FOUR = {"apl_nurse": apl_nurse, "apl_physiotherapist": apl_physiotherapist, "apl_dentist": apl_dentist,
        "apl_midwife": apl_midwife}


def test_a_sheet_a_year_and_units_passed_over(tmp_path):
    earlier = [title.replace("2021", "2020") for title in HEADER]
    table = apl_gp.read(workbook(tmp_path / "apl.xlsx", **{
        "Paramètres": [["Paramètres de l'indicateur"]],
        "APL 2022": [*PREAMBLE, earlier, UNITS, ["01001", "L'Abergement", 1.89, 1.828, 810.855, 806]],
        "APL 2023": [*PREAMBLE, HEADER, UNITS, ["01001", "L'Abergement", 1.942, 1.881, 838.154, 832],
                     ["2A004", "Ajaccio", 3.5, None, 76000.5, 75000]]}))
    assert table[["code", "year", "apl"]].to_numpy().tolist() == [
        ["01001", 2022, 1.89], ["01001", 2023, 1.942], ["2A004", 2023, 3.5]]
    assert table["apl_under_65_status"].to_list() == ["ok", "ok", "not_published"]
    assert table["total_population"].to_list() == [806, 832, 75_000]


def test_wording_of_later_copies(tmp_path):
    later = ["Code commune INSEE", "Commune", "APL aux médecins généralistes",
             "APL aux médecins généralistes de 65 ans et moins ", "APL aux médecins généralistes de 62 ans et moins ",
             "APL aux médecins généralistes de 60 ans et moins ",
             "Population standardisée 2022 pour la médecine générale", "Population totale 2022"]
    units = [None, None, "En nombre de consultations", "", "", "", "En nombre d'habitants", "En nombre d'habitants"]
    table = apl_gp.read(workbook(tmp_path / "apl.xlsx", **{
        "APL 2024": [*PREAMBLE, later, units, ["38053", "Bourgoin-Jallieu", 4.5, 4.1, 3.9, 3.7, 30_000.5, 30_100]]}))
    assert table.loc[0, ["year", "apl", "apl_under_65", "standardised_population"]].to_list() == [
        2024, 4.5, 4.1, 30_000.5]


def test_nurses_were_renamed(tmp_path):
    header = ["Code commune INSEE", "Commune", "APL aux infirmiers", "Population standardisée 2022 pour les infirmiers",
              "Population totale 2022"]
    table = apl_nurse.read(workbook(tmp_path / "apl.xlsx", **{
        "APL 2024": [*PREAMBLE, header, [None, None, "En ETP"], ["01001", "L'Abergement", 122.4, 751.1, 830]]}))
    assert table.loc[0, ["apl", "standardised_population"]].to_list() == [122.4, 751.1]


def test_a_header_on_another_line_is_said(tmp_path):
    with pytest.raises(SourceFileError, match="ligne 9.*Code commune INSEE"):
        apl_gp.read(workbook(tmp_path / "apl.xlsx", **{"APL 2023": [
            *PREAMBLE[:-1], HEADER, UNITS, ["01001", "L'Abergement", 1.9, 1.8, 838.1, 832]]}))


def test_a_workbook_of_another_profession_is_refused(tmp_path):
    with pytest.raises(SourceFileError, match="APL aux sages-femmes"):
        apl_midwife.read(workbook(tmp_path / "apl.xlsx", **{"APL 2023": [
            *PREAMBLE, HEADER, UNITS, ["01001", "L'Abergement", 1.9, 1.8, 838.1, 832]]}))


def test_a_workbook_without_a_year_is_refused(tmp_path):
    with pytest.raises(SourceFileError, match="« Lecture »"):
        apl_gp.read(workbook(tmp_path / "apl.xlsx", Lecture=[["rien"]]))


def test_a_negative_apl_is_refused(tmp_path):
    with pytest.raises(SourceFileError, match="ligne 11.*APL aux médecins généralistes.*« -1 »"):
        apl_gp.read(workbook(tmp_path / "apl.xlsx", **{"APL 2023": [
            *PREAMBLE, HEADER, UNITS, ["01001", "L'Abergement", -1, 1.8, 838.1, 832]]}))


def test_a_page_in_place_of_a_workbook(tmp_path):
    path = tmp_path / "apl.xlsx"
    path.write_text("<!doctype html><title>404</title>", encoding="utf-8")
    with pytest.raises(SourceFileError, match="page web"):
        apl_gp.read(path)


def test_real_general_practitioners(real_table):
    table = real_table("apl_gp")
    apl = table.set_index(["code", "year"])["apl"]
    assert apl["38053", 2023] == 4.556
    assert apl["85146", 2023] == 3.664
    assert (apl["38053", 2022], apl["85146", 2022], apl["75101", 2022]) == (4.515, 3.618, 6.180)
    assert table.groupby("year").size().to_dict() == {2022: 34_964, 2023: 34_954}
    weights = table.groupby("year")["standardised_population"].sum()
    products = (table["apl"] * table["standardised_population"]).groupby(table["year"]).sum()
    assert (products / weights).round(2).to_dict() == {2022: 3.79, 2023: 3.74}
    assert not (table["apl_under_65"] > table["apl"] + 0.0011).any()


def test_real_other_professions(real_table):
    values = {key: real_table(key).set_index(["code", "year"])["apl"] for key in FOUR}
    assert [values["apl_nurse"][code, 2023] for code in ("38053", "85146", "75101", "97411")] == [
        154.736, 80.454, 124.105, 420.705]
    assert [values["apl_physiotherapist"][code, 2023] for code in ("38053", "85146")] == [150.579, 105.122]
    assert [values["apl_dentist"][code, 2023] for code in ("38053", "85146", "01001")] == [63.975, 59.161, 35.27]
    assert [values["apl_midwife"][code, 2023] for code in ("38053", "85146", "97411")] == [30.532, 19.701, 36.836]


@pytest.mark.parametrize("key", ["apl_gp", *FOUR])
def test_real_gaps_are_those_declared(key, real_table):
    module = {"apl_gp": apl_gp, **FOUR}[key]
    codes = real_table(key)["code"]
    declared = {code: gap.status for gap in module.SOURCE.gaps for code in gap.departements}
    assert declared["976"] is Status.NOT_PUBLISHED
    for departement in ("2A", "2B", "971", "976", "38"):
        assert codes.str.startswith(departement).any() == (departement not in declared), departement
    if key != "apl_gp":
        assert declared["2A"] is declared["2B"] is Status.NOT_LOADED
    assert {"75101", "13201", "69381"} <= set(codes)
    assert not {"75056", "13055", "69123"} & set(codes)
