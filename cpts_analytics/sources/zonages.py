"""The statistical zonings each commune belongs to: bassin de vie, urban unit, employment zone, attraction area."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, commune_code, text_column
from cpts_analytics.sources._reading import codes, read_csv, tidy, unique

SOURCE = Source(
    key="zonages",
    producer=INSEE,
    title="Table d'appartenance géographique des communes 2025 (relayée par COGiter)",
    page="https://www.insee.fr/fr/information/7671844",
    file_url="",
    file="geography/cogiter_table_passage_communes_zonages_2025.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="69d00d3a72ac6cc45b8054778c44c98de0a3b1f4e49912bc211bd71357377d39",
    encoding="utf-8",
    separator=",",
    columns=(
        commune_code("DEPCOM"),
        text_column("bassin_de_vie_code", "BV2022", "Bassin de vie 2022 : code de sa commune pôle", "code"),
        text_column("bassin_de_vie_name", "LIB_BV2022", "Nom du bassin de vie 2022"),
        text_column("urban_unit_code", "UU2020", "Unité urbaine 2020", "code"),
        text_column("urban_unit_name", "LIB_UU2020", "Nom de l'unité urbaine"),
        text_column("urban_unit_size_code", "TUU2017", "Tranche de taille de l'unité urbaine (0 hors unité urbaine "
                                                       "à 8 Paris)", "code"),
        text_column("employment_zone_code", "ZE2020", "Zone d'emploi 2020", "code"),
        text_column("employment_zone_name", "LIB_ZE2020", "Nom de la zone d'emploi"),
        text_column("attraction_area_code", "AAV2020", "Aire d'attraction des villes 2020 (000 hors aire)", "code"),
        text_column("attraction_area_name", "LIB_AAV2020", "Nom de l'aire d'attraction des villes"),
        text_column("attraction_category_code", "CATEAAV2020", "Catégorie dans l'aire (11 commune-centre, 12 et 13 "
                                                               "pôle, 20 couronne, 30 hors aire)", "code"),
    ),
    theme="geography",
    limits=("Paris, Lyon et Marseille y sont comme communes, sans leurs arrondissements.",),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune of 2025, all text."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code", "bassin_de_vie_code")
    unique(frame, SOURCE, "code")
    return tidy(frame, SOURCE)
