"""Share of single-parent families by commune (INSEE, census of 2022)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Gap, Merge, Source, Status
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique

SOURCE = Source(
    key="single_parent_families_2022",
    producer=INSEE,
    title="Part des familles monoparentales, recensement de la population 2022 (Statistiques locales)",
    page="https://statistiques-locales.insee.fr/",
    file_url="",
    file="social/insee_statloc_communes_familles_monoparentales_2022.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2022",
    published="2025",
    fetched=FETCHED,
    sha256="64fabe3047edd01ad053fd13ccb0b174411b7d30834bf778aefc149ddbe20412",
    encoding="utf-8",
    separator=";",
    columns=(
        Column(name="code", unit="code", meaning="Code de la commune", merge=Merge.KEY, published_as="Code"),
        Column(name="single_parent_families_pct", unit="%",
               meaning="Part des familles monoparentales parmi les familles", merge=Merge.MEAN,
               published_as="Part des familles monoparentales 2022"),
    ),
    missing_marks=("", "N/A - résultat non disponible"),
    secret_marks=("N/A - secret statistique",),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED,
              reason="Le recensement de 2022 n'est pas publié pour Mayotte."),),
    theme="living_conditions",
    limits=(
        "Pourcentage sans son effectif : instable dans les petites communes (de 0 à 100 %).",
        "Paris, Lyon et Marseille en entier seulement, sans leurs arrondissements.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a commune. Two lines of title stand before the header. Raises SourceFileError."""
    frame = read_csv(path, SOURCE, skip_lines=2)
    codes(frame, SOURCE, "code")
    unique(frame, SOURCE, "code")
    return tidy(numbers(frame, SOURCE, "single_parent_families_pct"), SOURCE)
