"""Inhabitants aged 15 and over by occupation, by commune."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Gap, Source, Status
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import (
    FETCHED,
    INSEE,
    LICENCE_OUVERTE,
    NO_MAYOTTE,
    commune_code,
    count_column,
    key_part,
)
from cpts_analytics.sources._reading import codes, numbers, read_parquet, tidy, unique

OCCUPATIONS = {
    "1": "Agriculteurs",
    "2": "Artisans, commerçants et chefs d'entreprise",
    "3": "Cadres et professions intellectuelles supérieures",
    "4": "Professions intermédiaires",
    "5": "Employés",
    "6": "Ouvriers",
    "7": "Retraités",
    "9": "Autres inactifs",
}
TOTAL = "_T"

SOURCE = Source(
    key="occupation_15_plus_2022",
    producer=INSEE,
    title="Recensement 2022 : population de 15 ans ou plus par catégorie socioprofessionnelle",
    page="https://www.insee.fr/fr/statistiques/8581696",
    file_url="",
    file="population/insee_rp2022_pop15p_par_csp_communes.parquet",
    licence=LICENCE_OUVERTE,
    vintage="2022",
    published="2025",
    fetched=FETCHED,
    sha256="f9658568228705864d9337f9e1cb7d15c567ecaca9ad7b7d19dc6c4ee137f130",
    encoding="parquet",
    separator="",
    columns=(
        commune_code("code_commune"),
        key_part("occupation", "code_csp", "Catégorie socioprofessionnelle (1 à 7, 9 ; _T : ensemble)"),
        count_column("inhabitants_15_plus", "population_csp", "Habitants de 15 ans ou plus"),
    ),
    missing_marks=(),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED, reason=NO_MAYOTTE),),
    theme="population",
    limits=(
        "Sondage : les effectifs sont fragiles dans les petites communes.",
        "Effectifs arrondis à l'unité : la somme des catégories s'écarte du total de trois personnes au plus.",
        "Quatorze communes de métropole, minuscules, recréées ou sans habitant, n'y sont pas.",
        "Paris, Lyon et Marseille y sont comme communes, sans leurs arrondissements.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune and occupation, ``_T`` the total; ``inhabitants_15_plus`` float64.

    The file has no row where nobody has the occupation: those rows are added here, with 0, for the
    communes of the file. A commune that is not in the file is not published.
    """
    frame = read_parquet(path, SOURCE)
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "occupation", pattern="[1-79]|_T")
    unique(frame, SOURCE, "code", "occupation")
    frame = numbers(frame, SOURCE, "inhabitants_15_plus")
    wide = frame.pivot(index="code", columns="occupation", values="inhabitants_15_plus")
    wide = wide.reindex(columns=[*OCCUPATIONS, TOTAL])
    if wide[TOTAL].isna().any():
        code = wide.index[wide[TOTAL].isna()][0]
        raise fault(Path(path), SOURCE, f"la commune « {code} » sans ligne « {TOTAL} »", "un total par commune")
    long = wide.fillna(0.0).stack().rename("inhabitants_15_plus").reset_index()
    return tidy(long.astype({"code": "str", "occupation": "str"}), SOURCE)
