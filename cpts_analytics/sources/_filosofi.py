"""The columns that the two Filosofi tables (communes, EPCI) share under two sets of names."""

from __future__ import annotations

from cpts_analytics.model import Column, Gap, Merge, Status

TITLE = "Revenus et pauvreté des ménages en 2021 (Filosofi)"
PAGE = "https://www.insee.fr/fr/statistiques/7756729"
FILE_URL = "https://www.insee.fr/fr/statistiques/fichier/8229323/base-cc-filosofi-2021-geo2025_csv.zip"
GAPS = (Gap(departements=("971", "973", "976"), status=Status.NOT_PUBLISHED,
            reason="Filosofi 2021 ne couvre ni la Guadeloupe, ni la Guyane, ni Mayotte."),)
VALUES = ("fiscal_households_count", "fiscal_persons_count", "median_income_eur", "poverty_rate_pct",
          "first_decile_eur", "ninth_decile_eur", "interdecile_ratio")

_EUR = "EUR per year per consumption unit"


def value_columns(*published: str) -> tuple[Column, ...]:
    """The seven columns of values, in the order of ``VALUES``; ``published``: their names in the file."""
    households, persons, median, poverty, first, ninth, ratio = published
    return (
        Column(name="fiscal_households_count", unit="households", meaning="Ménages fiscaux", merge=Merge.SUM,
               published_as=households),
        Column(name="fiscal_persons_count", unit="persons", meaning="Personnes dans les ménages fiscaux",
               merge=Merge.SUM, published_as=persons),
        Column(name="median_income_eur", unit=_EUR, published_as=median,
               meaning="Niveau de vie médian : la moitié des habitants vit avec moins"),
        Column(name="poverty_rate_pct", unit="%", merge=Merge.MEAN, weight="fiscal_persons_count",
               meaning="Part des habitants sous le seuil de pauvreté (60 % du niveau de vie médian national)",
               published_as=poverty),
        Column(name="first_decile_eur", unit=_EUR, published_as=first,
               meaning="Niveau de vie au-dessous duquel vivent les 10 % les plus modestes"),
        Column(name="ninth_decile_eur", unit=_EUR, published_as=ninth,
               meaning="Niveau de vie au-dessus duquel vivent les 10 % les plus aisés"),
        Column(name="interdecile_ratio", unit="ratio", published_as=ratio,
               meaning="Rapport entre le neuvième et le premier décile de niveau de vie"),
    )
