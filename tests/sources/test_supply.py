"""Care supply: facilities and places of practice, liberal professionals, establishments with coordinates."""

from __future__ import annotations

import pytest

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Status
from cpts_analytics.sources import bpe_2024, cnam_liberal_2024, cnsa_elderly_2025, hospitals_2020
from tests.sources.published import csv_file

BPE_HEADER = ('"GEO";"GEO_OBJECT";"FACILITY_DOM";"FACILITY_SDOM";"FACILITY_TYPE";"BPE_MEASURE";"TIME_PERIOD";'
              '"OBS_VALUE"')
CNAM_HEADER = ("annee,profession_sante,region,libelle_region,departement,libelle_departement,classe_age,"
               "libelle_classe_age,libelle_sexe,effectif,densite")
CNSA_HEADER = ("_id,title,noFinesset,capacity,IsEHPAD,IsRA,coordinates.city,coordinates.latitude,"
               "coordinates.longitude")
HOSPITAL_HEADER = "id,hospital_name,lat,lon,geo_qual,city,cc,facility_type,public_private"


class TestBpe:
    def test_totals_other_levels_other_measures_and_older_years_are_left_out(self, tmp_path):
        table = bpe_2024.read(csv_file(
            tmp_path / "bpe.csv.gz", BPE_HEADER,
            '"38053";"COM";"D";"D2";"D265";"FACILITIES";2024;38',
            '"38053";"COM";"D";"D2";"D265";"FACILITIES";2023;40',
            '"38053";"COM";"D";"D2";"_T";"FACILITIES";2024;300',
            '"38053";"COM";"A";"A1";"A101";"FACILITIES";2024;1',
            '"38053";"COM";"D";"D1";"D101";"CAPACITY";2024;250',
            '"38053";"BV2022";"D";"D2";"D265";"FACILITIES";2024;60',
            '"38";"DEP";"D";"D2";"D265";"FACILITIES";2024;1000',
            '"75101";"ARM";"D";"D2";"D265";"FACILITIES";2024;50',
            '"2A004";"COM";"D";"D2";"D265";"FACILITIES";2024;0',
        ))
        assert table.to_dict("list") == {
            "code": ["38053", "75101", "2A004"], "facility_type": ["D265"] * 3, "year": [2024] * 3,
            "facilities_count": [38.0, 50.0, 0.0]}

    def test_a_negative_count_is_refused(self, tmp_path):
        path = csv_file(tmp_path / "bpe.csv", BPE_HEADER, '"38053";"COM";"D";"D2";"D265";"FACILITIES";2024;-1')
        with pytest.raises(SourceFileError, match="ligne 2.*OBS_VALUE.*« -1 »"):
            bpe_2024.read(path)

    def test_an_empty_count_is_refused(self, tmp_path):
        path = csv_file(tmp_path / "bpe.csv", BPE_HEADER, '"38053";"COM";"D";"D2";"D265";"FACILITIES";2024;')
        with pytest.raises(SourceFileError, match="ligne 2.*OBS_VALUE"):
            bpe_2024.read(path)

    def test_a_commune_twice_is_refused(self, tmp_path):
        line = '"38053";"COM";"D";"D2";"D265";"FACILITIES";2024;1'
        with pytest.raises(SourceFileError, match="ligne 3.*doublon.*38053 / D265"):
            bpe_2024.read(csv_file(tmp_path / "bpe.csv", BPE_HEADER, line, line))

    def test_real_file(self, real_table):
        table = real_table("bpe_2024")
        totals = table.groupby("facility_type")["facilities_count"].sum()
        assert totals[["D265", "D281", "D277", "D307", "D106"]].to_list() == [60_573, 103_023, 39_909, 20_725, 700]
        assert len(totals) == 32
        assert set(table["year"]) == {2024}

    def test_an_absent_row_is_a_zero(self):
        assert bpe_2024.SOURCE.absent_means is Status.OK


class TestLiberalProfessionals:
    def read(self, tmp_path, *lines):
        return cnam_liberal_2024.read(csv_file(tmp_path / "cnam.csv", CNAM_HEADER, *lines, bom=True))

    def test_level_and_area_from_999_and_99(self, tmp_path):
        ages = "tout_age,Tout âge,tout sexe"
        table = self.read(
            tmp_path,
            f"2024,Infirmiers,84,Auvergne-Rhône-Alpes,38,Isère,{ages},100,8.0",
            f"2024,Infirmiers,84,Auvergne-Rhône-Alpes,999,Tout département,{ages},900,11.0",
            f"2024,Infirmiers,94,Corse,2A,Corse-du-Sud,{ages},50,30.5",
            f"2024,Infirmiers,99,FRANCE,999,FRANCE,{ages},99023,144.3",
            "2024,Infirmiers,84,Auvergne-Rhône-Alpes,38,Isère,25-29,de 25 à 29 ans,tout sexe,10,1.0",
            "2024,Infirmiers,84,Auvergne-Rhône-Alpes,38,Isère,tout_age,Tout âge,femmes,80,6.0")
        assert table[["profession", "level", "area", "headcount"]].to_numpy().tolist() == [
            ["nurse", "departement", "38", 100], ["nurse", "region", "84", 900], ["nurse", "departement", "2A", 50],
            ["nurse", "france", "FR", 99_023]]

    def test_an_unknown_profession_is_refused(self, tmp_path):
        with pytest.raises(SourceFileError, match="ligne 2.*« Rebouteux »"):
            self.read(tmp_path, "2024,Rebouteux,84,ARA,38,Isère,tout_age,Tout âge,tout sexe,1,0.1")

    def test_the_38_professions_have_each_a_key_and_a_label(self):
        professions = cnam_liberal_2024.PROFESSIONS
        assert len(professions) == 38
        for field in ("key", "label", "published"):
            assert len({getattr(profession, field) for profession in professions}) == 38

    def test_real_file(self, real_table):
        table = real_table("cnam_liberal_2024")
        gp = table[table["profession"] == "gp"].set_index(["level", "area"])["headcount"]
        assert (gp["france", "FR"], gp["departement", "38"], gp["departement", "85"]) == (51_775, 995, 429)
        densities = table[table["profession"] == "gp_all"].set_index(["level", "area"])["density_per_100k"]
        assert [densities["departement", code] for code in ("05", "75", "58")] == [126.8, 107.0, 60.6]
        assert table["profession"].nunique() == 38
        assert table.groupby("level")["area"].nunique().to_dict() == {"departement": 101, "france": 1, "region": 18}

    def test_real_departements_add_up(self, real_table):
        sums = real_table("cnam_liberal_2024").groupby(["level", "profession"])["headcount"].sum()
        assert sums["departement"].equals(sums["france"])
        assert sums["region"].equals(sums["france"])

    def test_real_totals_are_the_sums_of_their_parts(self, real_table):
        france = real_table("cnam_liberal_2024").query("level == 'france'").set_index("profession")["headcount"]
        assert france["gp"] + france["gp_special_practice"] == france["gp_all"]
        assert france["gp_all"] + france["specialist_all"] == france["physician_all"]
        assert france["dentist"] + france["orthodontist"] == france["dentist_all"]

    def test_real_densities_are_for_whom_the_list_says(self, real_table):
        """Rounded populations of France in 2024 (INSEE): 68.6 million, of whom …"""
        populations = {"habitants": 68.6e6, "femmes de 15 à 49 ans": 14.5e6, "femmes de 15 ans et plus": 29.6e6,
                       "enfants de moins de 15 ans": 11.5e6}
        france = real_table("cnam_liberal_2024").query("level == 'france'").set_index("profession")
        for profession in cnam_liberal_2024.PROFESSIONS:
            headcount, density = france.loc[profession.key, ["headcount", "density_per_100k"]]
            assert headcount / populations[profession.per] * 1e5 == pytest.approx(density, rel=0.015, abs=0.06)


class TestElderly:
    def test_kinds_capacity_and_coordinates(self, tmp_path):
        table = cnsa_elderly_2025.read(csv_file(
            tmp_path / "cnsa.csv.gz", CNSA_HEADER,
            "17.0,EHPAD A,010003978,80.0,True,False,GEX,46.33,6.05",
            "18.0,Résidence B,010003979,60.0,False,True,GEX,46.34,6.06",
            "19.0,USLD C,010003980,0.0,False,False,GEX,46.35,6.07",
            "20.0,USLD D,290037662,0.0,False,False,CARHAIX,,"))
        assert table["kind"].to_list() == ["ehpad", "autonomy_residence", "other_elderly"]
        assert table["id"].to_list() == ["17", "18", "19"]
        assert table["capacity"].to_list()[:2] == [80, 60]
        assert table["capacity_status"].to_list() == ["ok", "ok", "not_published"]
        assert table.attrs["without_coordinates"] == 1

    def test_projected_coordinates_are_refused(self, tmp_path):
        path = csv_file(tmp_path / "cnsa.csv", CNSA_HEADER,
                        "17.0,EHPAD A,010003978,80.0,True,False,GEX,6571540.8,870262.2")
        with pytest.raises(SourceFileError, match="ligne 2.*coordinates.longitude"):
            cnsa_elderly_2025.read(path)

    def test_a_flag_that_is_neither_true_nor_false(self, tmp_path):
        path = csv_file(tmp_path / "cnsa.csv", CNSA_HEADER, "17.0,EHPAD A,010003978,80.0,oui,False,GEX,46.3,6.0")
        with pytest.raises(SourceFileError, match="ligne 2.*IsEHPAD.*« oui »"):
            cnsa_elderly_2025.read(path)

    def test_real_file(self, real_table):
        table = real_table("cnsa_elderly_2025")
        ehpad = table[table["kind"] == "ehpad"]
        assert len(ehpad) == 7_485
        assert ehpad["capacity"].sum() == 612_470
        assert len(table) + table.attrs["without_coordinates"] == 10_896
        assert table["finess"].str.fullmatch(r"(\d\d|2[AB])\d{7}").all()


class TestHospitals:
    def test_numbers_get_their_zero_back(self, tmp_path):
        table = hospitals_2020.read(csv_file(
            tmp_path / "hospitals.csv.gz", HOSPITAL_HEADER,
            "10000024,CENTRE HOSPITALIER DE BOURG-EN-BRESSE,46.2222,5.20879,1,VIRIAT,FR,Centre Hospitalier,public",
            "2A0000022,CENTRE HOSPITALIER D AJACCIO,41.92299,8.73514,1,AJACCIO,FR,Centre Hospitalier,"))
        assert table["finess"].to_list() == ["010000024", "2A0000022"]
        assert table["lat"].to_list() == [46.2222, 41.92299]

    def test_the_same_site_twice_is_refused(self, tmp_path):
        path = csv_file(tmp_path / "hospitals.csv", HOSPITAL_HEADER, "10000024,A,46.2,5.2,1,VIRIAT,FR,CH,public",
                        "010000024,A,46.2,5.2,1,VIRIAT,FR,CH,public")
        with pytest.raises(SourceFileError, match="ligne 3.*doublon"):
            hospitals_2020.read(path)

    @pytest.mark.parametrize("number", ["", "1000024", "0100000245", "2C0000022"])
    def test_what_is_not_a_finess_number_is_refused(self, tmp_path, number):
        path = csv_file(tmp_path / "hospitals.csv", HOSPITAL_HEADER, f"{number},A,46.2,5.2,1,VIRIAT,FR,CH,public")
        with pytest.raises(SourceFileError, match=f"ligne 2, colonne « id » : trouvé « {number} »"):
            hospitals_2020.read(path)

    def test_real_file(self, real_table):
        table = real_table("hospitals_2020")
        assert len(table) == 5_368
        assert table["finess"].str.len().eq(9).all()
        assert hospitals_2020.SOURCE.licence == "CC BY 4.0"
