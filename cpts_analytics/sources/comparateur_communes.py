"""INSEE's comparator: population of two censuses, households, births, deaths, activity, area, by commune."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from cpts_analytics.model import Source, Status
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, commune_code, count_column, text_column
from cpts_analytics.sources._reading import DEPARTEMENT, codes, numbers, read_csv, tidy, unique

CENSUS = ("population_2021", "population_2015", "households_2021", "inhabitants_15_64_2021",
          "unemployed_15_64_2021", "active_15_64_2021")
CIVIL_REGISTER = ("births_2022", "deaths_2022")

SOURCE = Source(
    key="comparateur_communes",
    producer=INSEE,
    title="Comparateur de territoires 2024 (recensements 2015 et 2021, état civil 2022)",
    page="https://www.insee.fr/fr/statistiques/2521169",
    file_url="",
    file="population/insee_comparateur_2024_communes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2021",
    published="2024",
    fetched=FETCHED,
    sha256="b365adac51e06ae4d6517846e21c6937ed7699be8f7179394261f64e0dc89144",
    encoding="utf-8",
    separator=",",
    columns=(
        commune_code("insee_com"),
        text_column("type", "commune_type", "Commune (COM) ou arrondissement municipal (ARM)", "code"),
        text_column("departement_code", "insee_dep", "Code du département", "code"),
        count_column("area_km2", "superficie_km2", "Superficie", "km²"),
        count_column("population_2021", "population_2021", "Population au recensement de 2021"),
        count_column("population_2015", "population_2015", "Population au recensement de 2015"),
        count_column("households_2021", "menages_2021", "Ménages en 2021", "households"),
        count_column("births_2022", "naissances_2022", "Naissances domiciliées en 2022", "births"),
        count_column("deaths_2022", "deces_2022", "Décès domiciliés en 2022", "deaths"),
        count_column("inhabitants_15_64_2021", "pop_15_64_totale_2021", "Habitants de 15 à 64 ans en 2021"),
        count_column("unemployed_15_64_2021", "pop_15_64_chomage_2021", "Chômeurs de 15 à 64 ans en 2021 (au sens du "
                                                                        "recensement)"),
        count_column("active_15_64_2021", "pop_15_64_active_2021", "Actifs de 15 à 64 ans en 2021, chômeurs compris"),
    ),
    theme="population",
    limits=(
        ("À Mayotte, seules les naissances et les décès sont publiés : les zéros du fichier pour le recensement ne "
         "sont pas des valeurs."),
        "Communes de 2024 ; Paris, Lyon et Marseille n'y sont que par leurs arrondissements.",
        "Le fichier répète une commune pour chacun de ses codes postaux : ces doublons sont retirés.",
        "Chômage au sens du recensement, déclaratif : plus élevé que celui du BIT ou de France Travail.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune (COM) and arrondissement municipal (ARM); counts float64, each with its status.

    Raises SourceFileError when two rows of one commune differ by more than their postal code.
    """
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "type", pattern="COM|ARM|COMD|COMA")
    frame = frame[frame["type"].isin(["COM", "ARM"])].drop_duplicates()
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "departement_code", pattern=DEPARTEMENT)
    unique(frame, SOURCE, "code")
    frame = numbers(frame, SOURCE, "area_km2", *CENSUS, *CIVIL_REGISTER)
    for name in CENSUS:
        unreal = (frame["departement_code"] == "976") & (frame[name] == 0)
        frame[name] = frame[name].where(~unreal, np.nan)
        frame[f"{name}_status"] = frame[f"{name}_status"].where(~unreal, str(Status.NOT_PUBLISHED))
    return tidy(frame, SOURCE)
