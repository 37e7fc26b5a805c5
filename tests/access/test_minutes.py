"""Minutes by distance: by hand, and in the direction that they must go."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from cpts_analytics import access
from cpts_analytics.access import Places, minutes, minutes_within, parameters
from tests.territory import world

GEOGRAPHY = world.geography()


def places(*, lon: float, density: int = 5, area: float = 16.0, land: str = "continent") -> Places:
    return Places(np.array([lon]), np.array([0.0]), np.array([density]), np.array([area]), np.array([land]))


def test_by_hand_on_the_equator():
    """0.1° is 11.1195 km (R = 6,371.0088 km), 14.455 km of road at 42 km/h: 20.65 minutes."""
    assert minutes(places(lon=0), places(lon=0.1))[0] == pytest.approx(20.65, abs=0.01)


def test_two_density_classes_share_the_way():
    """14.455 km at the mean of 60/20 and 60/48 minutes a kilometre = 2.125: 30.72 minutes."""
    assert minutes(places(lon=0, density=1), places(lon=0.1, density=7))[0] == pytest.approx(30.72, abs=0.01)


def test_a_trip_within_a_commune_is_never_nothing():
    """16 km²: ½ × √16 = 2 km at 42 km/h = 2.857 minutes."""
    assert minutes_within(places(lon=0))[0] == pytest.approx(2.857, abs=0.001)
    assert minutes(places(lon=0), places(lon=0))[0] == pytest.approx(2.857, abs=0.001)


def test_farther_takes_longer_and_both_ways_take_the_same():
    near, far = minutes(places(lon=0), places(lon=0.2))[0], minutes(places(lon=0), places(lon=0.3))[0]
    assert far > near
    here, there = places(lon=0), places(lon=0.2, density=1)
    assert minutes(here, there)[0] == minutes(there, here)[0]


def test_denser_is_slower():
    times = [minutes(places(lon=0, density=d), places(lon=0.1, density=d))[0] for d in range(1, 8)]
    assert times == sorted(times, reverse=True)


def test_the_sea_has_no_time():
    assert np.isnan(minutes(places(lon=0, land="971"), places(lon=0.1, land="972")))[0]
    assert np.isnan(minutes(places(lon=0), places(lon=0.1, land="corse")))[0]
    assert [access.land_of(code) for code in ("38", "2A", "2B", "971")] == ["continent", "corse", "corse", "971"]


def test_arrays_broadcast():
    some = Places.of(["38901", "38902", "97190"], GEOGRAPHY)
    table = minutes(some[:, None], some[None, :])
    assert table.shape == (3, 3)
    np.testing.assert_allclose(table, table.T)
    assert np.isnan(table[0, 2]) and (np.diag(table) > 0).all()


def test_the_ring_holds_what_touches_and_what_is_near():
    # Vienne (38905) and Saint-Étienne-du-Bois (69910) are 7.8 km apart: 15.5 min by road between classes 3 and 4.
    # Ville-Ronde is 15.6 km from Vienne: over 20 min, and it does not touch it.
    assert access.neighbours(["38905"], GEOGRAPHY) == ("38902", "69910")
    assert access.neighbours(["38903"], GEOGRAPHY) == ("38901", "38904")
    assert access.neighbours(["2A901"], GEOGRAPHY) == ()


def test_the_ring_is_that_of_the_naive_way():
    members = ["38901", "69910"]
    others = [code for code in GEOGRAPHY.codes if code not in members and GEOGRAPHY.parent(code) == code]
    time = minutes(Places.of(members, GEOGRAPHY)[:, None], Places.of(others, GEOGRAPHY)[None, :])
    near = {code for code, fastest in zip(others, np.where(np.isnan(time), np.inf, time).min(axis=0), strict=True)
            if fastest <= 20}
    near |= {code for member in members for code in GEOGRAPHY.neighbours(member) if GEOGRAPHY.parent(code) == code}
    assert set(access.neighbours(members, GEOGRAPHY)) == near - set(members)


def test_all_of_france_has_no_neighbour():
    assert access.neighbours(GEOGRAPHY.codes, GEOGRAPHY) == ()


def test_every_assumption_says_where_it_comes_from():
    found = parameters()
    assert set(found.sources) == {"detour", "speed_kmh", "fast_speed_kmh", "terminal", "within_commune", "bridges",
                                  "roadless", "decay", "posts", "blur", "activity"}
    assert all(found.sources.values()) and dataclasses.is_dataclass(found)
