"""Ages by commune: the known margins are met, what is not known is said, and plain loops find the same people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.indicators import age_structure as family
from cpts_analytics.indicators._age_structure import CENSUS_BANDS, age_structure, from_census, reconciled
from cpts_analytics.indicators._ages import BANDS, GROUPS, band_of, by_band
from tests.indicators import needs_world as world

RECORD = family.INDICATORS[0]


@pytest.mark.parametrize(("age", "band"), [("0-4", "0-14"), ("10-14", "0-14"), ("15-19", "15-34"), ("30-34", "15-34"),
                                           ("35-39", "35-54"), ("60-64", "55-64"), ("70-74", "65-74"), ("95+", "75+")])
def test_each_five_years_fall_into_their_band(age, band):
    assert band_of(age, BANDS) == band


def test_groups_worked_out_by_hand():
    made = age_structure(world.inputs()).groups
    # 01001: 1000 people, 100 aged 75+, 200 children, 600 of 15 to 64, and 800 − 600 − 100 = 100 of 65 to 74.
    assert made.loc["01001"].tolist() == pytest.approx([200, 600, 100, 100])
    assert made.loc["01002"].tolist() == pytest.approx([50, 300, 50, 100])
    # 01003: −10 children are none; 150 and 60 share the 200 inhabitants.
    assert made.loc["01003"].tolist() == pytest.approx([0, 200 * 150 / 210, 200 * 60 / 210, 0])


def test_where_only_the_inhabitants_are_known_the_departement_gives_the_ages():
    made = age_structure(world.inputs())
    of_it = world.seed().query("departement_code == '38'")
    for sex, age, people in of_it[["sex", "age", "population"]].itertuples(index=False):
        assert made.cells.loc["38002", (sex, age)] == pytest.approx(40 * people / of_it["population"].sum())
    assert made.method["38002"] == "structure d'âge du département"
    assert made.method["01001"] == ""
    assert made.cells.loc["38003"].sum() == 0


def test_plain_loops_find_the_same_people():
    made = age_structure(world.inputs())
    seed = {(row.departement_code, row.sex, row.age): row.population for row in world.seed().itertuples()}
    limits = {"0-14": (0, 15), "15-64": (15, 65), "65-74": (65, 75), "75+": (75, 200)}
    for code in ("01001", "01002", "38001", "97102"):
        departement, _, _, people, share, adults, active = world.COMMUNES[code]
        margins = {"0-14": people - adults, "15-64": active, "75+": people * share / 100}
        margins["65-74"] = people - sum(margins.values())
        for group, (low, high) in limits.items():
            cells = {(sex, age): seed[departement, sex, age] for sex in "FM" for age in world.AGES
                     if low <= int(age.split("-")[0].rstrip("+")) < high}
            for (sex, age), weight in cells.items():
                expected = margins[group] * weight / sum(cells.values())
                assert made.cells.loc[code, (sex, age)] == pytest.approx(expected)


def test_rows_keep_each_communes_inhabitants():
    rows = family.compute(world.inputs(), RECORD)
    assert set(rows["breakdown"]) == set(RECORD.breakdowns) and len(RECORD.breakdowns) == 40
    assert set(rows["status"]) == {"estimated"}
    sums = rows.groupby("area")["numerator"].sum()
    assert sums.to_dict() == pytest.approx({code: row[3] for code, row in world.COMMUNES.items()})
    assert rows["numerator"].min() >= 0


def test_a_departement_without_its_population_of_the_year_is_not_published():
    given = world.inputs()
    old = given["legal_population_2023"]
    gone = ("97101", "97102")
    comparator = given["comparateur_communes"].copy()
    comparator.loc[comparator["code"].isin(gone), "population_2021_status"] = "not_published"
    less = world.inputs(legal_population_2023=old[~old["code"].isin(gone)], comparateur_communes=comparator)
    made = age_structure(less)
    total = world.seed().query("departement_code == '971'")["population"].sum()
    assert made.population["97101"] == pytest.approx(total * 800 / 1100)  # for the diseases: spread by the former population
    assert not set(gone) & set(family.compute(less, RECORD)["area"])


GROUP_NUMBERS = st.lists(st.one_of(st.none(), st.floats(-50, 5000)), min_size=4, max_size=4)


@settings(deadline=None)
@given(GROUP_NUMBERS, st.floats(0, 10_000), st.lists(st.floats(0.01, 1), min_size=4, max_size=4))
def test_reconciled_groups_always_add_up_and_are_never_negative(groups, people, weights):
    known = pd.DataFrame([[np.nan if value is None else value for value in groups]], columns=list(GROUPS), index=["c"])
    shares = pd.DataFrame([np.array(weights) / sum(weights)], columns=list(GROUPS), index=["c"])
    made, incomplete = reconciled(known, pd.Series([people], index=["c"]), shares)
    assert made.to_numpy().min() >= 0
    assert made.loc["c"].sum() == pytest.approx(people, abs=1e-6)
    assert incomplete["c"] == (None in groups)
    if groups[3] is not None and 0 <= groups[3] <= people:
        assert made.loc["c", "75+"] == pytest.approx(groups[3])


def test_the_census_takes_the_place_of_the_estimate():
    exact = pd.DataFrame([{"code": "01001", "sex": sex, "age": age, "population": 25.0, "year": "2023"}
                          for sex in "FM" for age in world.AGES])
    given = world.inputs(census_age_sex=exact)
    made = age_structure(given)
    assert (made.cells.loc["01001"] == 25.0).all() and made.population["01001"] == 1000
    rows = family.compute(given, RECORD)
    assert set(rows.loc[rows["area"] == "01001", "status"]) == {"ok"}
    assert set(rows.loc[rows["area"] == "01002", "status"]) == {"estimated"}
    assert set(rows["period"]) == {"2023"}


def test_the_seven_bands_of_the_census_are_parted_like_the_departement():
    bands = ("0-14", "15-24", "25-39", "40-54", "55-64", "65-79", "80+")
    table = pd.DataFrame([{"code": "38001", "sex": sex, "age": band, "population": 70.0, "year": "2023"}
                          for sex in "FM" for band in bands])
    made = age_structure(world.inputs(census_age_sex=table))
    assert made.method["38001"] == CENSUS_BANDS
    assert made.population["38001"] == pytest.approx(14 * 70)
    # Women of 15-19 and 20-24 in the seed of 38: 20 × 22 + 3 = 443 and 20 × 21 + 4 = 424.
    assert made.cells.loc["38001", ("F", "15-19")] == pytest.approx(70 * 443 / 867)
    assert from_census(table.assign(code="99999"), made.departements, pd.Series({"38001": "38"})).empty


def test_the_arrondissements_that_the_census_knows_are_shown():
    given = world.inputs()
    quarter = given.communes.iloc[[0]].assign(code="69381", level="arrondissement_municipal", departement_code="38")
    table = pd.DataFrame([{"code": "69381", "sex": sex, "age": age, "population": 2.0, "year": "2023"}
                          for sex in "FM" for age in world.AGES])
    known = type(given)({**given.tables, "census_age_sex": table}, pd.concat([given.communes, quarter]), given.points)
    rows = family.compute(known, RECORD)
    mine = rows[rows["area"] == "69381"]
    assert mine["numerator"].sum() == 80 and set(mine["level"]) == {"arrondissement_municipal"}
    assert "69381" not in age_structure(known).population.index  # a city's people are counted once


def test_bands_of_the_diseases_hold_everybody():
    made = age_structure(world.inputs())
    assert by_band(made.cells, BANDS).sum(axis=1).to_numpy() == pytest.approx(made.population.to_numpy())


def test_every_departement_is_met_on_the_real_tables(real_needs: Callable):
    given = real_needs()
    made = given.once(age_structure)
    assert made.cells.to_numpy().min() >= 0
    people = given.population_2022.reindex(made.cells.index)
    assert np.abs(made.population - people)[people.notna()].max() < 1e-6
    share = given["share_75_plus_2022"].set_index("code")["share_75_plus_pct"]
    oldest = (share / 100 * people).reindex(share.index)
    assert np.abs(made.groups["75+"].reindex(share.index) - oldest).max() < 1e-6  # the published share, untouched
    # INSEE's own départements, a year before: within 5 % for each of the four ages.
    seeds = by_band(made.departements, GROUPS)
    ours = made.groups.groupby(given.communes.set_index("code")["departement_code"].reindex(made.groups.index)).sum()
    gap = (ours / seeds - 1).drop("976")
    assert gap[["0-14", "15-64", "65-74"]].abs().max().max() < 0.07
    assert gap.abs().mean().max() < 0.05
