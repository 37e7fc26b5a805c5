"""Living conditions: income, single-parent families, deprivation, C2S."""

from __future__ import annotations

import datetime as dt

import pytest

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Status
from cpts_analytics.sources import (
    c2s_monthly,
    fedi_2021,
    filosofi_communes_2021,
    filosofi_epci_2021,
    single_parent_families_2022,
)
from tests.sources.published import csv_file, workbook

FILOSOFI_HEADER = "CODGEO;NBMENFISC21;NBPERSMENFISC21;MED21;PIMP21;TP6021;D121;D921;RD21"
C2S_HEADER = ["Mois", "Annee", "Num_Dpt", "Nom_Dpt", "Num_Region", "Prestation", "Type_Gestion",
              "Nombre_en_Milliers", None, "Prestation", "Nom_Prestation"]
JANUARY = dt.date(2025, 1, 31)


class TestFilosofiCommunes:
    def test_secret_and_not_published_are_told_apart(self, tmp_path):
        table = filosofi_communes_2021.read(csv_file(
            tmp_path / "filosofi.csv.gz", FILOSOFI_HEADER,
            "01001;346;895;25820;s;s;s;s;s",
            "38053;13341;27952;20870;50,0;21,0;11220;36150;3,2",
            "2A004;25864;49179;23320;55,0;16,0;11990;42150;3,5",
            "55039;nd;nd;nd;nd;nd;nd;nd;nd",
        )).set_index("code")
        assert table["median_income_eur_status"].to_dict() == {
            "01001": "ok", "38053": "ok", "2A004": "ok", "55039": "not_published"}
        assert table["poverty_rate_pct_status"].to_dict() == {
            "01001": "suppressed", "38053": "ok", "2A004": "ok", "55039": "not_published"}
        assert table.at["38053", "interdecile_ratio"] == 3.2
        assert table.at["2A004", "poverty_rate_pct"] == 16.0
        assert table["poverty_rate_pct"].isna().sum() == 2

    def test_a_decimal_point_is_not_read_as_a_decimal_comma(self, tmp_path):
        path = csv_file(tmp_path / "filosofi.csv", FILOSOFI_HEADER,
                        "38053;13341;27952;20870;50,0;21.0;11220;36150;3,2")
        with pytest.raises(SourceFileError, match=r"ligne 2.*TP6021.*« 21\.0 »"):
            filosofi_communes_2021.read(path)

    def test_a_renamed_column_is_named(self, tmp_path):
        path = csv_file(tmp_path / "filosofi.csv", FILOSOFI_HEADER.replace("MED21", "MED20"),
                        "38053;13341;27952;20870;50,0;21,0;11220;36150;3,2")
        with pytest.raises(SourceFileError, match="MED21"):
            filosofi_communes_2021.read(path)

    def test_a_code_without_its_zero_is_refused(self, tmp_path):
        path = csv_file(tmp_path / "filosofi.csv", FILOSOFI_HEADER,
                        "1001;13341;27952;20870;50,0;21,0;11220;36150;3,2")
        with pytest.raises(SourceFileError, match="« 1001 »"):
            filosofi_communes_2021.read(path)

    def test_real_file(self, real_table):
        table = real_table("filosofi_communes_2021")
        assert table["median_income_eur"].notna().sum() == 31_304
        assert table["poverty_rate_pct"].notna().sum() == 4_397
        assert (table["median_income_eur_status"] == Status.SUPPRESSED).sum() == 3_593
        assert (table["poverty_rate_pct_status"] == Status.SUPPRESSED).sum() == 30_500
        by_code = table.set_index("code")
        assert by_code.at["38053", "median_income_eur"] == 20_870
        assert by_code.at["85146", "poverty_rate_pct"] == 6.0
        assert {"75056", "75101", "13055", "69123", "97411"} <= set(by_code.index)

    def test_its_gaps_are_the_overseas_departements_it_lacks(self, real_table):
        present = set(real_table("filosofi_communes_2021")["code"].str[:3])
        declared = {code for gap in filosofi_communes_2021.SOURCE.gaps for code in gap.departements}
        assert declared == {"971", "972", "973", "974", "976"} - present


class TestFilosofiEpci:
    def test_small_file(self, tmp_path):
        table = filosofi_epci_2021.read(csv_file(
            tmp_path / "epci.csv",
            "codgeo,libgeo,revenu_median,taux_pauvrete,rapport_interdecile,decile1,decile9,nb_menages,nb_personnes",
            "200000172,,26980,8.9,3.5,14510,51450,11738,27407"))
        assert table.loc[0, ["epci_code", "median_income_eur", "poverty_rate_pct"]].to_list() == [
            "200000172", 26_980, 8.9]

    def test_real_file_has_no_hole(self, real_table):
        table = real_table("filosofi_epci_2021")
        assert len(table) == 1_240
        assert not table.isna().any().any()


class TestSingleParentFamilies:
    def test_two_lines_of_title_and_the_marks_of_the_producer(self, tmp_path):
        table = single_parent_families_2022.read(csv_file(
            tmp_path / "families.csv.gz",
            "Insee - Statistiques locales; ; ", "Référentiel géographique : France par commune; ; ",
            "Code;Libellé;Part des familles monoparentales 2022",
            "01001;L'Abergement-Clémenciat;9.1", "01002;L'Abergement-de-Varey;N/A - résultat non disponible",
            bom=True))
        assert table["single_parent_families_pct_status"].to_list() == ["ok", "not_published"]
        assert table.at[0, "single_parent_families_pct"] == 9.1

    def test_another_year_is_refused(self, tmp_path):
        path = csv_file(tmp_path / "families.csv", "Insee; ; ", "x; ; ",
                        "Code;Libellé;Part des familles monoparentales 2021", "01001;L'Abergement-Clémenciat;9.1")
        with pytest.raises(SourceFileError, match="ligne 3.*Part des familles monoparentales 2022"):
            single_parent_families_2022.read(path)

    def test_real_file(self, real_table):
        table = real_table("single_parent_families_2022").set_index("code")
        assert table.at["75056", "single_parent_families_pct"] == 20.0
        assert not table.index.str.startswith("976").any()
        assert table["single_parent_families_pct"].between(0, 100).all()


class TestFedi:
    def test_negative_values_and_an_empty_cell(self, tmp_path):
        table = fedi_2021.read(csv_file(
            tmp_path / "fedi.csv", "Commune Code;Commune;EDI;Millésime EDI",
            "01015;Arboys en Bugey;-0.97;2021", "85165;L'Oie;;2021", bom=True))
        assert table.at[0, "fedi"] == -0.97
        assert table["fedi_status"].to_list() == ["ok", "not_published"]

    def test_real_file_is_metropolitan(self, real_table):
        table = real_table("fedi_2021")
        assert table["fedi"].min() == pytest.approx(-24.21)
        assert table["fedi"].max() == pytest.approx(30.18)
        assert not table["code"].str.startswith("97").any()
        assert {"75101", "13201", "69381", "2A004", "2B033"} <= set(table["code"])
        assert "75056" not in set(table["code"])


class TestC2s:
    def rows(self, *rows):
        national = [["Mois", "C2SG_En_Milliers"], [JANUARY, 6_047_597.0]]
        return {"Effectifs_C2SG_C2SP_National": national, "Bdd_Effectifs_C2S_Dpt_Mensuel": [C2S_HEADER, *rows]}

    def test_both_kinds_of_management_add_up_and_corsica_gets_its_letters(self, tmp_path):
        table = c2s_monthly.read(workbook(tmp_path / "c2s.xlsx", **self.rows(
            [JANUARY, 2025, 1, "Ain", 84, "C2SG", "RO", 100.5, None, "C2SG", "C2S sans participation"],
            [JANUARY, 2025, 1, "Ain", 84, "C2SG", "OC", 20.25, None, "C2SP", "C2S avec participation"],
            [JANUARY, 2025, 1, "Ain", 84, "C2SP", "RO", 7],
            [JANUARY, 2025, 201, "Corse-du-Sud", 94, "C2SG", "RO", 3],
            [JANUARY, 2025, 202, "Haute-Corse", 94, "C2SG", "RO", 4],
            [JANUARY, 2025, 976, "Mayotte", 6, "C2SG", "RO", 0])))
        persons = table.set_index(["departement_code", "benefit"])["persons"].to_dict()
        assert persons == {("01", "C2SG"): 120.75, ("01", "C2SP"): 7, ("2A", "C2SG"): 3, ("2B", "C2SG"): 4,
                           ("976", "C2SG"): 0}
        assert set(table["month"]) == {"2025-01"}

    def test_the_same_cell_twice_is_refused(self, tmp_path):
        row = [JANUARY, 2025, 1, "Ain", 84, "C2SG", "RO", 100.5]
        with pytest.raises(SourceFileError, match="ligne 3.*doublon"):
            c2s_monthly.read(workbook(tmp_path / "c2s.xlsx", **self.rows(row, row)))

    def test_a_line_without_its_departement_is_not_taken_for_units(self, tmp_path):
        row = [JANUARY, 2025, None, "Ain", 84, "C2SG", "RO", 100.5]
        with pytest.raises(SourceFileError, match="ligne 2.*Num_Dpt"):
            c2s_monthly.read(workbook(tmp_path / "c2s.xlsx", **self.rows(row)))

    def test_a_month_that_is_not_a_date(self, tmp_path):
        row = ["janvier", 2025, 1, "Ain", 84, "C2SG", "RO", 100.5]
        with pytest.raises(SourceFileError, match="ligne 2.*« janvier »"):
            c2s_monthly.read(workbook(tmp_path / "c2s.xlsx", **self.rows(row)))

    def test_a_workbook_without_the_sheet(self, tmp_path):
        with pytest.raises(SourceFileError, match="Feuil1"):
            c2s_monthly.read(workbook(tmp_path / "c2s.xlsx", Feuil1=[C2S_HEADER]))

    def test_real_file(self, real_table):
        table = real_table("c2s_monthly")
        by_month = table.groupby("month")["persons"].sum()
        assert by_month["2025-01"] == pytest.approx(7.79e6, rel=1e-3)
        assert by_month["2024-12"] == pytest.approx(7_789_335.5003)  # total of the producer's national sheet
        assert table.groupby("month")["departement_code"].nunique().eq(101).all()
        assert (by_month.index.min(), by_month.index.max()) == ("2019-11", "2025-01")
