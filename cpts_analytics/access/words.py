"""Numbers inside the French sentences that the model says."""

from __future__ import annotations

import re

NBSP, NARROW = "\u00a0", "\u202f"

DENSITY_CLASSES = ("densité inconnue", "grands centres urbains", "centres urbains intermédiaires", "petites villes",
                   "ceintures urbaines", "bourgs ruraux", "rural à habitat dispersé", "rural à habitat très dispersé")
"""Names of the classes of the INSEE density grid in seven levels; 0: unknown."""

NOT_ZONING = "Ne vaut ni zonage ni avis de l'ARS."
BADGE_MINUTES = "Temps estimé à vol d'oiseau, depuis le centre de la commune"
NOT_COMPUTED = "Traversée maritime\u00a0: non calculé"
NO_ROAD = "Aucune route\u00a0: non calculé"
"""Instead of ``NOT_COMPUTED`` in the communes of ``parameters().roadless``."""
NO_ITINERARY = "Aucun itinéraire trouvé\u00a0: non calculé"
"""The same where a routing engine was asked and knows no way."""


def number(value: float, decimals: int = 0) -> str:
    """``12 345,6``; a minus sign for what is negative once rounded."""
    text = f"{abs(round(value, decimals)):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return f"\u2212{text}" if round(value, decimals) < 0 else text


def signed(value: float, decimals: int = 0) -> str:
    """``+0,12``, ``−0,05``, ``0,00``."""
    return f"+{number(value, decimals)}" if round(value, decimals) > 0 else number(value, decimals)


def at(name: str) -> str:
    """``à Vienne``, ``au Cheylas``, ``aux Abrets en Dauphiné``, ``à L'Isle-d'Abeau``, ``à l'Île-de-Sein``; of an arrondissement,
    ``à Lyon (1er arrondissement)``."""
    first, _, rest = name.partition(" ")
    if first in ("Le", "Les") and rest:
        return f"{'au' if first == 'Le' else 'aux'} {rest}"
    if name.startswith("Île-"):
        return f"à l'{name}"
    return "à " + re.sub(r"^(\w+) (\d+er?) Arrondissement$", r"\1 (\2 arrondissement)", name)


def capital(text: str) -> str:
    """The text with a capital first."""
    return f"{text[:1].upper()}{text[1:]}"


def plain(value: float) -> str:
    """``1,75``: a number as it was given."""
    return f"{value:g}".replace(".", ",")


def counted(count: float, one: str, many: str) -> str:
    """``1 commune``, ``12 communes``, ``0,5 médecin``."""
    shown = number(count, 0 if float(count).is_integer() else 1)
    return f"{shown}{NBSP}{many if abs(count) >= 2 else one}"
