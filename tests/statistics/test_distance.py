"""Great-circle distance against published distances and against the chord in three dimensions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.statistics import StatisticsError, great_circle_km

POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_lyon_to_paris_is_that_of_the_haversine_package():
    # documentation of the PyPI package haversine
    assert great_circle_km(4.8422, 45.7597, 2.3508, 48.8567) == pytest.approx(392.2172595594, abs=1e-6)


def test_a_quarter_of_the_equator_and_a_pole():
    quarter = math.pi / 2 * 6371.0088
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(quarter)
    assert great_circle_km(12, 0, -170, 90) == pytest.approx(quarter)


def test_one_degree_of_latitude_is_about_sixty_nautical_miles():
    assert great_circle_km(5, 45, 5, 46) == pytest.approx(60 * 1.852, rel=0.002)


def test_columns_and_missing_coordinates():
    made = great_circle_km(np.array([4.8422, np.nan]), 45.7597, 2.3508, 48.8567)
    assert made[0] == pytest.approx(392.217, abs=1e-3) and np.isnan(made[1])


@settings(deadline=None)
@given(POINTS, POINTS)
def test_the_angle_between_two_vectors_gives_the_same(one, other):
    def vector(point):
        x, y = map(math.radians, point)
        return np.array([math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)])
    a, b = vector(one), vector(other)
    angle = math.atan2(float(np.linalg.norm(np.cross(a, b))), float(a @ b))
    assert great_circle_km(*one, *other) == pytest.approx(angle * 6371.0088, abs=1e-3)


def test_swapped_or_projected_coordinates_are_refused():
    with pytest.raises(StatisticsError, match="lat1 : trouvé une coordonnée hors de"):
        great_circle_km(45, 110, 2, 48)
    with pytest.raises(StatisticsError, match="lon2 : trouvé une coordonnée hors de"):
        great_circle_km(4, 45, 652_381, 48)
