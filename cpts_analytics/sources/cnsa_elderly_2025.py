"""Places for older people, with capacity and coordinates (CNSA, April 2025)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Gap, Merge, Source, Status
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE
from cpts_analytics.sources._points import finess, located
from cpts_analytics.sources._reading import numbers, read_csv, tidy, unique
from cpts_analytics.sources._working import with_columns

SOURCE = Source(
    key="cnsa_elderly_2025",
    producer="CNSA",
    title="Annuaire des établissements pour personnes âgées (pour-les-personnes-agees.gouv.fr), 04/2025",
    page="https://www.pour-les-personnes-agees.gouv.fr/",
    file_url="https://www.pour-les-personnes-agees.gouv.fr/api/v1/establishment",
    file="supply/cnsa_etablissements_personnes_agees_2025_extrait.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="04/2025",
    published="2025-04",
    fetched=FETCHED,
    sha256="c34a93626dea0250b312e0373f156cd7aedb0f525cbd88d42b2c0e4078e732b3",
    encoding="utf-8",
    separator=",",
    columns=(
        Column(name="id", unit="code", meaning="Identifiant dans l'annuaire", published_as="_id"),
        Column(name="name", unit="text", meaning="Nom de l'établissement", published_as="title"),
        Column(name="finess", unit="code", meaning="Numéro Finess de l'établissement",
               published_as="noFinesset"),
        Column(name="kind", unit="code", meaning="EHPAD (ehpad), résidence autonomie (autonomy_residence), "
               "autre : accueil de jour, soins de longue durée… (other_elderly)"),
        Column(name="capacity", unit="places", meaning="Nombre de places, tous modes d'accueil",
               merge=Merge.SUM, published_as="capacity"),
        Column(name="lon", unit="degrees", meaning="Longitude (WGS 84)", published_as="coordinates.longitude"),
        Column(name="lat", unit="degrees", meaning="Latitude (WGS 84)", published_as="coordinates.latitude"),
        Column(name="city", unit="text", meaning="Ville de l'adresse", published_as="coordinates.city"),
    ),
    missing_marks=("", "0", "0.0"),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED,
              reason="Aucun établissement de Mayotte ne figure dans l'annuaire."),),
    absent_means=Status.OK,
    theme="supply",
    limits=(
        "Une capacité de 0 veut dire « non renseignée » : c'est le cas de presque toutes les unités de soins "
        "de longue durée (USLD).",
        "18 fiches sans aucune catégorie, dont d'anciens EHPAD sans capacité, sont rangées dans « autre ».",
        "La commune est celle où tombe le point ; un établissement sans coordonnées n'est pas placé.",
        "Extrait d'une copie publique : mise en forme d'un tiers.",
    ),
)

_FILE = with_columns(SOURCE, is_ehpad="IsEHPAD", is_autonomy_residence="IsRA")


def read(path: Path) -> pd.DataFrame:
    """One row an establishment that has coordinates; the others are counted in ``attrs``.

    Raises SourceFileError.
    """
    frame = read_csv(path, _FILE)
    frame = frame.assign(id=frame["id"].str.removesuffix(".0"), finess=finess(frame, SOURCE))
    frame.attrs["file"] = Path(path).name
    unique(frame, SOURCE, "finess")
    kind = pd.Series("other_elderly", index=frame.index, dtype="str")
    kind = kind.mask(_flag(frame, "is_autonomy_residence"), "autonomy_residence")
    frame["kind"] = kind.mask(_flag(frame, "is_ehpad"), "ehpad")
    return tidy(located(numbers(frame, SOURCE, "capacity"), SOURCE), SOURCE)


def _flag(frame: pd.DataFrame, name: str) -> pd.Series:
    strange = frame.index[~frame[name].isin(["True", "False"])]
    if len(strange):
        raise fault(Path(frame.attrs["file"]), SOURCE, f"« {frame.at[strange[0], name]} »", "« True » ou « False »",
                    "Vérifiez cette ligne du fichier.", line=int(strange[0]),
                    column=_FILE.column(name).published_as)
    return frame[name] == "True"
