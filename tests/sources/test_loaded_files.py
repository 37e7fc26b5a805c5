"""Files that a user may load: the Assurance maladie's patients by département, the census by sex and age."""

from __future__ import annotations

import gzip

import pytest

from cpts_analytics import sources
from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Merge, RecordError, Source, Status
from cpts_analytics.sources import census_age_sex, cnam_effectifs
from cpts_analytics.sources._age_bands import END, ages_of, partition
from tests.sources.published import csv_file

OPTIONAL = {key: module for key, module in sources.registry().items() if module.SOURCE.optional}


def test_the_optional_files_are_these_two():
    assert set(OPTIONAL) == {"census_age_sex", "cnam_effectifs"}


def test_only_an_optional_source_may_lack_a_checksum():
    fields = {name: getattr(cnam_effectifs.SOURCE, name) for name in Source.__dataclass_fields__}
    with pytest.raises(RecordError, match="fetched, sha256"):
        Source(**{**fields, "optional": False})


class TestEffectifs:
    LABELS = ("annee;patho_niv1;patho_niv2;patho_niv3;top;cla_age_5;sexe;region;dept;Ntop;Npop;prev;Niveau prioritaire;"
              "libelle_classe_age;libelle_sexe;tri")
    ROWS = (
        "2019;Diabète;Diabète;Diabète;DIA_CAT_CAT;30-34;9;75;47;140;16720;0.819;1,2,3;de 30 à 34 ans;tous sexes;2.0",
        "2019;Diabète;Diabète;Diabète;DIA_CAT_CAT;30-34;9;75;999;2390;326530;0.733;1,2,3;de 30 à 34 ans;tous sexes;2.0",
        "2019;Diabète;Diabète;Diabète;DIA_CAT_CAT;tsage;1;99;999;2000000;33000000;6.06;1,2,3;tous âges;hommes;2.0",
        "2019;Diabète;Diabète;Diabète;DIA_CAT_CAT;00-04;2;06;976;;6040;;1,2,3;de 0 à 4 ans;femmes;2.0",
        "2019;Diabète;Diabète;Diabète;DIA_CAT_CAT;95et+;2;94;2A;20;410;4.9;1,2,3;plus de 95 ans;femmes;2.0",
        "2022;Maladies inflammatoires ou rares ou infection VIH;Maladies rares;;RAR_CAT_CAT;10-14;1;84;73;20;13540;0.17;2;"
        "de 10 à 14 ans;hommes;35.0",
        "2015;Total consommants tous régimes;Total consommants tous régimes;Total consommants tous régimes;POP_TOT_IND;60-64;9;"
        "75;87;24070;24070;100.0;;de 60 à 64 ans;tous sexes;")

    def test_aggregates_are_told_from_details(self, tmp_path):
        table = cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv", self.LABELS, *self.ROWS, bom=True))
        assert table[["disease", "level", "area", "year", "sex", "age"]].to_numpy().tolist() == [
            ["diabetes", "departement", "47", 2019, "all", "30-34"], ["diabetes", "region", "75", 2019, "all", "30-34"],
            ["diabetes", "france", "FR", 2019, "M", "all"], ["diabetes", "departement", "976", 2019, "F", "0-4"],
            ["diabetes", "departement", "2A", 2019, "F", "95+"]]
        assert table["population"].to_list() == [16_720, 326_530, 33_000_000, 6_040, 410]
        assert table["prevalence_pct"].to_list()[:2] == [0.819, 0.733]

    def test_an_empty_cell_is_hidden_not_zero(self, tmp_path):
        table = cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv.gz", self.LABELS, *self.ROWS))
        hidden = table[table["area"] == "976"].iloc[0]
        assert (hidden["patients_status"], hidden["prevalence_pct_status"]) == (Status.SUPPRESSED, Status.SUPPRESSED)
        assert hidden["population_status"] == Status.OK
        assert table["patients"].isna().sum() == 1

    def test_names_of_the_api_in_another_order(self, tmp_path):
        header = "top;annee;dept;region;sexe;cla_age_5;prev;npop;ntop"
        table = cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv", header,
                                             "NEU_DEM_CAT;2024-01-01;38;84;9;tsage;1.21;1230000;14900"))
        assert table.loc[0, ["disease", "year", "area", "patients", "population"]].to_list() == [
            "dementia", 2024, "38", 14_900, 1_230_000]

    def test_every_age_has_its_band(self, tmp_path):
        ages = [*(f"{age:02}-{age + 4:02}" for age in range(0, 95, 5)), "95et+", "tsage"]
        table = cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv", "top;annee;dept;region;sexe;cla_age_5;prev;npop;ntop",
                                             *(f"DIA_CAT_CAT;2024;38;84;1;{age};1;1000;10" for age in ages)))
        assert table["age"].to_list()[:3] == ["0-4", "5-9", "10-14"]
        assert table["age"].to_list()[-2:] == ["95+", "all"]

    @pytest.mark.parametrize(("old", "new", "seen"), [
        (";30-34;9;75;47", ";05-sept.;9;75;47", "ligne 2.*« 05-sept. ».*tableur"),
        (";9;75;47;", ";3;75;47;", "ligne 2.*sexe.*« 3 »"),
        (";9;75;47;", ";9;75;4;", "ligne 2.*dept.*« 4 »"),
        (";9;75;47;", ";9;99;47;", "ligne 2.*« 47 » avec la région 99"),
        (";140;16720;", ";NS;16720;", "ligne 2.*ntop.*« NS »"),
        (";16720;0.819;", ";16720;0,819;", "ligne 2.*prev.*« 0,819 »"),
        (";16720;0.819;", ";16720;", "ligne 2.*15 champs"),
    ])
    def test_what_is_not_the_publishers_layout_is_refused(self, tmp_path, old, new, seen):
        row = self.ROWS[0].replace(old, new)
        assert row != self.ROWS[0]
        with pytest.raises(SourceFileError, match=seen):
            cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv", self.LABELS, row))

    def test_a_doublon(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 3.*doublon"):
            cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv", self.LABELS, self.ROWS[0], self.ROWS[0]))

    def test_a_file_without_any_of_the_nine(self, tmp_path):
        with pytest.raises(SourceFileError, match="aucune des neuf maladies"):
            cnam_effectifs.read(csv_file(tmp_path / "effectifs.csv", self.LABELS, self.ROWS[-1]))

    def test_a_renamed_column(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 1.*cla_age_5"):
            cnam_effectifs.read(csv_file(tmp_path / "e.csv", self.LABELS.replace("cla_age_5", "cla_age"), self.ROWS[0]))

    def test_commas_are_said(self, tmp_path):
        with pytest.raises(SourceFileError, match="séparés par la virgule"):
            cnam_effectifs.read(csv_file(tmp_path / "e.csv", self.LABELS.replace(";", ","), "2019"))


class TestFaultsOfALongFile:
    def refused(self, path, match):
        with pytest.raises(SourceFileError, match=match):
            cnam_effectifs.read(path)

    def test_absent_empty_page_and_archive(self, tmp_path):
        path = tmp_path / "effectifs.csv"
        self.refused(path, "aucun fichier de ce nom.*ameli")
        for data, match in ((b"", "vide"), (b"<!doctype html>", "page web"), (b"PK\x03\x04rest", "archive.*Extrayez")):
            path.write_bytes(data)
            self.refused(path, match)

    def test_truncated_gzip(self, tmp_path):
        path = tmp_path / "effectifs.csv.gz"
        text = "\n".join([TestEffectifs.LABELS, *TestEffectifs.ROWS])
        path.write_bytes(gzip.compress(text.encode())[:-12])
        self.refused(path, "tronqué")

    def test_another_encoding(self, tmp_path):
        path = tmp_path / "effectifs.csv"
        path.write_bytes("\n".join([TestEffectifs.LABELS, *TestEffectifs.ROWS]).encode("latin-1"))
        self.refused(path, "autre encodage.*UTF-8")


def melodi(code, values, *, kind="COM", year=2023, status="", quoted=True):
    """Rows of a Melodi file: values by (sex, age)."""
    mark = '"' if quoted else ""
    return [";".join([*(f"{mark}{cell}{mark}" for cell in (code, kind, sex, age, "POP", status)), str(year), str(value)])
            for (sex, age), value in values.items()]


SEVEN = ("Y_LT15", "Y15T24", "Y25T39", "Y40T54", "Y55T64", "Y65T79", "Y_GE80")
MEN, WOMEN = (10, 11, 12, 13, 14.5, 15, 6), (9, 10, 11, 12, 13, 14, 15.5)


def seven_bands():
    values = {("M", age): value for age, value in zip(SEVEN, MEN, strict=True)}
    values |= {("F", age): value for age, value in zip(SEVEN, WOMEN, strict=True)}
    values |= {("M", "Y_LT20"): 16, ("M", "Y20T64"): 45, ("M", "Y_GE65"): 21, ("F", "Y_GE65"): 29.5}  # overlap the seven
    values |= {("_T", age): m + f for age, m, f in zip(SEVEN, MEN, WOMEN, strict=True)}
    return values | {("M", "_T"): 81.5, ("F", "_T"): 84.5, ("_T", "_T"): 166}


class TestCensus:
    HEADER = '"GEO";"GEO_OBJECT";"SEX";"AGE";"RP_MEASURE";"OBS_STATUS";TIME_PERIOD;OBS_VALUE'

    def read(self, tmp_path, *rows, header=HEADER, name="DS_RP_data.csv"):
        return census_age_sex.read(csv_file(tmp_path / name, header, *rows, bom=True))

    def test_seven_bands_without_the_groups_that_overlap(self, tmp_path):
        table = self.read(tmp_path, *melodi("13071", seven_bands()))
        assert table["year"].unique().tolist() == [2023]
        men = table[table["sex"] == "M"]
        assert dict(zip(men["age"], men["population"], strict=True)) == dict(zip(
            ("0-14", "15-24", "25-39", "40-54", "55-64", "65-79", "80+"), MEN, strict=True))
        assert table["population"].sum() == 166

    def test_the_declared_columns(self, tmp_path):
        table = self.read(tmp_path, *melodi("13071", seven_bands()))
        assert table.columns.to_list() == [column.name for column in census_age_sex.SOURCE.columns]
        keys = [column.name for column in census_age_sex.SOURCE.columns if column.merge in (Merge.KEY, Merge.GROUP)]
        assert not table.duplicated(keys).any()

    def test_other_areas_with_codes_of_communes_and_older_years_are_passed_over(self, tmp_path):
        table = self.read(tmp_path, *melodi("13071", {("M", "Y_LT15"): 999}, kind="BV2022"),
                          *melodi("13071", {("M", "Y_LT15"): 999}, year=2017), *melodi("38", seven_bands(), kind="DEP"),
                          *melodi("13071", seven_bands()), *melodi("75101", seven_bands(), kind="ARM"))
        assert table.groupby("code")["population"].sum().to_dict() == {"13071": 166, "75101": 166}

    def test_another_order_without_quotes_nor_status(self, tmp_path):
        rows = [f"{age};2A004;COM;POP;{sex};2022;{value}" for (sex, age), value in seven_bands().items()]
        table = self.read(tmp_path, *rows, header="AGE;GEO;GEO_OBJECT;RP_MEASURE;SEX;TIME_PERIOD;OBS_VALUE")
        assert set(table["code"]) == {"2A004"} and set(table["year"]) == {2022}

    def test_a_commune_with_a_hidden_cell_is_left_out(self, tmp_path):
        hidden = {**seven_bands(), ("F", "Y_GE80"): ""}
        table = self.read(tmp_path, *melodi("01001", hidden), *melodi("13071", seven_bands()))
        assert set(table["code"]) == {"13071"}

    def test_ages_that_do_not_make_the_total(self, tmp_path):
        with pytest.raises(SourceFileError, match="13071, sexe M.*total publié"):
            self.read(tmp_path, *melodi("13071", {**seven_bands(), ("M", "_T"): 95}))

    def test_a_band_that_is_missing(self, tmp_path):
        lacking = {key: value for key, value in seven_bands().items() if key[1] not in ("Y25T39", "Y20T64")}
        with pytest.raises(SourceFileError, match="ne se suivent pas"):
            self.read(tmp_path, *melodi("13071", lacking))

    def test_years_of_age_become_five_year_bands(self, tmp_path):
        values = {("F", f"Y{age}"): 1 for age in range(100)} | {("F", "Y_GE100"): 0.25, ("M", "Y7"): 2, ("M", "_T"): 2}
        values |= {("F", "_T"): 100.25, ("_T", "_T"): 102.25}
        table = self.read(tmp_path, *melodi("38053", values)).set_index(["sex", "age"])["population"]
        assert len(table) == 40
        assert table["F"].to_dict() == {**{f"{age}-{age + 4}": 5 for age in range(0, 95, 5)}, "95+": 5.25}
        assert table["M"].sum() == table["M", "5-9"] == 2

    def test_the_older_table_takes_its_year_from_its_name(self, tmp_path):
        rows = ["COM;38053;Bourgoin-Jallieu;1;000;12.5", "COM;38053;Bourgoin-Jallieu;1;004;2",
                "COM;38053;Bourgoin-Jallieu;2;095;1.5", "COM;38053;Bourgoin-Jallieu;2;100;1", "ARM;69381;Lyon 1er;2;020;7"]
        header = "NIVGEO;CODGEO;LIBGEO;SEXE;AGED100;NB"
        table = self.read(tmp_path, *rows, header=header, name="BTT_TD_POP1B_2022.csv")
        assert set(table["year"]) == {2022}
        known = table[table["population"] > 0].set_index(["code", "sex", "age"])["population"].to_dict()
        assert known == {("38053", "M", "0-4"): 14.5, ("38053", "F", "95+"): 2.5, ("69381", "F", "20-24"): 7}
        assert len(table) == 2 * 2 * 20
        with pytest.raises(SourceFileError, match="aucune année"):
            self.read(tmp_path, *rows, header=header, name="table.csv")
        with pytest.raises(SourceFileError, match="ligne 7.*doublon"):
            self.read(tmp_path, *rows, rows[0], header=header, name="BTT_TD_POP1B_2022.csv")

    @pytest.mark.parametrize(("code", "sex", "age", "value", "seen"), [
        ("1001", "M", "Y7", "1", "ligne 2.*« 1001 »"), ("01001", "H", "Y7", "1", "ligne 2.*« H »"),
        ("01001", "M", "Y7-9", "1", "ligne 2.*« Y7-9 »"), ("01001", "M", "Y7", "1,5", "ligne 2.*« 1,5 »"),
        ("01001", "M", "Y7", "-1", "ligne 2.*« -1 »"),
    ])
    def test_what_is_not_known_is_refused(self, tmp_path, code, sex, age, value, seen):
        with pytest.raises(SourceFileError, match=seen):
            self.read(tmp_path, *melodi(code, {(sex, age): value}))


class TestAgeBands:
    def test_codes_of_ages(self):
        assert [ages_of(code) for code in ("Y_LT15", "Y15T24", "Y_GE80", "Y7", "007", "100", "_T")] == [
            (0, 15), (15, 25), (80, END), (7, 8), (7, 8), (100, END), None]
        with pytest.raises(ValueError, match="tous"):
            ages_of("tous")

    def test_the_most_detailed_partition_is_taken(self):
        assert partition([(0, 20), (20, END), (0, 15), (15, 20), (20, 65), (65, END), (15, 30)]) == (
            (0, 15), (15, 20), (20, 65), (65, END))

    def test_there_may_be_none(self):
        assert partition([(0, 15), (20, END)]) == () == partition([(0, 15)]) == partition([(15, END)])
