"""The published files of population: totals that INSEE publishes, and known absences."""

from __future__ import annotations

import pandas as pd
import pytest

PARTS = {"75056": "751", "69123": "693", "13055": "132"}


def populations_by_commune(real_table) -> pd.Series:
    """Municipal population 2023 by commune: arrondissements added up by hand, Mayotte absent."""
    table = real_table("legal_population_2023").set_index("code")["municipal_population"]
    arms = real_table("cog_communes")
    arms = arms[arms["type"] == "ARM"].set_index("code")["parent_code"]
    return table.groupby(lambda code: arms.get(code, code)).sum()


def test_legal_population_of_france_without_mayotte(real_table) -> None:
    table = real_table("legal_population_2023").set_index("code")
    assert table["municipal_population"].sum() == 68_094_280
    assert table.loc[["38053", "85146"], "municipal_population"].tolist() == [30_151, 21_134]
    assert table.loc["97105", ["region_code", "departement_code"]].tolist() == ["01", "971"]
    assert not set(PARTS) & set(table.index)
    assert [sum(table.index.str.startswith(start)) for start in ("751", "6938", "132")] == [20, 9, 16]


def test_legal_population_covers_all_communes_but_mayotte(real_table) -> None:
    cog = real_table("cog_communes")
    absent = set(cog.loc[cog["type"] == "COM", "code"]) - set(populations_by_commune(real_table).index)
    assert absent == set(real_table("legal_population_mayotte_2017")["code"])


def test_legal_population_of_mayotte(real_table) -> None:
    table = real_table("legal_population_mayotte_2017").set_index("code")
    assert len(table) == 17
    assert table["municipal_population"].sum() == 256_518
    assert table.loc["97611", "municipal_population"] == 71_437


def test_share_aged_75_and_over_weighs_as_published(real_table) -> None:
    shares = real_table("share_75_plus_2022").set_index("code")["share_75_plus_pct"]
    weights = populations_by_commune(real_table)
    assert len(shares) == 34_848
    absent = set(weights.index) - set(shares.index)
    assert absent == {"15031", "15035", "15047", "15171", "55039", "55050", "55139", "55189", "55239", "55307"}
    weights = weights.loc[shares.index]
    assert 9.8 <= (shares * weights).sum() / weights.sum() <= 9.9


def test_occupations_add_up_to_the_population_aged_15_and_over(real_table) -> None:
    wide = real_table("occupation_15_plus_2022").pivot(index="code", columns="occupation",
                                                       values="inhabitants_15_plus")
    assert len(wide) == 34_844
    assert wide["_T"].sum() == pytest.approx(56.02e6, abs=0.01e6)
    assert not wide.isna().any().any()
    assert (wide.drop(columns="_T").sum(axis=1) - wide["_T"]).abs().max() <= 3  # each is rounded
    assert set(PARTS) <= set(wide.index)


def test_comparator_has_one_row_a_commune_or_arrondissement(real_table) -> None:
    table = real_table("comparateur_communes")
    assert table["code"].is_unique
    assert table["type"].value_counts().to_dict() == {"COM": 34_931, "ARM": 45}
    assert not set(PARTS) & set(table["code"])


def test_comparator_without_mayotte_s_census_but_with_its_births(real_table) -> None:
    table = real_table("comparateur_communes")
    mayotte = table[table["departement_code"] == "976"]
    census = [name for name in table.columns if name.endswith("_2021_status") or name == "population_2015_status"]
    assert len(census) == 6
    assert (mayotte[census] == "not_published").all().all()
    assert (table.loc[table["departement_code"] != "976", census] == "ok").all().all()
    assert mayotte["births_2022"].sum() > 10_000
    assert (table[["births_2022_status", "deaths_2022_status"]] == "ok").all().all()


def test_population_by_age_and_sex_adds_up_to_france(real_table) -> None:
    table = real_table("population_age_sex_dep_2021")
    assert table["departement_code"].nunique() == 101
    assert len(table) == 101 * 2 * 20
    assert table.groupby("sex")["population"].sum().to_dict() == {"F": 34_846_941, "M": 32_560_300}
    ain = table[(table["departement_code"] == "01") & (table["age"] == "5-9")]
    assert ain.set_index("sex")["population"].to_dict() == {"F": 21_495, "M": 22_919}
    correze = table[(table["departement_code"] == "19") & (table["age"] == "65-69")]
    assert correze["population"].sum() == 17_901


def test_population_by_age_classes_adds_up_to_france(real_table) -> None:
    table = real_table("population_age_classes_dep")
    assert len(table) == 101 * 2 * 5
    assert table["population"].sum() == 68_042_591
    assert table.loc[table["age"] == "75+", "population"].sum() == 6_849_764
    assert table[table["departement_code"] == "976"]["population"].sum() == 310_022
