"""Liberal professionals, 38 professions, by département, région and France (CNAM 2024)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from cpts_analytics.model import Column, Level, Merge, Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part
from cpts_analytics.sources._professions import PROFESSIONS, Profession
from cpts_analytics.sources._reading import DEPARTEMENT, REGION, codes, numbers, read_csv, tidy, unique
from cpts_analytics.sources._working import with_columns

__all__ = ["PROFESSIONS", "SOURCE", "Profession", "read"]

_DATASET = "demographie-effectifs-et-les-densites"

SOURCE = Source(
    key="cnam_liberal_2024",
    producer="Caisse nationale de l'Assurance maladie",
    title="Démographie des professionnels de santé libéraux : effectifs et densités",
    page=f"https://data.ameli.fr/explore/dataset/{_DATASET}/",
    file_url=f"https://data.ameli.fr/api/explore/v2.1/catalog/datasets/{_DATASET}/exports/csv?delimiter=%2C"
             "&use_labels=false&where=year(annee)=2024%20and%20classe_age=%22tout_age%22",
    file="supply/cnam_demographie_effectifs_densites_departements_2024.csv",
    licence=LICENCE_OUVERTE,
    vintage="2024",
    published="2025-12-15",
    fetched=FETCHED,
    sha256="e3bcf49ff4e9a22dbf42c90efeef4b787315c820f170e24ba6bdec46d3838fea",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("profession", "profession_sante", "Profession (clé de la liste des 38 professions)"),
        key_part("level", "", "Échelle : département, région ou France"),
        key_part("area", "", "Code du département ou de la région ; FR pour la France"),
        key_part("year", "annee", "Année", "year"),
        Column(name="headcount", unit="professionals", meaning="Professionnels libéraux en exercice à la fin de "
               "l'année", merge=Merge.SUM, published_as="effectif"),
        Column(name="density_per_100k", unit="professionals per 100,000", meaning="Densité pour 100 000 habitants "
               "(sages-femmes, gynécologues, pédiatres : pour 100 000 personnes de leur public)",
               merge=Merge.MEAN, published_as="densite"),
    ),
    missing_marks=(),
    theme="supply",
    limits=(
        "Professionnels libéraux seulement : ni salariés des hôpitaux, ni salariés des centres de santé.",
        "Connu par département : ne se répartit pas entre les communes.",
        ("La densité des sages-femmes est rapportée aux femmes de 15 à 49 ans, celle des gynécologues aux femmes de "
         "15 ans et plus, celle des pédiatres aux moins de 15 ans (déduit des effectifs et des densités publiés)."),
        "Les lignes « Ensemble » sont des sommes d'autres lignes : à ne pas additionner avec elles.",
    ),
)

_FILE = with_columns(SOURCE, region="region", departement="departement", age="classe_age", sex="libelle_sexe")
_KEYS = {label: profession.key for profession in PROFESSIONS for label in profession.published.split("|")}
_ALL_DEPARTEMENTS, _ALL_REGIONS = "999", "99"


def read(path: Path) -> pd.DataFrame:
    """One row a profession and area, all ages and both sexes; a profession that is not known is a fault.

    Raises SourceFileError.
    """
    path = Path(path)
    frame = read_csv(path, _FILE)
    frame = frame[(frame["age"] == "tout_age") & (frame["sex"] == "tout sexe")]
    unknown = frame.index[~frame["profession"].isin(_KEYS)]
    if len(unknown):
        raise fault(path, SOURCE, f"« {frame.at[unknown[0], 'profession']} »", "une des 38 professions connues",
                    "Le producteur a peut-être renommé ou ajouté une profession : complétez la liste.",
                    line=int(unknown[0]), column="profession_sante")
    codes(frame, _FILE, "departement", pattern=f"{DEPARTEMENT}|{_ALL_DEPARTEMENTS}")
    codes(frame, _FILE, "region", pattern=REGION)
    codes(frame, SOURCE, "year", pattern=r"\d{4}")
    frame = frame.assign(profession=frame["profession"].map(_KEYS), year=frame["year"].astype("int64"),
                         **_areas(frame))
    frame.attrs["file"] = path.name
    unique(frame, SOURCE, "profession", "level", "area", "year")
    return tidy(numbers(frame, SOURCE, "headcount", "density_per_100k"), SOURCE)


def _areas(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Level and code: département 999 is the whole région, région 99 is France."""
    whole_region = frame["departement"] == _ALL_DEPARTEMENTS
    france = whole_region & (frame["region"] == _ALL_REGIONS)
    conditions = [france, whole_region]
    level = np.select(conditions, [str(Level.FRANCE), str(Level.REGION)], str(Level.DEPARTEMENT))
    area = np.select(conditions, [pd.Series("FR", index=frame.index), frame["region"]], frame["departement"])
    return {"level": pd.Series(level, index=frame.index, dtype="str"),
            "area": pd.Series(area, index=frame.index, dtype="str")}
