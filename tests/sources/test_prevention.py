"""Prevention and crises: vaccination, screening, the weekly flu curve."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Status
from cpts_analytics.sources import flu_weekly_regions, odisse_departements, vaccination_departements, vaccination_regions
from tests.sources.published import csv_file

COVERAGES = ("HPV filles 1 dose à 15 ans,HPV filles 2 doses à 16 ans,HPV garçons 1 dose à 15 ans,HPV garçons 2 doses à 16 ans,"
             "Méningocoque C 10-14 ans,Méningocoque C 15-19 ans,Méningocoque C 20-24 ans,Grippe moins de 65 ans à risque,"
             "Grippe 65 ans et plus,Grippe 65-74 ans,Grippe 75 ans et plus,Covid-19 65 ans et plus")


class TestVaccination:
    HEADER = f"Année,Département Code,Département,{COVERAGES},Région,Région Code"

    def test_lost_zeros_corsica_and_empty_cells(self, tmp_path):
        table = vaccination_departements.read(csv_file(
            tmp_path / "dep.csv.gz", self.HEADER,
            "2011,3,Allier,33.7,31.1,,,,,,,,,,,Auvergne et Rhône-Alpes,84",
            "2012,03,Allier,0.0,31.1,,,,,,,,,,,Auvergne et Rhône-Alpes,84",
            "2024,2A,Corse-du-Sud,41,33,24,15,77,59,36,20,50,43.5,58,,Corse,94", bom=True))
        assert table["departement_code"].to_list() == ["03", "03", "2A"]
        assert table["hpv_girls_1_dose_15_pct"].to_list() == [33.7, 0.0, 41.0]
        assert table["flu_65_plus_pct_status"].to_list() == ["not_published", "not_published", "ok"]
        assert table.at[2, "flu_65_74_pct"] == 43.5

    def test_the_same_departement_with_and_without_its_zero(self, tmp_path):
        rows = [f"2011,{code},Allier,33.7,31.1{',' * 10},Auvergne et Rhône-Alpes,84" for code in ("3", "03")]
        with pytest.raises(SourceFileError, match="ligne 3.*doublon"):
            vaccination_departements.read(csv_file(tmp_path / "dep.csv", self.HEADER, *rows))

    def test_a_share_above_one_hundred(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 2.*HPV filles 1 dose.*« 337 »"):
            vaccination_departements.read(csv_file(tmp_path / "dep.csv", self.HEADER,
                                                   f"2011,3,Allier,337{',' * 11},Auvergne et Rhône-Alpes,84"))

    def test_a_semicolon_is_said(self, tmp_path):
        with pytest.raises(SourceFileError, match="séparés par le point-virgule"):
            vaccination_departements.read(csv_file(tmp_path / "dep.csv", self.HEADER.replace(",", ";"), "2011;3"))

    def test_a_region_keeps_its_code(self, tmp_path):
        table = vaccination_regions.read(csv_file(
            tmp_path / "reg.csv", f"Année,Région Code,Région,{COVERAGES},Grippe résidents en Ehpad",
            f"2024,1,Guadeloupe,28.8{',' * 12}", f"2024,84,Auvergne et Rhône-Alpes,58.8{',' * 12}", bom=True))
        assert table["region_code"].to_list() == ["01", "84"]

    def test_real_departements(self, real_table):
        table = real_table("vaccination_departements")
        assert table.groupby("year").size().to_dict() == dict.fromkeys(range(2011, 2025), 101)
        assert set(table["departement_code"]) == set(real_table("cog_departements")["code"])
        flu = table.set_index(["departement_code", "year"])["flu_65_plus_pct"]
        assert (flu["38", 2024], flu["85", 2024]) == (55.1, 57.5)
        assert flu.notna().sum() == 888
        assert flu["974"].isna().all() and flu["976"].isna().all()
        mayotte = table[table["departement_code"] == "976"]
        known = mayotte[[item.key for item in vaccination_departements.VACCINATIONS]].notna().sum()
        assert known.sum() == known["covid_65_plus_pct"] == 1

    def test_real_regions(self, real_table):
        table = real_table("vaccination_regions")
        assert table.groupby("year").size().to_dict() == dict.fromkeys(range(2011, 2025), 17)
        assert set(real_table("cog_regions")["code"]) - set(table["region_code"]) == {"06"}
        flu = table.set_index(["region_code", "year"])["flu_65_plus_pct"]
        assert (flu["84", 2024], flu["52", 2024]) == (53.1, 58.1)

    def test_real_regions_stand_between_their_departements_but_for_the_faults_declared(self, real_table):
        keys = [item.key for item in vaccination_departements.VACCINATIONS]
        departements = real_table("vaccination_departements").merge(
            real_table("cog_departements")[["code", "region_code"]], left_on="departement_code", right_on="code")
        inside = departements.groupby(["region_code", "year"])[keys]
        regions = real_table("vaccination_regions").set_index(["region_code", "year"])[keys]
        lowest, highest = (bound.reindex(regions.index) for bound in (inside.min() - 0.1, inside.max() + 0.1))
        outside = (regions < lowest) | (regions > highest)
        assert {key: set(outside.index[outside[key]]) for key in keys if outside[key].any()} == {
            "hpv_girls_1_dose_15_pct": {("02", 2023), ("03", 2023), ("52", 2012), ("53", 2012)},
            "hpv_girls_2_doses_16_pct": {("02", 2023), ("03", 2023), ("52", 2012), ("53", 2012)},
            "hpv_boys_1_dose_15_pct": {("02", 2023), ("03", 2023)},
            "meningococcus_c_10_14_pct": {("02", 2019), ("03", 2019)},
            "meningococcus_c_15_19_pct": {("02", 2019), ("03", 2019), ("28", 2019)},
            "flu_at_risk_under_65_pct": {("02", 2023), ("03", 2023), ("94", 2018), ("94", 2019)},
            "flu_65_plus_pct": {("02", 2023), ("03", 2023)}}


class TestDepartements:
    HEADER = ("code_departement,departement,diabete_traite_standardise_2023_pct,pauvrete_2023_pct,ame_c2s_accouchees_2024_pct,"
              "entretien_prenatal_precoce_2024_pct,prematurite_2024_pct,hpv_filles_2_doses_16_ans_2025_pct,"
              "depistage_sein_2024_2025_pct,depistage_colorectal_cible_standardise_2024_2025_pct")

    def test_corsica_has_no_screening(self, tmp_path):
        table = odisse_departements.read(csv_file(
            tmp_path / "odisse.csv", self.HEADER, "2A,Corse-du-Sud,4.52578,17.9,5.413,54.334,6.714,44.2,,",
            "1,Ain,4.70457,12.2,8.803,63.242,5.821,51.0,51.1,33.8")).set_index("departement_code")
        assert table.index.to_list() == ["2A", "01"]
        assert table["breast_screening_pct_status"].to_list() == ["not_published", "ok"]

    def test_a_value_that_hides_is_not_read_as_a_rate(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 2.*diabete_traite.*« -30 »"):
            odisse_departements.read(csv_file(tmp_path / "odisse.csv", self.HEADER,
                                              "2A,Corse-du-Sud,-30,17.9,5.413,54.334,6.714,44.2,,"))

    def test_real_file(self, real_table):
        table = real_table("odisse_departements").set_index("departement_code")
        expected = {"01": 4.70457, "38": 4.90086, "85": 4.40931, "2A": 4.52578, "75": 4.63579, "93": 8.21087}
        assert table.loc[list(expected), "diabetes_standardised_pct"].to_dict() == expected
        assert table.loc[["38", "85"], "breast_screening_pct"].round(2).to_list() == [52.42, 51.79]
        assert table.loc[["93", "58", "38", "85"], "poverty_rate_pct"].to_list() == [29.5, 17.3, 13.0, 9.2]
        for screening in ("breast_screening_pct", "colorectal_screening_pct"):
            assert table.index[table[screening].isna()].to_list() == ["2A", "2B"]

    def test_its_gaps_are_the_departements_it_lacks(self, real_table):
        (gap,) = odisse_departements.SOURCE.gaps
        assert gap.status is Status.NOT_PUBLISHED
        every = set(real_table("cog_departements")["code"])
        assert every - set(real_table("odisse_departements")["departement_code"]) == set(gap.departements)


class TestFlu:
    HEADER = ("1er jour de la semaine,Semaine,Région Code,Région,Classe d'âge,Taux de passages aux urgences pour grippe,"
              "Taux d'hospitalisations après passages aux urgences pour grippe,Taux d'actes médicaux SOS médecins pour grippe")

    def test_weeks_ages_and_empty_cells(self, tmp_path):
        table = flu_weekly_regions.read(csv_file(
            tmp_path / "flu.csv.gz", self.HEADER, "2023-02-20,2023-S08,06,Mayotte,00-04 ans,383.14176245,1562.5,",
            "2024-12-30,2025-S01,84,Auvergne et Rhône-Alpes,Tous âges,4481.5,0.0,19201.7", bom=True))
        assert table[["region_code", "week", "age"]].to_numpy().tolist() == [
            ["06", "2023-W08", "0-4"], ["84", "2025-W01", "all"]]
        assert table["week_start"].to_list() == [pd.Timestamp(2023, 2, 20), pd.Timestamp(2024, 12, 30)]
        assert table["sos_medecins_per_100k_status"].to_list() == ["not_published", "ok"]
        assert table.at[1, "hospitalisations_per_100k"] == 0

    @pytest.mark.parametrize(("row", "seen"), [
        ("2023-02-20,2023-S09,06,Mayotte,00-04 ans,1,1,", "2023-S09"),
        ("2023-02-21,2023-S08,06,Mayotte,00-04 ans,1,1,", "2023-02-21"),
        ("20/02/2023,2023-S08,06,Mayotte,00-04 ans,1,1,", "AAAA-MM-JJ"),
        ("2023-02-20,2023-S08,06,Mayotte,65 ans et plus,1,1,", "65 ans et plus"),
        ("2023-02-20,2023-S08,06,Mayotte,Tous âges,NS,1,", "NS"),
    ])
    def test_what_is_not_known_is_refused(self, tmp_path, row, seen):
        with pytest.raises(SourceFileError, match=f"ligne 2.*{seen}"):
            flu_weekly_regions.read(csv_file(tmp_path / "flu.csv", self.HEADER, row))

    def test_real_file(self, real_table):
        table = real_table("flu_weekly_regions")
        assert len(table) == 18 * 5 * 302
        assert set(table["region_code"]) == set(real_table("cog_regions")["code"])
        assert (table["week"].min(), table["week"].max()) == ("2020-W01", "2025-W41")
        pairs = table[["week", "week_start"]].drop_duplicates()
        assert len(pairs) == 302
        for week, start in pairs.itertuples(index=False):
            year, number = week.split("-W")
            assert dt.date.fromisocalendar(int(year), int(number), 1) == start.date()

    def test_real_holes_are_not_zeros(self, real_table):
        table = real_table("flu_weekly_regions")
        empty = table["sos_medecins_per_100k"].isna().groupby(table["region_code"]).all()
        assert set(empty.index[empty]) == {"01", "03", "04", "06"}
        martinique = table[(table["region_code"] == "02") & table["emergency_visits_per_100k"].notna()]
        assert martinique["week_start"].min() == pd.Timestamp(2023, 5, 29)
