"""Like territories: by hand, then against a naive second implementation of the rules."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.errors import TerritoryError
from cpts_analytics.model import Level
from cpts_analytics.territory import Geography, like_territories, normalise, of_codes

COUNT = 30


def country() -> Geography:
    """Thirty communes 01001 … 01030. Each is an EPCI; two by two they are a bassin de vie."""
    codes = [f"01{number:03d}" for number in range(1, COUNT + 1)]
    communes = pd.DataFrame({
        "code": codes, "level": "commune", "name": [f"Lieu {code}" for code in codes], "parent_code": "",
        "departement_code": "01", "region_code": "84", "epci_code": [f"2000{code}" for code in codes],
        "bassin_de_vie_code": [codes[row - row % 2] for row in range(COUNT)], "density_class": 5, "population": 1000.0,
        "population_year": 2023, "area_km2": 10.0, "lon": 5.0, "lat": 46.0})
    epcis = pd.DataFrame({"level": "epci", "code": communes["epci_code"], "name": communes["name"]})
    basins = pd.DataFrame({"level": "bassin_de_vie", "code": codes[::2],
                           "name": [f"Bassin {code}" for code in codes[::2]]})
    areas = pd.concat([epcis, basins], ignore_index=True).assign(of_name="", full_name="", population=1000.0,
                                                                 communes_count=1)
    aliases = communes[["name", "code"]].assign(kind="commune", search_name=communes["name"].map(normalise))
    return Geography.of(communes=communes, areas=areas, aliases=aliases,
                        touching=pd.DataFrame({"code": [], "neighbour": []}, dtype="str"),
                        former_codes=pd.DataFrame({"former_code": [], "code": []}, dtype="str"))


GEOGRAPHY = country()
TERRITORY = of_codes(["01001"], GEOGRAPHY)
TARGET = {"population": 1000.0, "rural_pct": 50.0, "aged_75_pct": 10.0, "fedi_pct": 20.0, "median_income": 22_000.0}


def frame(rows: dict[tuple[str, str], dict[str, float]]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(rows, names=["level", "code"])
    return pd.DataFrame(list(rows.values()), index=index)


def values(**changed: float) -> dict[str, float]:
    return TARGET | changed


def test_candidates_have_half_to_twice_the_inhabitants():
    variables = frame({("epci", f"200001{number:03d}"): values(population=population, rural_pct=50.0 + number)
                       for number, population in ((2, 499), (3, 500), (4, 1000), (5, 2000), (6, 2001))})
    found = like_territories(TERRITORY, GEOGRAPHY, variables, TARGET)
    assert found.candidates_count == 3
    assert {like.code for like in found.chosen} == {"200001003", "200001004", "200001005"}


def test_the_nearest_come_first_and_ties_go_by_code():
    variables = frame({("epci", "200001009"): values(rural_pct=60.0), ("epci", "200001008"): values(rural_pct=40.0),
                       ("epci", "200001007"): values(rural_pct=50.0), ("epci", "200001006"): values(rural_pct=90.0)})
    found = like_territories(TERRITORY, GEOGRAPHY, variables, TARGET)
    assert [like.code[-3:] for like in found.chosen] == ["007", "008", "009", "006"]
    assert found.chosen[0].distance == 0
    # rural share 60, 40, 50, 90: mean 60, standard deviation √350; 10 points are 10/√350 of it
    assert found.chosen[1].distance == pytest.approx(10 / math.sqrt(350))
    assert found.variables_used == ("rural_pct",)  # the others do not vary
    assert set(found.dropped) == {"population", "aged_75_pct", "fedi_pct"}


def test_none_shares_a_commune_with_the_territory_or_another_chosen_one():
    variables = frame({("epci", "200001001"): values(rural_pct=50.0),  # the territory itself
                       ("bassin_de_vie", "01001"): values(rural_pct=51.0),  # holds the territory
                       ("bassin_de_vie", "01003"): values(rural_pct=52.0),
                       ("epci", "200001004"): values(rural_pct=53.0),  # in the bassin just chosen
                       ("epci", "200001005"): values(rural_pct=54.0)})
    found = like_territories(TERRITORY, GEOGRAPHY, variables, TARGET)
    assert [(like.level, like.code) for like in found.chosen] == [(Level.BASSIN_DE_VIE, "01003"),
                                                                  (Level.EPCI, "200001005")]
    assert found.chosen[0].name == "Bassin 01003"


def test_income_stands_in_where_the_territory_has_no_deprivation_index():
    rows = {("epci", f"200001{number:03d}"): values(fedi_pct=np.nan, median_income=20_000.0 + 100 * number)
            for number in range(2, 8)}
    found = like_territories(TERRITORY, GEOGRAPHY, frame(rows), TARGET | {"fedi_pct": np.nan})
    assert found.variables_used == ("median_income",)
    assert len(found.chosen) == 6


def test_candidates_without_a_variable_in_use_are_left_out_and_said():
    rows = {("epci", f"200001{number:03d}"): values(rural_pct=float(number)) for number in range(2, 8)}
    rows[("epci", "200001003")]["fedi_pct"] = np.nan
    found = like_territories(TERRITORY, GEOGRAPHY, frame(rows), TARGET)
    assert found.left_out == ((Level.EPCI, "200001003"),)
    assert "200001003" not in {like.code for like in found.chosen}


def test_without_candidates_none_is_chosen():
    found = like_territories(TERRITORY, GEOGRAPHY, frame({("epci", "200001002"): values(population=10.0)}), TARGET)
    assert found.chosen == () and found.candidates_count == 0


def test_candidates_that_nothing_tells_apart_are_not_chosen_from():
    found = like_territories(TERRITORY, GEOGRAPHY, frame({("epci", "200001002"): values()}), TARGET)
    assert found.chosen == () and found.candidates_count == 1


def test_a_territory_without_inhabitants_has_no_likes():
    with pytest.raises(TerritoryError, match="population"):
        like_territories(TERRITORY, GEOGRAPHY, frame({("epci", "200001002"): values()}), {"population": float("nan")})


def naive(rows: dict[tuple[str, str], dict[str, float]]) -> list[tuple[str, str]]:
    """The rules of ``domain/indicators`` one after the other, with nothing but lists."""
    candidates = {key: [math.log(row["population"]), row["rural_pct"], row["aged_75_pct"], row["fedi_pct"]]
                  for key, row in rows.items() if 500 <= row["population"] <= 2000}
    here = [math.log(1000), 50.0, 10.0, 20.0]
    spreads = [statistics.pstdev(column) for column in zip(*candidates.values(), strict=True)]

    def distance(key: tuple[str, str]) -> float:
        terms = [((value - own) / spread) ** 2
                 for value, own, spread in zip(candidates[key], here, spreads, strict=True) if spread > 1e-9]
        return round(math.sqrt(sum(terms)), 9)

    def communes(key: tuple[str, str]) -> set[str]:
        column = {"epci": "epci_code", "bassin_de_vie": "bassin_de_vie_code"}[key[0]]
        return set(GEOGRAPHY.communes.index[GEOGRAPHY.communes[column] == key[1]])

    chosen, taken = [], {"01001"}
    if max(spreads, default=0) < 1e-9:
        return []
    for key in sorted(candidates, key=lambda key: (distance(key), key[1], key[0])):
        if len(chosen) < 10 and not taken & communes(key):
            chosen.append(key)
            taken |= communes(key)
    return chosen


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_the_chosen_are_those_of_the_naive_way(random):
    keys = list(GEOGRAPHY.areas.index)
    rows = {key: {"population": random.choice([400, 700, 1000, 1900, 2500]), "rural_pct": random.randint(0, 100) / 1,
                  "aged_75_pct": random.randint(5, 20) / 1, "fedi_pct": random.randint(0, 60) / 1,
                  "median_income": 20_000.0} for key in keys}
    found = like_territories(TERRITORY, GEOGRAPHY, frame(rows), TARGET)
    assert [(like.level.value, like.code) for like in found.chosen] == naive(rows)
    assert len(found.chosen) <= 10
