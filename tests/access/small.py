"""Small countries for the access model, and its second implementation: loops, no matrix."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cpts_analytics.access.country import Country
from cpts_analytics.access.pairs import Trips
from cpts_analytics.access.parameters import Blur


def country(rows: list[dict[str, object]], touching: list[tuple[str, str]] = ()) -> Country:
    """``rows``: at least code, lon, lat; the rest has plain values."""
    plain = {"parent_code": "", "departement_code": "38", "density_class": 5, "population": 1000.0, "area_km2": 16.0}
    frame = pd.DataFrame([{**plain, "name": f"Commune {row['code']}", **row} for row in rows])
    pairs = pd.DataFrame(touching, columns=["code", "neighbour"], dtype=object)
    return Country.of(frame.astype({"density_class": "Int64"}), pairs)


def line(count: int, step: float = 0.1) -> Country:
    """Communes on the equator, ``step`` degrees apart, each touching the next."""
    codes = [f"38{number:03d}" for number in range(count)]
    return country([{"code": code, "lon": number * step, "lat": 0.0} for number, code in enumerate(codes)],
                   list(zip(codes, codes[1:], strict=False)))


def trips(table: np.ndarray) -> Trips:
    """Trips of a full table of minutes (n, n); inf: out of reach."""
    origin, destination = np.nonzero(np.isfinite(table))
    return Trips(origin=origin.astype(np.int32), destination=destination.astype(np.int32), minutes=table[origin, destination],
                 places=len(table))


Decay = tuple[tuple[float, float], ...]


def naive_weight(minutes: float, decay: Decay, share: float = 0.0, floor: float = 0.0) -> float:
    """The staircase; with a ``share``, its mean over minutes × (1 + ε): each step by the chance that the trip ends on it."""
    if not share:
        return next((value for limit, value in decay if minutes <= limit), 0.0)

    def chance_under(limit: float) -> float:
        return (1 + math.erf((limit - minutes) / (share * minutes) / math.sqrt(2))) / 2

    total, under = 0.0, 0.0
    for limit, value in decay:
        total += value * (chance_under(limit) - under)
        under = chance_under(limit)
    return total if total >= floor else 0.0


def naive_access(table: np.ndarray, demand: np.ndarray, supply: np.ndarray, decay: Decay,
                 blur: Blur | None = None) -> list[float]:
    """The floating catchments as they are told: for each doctor, whom they serve; for each inhabitant, what they get."""

    def weight(minutes: float) -> float:
        if np.isinf(minutes):
            return 0.0
        return naive_weight(minutes, decay) if blur is None else naive_weight(minutes, decay, blur.share, blur.floor)

    places = range(len(table))
    ratio = []
    for doctor in places:
        served = sum(demand[home] * weight(table[home][doctor]) for home in places)
        ratio.append(supply[doctor] / served if served > 0 else 0.0)
    return [sum(weight(table[home][doctor]) * ratio[doctor] for doctor in places) for home in places]
