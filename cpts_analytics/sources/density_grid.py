"""INSEE's density grid: seven classes from a large urban centre to very scattered."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Gap, Source, Status
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, commune_code, text_column
from cpts_analytics.sources._reading import codes, read_csv, tidy, unique

SOURCE = Source(
    key="density_grid",
    producer=INSEE,
    title="Grille communale de densité à sept niveaux",
    page="https://www.insee.fr/fr/information/8571524",
    file_url="",
    file="geography/insee_grille_densite_7_niveaux_communes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="vers 2024",
    published="2024",
    fetched=FETCHED,
    sha256="e38e1bcb8a9c072d44882880ba0d5efc7c63991c69a7768003f4543e56626869",
    encoding="utf-8",
    separator=";",
    columns=(
        commune_code("CODGEO"),
        text_column("name", "LIBGEO", "Nom de la commune"),
        text_column("density_class", "DENS",
                    "Niveau de densité : 1 grand centre urbain, 2 centre urbain intermédiaire, 3 petite ville, "
                    "4 ceinture urbaine, 5 bourg rural, 6 rural à habitat dispersé, 7 rural à habitat très dispersé",
                    "class 1–7"),
    ),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED, reason="Mayotte n'est pas dans cette copie."),),
    theme="geography",
    limits=(
        "Paris, Lyon et Marseille (niveau 1) et treize communes recréées ou renommées n'y sont pas.",
        ("67 codes sont d'anciens codes : quand des communes ont fusionné, le niveau est celui de la commune dont le "
        "code demeure."),
        "Millésime de la copie non indiqué (vers 2024).",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune; ``density_class`` int64 from 1 (dense) to 7 (very scattered)."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "density_class", pattern="[1-7]")
    unique(frame, SOURCE, "code")
    return tidy(frame.assign(density_class=frame["density_class"].astype("int64")), SOURCE)
