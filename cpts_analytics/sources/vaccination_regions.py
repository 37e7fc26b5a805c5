"""Vaccination coverage by région, 2011–2024 (Santé publique France)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Gap, Source, Status
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, NO_MAYOTTE, key_part
from cpts_analytics.sources._reading import REGION
from cpts_analytics.sources._vaccinations import COLUMNS, LIMITS, PRODUCER, VACCINATIONS, YEAR, Vaccination, read_coverages

__all__ = ["SOURCE", "VACCINATIONS", "Vaccination", "read"]

SOURCE = Source(
    key="vaccination_regions",
    producer=PRODUCER,
    title="Couvertures vaccinales des adolescents et des adultes par région, 2011-2024",
    page="https://odisse.santepubliquefrance.fr/",
    file_url="",
    file="needs/spf_couvertures_vaccinales_region_2011_2024.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2011-2024",
    published="2025",
    fetched=FETCHED,
    sha256="1f1d05bce7112fc6d336f2396b35ccd2df899e22da64fbd4960ffdb7f9d4e82e",
    encoding="utf-8",
    separator=",",
    columns=(key_part("region_code", "Région Code", "Code de la région"), YEAR, *COLUMNS),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED, reason=NO_MAYOTTE),),
    theme="prevention",
    limits=(
        *LIMITS,
        "La Réunion : grippe jamais publiée.",
        "Martinique et Guyane sont échangées par rapport au tableau par département en 2023 (et en 2019 pour le "
        "méningocoque C), sans doute à tort ici : pour elles, préférer le tableau par département.",
        "Quelques autres valeurs sortent de l'intervalle de leurs départements : papillomavirus de 2012 (Bretagne, Pays de "
        "la Loire), méningocoque C des 15-19 ans de 2019 (Normandie), grippe à risque de 2018 et 2019 (Corse).",
        "Les quatre colonnes des Ehpad (résidents, professionnels) sont vides dans ce fichier : elles ne sont pas lues.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a région and year, twelve coverages in %. Raises SourceFileError."""
    return read_coverages(path, SOURCE, "region_code", REGION)
