"""Light contours of the 34,875 communes, for maps of France."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpts_analytics.model import Merge, Source
from cpts_analytics.sources._contours import GENERALISED, contour_columns, read_contours
from cpts_analytics.sources._papers import ADMIN_EXPRESS, FETCHED, IGN, LICENCE_OUVERTE
from cpts_analytics.sources._reading import COMMUNE

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

SOURCE = Source(
    key="contours_communes",
    producer=IGN,
    title="Contours simplifiés des communes (ADMIN EXPRESS COG CARTO 2025)",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/communes-2025-simplifie-wgs84.geojson.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="4e66da03b65c6dfbf26d82e66b086ccd2684f8e295a2a023f416fc1e6b00bc27",
    encoding="geojson",
    separator="",
    columns=contour_columns("Code officiel de la commune (Insee)", Merge.KEY),
    missing_marks=(),
    theme="geography",
    limits=(
        GENERALISED,
        "Paris, Lyon et Marseille y sont d'un seul tenant, sans leurs arrondissements.",
    ),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """One row per area: code, name, geometry (EPSG:4326, valid polygons)."""
    return read_contours(path, SOURCE, COMMUNE)
