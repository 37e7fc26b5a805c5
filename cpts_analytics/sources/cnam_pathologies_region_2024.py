"""Patients of nine diseases by région, sex and age (CNAM 2024): what every estimate by commune must add up to."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._diseases import ALL, DISEASES, REGION_AGES, Disease, keys_of
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part
from cpts_analytics.sources._reading import REGION, codes, numbers, read_csv, tidy, unique
from cpts_analytics.sources._working import with_columns

__all__ = ["ALL", "DISEASES", "SOURCE", "Disease", "read"]

SOURCE = Source(
    key="cnam_pathologies_region_2024",
    producer="Caisse nationale de l'Assurance maladie",
    title="Cartographie des pathologies : personnes prises en charge par région, sexe et âge, 2024",
    page="https://data.ameli.fr/explore/dataset/effectifs/",
    file_url="",
    file="needs/cnam_cartographie_region_2024_extrait.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2024",
    published="2026",
    fetched=FETCHED,
    sha256="7f2d4353562920ddffdeb59df38e3328f8778824c48adba80269e3e0f2819930",
    encoding="utf-8",
    separator=";",
    columns=(
        key_part("region_code", "region_code", "Code officiel de la région (Insee)"),
        key_part("disease", "", "Maladie (clé de la liste des neuf maladies)"),
        key_part("published_code", "code_pathologie", "Code de la maladie dans la cartographie (« top »)"),
        key_part("year", "annee", "Année", "year"),
        key_part("sex", "", "Sexe : F femmes, M hommes, all ensemble"),
        key_part("age", "", "Tranche d'âge (0-14, 15-34, 35-54, 55-64, 65-74, 75+) ou all (tous âges)"),
        Column(name="patients", unit="persons", meaning="Personnes prises en charge dans l'année, arrondies à la centaine"),
        Column(name="rate_per_1000", unit="per 1,000 inhabitants",
               meaning="Personnes prises en charge pour 1 000 personnes du même sexe ou du même âge, non corrigé de l'âge"),
    ),
    theme="needs",
    limits=(
        "Personnes prises en charge et repérées par leurs soins : les maladies non dépistées ou non soignées n'y sont pas.",
        "Effectifs par tranche d'âge publiés pour le diabète seulement ; les taux par âge le sont pour les neuf maladies.",
        "Effectifs arrondis à la centaine : hommes et femmes ne font pas toujours le total. Les plus petits manquent.",
        "Démences à Mayotte : aucun effectif, ni par sexe ni au total.",
        "Sexe et âge ne sont pas croisés.",
        "Extrait recopié et filtré : neuf maladies, dix-huit régions, sans total de la France.",
        "Une même personne peut avoir plusieurs de ces maladies : leurs effectifs ne s'additionnent pas.",
    ),
)

_GROUPS = {(ALL, ALL): "tot", ("M", ALL): "H", ("F", ALL): "F", **{(ALL, age): end for end, age in REGION_AGES.items()}}
_FILE = with_columns(SOURCE, named="region_cnam", **{f"patients_{end}": f"effectif_{end}" for end in _GROUPS.values()},
                     **{f"rate_{end}": f"taux_{end}" for end in _GROUPS.values()})


def read(path: Path) -> pd.DataFrame:
    """One row a région, disease, sex (all ages) or age (both sexes), and total. Raises SourceFileError.

    The producer writes the région as "84 - Auvergne-Rhône-Alpes"; its own codes of the overseas régions
    are refused when they are not the official ones that stand beside.
    """
    path = Path(path)
    frame = read_csv(path, _FILE)
    codes(frame, SOURCE, "region_code", pattern=REGION)
    codes(frame, SOURCE, "year", pattern=r"\d{4}")
    _check_codes(path, frame)
    frame = frame.assign(disease=keys_of(frame["published_code"]), year=frame["year"].astype("int64"))
    frame.attrs["file"] = path.name
    unknown = frame.index[frame["disease"].isna()]
    if len(unknown):
        raise fault(path, SOURCE, f"« {frame.at[unknown[0], 'published_code']} »", "une des neuf maladies connues",
                    "Le producteur a peut-être renommé ou ajouté une maladie : complétez la liste.",
                    line=int(unknown[0]), column="code_pathologie")
    unique(frame, SOURCE, "region_code", "published_code", "year")
    valued = numbers(frame, _FILE, *(f"patients_{end}" for end in _GROUPS.values()))
    valued = numbers(valued, _FILE, *(f"rate_{end}" for end in _GROUPS.values()), maximum=1000)
    keys = ["region_code", "disease", "published_code", "year"]
    parts = []
    for (sex, age), end in _GROUPS.items():
        names = {f"patients_{end}": "patients", f"patients_{end}_status": "patients_status",
                 f"rate_{end}": "rate_per_1000", f"rate_{end}_status": "rate_per_1000_status"}
        parts.append(valued[[*keys, *names]].rename(columns=names).assign(sex=sex, age=age))
    return tidy(pd.concat(parts), SOURCE)


def _check_codes(path: Path, frame: pd.DataFrame) -> None:
    """The code that opens the producer's name of the région must be the official one."""
    own = frame["named"].str.extract(r"^(\d{2}) - ", expand=False)
    other = frame.index[own != frame["region_code"]]
    if len(other):
        line = other[0]
        raise fault(path, SOURCE, f"« {frame.at[line, 'named']} » pour la région {frame.at[line, 'region_code']}",
                    "le code officiel de la région", "Vérifiez les codes des régions d'outre-mer dans ce fichier.",
                    line=int(line), column="region_cnam")
