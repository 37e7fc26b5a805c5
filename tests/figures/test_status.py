"""Hidden, not published, not loaded, zero and without object are told apart; nothing is averaged that must not be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.errors import IndicatorError
from cpts_analytics.figures import FIGURE_COLUMNS, Question, each_part, map_values, table
from cpts_analytics.model import Level, Role, Status
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve

Ask = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def ask(store: Store, geography: Geography) -> Ask:
    """``ask(spec, key, …)``: the rows of these indicators, with comparators."""
    def rows(spec: str, *keys: str, comparators: bool = True, year: str = "latest") -> pd.DataFrame:
        return table(store, resolve(spec, geography), Question(keys=keys, comparators=comparators, year=year))
    return rows


def own(rows: pd.DataFrame) -> dict[str, Any]:
    """The territory's only row."""
    found = rows[rows["role"] == Role.TERRITORY].to_dict("records")
    assert len(found) == 1
    return found[0]


def test_columns_and_order(ask: Ask) -> None:
    rows = ask("epci:243800604")
    assert tuple(rows.columns) == FIGURE_COLUMNS
    assert not rows.duplicated(["indicator", "level", "area", "role", "period", "breakdown"]).any()
    assert set(rows["indicator"]) == set(indicators.registry())
    first = rows.head(len(rows[rows["role"] == Role.TERRITORY]))
    assert set(first["role"]) == {Role.TERRITORY}


def test_a_row_has_a_value_if_and_only_if_its_status_says_so(ask: Ask) -> None:
    for spec in ("epci:243800604", "communes:55039,55050", "departement:976", "epci:242010056", "communes:75113,75114"):
        rows = ask(spec)
        ranges = rows["indicator"].eq("median_income") & rows["role"].eq(Role.TERRITORY)
        valued = rows["status"].isin([status.value for status in Status if status.has_value])
        assert (rows["value"].notna() == valued)[~ranges].all(), rows[~ranges & (rows["value"].notna() != valued)]
        assert rows.loc[~valued, ["value", "lower", "upper", "numerator", "denominator", "gap_units"]].isna().all().all()
        assert rows["coverage_population_pct"].between(0, 100).all()
        assert (rows["coverage_communes"] <= rows["total_communes"])[rows["role"] != Role.REST].all()


def test_secrecy(ask: Ask) -> None:
    """Poverty is hidden in most small communes: below 90 % of inhabitants the EPCI's published value stands beside."""
    rows = ask("epci:200070233", "poverty_rate")
    mine, epci = own(rows), rows[rows["role"] == Role.EPCI].iloc[0]
    assert (mine["status"], mine["method"]) == ("suppressed", "couverture insuffisante")
    assert 0 < mine["coverage_population_pct"] < 90
    assert (epci["status"], epci["area_name"]) == ("ok", "CA Terres de Montaigu")
    assert 3 < epci["value"] < 15


def test_a_hidden_commune_makes_a_count_at_least(ask: Ask) -> None:
    # Bezonvaux has no inhabitants: its income is hidden, and 55039's; Verdun's is published.
    rows = ask("communes:55050,55545", "inhabitants_by_median_income")
    mine = rows[rows["role"] == Role.TERRITORY]
    assert set(mine["status"]) == {"partial"} and mine["value"].sum() > 15_000
    assert set(mine["coverage_communes"]) == {1}
    births = own(ask("communes:15031,15012", "births"))  # 15031 has no row in the file of births
    assert (births["status"], births["coverage_communes"], births["total_communes"]) == ("partial", 1, 2)
    assert births["value"] > 0


def test_corsica_s_nurses_are_not_loaded_and_its_doctors_are_there(ask: Ask) -> None:
    rows = ask("epci:242010056", "apl_nurse", "apl_gp")
    mine = rows[rows["role"] == Role.TERRITORY].set_index("indicator")
    assert (mine.at["apl_nurse", "status"], mine.at["apl_gp", "status"]) == ("not_loaded", "ok")
    assert mine.at["apl_nurse", "coverage_communes"] == 0
    for role in (Role.REST, Role.DEPARTEMENT, Role.REGION):
        assert set(rows.loc[(rows["role"] == role) & (rows["indicator"] == "apl_nurse"), "status"]) == {"not_loaded"}
    assert mine.at["apl_nurse", "verdict"] == ""


def test_mayotte_is_missing_not_zero(ask: Ask) -> None:
    rows = ask("departement:976", "population", "count_gp", "density_gp", "apl_gp", "births", "c2s_beneficiaries", "c2s_rate")
    mine = rows[rows["role"] == Role.TERRITORY].set_index("indicator")
    assert mine.loc[["population", "density_gp", "apl_gp"], "status"].tolist() == ["not_published"] * 3
    assert mine.at["count_gp", "status"] == "ok" and mine.at["count_gp", "value"] > 10
    assert mine.at["births", "value"] > 5_000
    departement = rows[rows["role"] == Role.DEPARTEMENT].set_index("indicator")
    assert departement.at["c2s_beneficiaries", "status"] == "ok"
    assert "c2s_rate" not in departement.index  # no population of 2023 to divide by


def test_zero_is_a_value(ask: Ask) -> None:
    rows = ask("commune:38022", "count_maternity", "density_maternity")
    mine = rows[rows["role"] == Role.TERRITORY].set_index("indicator")
    assert mine["status"].tolist() == ["ok", "ok"] and mine["value"].tolist() == [0.0, 0.0]


def test_without_inhabitants_a_ratio_has_no_object(ask: Ask) -> None:
    rows = ask("communes:55039,55050", "density_gp", "count_gp", "population", "population_growth", "birth_rate", "share_rural")
    mine = rows[rows["role"] == Role.TERRITORY].set_index("indicator")
    assert mine.loc[["count_gp", "population"], "value"].tolist() == [0.0, 0.0]
    assert set(mine.loc[["density_gp", "population_growth", "birth_rate", "share_rural"], "status"]) == {"not_applicable"}


def test_no_accessibility_has_no_share_of_older_doctors(shipped: Callable[..., pd.DataFrame]) -> None:
    rows = shipped("""
        SELECT share.status FROM figures AS apl JOIN figures AS share USING (area, level, period)
        WHERE apl.indicator = 'apl_gp' AND share.indicator = 'gp_over_65_share'
              AND apl.level = 'commune' AND apl.status = 'ok' AND apl.numerator = 0""")
    assert len(rows) > 100 and set(rows["status"]) == {"not_applicable"}


def test_a_median_is_never_averaged(ask: Ask, store: Store, geography: Geography) -> None:
    spec = "epci:243800604"
    rows = ask(spec, "median_income")
    mine, epci = own(rows), rows[rows["role"] == Role.EPCI].iloc[0]
    communes = each_part(store, resolve(spec, geography), Question(keys=("median_income",)))["value"].dropna()
    assert np.isnan(mine["value"]) and np.isnan(mine["numerator"])
    assert (mine["lower"], mine["upper"]) == (min(communes), max(communes))
    assert mine["lower"] < epci["value"] < mine["upper"]
    assert set(rows["role"]) == {Role.TERRITORY, Role.EPCI}  # no département has one of its own


def test_the_median_of_one_commune_is_its_own(ask: Ask) -> None:
    mine = own(ask("commune:38053", "median_income"))
    assert mine["status"] == "ok" and 15_000 < mine["value"] < 40_000
    assert mine["lower"] == mine["upper"] == mine["value"]


def test_an_index_is_shown_for_one_commune_only(ask: Ask) -> None:
    one, several = own(ask("commune:38053", "fedi")), own(ask("communes:38053,38022", "fedi"))
    assert one["status"] == "ok" and not np.isnan(one["value"])
    assert (several["status"], several["coverage_communes"]) == ("not_applicable", 0)
    assert "commune" in several["method"]


@pytest.mark.parametrize("comparators", [True, False])
def test_what_is_known_by_departement_only_has_a_line(ask: Ask, comparators: bool) -> None:
    rows = ask("epci:243800604", "c2s_rate", "liberal_density_speech_therapist", "gp_places_per_gp", comparators=comparators)
    mine = rows[rows["role"] == Role.TERRITORY]
    assert sorted(mine["indicator"]) == ["c2s_rate", "gp_places_per_gp", "liberal_density_speech_therapist"]
    assert set(mine["status"]) == {"not_published"} and mine["value"].isna().all()
    if comparators:
        assert rows.loc[rows["role"] == Role.DEPARTEMENT, "value"].gt(0).sum() == 3
        assert Role.REST not in set(rows["role"])


def test_an_age_by_difference_is_shown_for_a_territory_only(ask: Ask, store: Store, geography: Geography) -> None:
    one, several = own(ask("commune:38053", "share_under_15")), own(ask("epci:243800604", "share_under_15"))
    assert (one["status"], one["coverage_communes"]) == ("not_published", 0)
    assert several["status"] == "estimated" and 10 < several["value"] < 30
    parts = each_part(store, resolve("epci:243800604", geography), Question(keys=("share_under_15",)))
    assert set(parts["status"]) == {"not_published"} and parts["value"].isna().all()
    assert map_values(store, "share_under_15", Level.COMMUNE, "latest").empty


def test_an_age_by_difference_is_never_below_zero(ask: Ask) -> None:
    """In these villages of Guyane one source counts more people of 15 or more than the other counts people."""
    mine = own(ask("communes:97352,97314", "share_under_15"))
    assert (mine["status"], mine["method"]) == (
        "not_published", "différence de deux sources, impossible pour si peu d'habitants")
    assert np.isnan(mine["value"]) and np.isnan(mine["numerator"])


def test_a_city_stands_beside_arrondissements_without_a_figure(ask: Ask) -> None:
    rows = ask("communes:75113,75114", "share_75_plus", "share_rural", "density_gp")
    mine = rows[rows["role"] == Role.TERRITORY].set_index("indicator")
    assert mine.at["share_75_plus", "status"] == "not_published"
    assert (mine.at["share_rural", "value"], mine.at["density_gp", "status"]) == (0.0, "ok")
    city = rows[rows["role"] == Role.CITY].set_index("indicator")
    assert city.index.tolist() == ["share_75_plus"]
    assert city.at["share_75_plus", "area_name"] == "Paris" and city.at["share_75_plus", "value"] > 5


def test_each_part(store: Store, geography: Geography) -> None:
    territory = resolve("communes:38053,55039", geography)
    rows = each_part(store, territory, Question(keys=("population", "density_gp")))
    assert tuple(rows.columns) == FIGURE_COLUMNS
    table_of = rows.set_index(["area", "indicator"])
    assert table_of.at[("38053", "population"), "value"] == 30_151
    assert table_of.at[("55039", "population"), "value"] == 0
    assert table_of.at[("55039", "density_gp"), "status"] == "not_applicable"
    assert set(rows["role"]) == {Role.PART} and set(rows["verdict"]) == {""}
    assert table_of.at[("38053", "population"), "area_name"] == "Bourgoin-Jallieu"


@pytest.mark.parametrize(("year", "period"), [("latest", ["2023"]), ("2022", ["2022"]), ("all", ["2022", "2023"]), ("1999", [])])
def test_years(ask: Ask, year: str, period: list[str]) -> None:
    rows = ask("commune:38053", "apl_gp", year=year, comparators=False)
    assert sorted(rows["period"]) == period


def test_a_ratio_of_two_years_answers_to_the_later_one(ask: Ask) -> None:
    assert own(ask("epci:243800604", "density_gp", year="2024"))["period"] == "2023/2024"
    assert ask("epci:243800604", "density_gp", year="2023").empty


def test_an_unknown_key_is_refused_with_a_suggestion(ask: Ask) -> None:
    with pytest.raises(IndicatorError, match=r"densty_gp.*density_gp"):
        ask("commune:38053", "densty_gp")


def test_numerator_and_denominator_are_of_years_that_may_be_put_together(shipped: Callable[..., pd.DataFrame]) -> None:
    """At most two years apart; three, where no closer year is published, is said among the limits."""
    rows = shipped("SELECT DISTINCT indicator, period FROM figures WHERE period LIKE '%/%'")
    for key, period in rows.itertuples(index=False):
        first, _, last = period.partition("/")
        gap = int(last) - int(first)
        record = indicators.registry()[key]
        said = any("trois ans" in limit for limit in record.limits)
        assert gap <= 2 or record.years == gap or (gap == 3 and said), (key, period)
