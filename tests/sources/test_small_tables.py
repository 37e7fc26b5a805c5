"""What the readers make of small files in the publishers' layouts: values, statuses, faults of each format."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely

from cpts_analytics import sources
from cpts_analytics.errors import SourceFileError
from tests.sources.small_files import (
    BOW_TIE,
    CSV,
    SQUARE,
    epci_rows,
    geojson,
    parquet,
    pyramid_rows,
    workbook,
    write,
)

CLASSES = ["0 à 19 ans", "20 à 39 ans", "40 à 59 ans", "60 à 74 ans", "75 ans et plus"]
FIVE_YEARS = [*(f"{age} à {age + 4} ans" for age in range(0, 95, 5)), "95 ans et plus"]


def read(key: str, path: Path):
    return sources.registry()[key].read(path)


def small(key: str, folder: Path):
    return read(key, write(folder, "d.csv", CSV[key].text.encode()))


def test_a_code_may_be_a_commune_and_a_delegated_one_at_once(tmp_path: Path) -> None:
    table = small("cog_communes", tmp_path)
    assert table.loc[table["code"] == "85146", "type"].tolist() == ["COM", "COMD"]
    assert table.loc[table["type"] == "ARM", "parent_code"].tolist() == ["75056"]


def test_the_region_gets_its_zero_back(tmp_path: Path) -> None:
    assert small("legal_population_2023", tmp_path)["region_code"].tolist() == ["01", "84"]


def test_codes_of_mayotte_are_made_of_département_and_commune(tmp_path: Path) -> None:
    table = small("legal_population_mayotte_2017", tmp_path)
    assert table["code"].tolist() == ["97611", "97601"]
    assert table["municipal_population"].tolist() == [71437, 5192]


def test_secret_and_missing_are_told_apart(tmp_path: Path) -> None:
    table = small("share_75_plus_2022", tmp_path).set_index("code")
    assert table["share_75_plus_pct_status"].to_dict() == {"2A004": "suppressed", "97422": "not_published",
                                                           "01001": "ok"}
    assert table.loc["01001", "share_75_plus_pct"] == 8.8
    assert table.loc[["2A004", "97422"], "share_75_plus_pct"].isna().all()


def test_comparator_keeps_one_row_a_commune_and_no_delegated_one(tmp_path: Path) -> None:
    table = small("comparateur_communes", tmp_path)
    assert table["code"].tolist() == ["97101", "75101", "55039", "97611"]
    assert table["type"].tolist() == ["COM", "ARM", "COM", "COM"]


def test_zeros_of_mayotte_are_not_values_but_births_and_those_of_the_meuse_are(tmp_path: Path) -> None:
    table = small("comparateur_communes", tmp_path).set_index("code")
    mayotte, meuse = table.loc["97611"], table.loc["55039"]
    assert math.isnan(mayotte["population_2021"]) and mayotte["population_2021_status"] == "not_published"
    assert mayotte["area_km2_status"] == "not_published"
    assert (mayotte["births_2022"], mayotte["births_2022_status"]) == (3301, "ok")
    assert (meuse["population_2021"], meuse["population_2021_status"]) == (0, "ok")


def test_siren_that_the_workbook_holds_as_a_number_is_text(tmp_path: Path) -> None:
    table = read("epci_communes", workbook(tmp_path, "Epcicom2025", epci_rows()))
    assert table["epci_code"].tolist() == ["200029999", "200029999"]
    assert table["members_count"].tolist() == [2, 2]


@pytest.mark.parametrize(("sheet", "rows", "match"), [
    ("Epcicom2025", epci_rows(members=3), "2 communes pour.*3 communes membres"),
    ("Epcicom2026", epci_rows(), "feuilles « Epcicom2026 ».*« Epcicom2025 »"),
    ("Epcicom2025", [epci_rows()[0]], "aucune ligne de données"),
    ("Epcicom2025", [[*epci_rows()[0][:9], "code_insee", *epci_rows()[0][10:]]], "Noms proches.*« code_insee »"),
])
def test_a_workbook_that_is_not_the_right_one(sheet: str, rows: list, match: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=match):
        read("epci_communes", workbook(tmp_path, sheet, rows))


@pytest.mark.parametrize("key", ["epci_communes", "population_age_sex_dep_2021", "population_age_classes_dep"])
@pytest.mark.parametrize(("data", "match"), [(b"", "vide"), (b"<html>", "page web"), (b"a;b\n1;2\n", "pas un classeur"),
                                             (b"PK\x03\x04" + b"0" * 40, "pas un classeur")])
def test_no_workbook_at_all(key: str, data: bytes, match: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=match):
        read(key, write(tmp_path, "d.xlsx", data))


def test_pyramid_in_long_form_without_the_lines_of_totals(tmp_path: Path) -> None:
    men, women = [10, 20, 30, 40, 50], [11, 21, 31, 41, 51]
    rows = pyramid_rows(CLASSES, {"01": (men, women), 974.0: (women, men)})
    table = read("population_age_classes_dep", workbook(tmp_path, "2023", rows))
    assert len(table) == 20
    found = table.set_index(["departement_code", "sex", "age"])["population"]
    assert found["01", "M", "0-19"] == 10
    assert found["974", "F", "75+"] == 50


def test_five_year_bands_and_the_ditto_mark(tmp_path: Path) -> None:
    rows = pyramid_rows(FIVE_YEARS, {"2A": (list(range(20)), list(range(20, 40)))})
    table = read("population_age_sex_dep_2021", workbook(tmp_path, "2021", rows))
    assert table["age"].unique().tolist()[:2] == ["0-4", "5-9"]
    assert table["age"].unique().tolist()[-1] == "95+"
    assert table.set_index(["sex", "age"])["population"]["F", "5-9"] == 21


@pytest.mark.parametrize(("line", "column", "value", "match"), [
    (6, 8, 99, "ligne 6, colonne « Hommes Total »"),
    (6, 7, 99, r"colonne « Ensemble Total ».*330 \(hommes \+ femmes\)"),
    (6, 9, "secret", "« secret » ; attendu un nombre entier d'habitants"),
    (4, 8, "Messieurs", "sans bloc « Hommes »"),
    (5, 9, "20 à 29 ans", "la tranche d'âge « 20-39 »"),
])
def test_a_pyramid_that_does_not_stand(line: int, column: int, value: object, match: str, tmp_path: Path) -> None:
    rows = pyramid_rows(CLASSES, {"01": ([10, 20, 30, 40, 50], [20, 30, 40, 40, 50])})
    rows[line - 1][column] = value
    with pytest.raises(SourceFileError, match=match):
        read("population_age_classes_dep", workbook(tmp_path, "2023", rows))


def test_an_occupation_without_a_row_is_zero(tmp_path: Path) -> None:
    path = parquet(tmp_path, [("01001", "7", 30.0), ("01001", "_T", 30.0), ("2A004", "1", 5.0), ("2A004", "_T", 5.0)])
    found = read("occupation_15_plus_2022", path).set_index(["code", "occupation"])["inhabitants_15_plus"]
    assert len(found) == 2 * 9
    assert found["2A004", "7"] == 0 and found["01001", "7"] == 30


@pytest.mark.parametrize(("rows", "match"), [
    ([("01001", "7", 30.0)], "sans ligne « _T »"),
    ([("01001", "_T", -1.0)], "au moins égal à 0"),
    ([("1001", "_T", 1.0)], "code de la forme"),
    ([("01001", "8", 1.0)], "colonne « code_csp »"),
    ([("01001", "_T", 1.0), ("01001", "_T", 1.0)], "doublon"),
])
def test_occupations_that_cannot_be(rows: list, match: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=match):
        read("occupation_15_plus_2022", parquet(tmp_path, rows))


def test_a_truncated_parquet(tmp_path: Path) -> None:
    path = parquet(tmp_path, [("01001", "_T", 1.0)])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceFileError, match="Parquet complet"):
        read("occupation_15_plus_2022", path)


LAYERS = {"contours_communes": "01001", "contours_communes_detail": "2A004", "contours_arrondissements": "75101",
          "contours_epci": "200070233", "contours_departements": "01", "contours_regions": "01"}


@pytest.mark.parametrize(("key", "code"), LAYERS.items())
@pytest.mark.parametrize("name", ["couche.geojson", "couche.geojson.gz"])
def test_a_layer_of_contours(key: str, code: str, name: str, tmp_path: Path) -> None:
    layer = read(key, geojson(tmp_path, [({"code": code, "nom": "L'Île"}, SQUARE)], name))
    assert layer.crs.to_epsg() == 4326
    assert layer[["code", "name"]].to_numpy().tolist() == [[code, "L'Île"]]
    assert shapely.area(layer.geometry).tolist() == [1.0]
    assert layer.attrs["repaired"] == 0


def test_a_contour_that_crosses_itself_is_repaired_and_counted(tmp_path: Path) -> None:
    layer = read("contours_communes", geojson(tmp_path, [({"code": "01001", "nom": "A"}, SQUARE),
                                                         ({"code": "01002", "nom": "B"}, BOW_TIE)]))
    assert layer.attrs["repaired"] == 1
    assert layer.is_valid.all()
    assert shapely.area(layer.geometry).tolist() == pytest.approx([1.0, 0.5])  # two triangles of 1/4


PROJECTED = [[[700000.0, 6600000.0], [700001.0, 6600000.0], [700001.0, 6600001.0], [700000.0, 6600000.0]]]


@pytest.mark.parametrize(("areas", "match"), [
    ([], "aucun contour"),
    ([({"insee": "01001", "nom": "A"}, SQUARE)], "propriété « code »"),
    ([({"code": "1001", "nom": "A"}, SQUARE)], "code de la forme"),
    ([({"code": 1001, "nom": "A"}, SQUARE)], "code de la forme"),
    ([({"code": "01001", "nom": "A"}, SQUARE)] * 2, "doublon de « 01001 »"),
    ([({"code": "01001", "nom": "A"}, None), ({"code": "01002", "nom": "B"}, SQUARE)], "aucune surface"),
    ([({"code": "01001", "nom": "A"}, PROJECTED)], "coordonnées projetées"),
])
def test_a_layer_that_cannot_be(areas: list, match: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=match):
        read("contours_communes", geojson(tmp_path, areas))


@pytest.mark.parametrize(("data", "match"), [
    (b"", "vide"), (b"<html>", "page web"), (b'{"type": "FeatureCollection", "features": [', "avant sa fin"),
    (b'{"message": "not found"}', "GeoJSON lisible"),
])
def test_no_layer_at_all(data: bytes, match: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=match):
        read("contours_regions", write(tmp_path, "d.geojson.gz", data))
