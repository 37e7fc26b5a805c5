"""Estimated patients: their interval, and what is shown of one commune."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.figures import Question, each_part, estimates, map_values, table
from cpts_analytics.model import Level, Role
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve
from cpts_analytics.views import states

COUNT, RATE, OTHER = "diabetes_estimate", "diabetes_estimate_rate", "population"
REGISTRY = {key: indicators.registry()[key] for key in (COUNT, RATE, OTHER)}
KEYS = (COUNT, RATE, "dialysis_estimate", "dialysis_estimate_rate", "dementia_estimate")
NAN = math.nan


class Held:
    """What the store holds of the measured errors."""

    def small(self, name: str) -> pd.DataFrame:
        assert name == estimates.ERRORS
        rows = [(key, region, error, total) for key in (COUNT, RATE)
                for region, error, total in (("84", 0.10, 1000.0), ("11", 0.20, 3000.0))]
        return pd.DataFrame(rows, columns=["indicator", "region_code", "relative_error", "patients"])


def rows(*lines: tuple[str, str, str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["indicator", "level", "area", "numerator", "denominator"])
    ratio = frame["indicator"] == RATE
    value = np.where(ratio, 100 * frame["numerator"] / frame["denominator"], frame["numerator"])
    return frame.assign(value=value, lower=NAN, upper=NAN, status="estimated", method="")


def interval(frame: pd.DataFrame, regions: dict[tuple[str, str], str]) -> pd.DataFrame:
    return estimates.with_intervals(frame, pd.Series(regions), Held(), REGISTRY)  # type: ignore[arg-type]


def test_the_interval_by_hand():
    made = interval(rows((COUNT, "territory", "t", 190.0, NAN), (RATE, "territory", "t", 190.0, 3800.0),
                         (OTHER, "territory", "t", 3800.0, NAN)), {("territory", "t"): "84"})
    # 19 % of the région's 1 000: the error is 0.10 × √0.81 = 9 %, its half-width 1.96 × 17.1 = 33.5;
    # Poisson's limits of 190 are about 164 and 219.
    assert made.loc[0, "lower"] == pytest.approx(190 - math.hypot(33.5, 26.05), abs=0.3)
    assert made.loc[0, "upper"] == pytest.approx(190 + math.hypot(33.5, 29.03), abs=0.3)
    assert made.loc[1, ["lower", "upper"]].tolist() == pytest.approx((made.loc[0, ["lower", "upper"]] / 38).tolist())
    assert made.loc[2, ["lower", "upper"]].isna().all()


def test_a_whole_region_has_no_interval_and_the_country_neither():
    made = interval(rows((COUNT, "region", "84", 1000.0, NAN), (COUNT, "france", "FR", 4000.0, NAN)),
                    {("region", "84"): "84", ("france", "FR"): "11,84"})
    assert made[["lower", "upper"]].isna().all(axis=None)


def test_across_two_regions_the_larger_error_holds():
    one, two = (interval(rows((COUNT, "territory", "t", 200.0, NAN)), {("territory", "t"): where}) for where in ("84", "11,84"))
    assert two.loc[0, "upper"] > one.loc[0, "upper"]


def test_a_place_without_a_measured_error_has_no_interval():
    made = interval(rows((COUNT, "commune", "97601", 200.0, NAN)), {("commune", "97601"): "06"})
    assert made[["lower", "upper"]].isna().all(axis=None)


def test_no_rate_is_above_everybody():
    made = interval(rows((RATE, "territory", "t", 95.0, 96.0)), {("territory", "t"): "11"})
    assert made.loc[0, "upper"] == 100


@pytest.mark.parametrize(("people", "shown", "status"), [(0.0, 0, "estimated"), (4.0, NAN, "suppressed"),
                                                         (10.9, NAN, "suppressed"), (11.0, 10, "estimated"),
                                                         (125.0, 130, "estimated")])
def test_a_communes_number_is_rounded_or_hidden(people, shown, status):
    given = rows((COUNT, "commune", "c", people, NAN), (RATE, "commune", "c", people, 2000.0), (OTHER, "commune", "c", 7.0, NAN))
    given = given.assign(lower=[people - 1, 0.1, NAN], upper=[people + 1, 0.9, NAN])
    made = estimates.as_shown_of_communes(given, np.ones(3, dtype=bool), REGISTRY)
    assert made.loc[0, ["value", "numerator"]].tolist() == pytest.approx([shown, shown], nan_ok=True)
    assert made.loc[0, "status"] == status
    assert made.loc[1, "numerator"] == pytest.approx(shown, nan_ok=True)  # its count does not show either
    assert made.loc[1, "value"] == pytest.approx(people / 20) and made.loc[1, "upper"] == 0.9
    assert made.loc[2, "value"] == 7 and made.loc[2, "status"] == "estimated"
    if status == "suppressed":
        assert made.loc[0, ["lower", "upper"]].isna().all()
        assert states.value_words(made.loc[0], REGISTRY[COUNT]) == "moins de 11"
    elif people:
        assert made.loc[0, "lower"] % 10 == made.loc[0, "upper"] % 10 == 0
        assert made.loc[0, "lower"] <= people <= made.loc[0, "upper"]
    untouched = estimates.as_shown_of_communes(given, np.zeros(3, dtype=bool), REGISTRY)
    pd.testing.assert_frame_equal(untouched, given)


# -- the shipped figures ------------------------------------------------------------------------------------------------

def test_every_line_of_a_territory_has_its_interval(store: Store, geography: Geography) -> None:
    found = table(store, resolve("epci:243800604", geography), Question(keys=KEYS, comparators=True))
    below = found[found["role"].isin([Role.TERRITORY, Role.REST, Role.DEPARTEMENT])]
    assert len(below) == 15 and (below["lower"] < below["value"]).all() and (below["value"] < below["upper"]).all()
    whole = found[found["role"].isin([Role.REGION, Role.FRANCE])]
    assert len(whole) == 10 and whole["lower"].isna().all()
    region = whole[(whole["role"] == Role.REGION) & (whole["indicator"] == COUNT)].iloc[0]
    assert region["value"] == pytest.approx(490_700)  # CNAM 2024
    assert (found["verdict"] == "").all()


def test_communes_are_shown_to_the_nearest_ten_and_their_territory_is_not(store: Store, geography: Geography) -> None:
    territory = resolve("epci:243800604", geography)
    parts = each_part(store, territory, Question(keys=(COUNT, "dialysis_estimate")))
    assert (parts["value"].dropna() % 10 == 0).all() and (parts["numerator"].dropna() % 10 == 0).all()
    hidden = parts[parts["status"] == "suppressed"]
    assert len(hidden) and set(hidden["method"]) == {"moins de 11"} and hidden["value"].isna().all()
    whole = table(store, territory, Question(keys=(COUNT,))).iloc[0]
    assert whole["value"] % 10 != 0
    alone = table(store, resolve("commune:38053", geography), Question(keys=(COUNT,))).iloc[0]
    assert alone["value"] == parts.set_index(["indicator", "area"]).loc[(COUNT, "38053"), "value"]


def test_the_map_of_communes_shows_no_small_number(store: Store) -> None:
    found = map_values(store, COUNT, Level.COMMUNE, "latest")
    assert (found["value"].dropna() % 10 == 0).all() and not found["numerator"].between(0.001, 9.999).any()
    regions = map_values(store, COUNT, Level.REGION, "latest")["value"].round(3)  # shipped to the sixth decimal
    assert (regions % 10 == 0).all()  # published to the hundred
    rates = map_values(store, RATE, Level.COMMUNE, "latest")
    assert rates.loc[rates["status"] == "estimated", "value"].notna().all()
