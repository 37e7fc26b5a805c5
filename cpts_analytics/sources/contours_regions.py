"""Light contours of the 18 régions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpts_analytics.model import Source
from cpts_analytics.sources._contours import GENERALISED, contour_columns, read_contours
from cpts_analytics.sources._papers import ADMIN_EXPRESS, FETCHED, IGN, LICENCE_OUVERTE
from cpts_analytics.sources._reading import REGION

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

SOURCE = Source(
    key="contours_regions",
    producer=IGN,
    title="Contours simplifiés des régions (ADMIN EXPRESS COG CARTO 2025)",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/regions-2025-simplifie-wgs84.geojson.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="8d1c23e5862bf59b2d9a06d66305cdacf7a2b749a02d238891aac2b005ded815",
    encoding="geojson",
    separator="",
    columns=contour_columns("Code de la région"),
    missing_marks=(),
    theme="geography",
    limits=(
        GENERALISED,
    ),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """One row per area: code, name, geometry (EPSG:4326, valid polygons)."""
    return read_contours(path, SOURCE, REGION)
