"""Communes, EPCI, bassins de vie, départements, régions and France tell one story."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.figures import Question, table
from cpts_analytics.model import Aggregation, Level, Role
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve

Shipped = Callable[..., pd.DataFrame]

SUMS = [key for key, record in indicators.registry().items() if record.aggregation is Aggregation.SUM]
SUMMABLE = [key for key, record in indicators.registry().items() if record.aggregation in (
    Aggregation.SUM, Aggregation.RATIO, Aggregation.WEIGHTED_MEAN, Aggregation.COMPOUND_GROWTH)]
GROUPS = {Level.EPCI: "epci_code", Level.BASSIN_DE_VIE: "bassin_de_vie_code", Level.DEPARTEMENT: "departement_code",
          Level.REGION: "region_code", Level.FRANCE: "'FR'"}
VALUED = "status IN ('ok', 'estimated', 'partial')"


@pytest.mark.parametrize("level", GROUPS)
def test_sums_of_communes_are_the_figures_of_every_level(shipped: Shipped, level: Level) -> None:
    """Numerators, denominators and communes covered, of every indicator that adds up, every area and period."""
    label = GROUPS[level]
    rows = shipped(f"""
        WITH made AS (
            SELECT indicator, period, breakdown, {label} AS area,
                   sum(CASE WHEN {VALUED} THEN numerator ELSE 0 END) AS n,
                   sum(CASE WHEN {VALUED} THEN coalesce(denominator, 0) ELSE 0 END) AS d,
                   count(*) FILTER ({VALUED} OR status = 'not_applicable') AS covered
            FROM figures JOIN communes ON communes.code = figures.area
            WHERE figures.level = 'commune' AND indicator IN (SELECT unnest(?)) GROUP BY ALL)
        SELECT made.*, grouped.numerator, coalesce(grouped.denominator, 0) AS denominator, coverage_communes
        FROM figures AS grouped JOIN made USING (indicator, period, breakdown, area)
        WHERE grouped.level = ? AND coverage_communes IS NOT NULL""", SUMMABLE, level.value)
    assert len(rows) >= 100 * (1 if level is Level.FRANCE else 18)
    assert set(rows["indicator"]) >= {"population", "count_gp", "density_gp", "apl_gp"}
    for made, held in (("n", "numerator"), ("d", "denominator")):
        close = np.isclose(rows[made], rows[held], rtol=1e-9, atol=2e-3)  # numbers are shipped with 6 decimals
        assert close.all(), rows[~close].head()
    assert (rows["covered"] == rows["coverage_communes"]).all()


def test_arrondissements_add_up_to_their_city(shipped: Shipped) -> None:
    """Paris, Lyon and Marseille stand once as communes; their parts give the same sum."""
    rows = shipped(f"""
        SELECT city.indicator, city.period, city.breakdown, city.area, city.numerator AS whole,
               sum(quarter.numerator) AS parts, count(*) AS n
        FROM figures AS city JOIN communes ON communes.parent_code = city.area
        JOIN figures AS quarter ON quarter.area = communes.code AND quarter.indicator = city.indicator
             AND quarter.period = city.period AND quarter.breakdown = city.breakdown
        WHERE city.level = 'commune' AND city.indicator IN (SELECT unnest(?)) AND quarter.{VALUED} AND city.{VALUED}
        GROUP BY ALL""", SUMS)
    assert set(rows["area"]) == {"75056", "13055", "69123"}
    assert set(rows["n"]) == {20, 16, 9}
    assert {"population", "count_gp", "inhabitants_below_2_5", "places_ehpad", "births"} <= set(rows["indicator"])
    assert np.allclose(rows["whole"], rows["parts"])


def test_every_commune_counts_once_in_france(shipped: Shipped) -> None:
    people = shipped("SELECT level, sum(numerator) AS n FROM figures WHERE indicator = 'population' GROUP BY level")
    sums = people.set_index("level")["n"]
    assert sums["commune"] == sums["france"] == sums["departement"] == sums["region"] == 68_094_280
    assert sums["arrondissement_municipal"] == shipped(
        "SELECT sum(population) AS n FROM communes WHERE code IN ('75056', '13055', '69123')")["n"].item()
    assert sums["epci"] < sums["france"]  # a few islands belong to no EPCI


@pytest.mark.parametrize("spec", ["departement:38", "departement:2A", "departement:976", "departement:55", "region:94",
                                  "bassin-de-vie:38053", "epci:243800604", "france"])
def test_a_territory_that_is_an_area_has_the_figures_of_that_area(store: Store, geography: Geography, shipped: Shipped,
                                                                  spec: str) -> None:
    territory = resolve(spec, geography)
    own = table(store, territory, Question(year="all")).set_index(["indicator", "period", "breakdown"]).sort_index()
    word, _, code = spec.partition(":")
    rows = shipped("SELECT indicator, period, breakdown, numerator, denominator, status, coverage_communes, coverage_population "
                   "FROM figures WHERE level = ? AND area = ? AND coverage_communes IS NOT NULL "
                   "AND breakdown NOT LIKE 'setting=%'",  # one end of a range: shown as its interval
                   word.replace("-", "_"), code or "FR").set_index(["indicator", "period", "breakdown"]).sort_index()
    assert len(rows) > 100
    beside = own.loc[rows.index]
    assert (beside["status"] == rows["status"]).all()
    assert (beside["coverage_communes"] == rows["coverage_communes"]).all()
    shown = rows["status"].isin(["ok", "estimated", "partial"])
    assert np.allclose(beside["numerator"][shown], rows["numerator"][shown], rtol=1e-9, atol=2e-3)
    share = 100 * rows["coverage_population"] / geography.population(territory.members)
    assert np.allclose(beside["coverage_population_pct"], share)
    assert beside["value"][~shown].isna().all()


@pytest.mark.parametrize("spec", ["departement:38", "departement:2A", "departement:55"])
def test_a_whole_departement_reads_like_its_own_line_and_has_no_rest(store: Store, geography: Geography, spec: str) -> None:
    rows = table(store, resolve(spec, geography), Question(comparators=True))
    keys = ["indicator", "period", "breakdown"]
    own = rows[rows["role"] == Role.TERRITORY].set_index(keys)
    line = rows[(rows["role"] == Role.DEPARTEMENT)].set_index(keys)
    summable = [key for key in line.index if key[0] in SUMMABLE and Level.TERRITORY in indicators.registry()[key[0]].levels]
    for column in ("status", "coverage_communes", "total_communes", "unit"):
        assert (own.loc[summable, column] == line.loc[summable, column]).all(), column
    for column in ("value", "numerator", "denominator", "lower", "upper", "coverage_population_pct"):
        assert np.allclose(own.loc[summable, column].astype(float), line.loc[summable, column].astype(float), equal_nan=True,
                           rtol=1e-9, atol=1e-5), column
    rests = rows[rows["role"] == Role.REST]
    assert len(rests) and set(rests["status"]) == {"not_applicable"}
    assert rests["value"].isna().all() and rests["numerator"].isna().all()


@pytest.mark.parametrize("spec", ["epci:243800604", "epci:200077014", "communes:55039,55545", "communes:69381,69382",
                                  "epci:242010056"])
def test_the_territory_and_the_rest_add_up_to_the_departement(store: Store, geography: Geography, spec: str) -> None:
    territory = resolve(spec, geography)
    rows = table(store, territory, Question(comparators=True))
    registry = indicators.registry()
    for code in geography.departements(territory.members):
        inside = [member for member in territory.members if geography.departement(member) == code]
        part = resolve("communes:" + ",".join(inside), geography)
        own = table(store, part, Question()).set_index(["indicator", "breakdown"])
        rest = rows[(rows["role"] == Role.REST) & (rows["area"] == code)].set_index(["indicator", "breakdown"])
        line = rows[(rows["role"] == Role.DEPARTEMENT) & (rows["area"] == code)].set_index(["indicator", "breakdown"])
        checked = 0
        for key in rest.index:
            if not all(frame.at[key, "status"] in ("ok", "estimated", "partial") for frame in (own, rest, line)):
                continue
            for column in ("numerator", "denominator"):
                if column == "denominator" and registry[key[0]].aggregation is Aggregation.SUM:
                    continue
                assert own.at[key, column] + rest.at[key, column] == pytest.approx(line.at[key, column]), (key, column)
            checked += 1
        assert checked > 60
