"""The one way to read a layer of contours (GeoJSON, gzip or not) and what their records share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Column, Merge, Source
from cpts_analytics.sources._files import content, fault
from cpts_analytics.sources._reading import codes, tidy, unique

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

GENERALISED = "Contours simplifiés : bons pour une carte, pas pour mesurer une superficie."


def contour_columns(code_meaning: str, code_merge: Merge = Merge.GROUP) -> tuple[Column, ...]:
    """Code, name and geometry: the columns of every layer."""
    return (Column(name="code", unit="code", meaning=code_meaning, merge=code_merge, published_as="code"),
            Column(name="name", unit="text", meaning="Nom", published_as="nom"),
            Column(name="geometry", unit="degrees (WGS 84)", meaning="Contour"))


def read_contours(path: Path, source: Source, pattern: str) -> gpd.GeoDataFrame:
    """A GeoDataFrame (code, name, geometry) in EPSG:4326, one row per area, polygons only.

    Geometries that cross themselves are made valid; ``frame.attrs["repaired"]`` says how many.
    Raises SourceFileError when the layer is unreadable or empty, a code is wrong or repeated, a contour
    is missing or lies outside the degrees of the globe.
    """
    import geopandas  # here, like the next: 50 MB that the app, which reads no layer, does without
    import pyogrio

    path = Path(path)
    data = content(path, source)
    if not data.rstrip().endswith(b"}"):
        raise fault(path, source, "un fichier qui s'arrête avant sa fin", "un GeoJSON complet")
    try:
        layer = pyogrio.read_dataframe(data)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise fault(path, source, "un fichier qui n'est pas un GeoJSON lisible", "un GeoJSON") from error
    if len(layer) == 0:
        raise fault(path, source, "aucun contour", "au moins un contour")
    frame = _named(path, source, layer)
    codes(frame, source, "code", pattern=pattern)
    unique(frame, source, "code")
    geometry = layer.geometry.to_numpy()
    _check_geometry(path, source, frame, geometry)
    invalid = ~shapely.is_valid(geometry)
    geometry[invalid] = [_polygons(shapely.make_valid(shape)) for shape in geometry[invalid]]
    table = geopandas.GeoDataFrame(tidy(frame.assign(geometry=geometry), source), geometry="geometry", crs="EPSG:4326")
    table.attrs = {"file": path.name, "repaired": int(invalid.sum())}
    return table


def _named(path: Path, source: Source, layer: gpd.GeoDataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(index=pd.RangeIndex(1, len(layer) + 1))
    frame.attrs["file"] = path.name
    for name in ("code", "name"):
        published = source.column(name).published_as
        if published not in layer:
            found = ", ".join(f"« {column} »" for column in layer.columns if column != "geometry")
            raise fault(path, source, f"des contours sans cette propriété ({found})",
                        f"une propriété « {published} »", column=published)
        frame[name] = layer[published].fillna("").astype("str").to_numpy()
    return frame


def _check_geometry(path: Path, source: Source, frame: pd.DataFrame, geometry: np.ndarray) -> None:
    def refuse(bad: np.ndarray, found: str, expected: str) -> SourceFileError:
        place = int(np.flatnonzero(bad)[0])
        return fault(path, source, f"{found} pour « {frame['code'].iloc[place]} »", expected)

    flat = ~np.isin(shapely.get_type_id(geometry), [3, 6]) | shapely.is_empty(geometry)
    if flat.any():
        raise refuse(flat, "aucune surface", "un polygone par territoire")
    west, south, east, north = shapely.bounds(geometry).T
    outside = (west < -180) | (east > 180) | (south < -90) | (north > 90)
    if outside.any():
        raise refuse(outside, "des coordonnées projetées", "des degrés (WGS 84)")


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)
