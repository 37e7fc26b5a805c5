"""Finer contours of the 34,875 communes, for the map of a territory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpts_analytics.model import Merge, Source
from cpts_analytics.sources._contours import contour_columns, read_contours
from cpts_analytics.sources._papers import ADMIN_EXPRESS, FETCHED, IGN, LICENCE_OUVERTE
from cpts_analytics.sources._reading import COMMUNE

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

SOURCE = Source(
    key="contours_communes_detail",
    producer=IGN,
    title="Contours détaillés des communes (ADMIN EXPRESS COG 2018, ramenés aux communes de 2025)",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/communes-2025-detail-wgs84.geojson.gz",
    licence=LICENCE_OUVERTE,
    vintage="2018",
    published="2018",
    fetched=FETCHED,
    sha256="7f42841c4b21e3a6e3e75637431d19f777e9f78988e48195d8c0138e39a6c6b3",
    encoding="geojson",
    separator="",
    columns=contour_columns("Code officiel de la commune (Insee)", Merge.KEY),
    missing_marks=(),
    theme="geography",
    limits=(
        "Tracé de 2018, ramené aux communes de 2025 par réunion des communes fusionnées.",
        ("Sept communes recréées (14666, 15031, 15035, 15047, 15171, 85165, 85212) sont découpées par un "
         "tracé grossier."),
        "Paris, Lyon et Marseille y sont d'un seul tenant, sans leurs arrondissements.",
    ),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """One row per area: code, name, geometry (EPSG:4326, valid polygons)."""
    return read_contours(path, SOURCE, COMMUNE)
