"""Floating catchments: against PySAL, against loops, at their limits, and in the direction that they must go."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.access import Catchment, parameters, weights
from cpts_analytics.access.catchment import blurred_weight, farthest, weight
from cpts_analytics.access.parameters import Blur
from tests.access.small import naive_access, naive_weight, trips

GP = parameters().decays["gp"]
MIDWIFE = parameters().decays["midwife"]
BLUR = Blur(share=0.15, floor=0.02)


def random_world(seed: int, places: int = 12) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Minutes (a third out of reach, never 0), demand and supply."""
    random = np.random.default_rng(seed)
    table = random.uniform(1, 40, (places, places))
    table[random.random((places, places)) < 1 / 3] = np.inf
    np.fill_diagonal(table, random.uniform(1, 9, places))
    return table, random.uniform(50, 5000, places), np.where(random.random(places) < 0.5, 0, random.uniform(0.5, 20, places))


def access(table: np.ndarray, demand: np.ndarray, supply: np.ndarray, decay=GP, blur=None) -> np.ndarray:
    return Catchment(weights(trips(table), decay, blur), demand).access(supply)


@pytest.mark.parametrize(("minutes", "expected"), [(0.1, 1), (10, 1), (10.01, 2 / 3), (15, 2 / 3), (15.01, 1 / 3), (20, 1 / 3),
                                                   (20.01, 0), (500, 0)])
def test_the_decay_of_gps_is_that_of_drees(minutes, expected):
    assert weight(np.array([minutes]), GP)[0] == pytest.approx(expected)


@pytest.mark.parametrize(("minutes", "expected"), [(3, 1), (10, 0.83319), (15, 0.5), (20, 0.18274), (30, 0)])
def test_uncertain_minutes_by_hand(minutes, expected):
    """Estimated 10, the trip takes less than 10 one time in two, than 15 in 0.99957: (0.5 + 0.99957 + 1) ÷ 3. Estimated 15:
    less than 10 in 0.01313, than 15 in 0.5, than 20 in 0.98687. Estimated 20: 0.00043, 0.04779, 0.5. Estimated 30: 0.0044 is
    under the floor."""
    assert blurred_weight(np.array([float(minutes)]), GP, BLUR)[0] == pytest.approx(expected, abs=4e-5)


@pytest.mark.parametrize("decay", [GP, MIDWIFE])
def test_uncertain_minutes_are_the_mean_of_the_staircase(decay):
    """100,000 trips drawn around each estimate: their mean weight; what is known for sure is the staircase itself."""
    drawn = np.random.default_rng(5).normal(1, BLUR.share, 100_000)
    minutes = np.array([2.0, 8, 11, 14, 17, 19, 22, 24])
    means = [weight(estimate * drawn, decay).mean() for estimate in minutes]
    assert blurred_weight(minutes, decay, BLUR) == pytest.approx(means, abs=0.005)
    sure = Blur(share=1e-9, floor=0.02)
    np.testing.assert_allclose(blurred_weight(minutes, decay, sure), weight(minutes, decay), atol=1e-12)


@given(st.floats(0.1, 60), st.floats(0.1, 60))
def test_the_longer_the_less(one, other):
    near, far = blurred_weight(np.array(sorted((one, other))), GP, BLUR)
    assert near >= far >= 0
    assert near == pytest.approx(naive_weight(min(one, other), GP, BLUR.share, BLUR.floor), abs=1e-12)


def test_no_trip_beyond_the_farthest_has_a_weight():
    for decay in (GP, MIDWIFE):
        limit = farthest(decay, BLUR)
        assert blurred_weight(np.array([limit - 0.02]), decay, BLUR) > 0 == blurred_weight(np.array([limit]), decay, BLUR)
    assert farthest(GP, None) == 20 and farthest(GP, BLUR) == pytest.approx(26.2, abs=0.2)


def test_by_hand():
    """A: 1,000 people and 2 doctors; B: 500 people, 1 doctor, 12 minutes away.
    A's doctors serve 1,000 + 2/3 × 500 = 1,333.3: 0.0015 each; B's serves 500 + 2/3 × 1,000 = 1,166.7: 0.000857.
    A gets 0.0015 + 2/3 × 0.000857 = 0.002071; B gets 0.000857 + 2/3 × 0.0015 = 0.001857."""
    found = access(np.array([[3.0, 12.0], [12.0, 3.0]]), np.array([1000.0, 500.0]), np.array([2.0, 1.0]))
    assert found == pytest.approx([0.0020714, 0.0018571], abs=1e-7)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("decay", [GP, MIDWIFE])
def test_the_same_as_loops(seed, decay):
    table, demand, supply = random_world(seed)
    np.testing.assert_allclose(access(table, demand, supply, decay), naive_access(table, demand, supply, decay), rtol=1e-6)
    np.testing.assert_allclose(access(table, demand, supply, decay, BLUR), naive_access(table, demand, supply, decay, BLUR),
                               rtol=1e-6)


def test_what_one_unit_gives_is_what_it_adds():
    table, demand, supply = random_world(3)
    catchment = Catchment(weights(trips(table), GP, BLUR), demand)
    held = np.flatnonzero(supply)
    np.testing.assert_allclose(catchment.gives(held) @ supply[held], catchment.access(supply), rtol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_as_pysal(seed):
    oracle = pytest.importorskip("access", reason="PySAL's access is in requirements-dev.txt")
    table, demand, supply = random_world(seed, places=30)
    found = trips(table)
    cost = pd.DataFrame({"origin": found.origin, "dest": found.destination, "cost": found.minutes})
    steps = oracle.weights.step_fn(dict(GP))
    theirs = oracle.fca.two_stage_fca(
        pd.DataFrame({"demand": demand}), pd.DataFrame({"supply": supply}), cost, max_cost=20, demand_index=True,
        supply_index=True, weight_fn=steps)
    np.testing.assert_allclose(access(table, demand, supply), theirs.reindex(range(30), fill_value=0), rtol=0, atol=1e-9)


def test_one_catchment_that_holds_everything_gives_the_same_to_all():
    """All within 10 minutes of all: everywhere the doctors of the country over its people, 6 ÷ 4,000."""
    table = np.full((4, 4), 7.0)
    np.testing.assert_allclose(access(table, np.array([1000.0, 500, 2500, 0]), np.array([1.0, 0, 5, 0])), 6 / 4000, rtol=1e-14)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_received_is_what_is_offered(seed):
    """Σ access × demand is the supply of the places that somebody reaches: nothing is made, nothing is lost."""
    table, demand, supply = random_world(seed)
    catchment = Catchment(weights(trips(table), GP), demand)
    received = float(catchment.access(supply) @ demand)
    assert received == pytest.approx(float(supply[catchment.reach > 0].sum()), rel=1e-12)


worlds = st.integers(0, 10_000)


@given(worlds, st.integers(0, 11), st.floats(0.1, 50))
@settings(max_examples=60, deadline=None)
def test_a_doctor_more_helps_whom_he_is_within_reach_of_and_harms_nobody(seed, place, posts):
    table, demand, supply = random_world(seed)
    more = supply.copy()
    more[place] += posts
    before, after = access(table, demand, supply), access(table, demand, more)
    within = table[:, place] <= 20
    assert (after[within] > before[within]).all()
    np.testing.assert_array_equal(after[~within], before[~within])


@given(worlds, st.integers(0, 11), st.floats(0.1, 50))
@settings(max_examples=60, deadline=None)
def test_the_short_way_is_the_whole_computation(seed, place, posts):
    table, demand, supply = random_world(seed)
    catchment = Catchment(weights(trips(table), GP), demand)
    more = supply.copy()
    more[place] += posts
    whole = Catchment(weights(trips(table), GP), demand).access(more) - catchment.access(supply)
    np.testing.assert_allclose(catchment.change({place: posts}), whole, rtol=0, atol=1e-12)


@given(worlds, st.integers(0, 11), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_a_shorter_road_brings_more_from_there_and_shares_it_out(seed, home, doctor):
    """From one home to one place of practice the road shortens to 5 minutes: that home gets no less of that place;
    everybody else who goes there gets no more of it, since one more is served."""
    table, demand, supply = random_world(seed)
    alone = np.zeros(len(supply))
    alone[doctor] = 10
    shorter = table.copy()
    shorter[home, doctor] = min(5.0, table[home, doctor])
    before, after = access(table, demand, alone), access(shorter, demand, alone)
    assert after[home] >= before[home] - 1e-15
    others = np.arange(len(demand)) != home
    assert (after[others] <= before[others] + 1e-15).all()


@given(worlds, st.integers(0, 11))
@settings(max_examples=40, deadline=None)
def test_more_inhabitants_somewhere_give_nobody_more(seed, place):
    table, demand, supply = random_world(seed)
    crowded = demand.copy()
    crowded[place] *= 2
    assert (access(table, crowded, supply) <= access(table, demand, supply) + 1e-15).all()


def test_a_place_that_nobody_lives_near_changes_nothing():
    """No demand within reach: the doctor serves nobody, and nothing is divided by 0."""
    table = np.array([[3.0, np.inf], [np.inf, 3.0]])
    catchment = Catchment(weights(trips(table), GP), np.array([1000.0, 0.0]))
    assert catchment.access(np.array([1.0, 4.0])).tolist() == [0.001, 0.0]
    rows, gain = catchment.of_one(1)
    assert len(rows) == len(gain) == 0
