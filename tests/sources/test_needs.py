"""Needs: patients by région, mortality, life expectancy, what weighs on health, heart and vessels."""

from __future__ import annotations

import pytest

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Status
from cpts_analytics.sources import (
    bassins_determinants,
    cepidc_mortality_all_causes,
    cepidc_mortality_causes_2023,
    cnam_pathologies_region_2024,
    life_expectancy_2023,
    odisse_epci_cardio,
)
from tests.sources.published import csv_file

MEASURE = "Taux standardisé de mortalité par âge et sexe pour 100 000 habitants"


class TestPatientsByRegion:
    HEADER = ("annee;region_cnam;region_code;region;code_pathologie;libelle_pathologie;effectif_H;taux_H;effectif_F;taux_F;"
              "effectif_00_14;taux_00_14;effectif_15_34;taux_15_34;effectif_35_54;taux_35_54;effectif_55_64;taux_55_64;"
              "effectif_65_74;taux_65_74;effectif_75_pl;taux_75_pl;effectif_tot;taux_tot")
    MAYOTTE = ("2024;06 - Mayotte;06;Mayotte;DIA_CAT_CAT;Diabète;3400;60.32;4300;61.43;;0.38;200;6.25;2800;86.19;"
               "2400;255.1;1700;334.95;700;271.16;7800;60.94")
    DEMENTIA = ("2024;06 - Mayotte;06;Mayotte;NEU_DEM_CAT;Démences (dont maladie d'Alzheimer);;0.35;;0.27;;0.0;;0.0;;0.06;"
                ";0.95;;3.24;;4.93;;0.31")

    def read(self, tmp_path, *rows):
        return cnam_pathologies_region_2024.read(csv_file(tmp_path / "cnam.csv.gz", self.HEADER, *rows))

    def test_totals_sexes_and_ages_are_rows(self, tmp_path):
        table = self.read(tmp_path, self.MAYOTTE).set_index(["sex", "age"])
        assert len(table) == 9
        assert table.loc[("all", "all"), ["region_code", "disease", "year", "patients", "rate_per_1000"]].to_list() == [
            "06", "diabetes", 2024, 7800, 60.94]
        assert table.at[("F", "all"), "patients"] == 4300
        assert table.at[("all", "75+"), "rate_per_1000"] == 271.16
        assert table.at[("all", "0-14"), "patients_status"] == Status.NOT_PUBLISHED
        assert table.at[("all", "0-14"), "rate_per_1000"] == 0.38

    def test_a_total_that_is_not_published_is_not_a_zero(self, tmp_path):
        table = self.read(tmp_path, self.DEMENTIA)
        assert set(table["disease"]) == {"dementia"}
        assert table["patients"].isna().all() and set(table["patients_status"]) == {"not_published"}
        assert table["rate_per_1000"].notna().all()

    def test_a_code_of_its_own_for_an_overseas_region_is_refused(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 2.*05 - Mayotte.*code officiel"):
            self.read(tmp_path, self.MAYOTTE.replace("06 - Mayotte", "05 - Mayotte"))

    def test_an_unknown_disease_is_refused(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 2.*« DIA_NEW_CAT »"):
            self.read(tmp_path, self.MAYOTTE.replace("DIA_CAT_CAT", "DIA_NEW_CAT"))

    def test_the_same_region_and_disease_twice(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 3.*doublon"):
            self.read(tmp_path, self.MAYOTTE, self.MAYOTTE)

    def test_a_truncated_row(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 2.*24 champs"):
            self.read(tmp_path, self.MAYOTTE.rpartition(";")[0])

    def test_real_totals_are_those_published(self, real_table):
        table = real_table("cnam_pathologies_region_2024")
        assert len(table) == 162 * 9
        totals = table[(table["sex"] == "all") & (table["age"] == "all")]
        diabetes = totals[totals["disease"] == "diabetes"]
        assert diabetes["patients"].sum() == 4_460_500
        covered = (diabetes["patients"] / diabetes["rate_per_1000"] * 1000).sum()
        assert 100 * diabetes["patients"].sum() / covered == pytest.approx(6.62, abs=0.005)
        assert totals.groupby("disease")["patients"].sum().to_dict() == {
            "diabetes": 4_460_500, "coronary": 2_221_700, "stroke_sequelae": 858_600, "heart_failure": 672_100,
            "chronic_respiratory": 4_221_600, "dementia": 720_700, "anxiety_mood": 1_471_300, "dialysis": 56_700,
            "treated_hypertension": 12_940_900}

    def test_real_holes(self, real_table):
        table = real_table("cnam_pathologies_region_2024")
        assert table["rate_per_1000"].notna().all()
        totals = table[(table["sex"] == "all") & (table["age"] == "all")]
        assert totals.loc[totals["patients"].isna(), ["region_code", "disease"]].to_numpy().tolist() == [["06", "dementia"]]
        by_age = table[table["age"] != "all"]
        assert set(by_age.loc[by_age["patients"].notna(), "disease"]) == {"diabetes"}

    def test_real_codes_are_those_of_the_official_list(self, real_table):
        official = set(real_table("cog_regions")["code"])
        table = real_table("cnam_pathologies_region_2024")
        assert set(table["region_code"]) == official
        assert list(dict.fromkeys(table["disease"])) == [item.key for item in cnam_pathologies_region_2024.DISEASES]


class TestMortality:
    HEADER = "annee,departement,sexe,cause,indicateur,valeur"

    def test_quoted_causes_and_curly_apostrophes(self, tmp_path):
        table = cepidc_mortality_causes_2023.read(csv_file(
            tmp_path / "causes.csv.gz", self.HEADER, f"2023,01,Hommes,7. Maladies de l’appareil circulatoire,{MEASURE},210.4",
            f'2023,974,Tous sexes,"18. Covid-19 : U071-U072,U109,U129",{MEASURE},31.4',
            f"2023,2A,Femmes,2. Tumeurs,{MEASURE},"))
        assert table[["departement_code", "year", "sex", "cause"]].to_numpy().tolist() == [
            ["01", 2023, "M", "circulatory"], ["974", 2023, "all", "covid_19"], ["2A", 2023, "F", "tumours"]]
        assert table["rate_per_100k"].to_list()[:2] == [210.4, 31.4]
        assert table["rate_per_100k_status"].to_list() == ["ok", "ok", "not_published"]

    @pytest.mark.parametrize(("row", "seen"), [
        (f"2023,01,Hommes,19. Autre,{MEASURE},1", "« 19. Autre »"),
        (f"2023,01,Garçons,2. Tumeurs,{MEASURE},1", "« Garçons »"),
        ("2023,01,Hommes,2. Tumeurs,Nombre de décès,1", "« Nombre de décès »"),
        (f"2023,1001,Hommes,2. Tumeurs,{MEASURE},1", "« 1001 »"),
        (f"2023,01,Hommes,2. Tumeurs,{MEASURE},NS", "« NS »"),
    ])
    def test_what_is_not_known_is_refused(self, tmp_path, row, seen):
        with pytest.raises(SourceFileError, match=f"ligne 2.*{seen}"):
            cepidc_mortality_causes_2023.read(csv_file(tmp_path / "causes.csv", self.HEADER, row))

    def test_one_table_is_not_taken_for_the_other(self, tmp_path):
        path = csv_file(tmp_path / "causes.csv", self.HEADER, f"2023,01,Hommes,2. Tumeurs,{MEASURE},210.4")
        with pytest.raises(SourceFileError, match="« 2. Tumeurs »"):
            cepidc_mortality_all_causes.read(path)

    def test_a_code_without_its_zero_gets_it_back_once(self, tmp_path):
        rows = [f"2010,{code},Tous sexes,Toutes causes,{MEASURE},1076.1" for code in ("1", "01")]
        assert cepidc_mortality_all_causes.read(
            csv_file(tmp_path / "one.csv", self.HEADER, rows[0])).at[0, "departement_code"] == "01"
        with pytest.raises(SourceFileError, match="ligne 3.*doublon"):
            cepidc_mortality_all_causes.read(csv_file(tmp_path / "two.csv", self.HEADER, *rows))

    def test_real_causes(self, real_table):
        table = real_table("cepidc_mortality_causes_2023")
        assert len(table) == 101 * 18 * 3
        assert set(table["departement_code"]) == set(real_table("cog_departements")["code"])
        assert set(table["cause"]) == {cause.key for cause in cepidc_mortality_causes_2023.CAUSES}
        rates = table.set_index(["departement_code", "sex", "cause"])["rate_per_100k"]
        assert (rates["01", "M", "infectious"], rates["976", "all", "covid_19"]) == (24.4, 4.4)

    def test_real_causes_add_up_to_about_all_causes(self, real_table):
        causes = real_table("cepidc_mortality_causes_2023")
        added = causes[causes["sex"] == "all"].groupby("departement_code")["rate_per_100k"].sum()
        every = real_table("cepidc_mortality_all_causes")
        whole = every[every["year"] == 2023].set_index("departement_code")["rate_per_100k"]
        assert ((added - whole).abs() <= 18 * 0.05 + 0.05 + 1e-9).all()  # nineteen roundings to 0.1

    def test_real_series(self, real_table):
        table = real_table("cepidc_mortality_all_causes")
        assert table.groupby("year")["departement_code"].nunique().to_dict() == {
            **dict.fromkeys(range(2010, 2014), 100), **dict.fromkeys(range(2014, 2024), 101)}
        assert "976" not in set(table.loc[table["year"] == 2013, "departement_code"])
        isere = table[table["departement_code"] == "38"].set_index("year")["rate_per_100k"]
        assert (isere[2010], isere[2020], isere[2023]) == (1000.5, 1045.4, 878.0)


class TestLifeExpectancy:
    HEADER = ("Code;Libellé;Espérance de vie des femmes à la naissance 2023;Espérance de vie des hommes à la naissance 2023;"
              "Taux de mortalité standardisé des 65 ans ou + 2023;Taux brut de mortalité 2023;"
              "Taux de mortalité standardisé des 0 à 64 ans 2023;Espérance de vie des femmes à 60 ans 2023;"
              "Espérance de vie des hommes à 60 ans 2023")
    TITLES = ("Insee - Statistiques locales; ; ; ; ; ; ; ; ", "Référentiel géographique : France par département; ; ; ; ; ; ; ; ")

    def test_titles_mark_and_lost_zero(self, tmp_path):
        table = life_expectancy_2023.read(csv_file(
            tmp_path / "life.csv.gz", *self.TITLES, self.HEADER, "1;Ain;86.2;81.2;35.7;7.8;1.4;27.9;24.4",
            "2A;Corse-du-Sud;N/A - résultat non disponible;81;35;9;1.5;27;24", bom=True)).set_index("departement_code")
        assert table.index.to_list() == ["01", "2A"]
        assert table.at["01", "life_expectancy_men_years"] == 81.2
        assert table.at["01", "mortality_0_64_per_1000"] == 1.4
        assert table["life_expectancy_women_years_status"].to_list() == ["ok", "not_published"]

    def test_without_its_titles_the_header_is_not_found(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 3"):
            life_expectancy_2023.read(csv_file(tmp_path / "life.csv", self.HEADER, "01;Ain;86.2;81.2;35.7;7.8;1.4;27.9;24.4",
                                               "02;Aisne;86.2;81.2;35.7;7.8;1.4;27.9;24.4"))

    def test_real_file(self, real_table):
        table = real_table("life_expectancy_2023").set_index("departement_code")
        assert set(table.index) == set(real_table("cog_departements")["code"])
        assert table.at["976", "life_expectancy_women_years"] == 74.3
        assert (table["life_expectancy_women_years"] > table["life_expectancy_men_years"]).all()


class TestDeterminants:
    def test_real_file(self, real_table):
        table = real_table("bassins_determinants")
        assert len(table) == 1_707
        assert table["deaths"].notna().all()
        assert (table["poverty_rate_pct_status"] == Status.SUPPRESSED).sum() == 1
        assert (table["poverty_rate_pct_status"] == Status.NOT_PUBLISHED).sum() == 12
        only_deaths = table[table["share_75_plus_pct"].isna()]
        assert only_deaths["bassin_de_vie_code"].to_list() == ["97608", "97611"]
        row = table.set_index("bassin_de_vie_code").loc["01004"]
        assert row[["deaths", "poverty_rate_pct", "median_income_eur", "household_size", "density_per_km2"]].to_list() == [
            422, 11.1, 23_250, 2.24, 105.2]

    def test_its_bassins_are_those_of_the_zoning(self, real_table):
        assert set(real_table("bassins_determinants")["bassin_de_vie_code"]) == set(
            real_table("cartosante_bassins_2024")["bassin_de_vie_code"])

    def test_small_file_in_the_layout_of_the_publisher(self, tmp_path):
        columns = [column for column in bassins_determinants.SOURCE.columns[2:]]
        header = ";".join(["Code", "Libellé", *(column.published_as for column in columns)])
        values = ["12", "N/A - secret statistique", *["1.5"] * (len(columns) - 2)]
        table = bassins_determinants.read(csv_file(
            tmp_path / "bassins.csv", f"Insee{'; ' * len(columns)}", f"Référentiel{'; ' * len(columns)}", header,
            ";".join(["2A004", "Ajaccio", *values]), bom=True))
        assert table.at[0, "share_75_plus_pct_status"] == "suppressed"
        with pytest.raises(SourceFileError, match="ligne 4.*au plus égal à 100"):
            bassins_determinants.read(csv_file(
                tmp_path / "bassins.csv", "Insee", "Référentiel", header,
                ";".join(["2A004", "Ajaccio", "12", "101", *["1.5"] * (len(columns) - 2)])))


class TestHeartByEpci:
    def test_real_file(self, real_table):
        table = real_table("odisse_epci_cardio")
        assert len(table) == 35
        members = real_table("epci_communes")
        kept = members[members["epci_code"].isin(table["epci_code"])]
        assert kept.groupby("epci_departement_code")["epci_code"].nunique().to_dict() == {"38": 16, "85": 19}
        changed = table[table["same_communes_2024_2026"] == "non"]
        assert changed["epci_code"].to_list() == ["200070233", "200073260"]
        assert set(changed["poverty_rate_pct_status"]) == {"not_published"}
        capi = table.set_index("epci_code").loc["243800604"]
        assert 3 < capi["coronary_prevalence_pct"] < 7

    def test_what_absence_means(self):
        assert odisse_epci_cardio.SOURCE.absent_means is Status.NOT_LOADED

    def test_small_file(self, tmp_path):
        header = ",".join(column.published_as for column in odisse_epci_cardio.SOURCE.columns)
        rates = "416.9,5.05,47.4,190.9,1.88,44.8,256.7,2.46,45.4"
        table = odisse_epci_cardio.read(csv_file(tmp_path / "epci.csv", header, f"200018166,CC Le Grésivaudan,{rates},non,,"))
        assert table.loc[0, ["stroke_incidence_per_100k", "heart_failure_mortality_per_100k"]].to_list() == [190.9, 45.4]
        assert table.at[0, "median_income_eur_status"] == "not_published"
        with pytest.raises(SourceFileError, match="ligne 2.*« peut-être »"):
            odisse_epci_cardio.read(csv_file(tmp_path / "epci.csv", header, f"200018166,CC,{rates},peut-être,,"))
