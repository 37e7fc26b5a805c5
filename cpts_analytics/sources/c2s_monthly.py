"""Beneficiaries of the Complémentaire santé solidaire, by month and département."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Merge, Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE
from cpts_analytics.sources._reading import DEPARTEMENT, codes, numbers, tidy, unique
from cpts_analytics.sources._sheets import sheet_names, table_by_titles
from cpts_analytics.sources._working import with_columns

SOURCE = Source(
    key="c2s_monthly",
    producer="Direction de la sécurité sociale",
    title="Effectifs mensuels des bénéficiaires de la Complémentaire santé solidaire par département",
    page="https://www.complementaire-sante-solidaire.gouv.fr/",
    file_url="",
    file="social/c2s_effectifs_dept_mensuel.xlsx",
    licence=LICENCE_OUVERTE,
    vintage="2019-11 à 2025-01",
    published="2025",
    fetched=FETCHED,
    sha256="584a2faf1e9f05f246ed8747381daad575f7afa25bb49f34c8eb952ea596c992",
    encoding="xlsx",
    separator="",
    columns=(
        Column(name="departement_code", unit="code", meaning="Code du département", merge=Merge.GROUP,
               published_as="Num_Dpt"),
        Column(name="month", unit="month", meaning="Mois (AAAA-MM)", merge=Merge.GROUP, published_as="Mois"),
        Column(name="benefit", unit="code", meaning="C2SG : sans participation ; C2SP : avec participation "
               "financière", merge=Merge.GROUP, published_as="Prestation"),
        Column(name="persons", unit="persons", meaning="Bénéficiaires à la fin du mois, tous modes de gestion "
               "(régime obligatoire et organismes complémentaires)", merge=Merge.SUM,
               published_as="Nombre_en_Milliers"),
    ),
    missing_marks=(),
    theme="living_conditions",
    limits=(
        "La colonne « Nombre_en_Milliers » contient des personnes, non des milliers.",
        "Valeurs à décimales : effectifs redressés par le producteur.",
        "Connu par département : ne se répartit pas entre les communes.",
    ),
)

_FILE = with_columns(SOURCE, management="Type_Gestion")
_TITLES = {"departement_code": "Num_Dpt", "month": "Mois", "benefit": "Prestation",
           "management": "Type_Gestion", "persons": "Nombre_en_Milliers"}
_CORSICA = {"201": "2A", "202": "2B"}
_NUMBERED = rf"\d|{DEPARTEMENT}|20[12]"
_KEYS = ["departement_code", "month", "benefit"]


def read(path: Path) -> pd.DataFrame:
    """One row a département, month and benefit: persons, both kinds of management added.

    The producer writes départements as numbers (1 for 01) and Corsica as 201 and 202.
    Raises SourceFileError.
    """
    path = Path(path)
    sheet = sheet_names(path, SOURCE, r"Bdd_.*")[0]
    frame = table_by_titles(path, _FILE, sheet, 1, _TITLES)
    months = frame["month"].str.extract(r"^(\d{4}-\d{2})-\d{2}", expand=False)
    if months.isna().any():
        line = frame.index[months.isna()][0]
        raise fault(path, SOURCE, f"« {frame.at[line, 'month']} »", "une date (dernier jour du mois)",
                    "Vérifiez cette ligne du classeur.", line=int(line), column="Mois")
    codes(frame, SOURCE, "departement_code", pattern=_NUMBERED)
    frame = frame.assign(month=months,
                         departement_code=frame["departement_code"].replace(_CORSICA).str.zfill(2))
    frame.attrs["file"] = path.name
    codes(frame, SOURCE, "benefit", pattern="C2SG|C2SP")
    unique(frame, _FILE, *_KEYS, "management")
    counted = numbers(frame, SOURCE, "persons").groupby(_KEYS, as_index=False)["persons"].sum()
    return tidy(counted, SOURCE)
