"""Contours of the 45 arrondissements of Paris, Lyon and Marseille."""

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
    key="contours_arrondissements",
    producer=IGN,
    title="Contours des arrondissements municipaux (ADMIN EXPRESS COG 2022)",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/arrondissements-municipaux-wgs84.geojson.gz",
    licence=LICENCE_OUVERTE,
    vintage="2022",
    published="2022",
    fetched=FETCHED,
    sha256="0500a439395c1aa64a754871745eabeb9f9d2a69e0f365282c578c9b36734ef5",
    encoding="geojson",
    separator="",
    columns=contour_columns("Code officiel de l'arrondissement municipal (Insee)", Merge.KEY),
    missing_marks=(),
    theme="geography",
    limits=(
        ("À dessiner à la place des communes 75056, 69123 et 13055 : les bords ne coïncident pas avec "
         "les contours simplifiés."),
        "Les îles de Riou sont dans le 8e arrondissement de Marseille (13208).",
    ),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """One row per area: code, name, geometry (EPSG:4326, valid polygons)."""
    return read_contours(path, SOURCE, COMMUNE)
