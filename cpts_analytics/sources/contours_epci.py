"""Light contours of the 1,255 EPCI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpts_analytics.model import Source
from cpts_analytics.sources._contours import GENERALISED, contour_columns, read_contours
from cpts_analytics.sources._papers import ADMIN_EXPRESS, FETCHED, IGN, LICENCE_OUVERTE
from cpts_analytics.sources._reading import SIREN

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

SOURCE = Source(
    key="contours_epci",
    producer=IGN,
    title="Contours simplifiés des EPCI (ADMIN EXPRESS COG CARTO 2025)",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/epci-2025-simplifie-wgs84.geojson.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="6312e73b84a92c1ad27ca96ca1196aeebed0d8ab5032b0eb5878b5b2db3c1075",
    encoding="geojson",
    separator="",
    columns=contour_columns("Numéro SIREN de l'EPCI (9 chiffres)"),
    missing_marks=(),
    theme="geography",
    limits=(
        GENERALISED,
    ),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """One row per area: code, name, geometry (EPSG:4326, valid polygons)."""
    return read_contours(path, SOURCE, SIREN)
