"""Outlines of communes: the finer ones by département for a territory, the light ones as tiles for France.

Both are written by ``build`` into ``data/`` and only read afterwards. Nothing here draws.
"""

from cpts_analytics.contours.detail import (
    DETAIL_FILE,
    outline,
    read_communes,
    read_departement,
    read_departement_geojson,
    write_contours,
)
from cpts_analytics.contours.tiles import TILES_FILE, read_index, unpack_tiles, write_tiles

__all__ = [
    "DETAIL_FILE",
    "TILES_FILE",
    "outline",
    "read_communes",
    "read_departement",
    "read_departement_geojson",
    "read_index",
    "unpack_tiles",
    "write_contours",
    "write_tiles",
]
