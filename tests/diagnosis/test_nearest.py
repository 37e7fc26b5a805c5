"""Minutes to the nearest place: by hand on an invented country, and against all pairs on the real one."""

from __future__ import annotations

import numpy as np
import pytest

from cpts_analytics import access
from cpts_analytics.diagnosis.nearest import lands, minutes_to_nearest
from cpts_analytics.territory import Geography
from tests.territory import world

GEOGRAPHY = world.geography()


def minutes(codes: list[str], offering: list[str]) -> list[float]:
    return minutes_to_nearest(codes, offering, GEOGRAPHY).tolist()


def test_by_hand() -> None:
    """38902 → 38905: 0.1° of longitude at 45.5° = 7.794 km, × 1.3 = 10.132 km of road, at the mean of 60/42 and 60/32 minutes
    a kilometre = 16.74. 38903 → 38904: 0.1° of latitude = 11.1195 km, × 1.3 = 14.455 km, at the mean of 60/46 and 60/48 =
    18.46. 38904 has one: ½ √40 km² at 48 km/h = 3.95.
    """
    found = minutes(["38902", "38903", "38904"], ["38905", "38904"])
    assert found == pytest.approx([16.74, 18.46, 3.95], abs=0.01)


def test_a_place_of_a_commune_outside_counts() -> None:
    """38905 → 69910 outside: 7.794 km × 1.3, at the mean of 60/32 and 60/36 minutes a kilometre = 17.94."""
    assert minutes(["38905"], ["69910", "86901"]) == pytest.approx([17.94], abs=0.01)


def test_the_sea_has_no_time() -> None:
    """2A901 touches nothing: it has its own place (½ √60 km² at 42 km/h = 5.53), or none at all."""
    assert np.isnan(minutes(["2A901", "97191"], ["38905"])).all()
    assert minutes(["2A901"], ["38905", "2A901"]) == pytest.approx([5.53], abs=0.01)
    assert np.isnan(minutes(["38901"], [])).all()


def test_against_every_pair(geography: Geography) -> None:
    """All pairs, without the tree: on the mainland, in Corsica and in Guadeloupe."""
    draw = np.random.default_rng(7)
    offering = draw.choice(geography.codes, 400, replace=False)
    land = lands(geography)
    for departement in ("38", "85", "2B", "971"):
        codes = geography.codes[geography.column("departement_code") == departement]
        here, there = geography.rows(codes), geography.rows(offering)
        pairs = access.minutes(access.Places.of(codes, geography)[:, None], access.Places.of(offering, geography)[None, :])
        pairs = np.where(land[here][:, None] == land[there][None, :], pairs, np.inf)
        naive = np.where(np.isfinite(pairs).any(axis=1), pairs.min(axis=1), np.nan)
        np.testing.assert_allclose(minutes_to_nearest(codes, offering, geography), naive, atol=1e-6)


def test_islands_are_apart_and_bridges_are_not(geography: Geography) -> None:
    """Yeu, Groix and Marie-Galante are reached by boat; Ré, Oléron and Noirmoutier by a bridge."""
    land, row = lands(geography), geography.positions
    mainland = land[row["38053"]]
    assert {land[row[code]] == mainland for code in ("85113", "56069", "97112", "2A004")} == {False}
    assert {land[row[code]] == mainland for code in ("17161", "17140", "85163", "29019")} == {True}
    assert land[row["97112"]] != land[row["97120"]]


def test_a_commune_without_a_published_area_has_a_time(geography: Geography) -> None:
    assert np.isfinite(minutes_to_nearest(["97611"], ["97611"], geography)).all()
