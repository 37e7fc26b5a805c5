"""The table of pairs: what is in it, what the sea keeps out, and how it is kept on disk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.access import Setting, parameters, trips
from cpts_analytics.access.nearest import nearest_minutes
from cpts_analytics.access.pairs import NO_ANSWER, NO_WAY, NOT_ASKED, Pairs, build
from cpts_analytics.access.pairs_file import read, write
from cpts_analytics.statistics import great_circle_km
from tests.access.small import country, line


def held(found, codes):
    return np.isin(found.codes, codes)


def test_minutes_by_hand():
    """0.1° on the equator is 11.1195 km, 14.455 km of road. Fast: at 60 km/h 14.46 minutes, and 3 to leave and park = 17.46.
    Slow, class 5: at 42 km/h 20.65 + 3 = 23.65."""
    two = line(2)
    pairs = build(two, held(two, []))
    for setting, expected in ((Setting.FAST, 17.46), (Setting.SLOW, 23.65)):
        table = {(int(a), int(b)): m for a, b, m in
                 zip(*(getattr(trips(pairs, two, setting), name) for name in ("origin", "destination", "minutes")), strict=True)}
        assert table[0, 1] == table[1, 0] == pytest.approx(expected, abs=0.01)


def test_time_within_a_commune_comes_from_its_area_and_is_never_nothing():
    """100 km²: ½ × 10 km at 60 km/h = 5 minutes + 3 = 8; at 42 km/h 7.14 + 3 = 10.14."""
    alone = country([{"code": "38001", "lon": 0.0, "lat": 0.0, "area_km2": 100.0}])
    assert alone.within(Setting.FAST)[0] == pytest.approx(8.0)
    assert alone.within(Setting.SLOW)[0] == pytest.approx(10.14, abs=0.01)
    assert alone.within(Setting.FAST, np.array([4.0]))[0] == pytest.approx(5.5), "the nearest of four: half as far"
    vast = country([{"code": "97301", "lon": 0.0, "lat": 0.0, "area_km2": 12_000.0}])
    assert vast.within(Setting.FAST)[0] == pytest.approx(11.0), "8 km at most"
    unknown = country([{"code": "97601", "lon": 0.0, "lat": 0.0, "area_km2": np.nan, "density_class": None}])
    assert unknown.within(Setting.FAST)[0] > 3


@given(st.lists(st.tuples(st.floats(-0.4, 0.4), st.floats(44.6, 45.4), st.integers(1, 7)), min_size=2, max_size=25),
       st.sets(st.integers(0, 24), max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_pairs_are_those_of_the_naive_way(points, far):
    """Every two places within 30 minutes at the faster setting, or 45 where one holds a farther-reaching service."""
    rows = [{"code": f"38{number:03d}", "lon": lon, "lat": lat, "density_class": density}
            for number, (lon, lat, density) in enumerate(points)]
    found = country(rows, [(one["code"], other["code"]) for one, other in zip(rows, rows[1:], strict=False)])
    holds = np.isin(np.arange(len(rows)), list(far))
    made = build(found, holds)
    got = set(zip(made.one.tolist(), made.other.tolist(), strict=True))
    for one in range(len(rows)):
        for other in range(one + 1, len(rows)):
            km = float(great_circle_km(found.lon[one], found.lat[one], found.lon[other], found.lat[other]))
            limit = 45 if holds[one] or holds[other] else 30
            minutes = km * 1.3 + 3  # 60 km/h on the road
            if abs(minutes - limit) > 1e-3:
                assert ((one, other) in got) == (minutes < limit)


def test_the_sea_keeps_apart_what_a_bridge_does_not_join():
    """An island 1 km off that touches nothing is out of reach; Le Château-d'Oléron has its viaduct."""
    places = country([{"code": "17058", "lon": -1.16, "lat": 45.83}, {"code": "17093", "lon": -1.19, "lat": 45.88},
                      {"code": "17004", "lon": -1.17, "lat": 45.84}, {"code": "97101", "lon": -1.165, "lat": 45.835}])
    pairs = build(places, held(places, []))
    names = places.codes
    assert {(names[a], names[b]) for a, b in zip(pairs.one, pairs.other, strict=True)} == {("17058", "17093")}
    for setting in Setting:
        minutes = nearest_minutes(pairs, held(places, ["17058"]), places, setting)
        by_code = dict(zip(names, minutes, strict=True))
        assert np.isnan(by_code["17004"]) and np.isnan(by_code["97101"])
        assert by_code["17093"] > by_code["17058"] > 0


def test_beyond_the_table_the_nearest_is_still_found():
    """1.1° along the equator is 122.3 km, 159 km of road at 60 km/h + 3 = 162.0 minutes; nobody served is NaN, never 0."""
    long = line(12)
    pairs = build(long, held(long, []))
    assert nearest_minutes(pairs, held(long, ["38000"]), long, Setting.FAST)[11] == pytest.approx(162.0, abs=0.1)
    assert np.isnan(nearest_minutes(pairs, held(long, []), long, Setting.FAST)).all()


def test_fast_is_never_slower_than_slow():
    some = country([{"code": f"38{number:03d}", "lon": 0.03 * number, "lat": 45.0, "density_class": 1 + number % 7,
                     "area_km2": 5.0 + 20 * number} for number in range(9)], [(f"38{n:03d}", f"38{n + 1:03d}") for n in range(8)])
    pairs = build(some, held(some, []))
    places = held(some, ["38000", "38005"])
    fast, slow = (nearest_minutes(pairs, places, some, setting) for setting in (Setting.FAST, Setting.SLOW))
    assert (fast <= slow).all() and (fast >= parameters().terminal_minutes).all()


def test_the_minutes_of_an_engine_take_the_place_of_the_estimate():
    two = line(3, step=0.05)
    pairs = build(two, held(two, []))
    routed = np.full((len(pairs.other), 2), NO_ANSWER, dtype=np.uint16)
    routed[0] = (125, 131)  # 38000 → 38001: 12.5 minutes, back 13.1
    routed[1] = (NO_WAY, NO_WAY)
    found = trips(Pairs(starts=pairs.starts, other=pairs.other, metres=pairs.metres, routed=routed), two, Setting.SLOW)
    table = {(int(a), int(b)): m for a, b, m in zip(found.origin, found.destination, found.minutes, strict=True)}
    estimated = {(int(a), int(b)): m for a, b, m in zip(*(getattr(trips(pairs, two, Setting.SLOW), name) for name in
                                                          ("origin", "destination", "minutes")), strict=True)}
    assert (table[0, 1], table[1, 0]) == (12.5, 13.1)
    assert np.isinf(table[0, 2]) and table[1, 2] == estimated[1, 2]


def test_no_way_by_road_is_not_filled_in_as_the_crow_flies():
    """The only place is within the table and the engine knows no way to it: no minutes. What was not asked stays estimated."""
    three = line(3, step=0.05)
    pairs = build(three, held(three, []))
    routed = np.full((len(pairs.other), 2), NOT_ASKED, dtype=np.uint16)
    assert (int(pairs.one[1]), int(pairs.other[1])) == (0, 2)
    routed[1] = (NO_WAY, NO_WAY)
    asked = Pairs(starts=pairs.starts, other=pairs.other, metres=pairs.metres, routed=routed)
    for setting in Setting:
        minutes, estimated = (nearest_minutes(found, held(three, ["38002"]), three, setting) for found in (asked, pairs))
        assert np.isnan(minutes[0]) and np.isfinite(estimated[0])
        assert minutes[1:].tolist() == estimated[1:].tolist()


def test_a_table_is_read_as_it_was_written_and_a_damaged_one_is_made_again(tmp_path):
    five = line(5)
    pairs = build(five, held(five, ["38004"]))
    path = tmp_path / "pairs-abc.npz"
    write(pairs, path)
    again = read(path)
    assert again is not None and again.routed is None
    for name in ("starts", "other", "metres"):
        np.testing.assert_array_equal(getattr(again, name), getattr(pairs, name))
    assert [item.name for item in tmp_path.iterdir()] == [path.name], "nothing is left beside it"
    path.write_bytes(path.read_bytes()[:100])
    assert read(path) is None
    assert read(tmp_path / "pairs-none.npz") is None
