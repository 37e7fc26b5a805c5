"""Hospitals with coordinates (FINESS of March 2020, through Eurostat): old, always shown with its year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source, Status
from cpts_analytics.sources._papers import FETCHED
from cpts_analytics.sources._points import finess, located
from cpts_analytics.sources._reading import codes, read_csv, tidy, unique

SOURCE = Source(
    key="hospitals_2020",
    producer="Finess (ministère chargé de la santé), par Eurostat (GISCO)",
    title="Services hospitaliers géolocalisés de France, Finess 03/2020",
    page="https://ec.europa.eu/eurostat/web/gisco/geodata/basic-services",
    file_url="",
    file="supply/eurostat_finess_hopitaux_geoloc_2020_extrait.csv.gz",
    licence="CC BY 4.0",
    vintage="03/2020",
    published="2020-04-16",
    fetched=FETCHED,
    sha256="c9990826755c4be99a5ebcb031ca7df33b1da7b0d5413fb992e0653173ab7f48",
    encoding="utf-8",
    separator=",",
    columns=(
        Column(name="finess", unit="code", meaning="Numéro Finess de l'établissement", published_as="id"),
        Column(name="name", unit="text", meaning="Nom de l'établissement", published_as="hospital_name"),
        Column(name="facility_type", unit="text", meaning="Catégorie d'établissement",
               published_as="facility_type"),
        Column(name="public_private", unit="text", meaning="« public », « private » ou vide",
               published_as="public_private"),
        Column(name="lon", unit="degrees", meaning="Longitude (WGS 84)", published_as="lon"),
        Column(name="lat", unit="degrees", meaning="Latitude (WGS 84)", published_as="lat"),
        Column(name="geo_qual", unit="code", meaning="Qualité de la position : 1 bonne, 2 moyenne, 3 faible",
               published_as="geo_qual"),
    ),
    absent_means=Status.OK,
    theme="supply",
    limits=(
        "Données de mars 2020 : des établissements ont depuis fermé, ouvert ou changé de nom.",
        "Un point par site : un même hôpital peut en avoir plusieurs.",
        "Mayotte n'a qu'un point ; deux points sont à Saint-Pierre-et-Miquelon, hors du champ des communes.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a site; numbers that lost their leading zero get it back. Raises SourceFileError."""
    frame = read_csv(path, SOURCE)
    frame = frame.assign(finess=finess(frame, SOURCE))
    frame.attrs["file"] = Path(path).name
    codes(frame, SOURCE, "geo_qual", pattern="[123]", empty=True)
    unique(frame, SOURCE, "finess")
    return tidy(located(frame, SOURCE), SOURCE)
