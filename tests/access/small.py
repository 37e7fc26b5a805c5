"""Small countries for the access model, and its second implementation: loops, no matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.access.country import Country
from cpts_analytics.access.pairs import Trips


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


def naive_access(table: np.ndarray, demand: np.ndarray, supply: np.ndarray,
                 decay: tuple[tuple[float, float], ...]) -> list[float]:
    """The floating catchments as they are told: for each doctor, whom they serve; for each inhabitant, what they get."""

    def weight(minutes: float) -> float:
        for limit, value in decay:
            if minutes <= limit:
                return value
        return 0.0

    places = range(len(table))
    ratio = []
    for doctor in places:
        served = sum(demand[home] * weight(table[home][doctor]) for home in places)
        ratio.append(supply[doctor] / served if served > 0 else 0.0)
    return [sum(weight(table[home][doctor]) * ratio[doctor] for doctor in places) for home in places]
