"""Minutes and our access model as indicators: a small country by hand, and the shipped figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.access import NO_ROAD, NOT_COMPUTED, SERVICES
from cpts_analytics.figures.ranges import with_ranges
from cpts_analytics.indicators import spatial_access
from cpts_analytics.indicators._inputs import Inputs
from tests.access.small import naive_weight

CODES = ["38001", "38002", "38003", "97353"]  # three on a road, an isle beside them, and one that no road reaches
RECORDS = indicators.registry()


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """38001 and 38002 lie 0.1° of longitude apart on the equator and touch; 38003 touches nothing."""
    communes = pd.DataFrame({
        "code": CODES, "name": CODES, "level": "commune", "parent_code": "", "departement_code": ["38", "38", "38", "973"],
        "density_class": pd.array([5, 5, 5, 7], dtype="Int64"), "population": [1000.0, 500.0, 100.0, 50.0],
        "area_km2": [16.0, 16.0, 4.0, 100.0], "lon": [0.0, 0.1, 0.12, -54.0], "lat": [0.0, 0.0, 0.1, 3.6]})
    places = pd.DataFrame({"code": ["38001", "38001"], "facility_type": ["D265", "D107"], "facilities_count": [4, 1]})
    apl = pd.DataFrame({"code": CODES[:3], "year": 2023, "apl": [3.0, 2.0, 1.0],
                        "standardised_population": [1000.0, 500.0, 100.0]})
    doctors = pd.DataFrame({"level": "departement", "area": "38", "profession": [key for key, item in SERVICES.items()
                                                                                if item.is_profession], "headcount": 3})
    legal = pd.DataFrame({"code": CODES, "municipal_population": [1000.0, 500.0, 100.0, 50.0]})
    tables = {"bpe_2024": places, "cnam_liberal_2024": doctors, "legal_population_2023": legal,
              **{item.apl: apl for item in SERVICES.values() if item.apl}}
    return Inputs(tables, communes, pd.DataFrame(), pd.DataFrame({"code": ["38001"], "neighbour": ["38002"]}))


def shares(found: pd.DataFrame) -> pd.Series:
    """Values of the three communes on the road."""
    return (found["numerator"] / found["denominator"])[CODES[:3]]


def rows(inputs: Inputs, key: str, breakdown: str = "") -> pd.DataFrame:
    found = spatial_access.compute(inputs, RECORDS[key])
    return found[found["breakdown"] == breakdown].set_index("area")


def test_minutes_by_hand(inputs):
    """Four GPs in 16 km²: ½ × √(16 ÷ 4) = 1 km: 4.0 minutes at 60 km/h and 3 to park, 4.4 at 42 km/h: 4.2 in the middle.
    From 38002, 11.12 km × 1.3 = 14.46 km: 17.5 and 23.7 minutes: 20.6 in the middle."""
    middle, fast = rows(inputs, "minutes_gp"), rows(inputs, "minutes_gp", spatial_access.FAST)
    assert (middle["numerator"] / middle["denominator"])[["38001", "38002"]].tolist() == pytest.approx([4.2, 20.6], abs=0.06)
    assert (fast["numerator"] / fast["denominator"])[["38001", "38002"]].tolist() == pytest.approx([4.0, 17.5], abs=0.06)
    assert set(middle["status"][:2]) == {"estimated"}


def test_the_sea_and_the_forest_are_said(inputs):
    found = rows(inputs, "minutes_maternity")
    assert found.loc["38003", ["status", "method"]].tolist() == ["not_applicable", NOT_COMPUTED]
    assert found.loc["97353", ["status", "method"]].tolist() == ["not_applicable", NO_ROAD]
    assert found.loc[["38003", "97353"], "numerator"].isna().all()


def test_who_lives_beyond_by_hand(inputs):
    """Beyond 10 minutes of a GP: all of 38002 by both settings, none of 38001."""
    for breakdown in ("", spatial_access.FAST):
        found = rows(inputs, "share_beyond_10_gp", breakdown)
        assert found.loc[["38001", "38002"], "numerator"].tolist() == [0, 500]


def test_what_is_just_beyond_is_beyond(inputs, monkeypatch):
    """10.04 minutes are more than 10, though both are written 10.0."""
    class Near:
        def minutes(self, key: str, setting: str) -> np.ndarray:
            return np.array([10.0, 10.04, np.nan, 9.96])

    monkeypatch.setattr(spatial_access, "spatial_model", lambda _: Near())
    monkeypatch.setattr(Inputs, "once", lambda self, make: make(self))
    assert rows(inputs, "share_beyond_10_gp")["numerator"].fillna(-1).tolist() == [0, 500, -1, 0]


def test_our_model_by_hand(inputs):
    """Three doctors (CNAM) in 38001. 38002 is 17.455 minutes away, give or take 15 %: under 20 in 0.8345, under 15 in 0.1742,
    under 10 in 0.0022: it weighs 0.3370. So 3 × 4,800 ÷ (1,000 + 0.3370 × 500) = 12.324 consultations for an inhabitant of
    38001, 0.3370 of that in 38002, none on the isle."""
    weight = naive_weight(17.455, SERVICES["gp"].decay, 0.15, 0.02)
    assert weight == pytest.approx(0.3370, abs=1e-4)
    value = shares(rows(inputs, "access_gp_model"))
    here = 3 * 4800 / (1000 + weight * 500)
    assert value.tolist() == pytest.approx([here, weight * here, 0], abs=0.001)
    assert [here, weight * here] == pytest.approx([12.324, 4.153], abs=0.001)


def test_the_year_before_tells_the_activity(inputs):
    """One place: all it brings is brought to the mean of the APL of 2022, then moved by the penalty's formula, by hand."""
    before = pd.DataFrame({"code": CODES[:2], "year": 2022, "apl": [3.0, 2.4], "standardised_population": [1.0, 1.0]})
    tables = {**inputs.tables, "apl_gp": pd.concat([inputs["apl_gp"], before])}
    weight = naive_weight(17.455, SERVICES["gp"].decay, 0.15, 0.02)
    share = np.array([1000, 500]) / 1500  # 38003 has no APL of 2022
    mean = share @ [3.0, 2.4]
    given = np.array([1, weight]) * mean / (share @ [1, weight])
    factor = (share @ (given * [3.0, 2.4]) / mean**2 + 0.05) / (share @ given**2 / mean**2 + 0.05)
    value = shares(rows(Inputs(tables, inputs.communes, pd.DataFrame(), inputs.touching), "access_gp_model"))
    assert value.tolist() == pytest.approx([*(factor * given), 0], abs=0.001)


def test_the_range_is_around_the_middle():
    """17.5 is one end, 20.6 the middle: 23.7 the other. The end's own row leaves; other indicators are as they were."""
    place = {"level": "commune", "area": "38002", "role": "part", "period": "2024", "lower": np.nan, "upper": np.nan}
    frame = pd.DataFrame([{**place, "indicator": "minutes_gp", "breakdown": "", "value": 20.6},
                          {**place, "indicator": "minutes_gp", "breakdown": spatial_access.FAST, "value": 17.5},
                          {**place, "indicator": "apl_gp", "breakdown": "", "value": 3.0},
                          {**place, "indicator": "minutes_gp", "area": "29155", "breakdown": "", "value": np.nan}])
    found = with_ranges(frame, RECORDS).set_index(["indicator", "area"])
    assert len(found) == 3
    assert found.loc[("minutes_gp", "38002"), ["lower", "upper"]].tolist() == pytest.approx([17.5, 23.7])
    assert found.loc[[("apl_gp", "38002"), ("minutes_gp", "29155")], ["lower", "upper"]].isna().all().all()


def test_france_as_shipped(shipped: Callable[..., pd.DataFrame]):
    """An inhabitant is nearer to a pharmacy than to a maternity, and our model meets the published mean to 3 %."""
    rows = shipped("SELECT indicator, numerator / denominator AS value FROM figures WHERE level = 'france' AND breakdown = '' "
                   "AND indicator IN ('minutes_pharmacy', 'minutes_maternity', 'access_gp_model')")
    frame = rows.set_index("indicator")["value"]
    assert 3 < frame["minutes_pharmacy"] < frame["minutes_maternity"] < 40
    assert frame["access_gp_model"] == pytest.approx(3.74, rel=0.03)
