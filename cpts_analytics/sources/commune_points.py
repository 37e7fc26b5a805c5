"""A point inside each commune, and its centroid: for distances and labels, not the town hall."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._papers import ADMIN_EXPRESS, FETCHED, IGN, LICENCE_OUVERTE, commune_code, text_column
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique

_COORDINATES = {
    "lon": ("lon_point_interieur", "Longitude d'un point intérieur"),
    "lat": ("lat_point_interieur", "Latitude d'un point intérieur"),
    "centroid_lon": ("lon_centroide", "Longitude du centre de gravité"),
    "centroid_lat": ("lat_centroide", "Latitude du centre de gravité"),
}

SOURCE = Source(
    key="commune_points",
    producer=IGN,
    title="Points intérieurs et centres des communes, tirés des contours ADMIN EXPRESS COG CARTO 2025",
    page=ADMIN_EXPRESS,
    file_url="",
    file="geography/communes-2025-points.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="d68e04ff237f6d6a25cd8aed1fc95cc8de13a7fc1a110c3ee367723976939596",
    encoding="utf-8",
    separator=",",
    columns=(
        commune_code("code"),
        text_column("name", "nom", "Nom de la commune"),
        *(Column(name=name, unit="degrees (WGS 84)", meaning=meaning, published_as=published)
          for name, (published, meaning) in _COORDINATES.items()),
    ),
    missing_marks=(),
    theme="geography",
    limits=("Le point n'est pas la mairie ; dans une commune étendue, il peut être loin du bourg.",
            "Paris, Lyon et Marseille y sont comme communes, sans leurs arrondissements."),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune; coordinates are float64 degrees, longitude then latitude."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code")
    unique(frame, SOURCE, "code")
    frame = numbers(frame, SOURCE, "lon", "centroid_lon", minimum=-180, maximum=180)
    return tidy(numbers(frame, SOURCE, "lat", "centroid_lat", minimum=-90, maximum=90), SOURCE)
