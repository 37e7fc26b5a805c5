"""One entry of a list of communes, taken apart: number, name, département that it names.

``"38300 Bourgoin-Jallieu"``, ``"Bourgoin-Jallieu (38)"``, ``"• 3. BOURGOIN JALLIEU, Isère"``, ``"38053"``.
Nothing is looked up among communes here: that is ``identify``'s work.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from cpts_analytics.territory.text import normalise

_BULLET = re.compile(r"^\s*(?:[-–—−•·*▪◦●○►▶>→✓☐]+\s*|\(?\d{1,3}[.)°](?=\s|\D)\s*)+")
_NUMBER = r"(?:F-)?(\d{5}|2[AaBb]\d{3}|\d{2} \d{3})"
_NUMBER_FIRST = re.compile(rf"^{_NUMBER}\b\s*[-–:]?\s*(.*)$")
_NUMBER_LAST = re.compile(rf"^(.*?)\s*[-–:]?\s*\b{_NUMBER}$")
_BRACKETS_LAST = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_DEPARTEMENT_LAST = re.compile(r"^(.*?)[\s,–-]+(\d{2}|2[AaBb]|97\d)$")
_CEDEX = re.compile(r"\s*\bcedex\b(?:\s*\d{1,2}\b)?", re.IGNORECASE)
_KIND_FIRST = re.compile(r"^(?:commune|ville|mairie)\s+(?:de\s+|d['’]\s*)", re.IGNORECASE)
_ON_RIVER = re.compile(r"\bs/\s*|\s/s\b\s*", re.IGNORECASE)
_ARRONDISSEMENT = re.compile(r"^(.*\S) (\d{1,2})(?: ?(?:er|e|eme|ieme|ème))?(?: (?:arr|arrdt|arrondissement))?$")


@dataclasses.dataclass(frozen=True)
class Entry:
    """What one entry says. ``number`` may be a commune's code or a postcode: only the name can tell."""

    text: str  # as typed, without bullet
    name: str = ""  # what remains once number and département are taken away
    number: str = ""  # five characters
    departements: tuple[str, ...] = ()  # named by the entry; Corsica's old "20" gives two


def read_entry(text: str, departement_names: Mapping[str, str]) -> Entry:
    """Take one entry apart; ``departement_names``: normalised name → code."""
    shown = " ".join(_BULLET.sub("", text).strip(" \"'«»“”.;:,\u00a0").split())
    rest = _ON_RIVER.sub(" sur ", _CEDEX.sub("", shown))
    departements: tuple[str, ...] = ()
    if bracket := _BRACKETS_LAST.match(rest):
        named = departements_named(bracket[2], departement_names)
        if named:
            rest, departements = bracket[1], named
    number = ""
    if first := _NUMBER_FIRST.match(rest):
        number, rest = first[1], first[2]
    elif last := _NUMBER_LAST.match(rest):
        rest, number = last[1], last[2]
    elif re.fullmatch(r"\d{4}", rest):  # a spreadsheet has dropped the zero in front
        rest, number = "", "0" + rest
    return Entry(text=shown, name=_KIND_FIRST.sub("", rest).strip(), number=number.replace(" ", "").upper(),
                 departements=departements)


def departements_named(text: str, departement_names: Mapping[str, str]) -> tuple[str, ...]:
    """Départements designated by a code, a name, a postcode or a commune's code; empty when by none of them."""
    plain = text.strip().upper()
    if plain in departement_names.values():
        return (plain,)
    if plain.isdigit() and len(plain) == 1 and "0" + plain in departement_names.values():
        return ("0" + plain,)
    if re.fullmatch(r"\d{5}|2[AB]\d{3}", plain):
        return departements_of_number(plain)
    named = departement_names.get(normalise(text))
    return (named,) if named else ()


def departements_of_number(number: str) -> tuple[str, ...]:
    """Départements that a postcode or a commune's code begins with."""
    if number.startswith("20"):
        return ("2A",) if number[2] in "01" else ("2B",) if number[2] in "26" else ("2A", "2B")
    return (number[:3],) if number.startswith("97") else (number[:2],)


def split_departement(name: str, departement_names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """``"Saint-Savin 38"`` → ``("Saint-Savin", ("38",))``; for names found nowhere as they stand."""
    if match := _DEPARTEMENT_LAST.match(name):
        return match[1], departements_named(match[2], departement_names)
    before, dash, after = name.rpartition(" - ")
    named = departements_named(after, departement_names) if dash else ()
    return (before, named) if named else (name, ())


def arrondissement_key(name: str) -> str:
    """``"Lyon 3"``, ``"lyon 3ème arr."`` → ``"lyon 3e arrondissement"``; empty when the name has no such number."""
    match = _ARRONDISSEMENT.match(normalise(name))
    return f"{match[1]} {ordinal(int(match[2]))} arrondissement" if match else ""


def ordinal(number: int) -> str:
    """1 → "1er", 2 → "2e": as in the published names of arrondissements."""
    return "1er" if number == 1 else f"{number}e"
