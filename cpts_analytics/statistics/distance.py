"""Distance as the crow flies."""

from __future__ import annotations

from typing import Any

import numpy as np

from cpts_analytics.statistics.checks import StatisticsError, numbers, unwrapped

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def great_circle_km(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Any:
    """Distance between two points along the Earth's surface (km).

    Formula: 2 R asin √(sin²(Δφ/2) + cos φ1 cos φ2 sin²(Δλ/2)).
    Reads: longitudes and latitudes in degrees (WGS 84); shapes that broadcast.
    Lecture: "392 km à vol d'oiseau entre Lyon et Paris."
    Method: haversine on a sphere of the IUGG's mean radius.
    Limits: up to 0.5 % from the ellipsoid; not a road distance. NaN where a coordinate is missing.
    References: Sinnott 1984, Sky and Telescope 68.

    Raises:
        StatisticsError: a latitude outside [−90, 90] or a longitude outside [−180, 180].
    """
    degrees = [numbers(name, value) for name, value in
               (("lon1", lon1), ("lat1", lat1), ("lon2", lon2), ("lat2", lat2))]
    for name, values, most in zip(("lon1", "lat1", "lon2", "lat2"), degrees, (180, 90, 180, 90), strict=True):
        if np.any(np.abs(values) > most):
            raise StatisticsError(f"{name} : trouvé une coordonnée hors de [-{most}, {most}] ; attendu des degrés, "
                                  "longitude puis latitude.")
    x1, y1, x2, y2 = (np.radians(values) for values in degrees)
    chord = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    return unwrapped(np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))))
