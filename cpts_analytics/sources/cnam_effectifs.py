"""Patients of nine diseases by département, sex and five years of age (CNAM): a file that a user may load.

Where it is loaded, its rates by five years of age take the place of those by région and six bands.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from cpts_analytics.model import Column, Level, Source
from cpts_analytics.sources._diseases import ALL, BY_CODE, DISEASES, Disease, keys_of
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import LICENCE_OUVERTE, key_part
from cpts_analytics.sources._reading import DEPARTEMENT, REGION, codes, numbers, tidy, unique
from cpts_analytics.sources._streaming import rows
from cpts_analytics.sources._working import with_columns

__all__ = ["AGES", "DISEASES", "SOURCE", "Disease", "read"]

_DATASET = "effectifs"
_TOPS = "%2C".join(f"%22{disease.published}%22" for disease in DISEASES)

SOURCE = Source(
    key="cnam_effectifs",
    producer="Caisse nationale de l'Assurance maladie",
    title="Pathologies : effectif de patients par pathologie, sexe, classe d'âge et territoire",
    page=f"https://data.ameli.fr/explore/dataset/{_DATASET}/",
    file_url=f"https://data.ameli.fr/api/explore/v2.1/catalog/datasets/{_DATASET}/exports/csv?delimiter=%3B"
             f"&use_labels=false&where=year(annee)=2024%20and%20top%20in%20({_TOPS})",
    file="needs/cnam_effectifs.csv",
    licence=LICENCE_OUVERTE,
    vintage="2015 à 2024, selon l'export",
    published="2026-07-06",
    fetched="",
    sha256="",
    encoding="utf-8",
    separator=";",
    columns=(
        key_part("disease", "", "Maladie (clé de la liste des neuf maladies)"),
        key_part("published_code", "top", "Code de la maladie dans la cartographie (« top »)"),
        key_part("level", "", "Échelle : département, région ou France"),
        key_part("area", "", "Code du département ou de la région ; FR pour la France"),
        key_part("year", "annee", "Année", "year"),
        key_part("sex", "sexe", "Sexe : F femmes, M hommes, all ensemble"),
        key_part("age", "cla_age_5", "Tranche d'âge (0-4 … 90-94, 95+) ou all (tous âges)"),
        Column(name="patients", unit="persons", published_as="ntop|Ntop",
               meaning="Personnes prises en charge dans l'année, arrondies à la dizaine"),
        Column(name="population", unit="persons", published_as="npop|Npop",
               meaning="Bénéficiaires de l'Assurance maladie ayant reçu des soins, arrondis à la dizaine"),
        Column(name="prevalence_pct", unit="%", published_as="prev",
               meaning="Part des bénéficiaires pris en charge, calculée par le producteur sur les effectifs exacts"),
    ),
    missing_marks=(),
    secret_marks=("",),
    theme="needs",
    limits=(
        "Moins de 11 patients : effectif et part sont vides, masqués par le producteur ; ce n'est pas un zéro.",
        "Effectifs arrondis à la dizaine ; la part publiée est celle des effectifs exacts et ne se moyenne pas.",
        "La somme des tranches d'âge est inférieure au total publié quand des cases sont masquées : lire « all ».",
        "La population est celle des bénéficiaires consommants, non celle des habitants.",
        "Une maladie que l'export ne contient pas reste estimée d'après la table par région.",
        "Une même personne peut avoir plusieurs de ces maladies : leurs effectifs ne s'additionnent pas.",
    ),
    optional=True,
)

AGES = {**{f"{age:02}-{age + 4:02}": f"{age}-{age + 4}" for age in range(0, 95, 5)}, "95et+": "95+", "tsage": ALL}
_SEXES = {"1": "M", "2": "F", "9": ALL}
_ALL_DEPARTEMENTS, _ALL_REGIONS = "999", "99"
_FILE = with_columns(SOURCE, region="region", departement="dept")
_TEXTS = [column.name for column in _FILE.columns if column.published_as]
_TOP = _TEXTS.index("published_code")


def read(path: Path) -> pd.DataFrame:
    """One row a disease, area, year, sex and age; the other diseases of the file (77) are passed over.

    The whole table has 5.8 million rows: it is read line by line. Raises SourceFileError.
    """
    path = Path(path)
    frame = _nine_diseases(path)
    codes(frame, _FILE, "departement", pattern=f"{DEPARTEMENT}|{_ALL_DEPARTEMENTS}")
    codes(frame, _FILE, "region", pattern=REGION)
    codes(frame, SOURCE, "year", pattern=r"\d{4}(?:-01-01)?")
    codes(frame, SOURCE, "sex", pattern="[129]")
    wrong = frame.index[~frame["age"].isin(AGES)]
    if len(wrong):
        raise fault(path, SOURCE, f"« {frame.at[wrong[0], 'age']} »", "une tranche de 00-04 à 95et+, ou tsage",
                    "Un tableur change 05-09 en date : téléchargez à nouveau le fichier sans l'enregistrer avec lui.",
                    line=int(wrong[0]), column="cla_age_5")
    frame = frame.assign(disease=keys_of(frame["published_code"]), sex=frame["sex"].map(_SEXES),
                         age=frame["age"].map(AGES), year=frame["year"].str[:4].astype("int64"), **_areas(path, frame))
    frame.attrs["file"] = path.name
    unique(frame, SOURCE, "published_code", "level", "area", "year", "sex", "age")
    counted = numbers(frame, SOURCE, "patients", "population")
    return tidy(numbers(counted, SOURCE, "prevalence_pct", maximum=100), SOURCE)


def _nine_diseases(path: Path) -> pd.DataFrame:
    lines: list[int] = []
    kept: list[list[str]] = []
    for line, cells in rows(path, _FILE):
        if cells[_TOP] in BY_CODE:
            lines.append(line)
            kept.append([sys.intern(cell) for cell in cells])
    if not kept:
        raise fault(path, SOURCE, "aucune des neuf maladies", "par exemple « DIA_CAT_CAT » dans la colonne « top »",
                    f"Téléchargez à nouveau le fichier : {SOURCE.file_url}", column="top")
    frame = pd.DataFrame(kept, columns=_TEXTS, index=pd.Index(lines, dtype="int64", name="line"), dtype="str")
    frame.attrs["file"] = path.name
    return frame


def _areas(path: Path, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Level and code: département 999 is the whole région, région 99 is France."""
    whole_region = frame["departement"] == _ALL_DEPARTEMENTS
    everywhere = frame["region"] == _ALL_REGIONS
    wrong = frame.index[everywhere & ~whole_region]
    if len(wrong):
        raise fault(path, SOURCE, f"« {frame.at[wrong[0], 'departement']} » avec la région 99", "le département 999",
                    "Vérifiez cette ligne.", line=int(wrong[0]), column="dept")
    conditions = [everywhere, whole_region]
    level = np.select(conditions, [str(Level.FRANCE), str(Level.REGION)], str(Level.DEPARTEMENT))
    area = np.select(conditions, [pd.Series("FR", index=frame.index), frame["region"]], frame["departement"])
    return {"level": pd.Series(level, index=frame.index, dtype="str"),
            "area": pd.Series(area, index=frame.index, dtype="str")}
