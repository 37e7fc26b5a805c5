"""Polygons as whole numbers: 1e-5 degree (about a metre), steps from point to point.

A commune is five lists: ``polygons`` (rings of each polygon, the outer one first), ``rings`` (points of
each ring, its closing point left out), ``start`` (first point of each ring, x then y) and ``dx``, ``dy``
(steps; zero at each ring's first point). Steps of a few hundred units pack in about ten bits, and a
point shared by two communes stays shared, since both round it alike.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

UNITS_PER_DEGREE = 100_000

GEOMETRY_FIELDS = [pa.field(name, pa.list_(pa.int32())) for name in ("polygons", "rings", "start", "dx", "dy")]
"""The columns that hold an outline."""


def encode(geometries: NDArray[np.object_]) -> dict[str, pa.ListArray]:
    """Columns of GEOMETRY_FIELDS for (Multi)Polygons in degrees. Raises ValueError for an empty one."""
    if shapely.is_empty(geometries).any() or shapely.is_missing(geometries).any():
        raise ValueError("an outline is empty")
    parts, owner = shapely.get_parts(geometries, return_index=True)
    multi = shapely.multipolygons(parts, indices=owner)
    kind, points, (ring_ends, polygon_ends, commune_ends) = shapely.to_ragged_array(multi)
    if kind is not shapely.GeometryType.MULTIPOLYGON:
        multi = np.array([shapely.MultiPolygon([part]) for part in parts], dtype=object)
        _, points, (ring_ends, polygon_ends, commune_ends) = shapely.to_ragged_array(multi)
    units = np.rint(points[:, :2] * UNITS_PER_DEGREE).astype(np.int32)
    steps = np.diff(units, axis=0, prepend=units[:1])
    starts = ring_ends[:-1]
    steps[starts] = 0
    kept = np.ones(len(units), dtype=bool)
    kept[ring_ends[1:] - 1] = False  # the closing point
    steps = steps[kept]
    ring_sizes = np.diff(ring_ends) - 1
    ring_of_commune = polygon_ends[commune_ends]
    point_ends = np.concatenate([[0], np.cumsum(ring_sizes)])[ring_of_commune]
    return {
        "polygons": _lists(commune_ends, np.diff(polygon_ends)),
        "rings": _lists(ring_of_commune, ring_sizes),
        "start": _lists(ring_of_commune * 2, units[starts].ravel()),
        "dx": _lists(point_ends, steps[:, 0]),
        "dy": _lists(point_ends, steps[:, 1]),
    }


def decode(table: pa.Table) -> NDArray[np.object_]:
    """Polygons and MultiPolygons in degrees, one per row, out of the columns of GEOMETRY_FIELDS."""
    polygons, rings_per_polygon = _flat(table["polygons"])
    _, ring_sizes = _flat(table["rings"])
    start = _flat(table["start"])[1].reshape(-1, 2)
    steps = np.column_stack([_flat(table["dx"])[1], _flat(table["dy"])[1]]).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(ring_sizes)[:-1]]).astype(np.int64)
    walked = np.cumsum(steps, axis=0)
    units = walked - np.repeat(walked[starts] - start, ring_sizes, axis=0)
    # Each ring gets its closing point back, after its last one.
    units = np.insert(units, starts + ring_sizes, units[starts], axis=0)
    ring_ends = np.concatenate([[0], np.cumsum(ring_sizes + 1)]).astype(np.int64)
    polygon_ends = np.concatenate([[0], np.cumsum(rings_per_polygon)]).astype(np.int64)
    multi = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, units / UNITS_PER_DEGREE,
                                      (ring_ends, polygon_ends, polygons.astype(np.int64)))
    single = shapely.get_num_geometries(multi) == 1
    multi[single] = shapely.get_geometry(multi[single], 0)
    return multi


def _lists(ends: NDArray[np.integer], values: NDArray[np.integer]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(values, pa.int32()))


def _flat(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Ends of the rows, and the values of all of them."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0)
    lengths = array.value_lengths().to_numpy()
    return np.concatenate([[0], np.cumsum(lengths)]), array.flatten().to_numpy()
