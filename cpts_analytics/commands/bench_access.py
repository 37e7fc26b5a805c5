"""What the access model promises of speed, beside PySAL's ``access`` in the same run."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.access import Access, Profession, pairs_file
from cpts_analytics.commands.measures import Measure, median_seconds
from cpts_analytics.store import Store

_CENTRE, _COMMUNES, _CANDIDATES = "38053", 60, 210


def measures() -> list[Measure]:
    """Pair table, floating catchments of all France, one arrival, the ranking of 210 communes."""
    with Store.open() as store:
        made = _pair_table(store)
        model = access.load(store)
    start = time.perf_counter()
    profession = model.profession("gp")
    first = time.perf_counter() - start
    near = np.argsort(model.country.km(np.full(len(model.codes), model.country.positions[_CENTRE]), np.arange(len(model.codes))),
                      kind="stable")
    members, around = model.codes[near[:_COMMUNES]].tolist(), model.codes[near[:_CANDIDATES]].tolist()
    model.calibration("gp")
    arrival = access.Scenario.decode(f"a:gp:1@{_CENTRE}")
    return [*made, Measure("model of GPs made, activity inferred", first, "s", "", "once; others share its weights"),
            *_catchments(model, profession),
            Measure("one arrival: change everywhere", 1000 * median_seconds(
                lambda: profession.catchment.change({model.country.positions[_CENTRE]: 4800.0})), "ms", "≤ 5 ms",
                f"off by {_incremental_error(model, profession):.0e} from a full recomputation"),
            Measure("a scenario simulated (all of France)", 1000 * median_seconds(
                lambda: access.simulate(model, arrival, members)), "ms", "", "range and territory included"),
            Measure(f"ranking of {len(around)} communes for the next arrival", 1000 * median_seconds(
                lambda: access.next_posts(model, "gp", members, around)), "ms", "≤ 100 ms")]


def _pair_table(store: Store) -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs-bench.npz"
        start = time.perf_counter()
        pairs_file.make(store, path)
        seconds, size = time.perf_counter() - start, path.stat().st_size / 1e6
    return [Measure("pair table made", seconds, "s", "≤ 5 s", "once, at the first start"),
            Measure("pair table on disk", size, "MB", "≤ 15 MB")]


def _catchments(model: Access, profession: Profession) -> list[Measure]:
    """E2SFCA of all France for GPs, both steps; PySAL once, on the same weights."""
    supply, weights, demand = profession.posts, profession.catchment.weights, profession.catchment.demand
    ours = median_seconds(lambda: access.Catchment(weights, demand, model.pairs.is_symmetric).access(supply))
    try:
        from access import fca
    except ImportError:
        return [Measure("E2SFCA, all France, GPs", 1000 * ours, "ms", "≤ 50 ms"),
                Measure("the same by PySAL", float("nan"), "s", "", "PySAL's access is not installed (development lock)")]
    pairs = weights.tocoo()
    cost = pd.DataFrame({"origin": pairs.row, "dest": pairs.col, "cost": pairs.data})  # the weights themselves, as they are
    start = time.perf_counter()
    theirs = fca.two_stage_fca(pd.DataFrame({"demand": demand}), pd.DataFrame({"supply": supply}), cost, max_cost=2,
                               demand_index=True, supply_index=True, weight_fn=lambda weight: weight)
    seconds = time.perf_counter() - start
    off = float(np.abs(theirs.reindex(range(len(demand)), fill_value=0).to_numpy()
                       - profession.catchment.access(supply)).max())
    return [Measure("E2SFCA, all France, GPs", 1000 * ours, "ms", "≤ 50 ms", "both steps; the weights of the trips "
                                                                             "are made once"),
            Measure("the same by PySAL", seconds, "s", "", f"values equal to {off:.0e}"),
            Measure("times faster than PySAL", seconds / ours, "×", "≥ 100 ×")]


def _incremental_error(model: Access, profession: Profession) -> float:
    place = model.country.positions[_CENTRE]
    supply = profession.posts * profession.activity * profession.per_post
    more = supply.copy()
    more[place] += 4800.0
    whole = profession.catchment.access(more) - profession.catchment.access(supply)
    return float(np.abs(profession.catchment.change({place: 4800.0}) - whole).max())
