"""A list of communes as people type or paste it → codes, what to choose, what is not known.

Entries are separated by lines, commas, semicolons, tabs or bars. What cannot be understood is listed with
suggestions, and the rest is kept. ``identify`` says which commune an entry means.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

import numpy as np

from cpts_analytics.errors import TerritoryError
from cpts_analytics.statistics import great_circle_km
from cpts_analytics.territory.entry import Entry, departements_named, read_entry
from cpts_analytics.territory.geography import Geography
from cpts_analytics.territory.identify import Answer, Candidate, identify
from cpts_analytics.territory.tables import entries_of_table
from cpts_analytics.territory.text import normalise

MOST_ENTRIES = 2000
LONGEST_ENTRY = 200
_SEPARATORS = re.compile(r"[,;\t|]")
_NUMBER = re.compile(r"2[ABab]\d{3}|[\d\s.,]*\d")
_POSTCODES_NOTE = ("Les nombres ont été lus comme des codes de communes (Insee). S'il s'agissait de codes postaux, "
                   "collez plutôt les noms.")


@dataclasses.dataclass(frozen=True)
class Ambiguous:
    """An entry that several communes answer to: the user chooses."""

    text: str
    candidates: tuple[Candidate, ...]


@dataclasses.dataclass(frozen=True)
class Unknown:
    """An entry that no commune answers to, and those that it may have meant."""

    text: str
    suggestions: tuple[Candidate, ...]


@dataclasses.dataclass(frozen=True)
class Parsed:
    """What a list says. Each code once, in the order of the list."""

    found: tuple[str, ...]
    ambiguous: tuple[Ambiguous, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()


def parse_list(text: str, geography: Geography, *, near: Iterable[str] = ()) -> Parsed:
    """Codes and names out of a typed or pasted text. ``near``: codes that candidates are ordered by distance from.

    Raises TerritoryError beyond 2,000 entries; an entry of more than 200 characters is an unknown one.
    """
    if len(text) > MOST_ENTRIES * LONGEST_ENTRY:
        raise TerritoryError(f"Le texte collé est trop long ({len(text)} caractères\u00a0; le plus possible est "
                             f"{MOST_ENTRIES * LONGEST_ENTRY}).")
    lines = [line for line in text.splitlines() if line.strip()]
    entries = _entries_of_pasted_table(lines, geography)
    if entries is None:
        entries = [entry for line in lines for entry in _entries_of(line, geography)]
    return parse_entries(entries, geography, near=near)


def parse_entries(entries: Sequence[Entry], geography: Geography, *, near: Iterable[str] = ()) -> Parsed:
    """The same from entries already taken apart. Raises TerritoryError beyond 2,000."""
    if len(entries) > MOST_ENTRIES:
        raise TerritoryError(f"La liste contient {len(entries)} entrées\u00a0; le plus possible est {MOST_ENTRIES}.")
    around = [code for code in near if code in geography]
    first = [identify(entry, geography) for entry in entries]
    around += [answer.code for answer in first if answer.code]
    departements = geography.departements(around)
    ambiguous, unknown, found, notes = [], [], [], []
    for entry, answer in zip(entries, first, strict=True):
        if answer.ambiguous:
            answer = identify(entry, geography, departements)
        if answer.code:
            found.append(answer.code)
            notes.extend([answer.note] if answer.note else [])
        elif answer.ambiguous:
            ambiguous.append(Ambiguous(entry.text, _by_distance(answer, around, geography)))
        else:
            unknown.append(Unknown(entry.text[:LONGEST_ENTRY], answer.candidates))
    if _look_like_postcodes(entries):
        notes.append(_POSTCODES_NOTE)
    return Parsed(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(ambiguous)), tuple(dict.fromkeys(unknown)),
                  tuple(dict.fromkeys(notes)))


def _entries_of_pasted_table(lines: Sequence[str], geography: Geography) -> list[Entry] | None:
    """Lines cut into the same columns, one of them numbers: a paste from a spreadsheet. None for a plain list."""
    for mark in "\t;":
        rows = [[cell.strip() for cell in line.split(mark)] for line in lines]
        if len(rows) < 2 or len(rows[0]) < 2 or len({len(row) for row in rows}) > 1:
            continue
        columns = list(zip(*rows[1:], strict=True))
        if any(all(_NUMBER.fullmatch(cell) for cell in column) for column in columns):
            return entries_of_table(rows, geography)
    return None


def _entries_of(line: str, geography: Geography) -> list[Entry]:
    """The entries of one line: a number joins the name after it, a département the name before it."""
    pieces = [piece.strip() for piece in _SEPARATORS.split(line)]
    pieces = [piece for piece in pieces if re.search(r"\w", piece)]
    entries: list[Entry] = []
    for piece in pieces:
        if len(piece) > LONGEST_ENTRY:
            entries.append(Entry(text=piece))
            continue
        entry = read_entry(piece, geography.departement_names)
        last = entries[-1] if entries else None
        named = departements_named(piece, geography.departement_names)
        if last and last.name and not last.departements and named and _qualifies(piece, last, pieces, geography):
            entries[-1] = dataclasses.replace(last, text=f"{last.text}, {entry.text}", departements=named)
        elif last and last.number and not last.name and entry.name and not entry.number and len(pieces) == 2:
            entries[-1] = dataclasses.replace(entry, text=f"{last.text} {entry.text}", number=last.number)
        else:
            entries.extend(_both(entry, geography))
    return entries


def _qualifies(piece: str, before: Entry, pieces: Sequence[str], geography: Geography) -> bool:
    """Whether a département's name or code after a comma says where the name before it lies.

    A word that is a commune too ("Vienne") does so only when the line holds just these two.
    """
    if re.fullmatch(r"\d{5}", piece):
        return False
    is_commune = bool(geography.names.find(normalise(piece)))
    return len(pieces) == 2 or not is_commune


def _both(entry: Entry, geography: Geography) -> list[Entry]:
    """``"A et B"`` is two entries when each is a commune and the whole is not."""
    left, joined, right = entry.name.rpartition(" et ")
    if not joined or entry.number or geography.names.find(normalise(entry.name)):
        return [entry]
    parts = [left, right]
    if all(geography.names.find(normalise(part)) for part in parts):
        return [Entry(text=part, name=part) for part in parts]
    return [entry]


def _look_like_postcodes(entries: Sequence[Entry]) -> bool:
    """Postcodes nearly always end in 0; one commune's code in ten does."""
    alone = [entry.number for entry in entries if entry.number and not entry.name]
    return len(alone) >= 2 and sum(number.endswith("0") for number in alone) * 2 > len(alone)


def _by_distance(answer: Answer, around: Sequence[str], geography: Geography) -> tuple[Candidate, ...]:
    """Candidates, the nearest to the rest of the list first; the most inhabited first when there is no rest."""
    rows = geography.rows(candidate.code for candidate in answer.candidates)
    if around:
        centre = geography.rows(around)
        lon, lat = (float(np.mean(geography.column(axis)[centre])) for axis in ("lon", "lat"))
        order = great_circle_km(geography.column("lon")[rows], geography.column("lat")[rows], lon, lat)
    else:
        order = -geography.column("population")[rows]
    ranked = sorted(zip(order, answer.candidates, strict=True), key=lambda item: (item[0], item[1].code))
    return tuple(candidate for _, candidate in ranked)
