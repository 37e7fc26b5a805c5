"""The activity of the places of practice: against a dense solution, on countries whose answer is known, at its limits."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from cpts_analytics.access import Catchment, parameters, weights
from cpts_analytics.access.activity import FOLDS, activity_of, infer, left_out
from cpts_analytics.access.parameters import ActivityRule, Blur
from tests.access.small import trips

RULE = ActivityRule(penalty=0.05, lowest=0.1, highest=4.0)
WIDE = ActivityRule(penalty=0.05, lowest=-1e9, highest=1e9)
GP = parameters().decays["gp"]


def country(seed: int, places: int = 40) -> tuple[Catchment, np.ndarray]:
    """Places on a square of 40 × 40 minutes, a third of them with supply."""
    random = np.random.default_rng(seed)
    points = random.uniform(0, 40, (places, 2))
    table = np.linalg.norm(points[:, None] - points[None], axis=2) + random.uniform(3, 6)
    supply = np.where(random.random(places) < 1 / 3, random.uniform(500, 5000, places), 0.0)
    return Catchment(weights(trips(table), GP, Blur(share=0.15, floor=0.02)), random.uniform(50, 5000, places)), supply


def dense(catchment: Catchment, supply: np.ndarray, published: np.ndarray, people: np.ndarray, penalty: float) -> np.ndarray:
    """The same minimum, written as one dense table of equations: those of the communes, then one a place that says f = 1."""
    held = np.flatnonzero((supply > 0) & (catchment.reach > 0))
    table = catchment.weights.toarray()[:, held] * (supply / np.where(catchment.reach > 0, catchment.reach, 1))[held]
    kept = np.isfinite(published) & (people > 0)
    table, published, people = table[kept], published[kept], people[kept]
    mean = (people @ published) / people.sum()
    scale = mean / ((people @ table.sum(axis=1)) / people.sum())
    row = np.sqrt(people / people.sum()) / mean
    hold = np.sqrt(penalty * supply[held] / supply[held].sum())
    equations = np.vstack([row[:, None] * scale * table, np.diag(hold)])
    factors = np.linalg.lstsq(equations, np.concatenate([row * published, hold]), rcond=None)[0]
    found = np.ones(len(supply))
    found[held] = scale * factors
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("penalty", [0.02, 0.05, 1.0])
def test_the_same_as_a_dense_table_of_equations(seed, penalty):
    catchment, supply = country(seed)
    random = np.random.default_rng(100 + seed)
    published, people = random.uniform(1, 6, len(supply)), random.uniform(0, 1000, len(supply))
    published[random.random(len(supply)) < 0.2] = np.nan
    people[3] = 0
    found = activity_of(catchment, supply, published, people, dataclasses.replace(WIDE, penalty=penalty))
    np.testing.assert_allclose(found, dense(catchment, supply, published, people, penalty), atol=1e-6)


def test_with_a_single_place_by_hand():
    """One place gives 4 to A and 2 to B (300 and 100 people); published 6 and 2. Means 5 and 3.5: scale 10 ÷ 7. With M = 40/7
    and 20/7, w = 0.75 and 0.25: f = (Σ w M A ÷ 25 + 0.05) ÷ (Σ w M² ÷ 25 + 0.05) = (27.142857 ÷ 25 + 0.05) ÷ (26.530612 ÷ 25 +
    0.05) = 1.022038."""
    from scipy import sparse

    found = infer(sparse.csc_array(np.array([[4.0], [2.0]])), np.array([100.0]), np.array([6.0, 2.0]), np.array([300.0, 100.0]),
                  RULE)
    assert found.scale == pytest.approx(10 / 7) and found.factors[0] == pytest.approx(1.0220386, abs=1e-6)
    assert found.activity[0] == pytest.approx(1.460055, abs=1e-5)


def test_known_factors_are_found_again():
    """Everybody's value is made with half, once or twice the activity: with hardly any penalty, each is found to 2 %."""
    catchment, supply = country(7, places=60)
    supply = np.where(np.arange(60) % 4 == 0, 1000.0, 0.0)
    true = np.where(supply > 0, np.random.default_rng(2).choice([0.5, 1.0, 2.0], 60), 1.0)
    published = catchment.access(supply * true)
    found = activity_of(catchment, supply, published, catchment.demand, dataclasses.replace(RULE, penalty=1e-8))
    np.testing.assert_allclose(found, true, rtol=0.02)


def test_a_great_penalty_leaves_all_alike():
    catchment, supply = country(1)
    plain = catchment.access(supply)
    published = 2 * plain * np.random.default_rng(3).uniform(0.5, 1.5, len(supply))
    found = activity_of(catchment, supply, published, catchment.demand, dataclasses.replace(RULE, penalty=1e9))
    held = (supply > 0) & (catchment.reach > 0)
    np.testing.assert_allclose(found[held], np.average(published, weights=catchment.demand)
                               / np.average(plain, weights=catchment.demand), rtol=1e-6)
    assert (found[~held] == 1).all()


def test_the_factors_keep_their_bounds():
    catchment, supply = country(4)
    published = catchment.access(supply) * np.where(np.arange(len(supply)) % 2, 30.0, 0.01)
    found = activity_of(catchment, supply, published, catchment.demand, dataclasses.replace(RULE, penalty=1e-3))
    held = supply > 0
    scale = np.average(published, weights=catchment.demand) / np.average(catchment.access(supply), weights=catchment.demand)
    assert found[held].min() == pytest.approx(0.1 * scale) and found[held].max() <= 4.0 * scale + 1e-9


def test_nothing_published_is_the_same_activity_everywhere():
    catchment, supply = country(5)
    nothing = np.full(len(supply), np.nan)
    assert (activity_of(catchment, supply, nothing, catchment.demand, RULE) == 1).all()
    assert (activity_of(catchment, np.zeros(len(supply)), np.ones(len(supply)), catchment.demand, RULE) == 1).all()
    assert (activity_of(catchment, supply, np.ones(len(supply)), np.zeros(len(supply)), RULE) == 1).all()


def test_what_a_commune_says_is_not_used_to_judge_it():
    """Its own value changed a hundredfold, its estimate by the others of its fold stays; each is left out once."""
    catchment, supply = country(6, places=50)
    published = catchment.access(supply) * np.random.default_rng(4).uniform(0.5, 1.5, 50)
    published[[0, 7]] = np.nan
    before = left_out(catchment, supply, published, catchment.demand, RULE)
    assert np.isnan(before[[0, 7]]).all() and np.isfinite(np.delete(before, [0, 7])).all() and FOLDS == 5
    for place in (1, 20, 49):
        changed = published.copy()
        changed[place] *= 100
        after = left_out(catchment, supply, changed, catchment.demand, RULE)
        assert after[place] == pytest.approx(before[place], abs=1e-12)
        assert (np.abs(after - before) > 1e-9).any()
