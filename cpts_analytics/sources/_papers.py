"""Words and columns that the records of several datasets share."""

from __future__ import annotations

from cpts_analytics.model import Column, Merge

LICENCE_OUVERTE = "Licence Ouverte 2.0"
IGN = "IGN"
INSEE = "Insee"
FETCHED = "2026-11"

ADMIN_EXPRESS = "https://geoservices.ign.fr/adminexpress"
COG_2026 = "https://www.insee.fr/fr/information/8740222"

NO_MAYOTTE = "Mayotte n'est pas dans ce fichier."


def commune_code(published_as: str, meaning: str = "Code officiel de la commune (Insee)") -> Column:
    """The key of a table by commune."""
    return Column(name="code", unit="code", meaning=meaning, merge=Merge.KEY, published_as=published_as)


def text_column(name: str, published_as: str, meaning: str, unit: str = "text") -> Column:
    """A name, class or code that follows the commune that survives a merger."""
    return Column(name=name, unit=unit, meaning=meaning, merge=Merge.FIRST, published_as=published_as)


def key_part(name: str, published_as: str, meaning: str, unit: str = "code") -> Column:
    """A part of the key that never merges (département, sex, age, kind of row …)."""
    return Column(name=name, unit=unit, meaning=meaning, merge=Merge.GROUP, published_as=published_as)


def count_column(name: str, published_as: str, meaning: str, unit: str = "inhabitants") -> Column:
    """A count that adds up when communes merge."""
    return Column(name=name, unit=unit, meaning=meaning, merge=Merge.SUM, published_as=published_as)
