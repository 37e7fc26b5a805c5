"""Flu, week after week, by région and age: emergency departments and SOS Médecins (Santé publique France)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part
from cpts_analytics.sources._reading import REGION, codes, dates, numbers, read_csv, tidy, unique

AGES = {"00-04 ans": "0-4", "05-14 ans": "5-14", "15-64 ans": "15-64", "65 ans ou plus": "65+", "Tous âges": "all"}

SOURCE = Source(
    key="flu_weekly_regions",
    producer="Santé publique France (réseaux Oscour et SOS Médecins)",
    title="Grippe : passages aux urgences et actes SOS Médecins par région, chaque semaine",
    page="https://odisse.santepubliquefrance.fr/",
    file_url="",
    file="needs/spf_grippe_urgences_sosmedecins_region_hebdo.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2019-12 à 2025-10",
    published="2025-10",
    fetched=FETCHED,
    sha256="d7421e45653005a4492adc2255533e4dd96471b586fce8938c839ecf39bbf22d",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("region_code", "Région Code", "Code de la région"),
        key_part("week", "Semaine", "Semaine ISO (AAAA-WSS)", "week"),
        Column(name="week_start", unit="date", meaning="Lundi de la semaine", published_as="1er jour de la semaine"),
        key_part("age", "Classe d'âge", "Tranche d'âge (0-4, 5-14, 15-64, 65+) ou all (tous âges)"),
        Column(name="emergency_visits_per_100k", unit="per 100,000 visits",
               published_as="Taux de passages aux urgences pour grippe",
               meaning="Passages aux urgences pour grippe, pour 100 000 passages aux urgences"),
        Column(name="hospitalisations_per_100k", unit="per 100,000 hospitalisations",
               published_as="Taux d'hospitalisations après passages aux urgences pour grippe",
               meaning="Hospitalisations pour grippe après les urgences, pour 100 000 hospitalisations après les urgences"),
        Column(name="sos_medecins_per_100k", unit="per 100,000 visits",
               published_as="Taux d'actes médicaux SOS médecins pour grippe",
               meaning="Actes de SOS Médecins pour grippe, pour 100 000 actes de SOS Médecins"),
    ),
    theme="crisis",
    limits=(
        "Part de l'activité des urgences et de SOS Médecins, non des habitants : ne se multiplie pas par une population.",
        "L'unité (pour 100 000 passages, hospitalisations ou actes) n'est pas écrite dans le fichier : déduite des valeurs.",
        "Pas de SOS Médecins en Guadeloupe, en Guyane, à La Réunion ni à Mayotte : non publié, ce n'est pas un zéro.",
        "Martinique : urgences publiées depuis le 29 mai 2023 seulement.",
        "Petites régions et jeunes enfants : quelques passages font varier fortement le taux d'une semaine.",
        "Connu par région : ne se répartit pas entre les communes.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a région, week and band of age; ``week`` as "2024-W48", ``week_start`` its Monday.

    Raises SourceFileError, as well when a week is not that of its first day.
    """
    path = Path(path)
    frame = read_csv(path, SOURCE)
    frame = frame.assign(region_code=frame["region_code"].str.zfill(2))
    frame.attrs["file"] = path.name
    codes(frame, SOURCE, "region_code", pattern=REGION)
    codes(frame, SOURCE, "age", pattern="|".join(AGES))
    codes(frame, SOURCE, "week", pattern=r"\d{4}-S\d{2}")
    frame = dates(frame, SOURCE, "week_start")
    weeks = frame["week"].str.replace("-S", "-W", regex=False)
    other = frame.index[frame["week_start"].dt.strftime("%G-W%V-%u") != weeks + "-1"]
    if len(other):
        line = other[0]
        raise fault(path, SOURCE, f"« {frame.at[line, 'week']} » pour le {frame.at[line, 'week_start']:%Y-%m-%d}",
                    "la semaine qui commence ce lundi", "Vérifiez cette ligne.", line=int(line), column="Semaine")
    frame = frame.assign(week=weeks, age=frame["age"].map(AGES))
    frame.attrs["file"] = path.name
    unique(frame, SOURCE, "region_code", "week", "age")
    rates = ("emergency_visits_per_100k", "hospitalisations_per_100k", "sos_medecins_per_100k")
    return tidy(numbers(frame, SOURCE, *rates, maximum=100_000), SOURCE)
