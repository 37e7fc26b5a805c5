"""Light contours of the 101 départements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpts_analytics.model import Source
from cpts_analytics.sources._contours import GENERALISED, contour_columns, read_contours
from cpts_analytics.sources._papers import ADMIN_EXPRESS, FETCHED, IGN, LICENCE_OUVERTE
from cpts_analytics.sources._reading import DEPARTEMENT

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

SOURCE = Source(
    key="contours_departements",
    producer=IGN,
    title="Contours simplifiés des départements (ADMIN EXPRESS COG CARTO 2025)",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/departements-2025-simplifie-wgs84.geojson.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="283881217a6efbb9bd10cbec747c32022a1ee2f3f81f9114dd8041a9074d3714",
    encoding="geojson",
    separator="",
    columns=contour_columns("Code du département"),
    missing_marks=(),
    theme="geography",
    limits=(
        GENERALISED,
    ),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """One row per area: code, name, geometry (EPSG:4326, valid polygons)."""
    return read_contours(path, SOURCE, DEPARTEMENT)
