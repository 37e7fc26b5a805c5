"""What weighs on health, by bassin de vie (INSEE 2021–2024): deaths, ages, income, education, housing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import COMMUNE, codes, numbers, read_csv, tidy, unique


def _published(name: str, title: str, unit: str, meaning: str) -> Column:
    return Column(name=name, unit=unit, meaning=meaning, published_as=title)


_DWELLINGS = "dans le total des logements 2022"

SOURCE = Source(
    key="bassins_determinants",
    producer=INSEE,
    title="Statistiques locales : population, revenus, diplômes et logement par bassin de vie, 2021 à 2024",
    page="https://statistiques-locales.insee.fr",
    file_url="",
    file="needs/insee_statloc_bassins_de_vie_determinants_2022_2024.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2022 (décès : 2024 ; revenus : 2021)",
    published="2025",
    fetched=FETCHED,
    sha256="73041bdfcc0202e732ea6a5b409399c17a02286745074c56208c4c4eeee08931",
    encoding="utf-8",
    separator=";",
    columns=(
        key_part("bassin_de_vie_code", "Code", "Code du bassin de vie 2022"),
        text_column("name", "Libellé", "Nom du bassin de vie"),
        _published("deaths", "Nombre de décès domiciliés 2024", "deaths", "Décès d'habitants du bassin en 2024"),
        _published("share_75_plus_pct", "Part des pers. âgées de 75 ans ou + 2022", "% of inhabitants",
                   "Part des habitants de 75 ans ou plus"),
        _published("share_under_15_pct", "Part des pers. âgées de - 15 ans 2022", "% of inhabitants",
                   "Part des habitants de moins de 15 ans"),
        _published("poverty_rate_pct", "Taux de pauvreté 2021", "%",
                   "Part des habitants sous le seuil de pauvreté (60 % du niveau de vie médian national)"),
        _published("median_income_eur", "Médiane du niveau de vie 2021", "EUR per year per consumption unit",
                   "Niveau de vie médian : la moitié des habitants vit avec moins"),
        _published("low_education_pct", "Part des non ou peu diplômés dans la pop. non scolarisée de 15 ans ou + 2022", "%",
                   "Part des non ou peu diplômés parmi les 15 ans ou plus sortis de l'école"),
        _published("workers_jobs_pct", "Part des ouvriers dans le nb d’emplois au LT 2022", "%",
                   "Part des ouvriers dans les emplois du bassin"),
        _published("single_parent_families_pct", "Part des familles monoparentales 2022", "%",
                   "Part des familles monoparentales"),
        _published("household_size", "Taille moyenne des ménages 2022", "persons per household",
                   "Nombre moyen de personnes par ménage"),
        _published("tenants_pct", "Part des locataires dans les rés. principales 2022", "%",
                   "Part des locataires dans les résidences principales"),
        _published("social_tenants_pct", "Part des locataires HLM dans les rés. principales 2022", "%",
                   "Part des locataires HLM dans les résidences principales"),
        _published("overcrowded_pct", "Part des résidences principales en suroccupation accentuée 2022", "%",
                   "Part des résidences principales en suroccupation accentuée"),
        _published("main_residences_pct", f"Part des rés. principales {_DWELLINGS}", "%",
                   "Part des résidences principales dans les logements"),
        _published("flats_pct", f"Part des appartements {_DWELLINGS}", "%", "Part des appartements dans les logements"),
        _published("houses_pct", f"Part des maisons {_DWELLINGS}", "%", "Part des maisons dans les logements"),
        _published("density_per_km2", "Densité de population (historique depuis 1876) 2022", "inhabitants per km²",
                   "Habitants par km²"),
    ),
    missing_marks=("", "N/A - résultat non disponible"),
    secret_marks=("N/A - secret statistique",),
    theme="needs",
    limits=(
        "Années mêlées : décès de 2024, revenus de 2021, recensement de 2022 pour le reste.",
        "Les deux bassins de vie de Mayotte n'ont que leurs décès ; le niveau de vie manque dans douze bassins d'outre-mer.",
        "Parts arrondies à 0,1 point, sans effectifs : elles ne se recomposent pas pour un territoire.",
        "« Part des ouvriers » compte les emplois du bassin, non ses habitants.",
    ),
)

_SHARES = tuple(column.name for column in SOURCE.columns if column.name.endswith("_pct"))
_OTHERS = ("deaths", "median_income_eur", "household_size", "density_per_km2")


def read(path: Path) -> pd.DataFrame:
    """One row a bassin de vie; two lines of title stand before the header. Raises SourceFileError."""
    frame = read_csv(path, SOURCE, skip_lines=2)
    codes(frame, SOURCE, "bassin_de_vie_code", pattern=COMMUNE)
    unique(frame, SOURCE, "bassin_de_vie_code")
    return tidy(numbers(numbers(frame, SOURCE, *_SHARES, maximum=100), SOURCE, *_OTHERS), SOURCE)
