"""Communes' figures, made a second time from what the readers give: loops and dictionaries, no frame arithmetic."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from cpts_analytics.indicators.facilities import TYPES

Table = Callable[[str], pd.DataFrame]
Shipped = Callable[..., pd.DataFrame]
Row = dict[str, Any]
Figures = dict[tuple[str, str, str], Row]  # by indicator, code, period

PLACES = {"Bourgoin-Jallieu": "38053", "Montaigu-Vendée": "85146", "L'Abergement": "01001", "Paris 13e": "75113",
          "Marseille 8e": "13208", "Ajaccio": "2A004", "Saint-Denis": "97411", "Fort-de-France": "97209",
          "Beaumont-en-Verdunois": "55039", "Lyon 3e": "69383"}
CITIES = {"751": "75056", "132": "13055", "693": "69123"}


@pytest.fixture(scope="module")
def today(real_table: Table) -> dict[str, str]:
    """Code of the past → code of 2025; arrondissements municipaux stay what they are."""
    table, cog = real_table("former_codes"), real_table("cog_communes")
    valid = set(cog.loc[cog["type"].isin(["COM", "ARM"]), "code"])
    return {old: new for old, new in zip(table["former_code"], table["code"], strict=True) if old not in valid}


@pytest.fixture(scope="module")
def of_commune(real_table: Table, today: dict[str, str]) -> Callable[[str], dict[str, list[Row]]]:
    """``of_commune(source)``: code of 2025 → the source's rows that make it up (several after a merger)."""
    made: dict[str, dict[str, list[Row]]] = {}

    def rows(source: str) -> dict[str, list[Row]]:
        if source not in made:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in real_table(source).to_dict("records"):
                found[today.get(row["code"], row["code"])].append(row)
            made[source] = found
        return made[source]

    return rows


Rows = Callable[[str], dict[str, list[Row]]]


@pytest.fixture(scope="module")
def merged(of_commune: Rows) -> list[str]:
    """Communes that have merged since the file of 2024 was made."""
    return [code for code, rows in of_commune("comparateur_communes").items() if len(rows) > 1]


def places(merged: list[str]) -> Iterator[str]:
    yield from PLACES.values()
    yield from merged


@pytest.fixture(scope="module")
def figures(shipped: Shipped, merged: list[str]) -> Figures:
    """Shipped rows of the communes that are looked at, and of all communes for the indicators that rank them."""
    few, everywhere = list(places(merged)), ["inhabitants_without_pharmacy", "inhabitants_below_2_5", "median_income",
                                             "share_lowest_tenth_apl_gp", "deprived_fifth_share", "poverty_rate"]
    found = shipped("SELECT indicator, area, period, numerator, denominator, status FROM figures "
                    "WHERE level IN ('commune', 'arrondissement_municipal') AND breakdown = '' "
                    "AND (area IN (SELECT unnest(?)) OR indicator IN (SELECT unnest(?)))", few, everywhere)
    return {row[:3]: {"numerator": row[3], "denominator": row[4], "status": row[5]}
            for row in found.itertuples(index=False, name=None)}


def test_there_are_mergers_to_look_at(merged: list[str]) -> None:
    assert len(merged) > 10


def test_counts_of_the_census_and_of_the_civil_register(figures: Figures, of_commune: Rows, merged: list[str]) -> None:
    table = of_commune("comparateur_communes")
    for code in places(merged):
        rows = table[code]
        for key, period, column in (("births", "2022", "births_2022"), ("deaths", "2022", "deaths_2022"),
                                    ("area_km2", "2024", "area_km2")):
            assert figures[key, code, period]["numerator"] == pytest.approx(sum(row[column] for row in rows)), (key, code)
        for key, period, top, bottom in (
                ("birth_rate", "2021/2022", "births_2022", "population_2021"),
                ("unemployment_rate", "2021", "unemployed_15_64_2021", "active_15_64_2021"),
                ("population_growth", "2015/2021", "population_2021", "population_2015"),
                ("share_15_64", "2021", "inhabitants_15_64_2021", "population_2021")):
            found, below = figures[key, code, period], sum(row[bottom] for row in rows)
            if below == 0:
                assert found["status"] == "not_applicable", (key, code)
                continue
            above = sum(row[top] for row in rows)
            assert (found["numerator"], found["denominator"]) == pytest.approx((above, below)), (key, code)


def test_places_of_the_32_types(figures: Figures, of_commune: Rows, merged: list[str]) -> None:
    table = of_commune("bpe_2024")
    for code in places(merged):
        for kind in TYPES:
            expected = sum(row["facilities_count"] for row in table.get(code, []) if row["facility_type"] == kind.code)
            found = figures[f"count_{kind.slug}", code, "2024"]
            assert (found["numerator"], found["status"]) == (expected, "ok"), (kind.slug, code)


def test_inhabitants_without_a_pharmacy(figures: Figures, of_commune: Rows) -> None:
    with_one = {code for code, rows in of_commune("bpe_2024").items() if any(row["facility_type"] == "D307" for row in rows)}
    total = 0.0
    for code, rows in of_commune("legal_population_2023").items():
        without = 0 if code in with_one else sum(row["municipal_population"] for row in rows)
        assert figures["inhabitants_without_pharmacy", code, "2023/2024"]["numerator"] == without, code
        total += without
    assert 10e6 < total < 15e6


def test_apl_of_communes_is_weighted_by_standardised_inhabitants(figures: Figures, of_commune: Rows,
                                                                 merged: list[str]) -> None:
    table = of_commune("apl_gp")
    assert any(len(table[code]) > 2 for code in merged)
    for code in (code for code in places(merged) if code in table):
        for year in (2022, 2023):
            rows = [row for row in table[code] if row["year"] == year]
            if not rows:
                continue
            top = sum(row["apl"] * row["standardised_population"] for row in rows)
            found = figures["apl_gp", code, str(year)]
            assert found["numerator"] == pytest.approx(top, rel=1e-6)
            assert found["denominator"] == pytest.approx(sum(row["standardised_population"] for row in rows))
            older = sum((row["apl"] - row["apl_under_65"]) * row["standardised_population"] for row in rows)
            share = figures["gp_over_65_share", code, str(year)]
            if top:
                assert share["numerator"] == pytest.approx(max(older, 0), abs=1e-5 * top)


@pytest.mark.parametrize("year", [2022, 2023])
def test_who_lives_below_2_5_and_in_the_lowest_tenth(figures: Figures, of_commune: Rows, year: int) -> None:
    apl: dict[str, tuple[float, float]] = {}  # code → APL, inhabitants
    for code, rows in of_commune("apl_gp").items():
        kept = [row for row in rows if row["year"] == year]
        weight = sum(row["standardised_population"] for row in kept)
        if kept:
            mean = sum(row["apl"] * row["standardised_population"] for row in kept) / weight if weight else math.nan
            apl[code] = (mean, sum(row["total_population"] for row in kept))
    everybody = sum(people for _, people in apl.values())
    limit, below = 0.0, 0.0
    for value, people in sorted(pair for pair in apl.values() if not math.isnan(pair[0])):
        if below >= 0.1 * everybody:
            break
        limit, below = value, below + people
    for code, (value, people) in apl.items():
        if people == 0 or math.isnan(value):
            continue
        assert figures["inhabitants_below_2_5", code, str(year)]["numerator"] == (people if value < 2.5 else 0), code
        assert figures["share_lowest_tenth_apl_gp", code, str(year)]["numerator"] == (people if value <= limit else 0), code


def test_the_most_deprived_fifth_holds_a_fifth(figures: Figures, of_commune: Rows) -> None:
    people = {code: sum(row["municipal_population"] for row in rows)
              for code, rows in of_commune("legal_population_2023").items()}
    index: dict[float, list[str]] = defaultdict(list)
    for code, rows in of_commune("fedi_2021").items():
        values = [row["fedi"] for row in rows]  # several after a merger: their plain mean
        if code in people and not any(map(math.isnan, values)):
            index[round(sum(values) / len(values), 9)].append(code)
    total = sum(people[code] for codes in index.values() for code in codes)
    passed, deprived = 0.0, 0.0
    for value in sorted(index):
        here = sum(people[code] for code in index[value])
        inside = passed + here / 2 > 0.8 * total  # the middle inhabitant of these communes
        for code in index[value]:
            found = figures["deprived_fifth_share", code, "2021/2023"]
            if people[code]:
                assert found["numerator"] == (people[code] if inside else 0), code
        deprived += here if inside else 0
        passed += here
    assert deprived / total == pytest.approx(0.2, abs=0.002)


def test_older_people_and_occupations(figures: Figures, of_commune: Rows) -> None:
    latest, before = of_commune("legal_population_2023"), of_commune("comparateur_communes")
    aged, occupied = of_commune("share_75_plus_2022"), of_commune("occupation_15_plus_2022")
    for code in ("38053", "85146", "01001", "2A004", "97411", "97209"):
        middle = (latest[code][0]["municipal_population"] + before[code][0]["population_2021"]) / 2
        found = figures["share_75_plus", code, "2022"]
        assert found["denominator"] == middle
        assert found["numerator"] == pytest.approx(aged[code][0]["share_75_plus_pct"] / 100 * middle)
        people = {row["occupation"]: row["inhabitants_15_plus"] for row in occupied[code]}
        retired = figures["share_retired", code, "2022"]
        assert (retired["numerator"], retired["denominator"]) == pytest.approx((people["7"], people["_T"]))
        assert figures["share_under_15", code, "2022"]["numerator"] == pytest.approx(middle - people["_T"], abs=1e-5)


def test_income_and_poverty(figures: Figures, of_commune: Rows) -> None:
    hidden = 0
    for code, rows in of_commune("filosofi_communes_2021").items():
        if len(rows) > 1 or ("median_income", code, "2021") not in figures:
            continue
        row, income, poverty = rows[0], figures["median_income", code, "2021"], figures["poverty_rate", code, "2021"]
        assert income["status"] == row["median_income_eur_status"], code
        if income["status"] == "ok":
            assert income["numerator"] == row["median_income_eur"]
        if poverty["status"] == "ok":
            assert poverty["numerator"] == pytest.approx(row["poverty_rate_pct"] * row["fiscal_persons_count"])
        hidden += poverty["status"] == "suppressed"
    assert hidden > 30_000


def test_liberal_professionals_and_c2s_are_as_published(real_table: Table, shipped: Shipped) -> None:
    found = {(row["indicator"], row["level"], row["area"]): row["numerator"] for row in shipped(
        "SELECT indicator, level, area, numerator FROM figures WHERE indicator LIKE 'liberal_%'").to_dict("records")}
    published = real_table("cnam_liberal_2024").to_dict("records")
    assert len(found) == 2 * len(published)
    for row in published:
        place = (row["level"], row["area"])
        assert found[f"liberal_{row['profession']}", *place] == row["headcount"]
        assert found[f"liberal_density_{row['profession']}", *place] == pytest.approx(row["density_per_100k"])
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in real_table("c2s_monthly").to_dict("records"):
        sums[row["departement_code"], row["month"]] += row["persons"]
        sums["FR", row["month"]] += row["persons"]
    shown = shipped("SELECT area, period, numerator FROM figures WHERE indicator = 'c2s_beneficiaries' "
                    "AND level IN ('departement', 'france')").to_dict("records")
    assert len(shown) == len(sums)
    for row in shown:
        assert row["numerator"] == pytest.approx(sums[row["area"], row["period"]], abs=1e-5)


def test_establishments_are_in_their_communes(real_table: Table, shipped: Shipped) -> None:
    """Every EHPAD counts once, but those that fall outside all outlines; none is in a hole of the directory."""
    homes = real_table("cnsa_elderly_2025")
    homes = homes[homes["kind"] == "ehpad"]
    sums = shipped("SELECT indicator, level, sum(numerator) AS n FROM figures WHERE indicator IN ('count_ehpad', 'places_ehpad') "
                   "GROUP BY ALL").set_index(["indicator", "level"])["n"]
    assert len(homes) - 10 <= sums["count_ehpad", "france"] <= len(homes)
    assert sums["places_ehpad", "france"] == pytest.approx(homes["capacity"].sum(), rel=0.002)
    mayotte = shipped("SELECT DISTINCT status FROM figures JOIN communes ON code = area WHERE departement_code = '976' "
                      "AND figures.level = 'commune' AND indicator IN ('count_ehpad', 'places_ehpad', 'rate_places_ehpad')")
    assert mayotte["status"].tolist() == ["not_published"]
