"""Which commune of today an entry means: one, several to choose from, or none with the most likely ones.

A number is a commune's code when it stands alone, or when the name beside it agrees; otherwise it is a
postcode and only tells the département (and the arrondissement of Paris, Lyon, Marseille). A name of
the past counts when no commune bears it today, or when it lies elsewhere than the rest of the list: then
the choice is asked back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from cpts_analytics.territory.entry import Entry, arrondissement_key, departements_of_number, ordinal, split_departement
from cpts_analytics.territory.geography import Geography
from cpts_analytics.territory.nameindex import Alias
from cpts_analytics.territory.text import NBSP, normalise, quoted

MOST_SUGGESTIONS = 5
_FAR_BEHIND = 0.15  # resemblance lost on the best suggestion, from which one is no longer given


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A commune that an entry may mean. ``label`` tells homonyms apart: "Saint-Savin (38, Isère)"."""

    code: str
    label: str
    former_name: str = ""  # the name of the past that was found, if it was one


@dataclasses.dataclass(frozen=True)
class Answer:
    """``code`` when there is one commune; else candidates, to choose from (ambiguous) or as suggestions."""

    code: str = ""
    note: str = ""
    candidates: tuple[Candidate, ...] = ()
    ambiguous: bool = False


def identify(entry: Entry, geography: Geography, departements: Collection[str] = ()) -> Answer:
    """``departements``: where the rest of the list lies, to weigh a name of the past against one of today."""
    if not entry.name:
        return _by_number(entry, geography)
    aliases, named = _by_name(entry, geography)
    coded = geography.current(entry.number) if entry.number else None
    if coded is not None and coded in {alias.code for alias in aliases}:
        return Answer(code=coded, note=_moved_note(entry.number, coded, geography))
    wanted = entry.departements or named or (departements_of_number(entry.number) if entry.number else ())
    inside = [alias for alias in aliases if not wanted or geography.departement(alias.code) in wanted]
    if not inside:
        return Answer(candidates=_suggestions(entry, aliases, wanted, geography))
    inside = _arrondissement_of_postcode(entry, inside, geography)
    return _choose(inside, departements, geography)


def _by_number(entry: Entry, geography: Geography) -> Answer:
    code = geography.current(entry.number) if entry.number else None
    return Answer(code=code, note=_moved_note(entry.number, code, geography)) if code else Answer()


def _by_name(entry: Entry, geography: Geography) -> tuple[Sequence[Alias], tuple[str, ...]]:
    """Aliases with that name, and the départements that its last words named."""
    for key in (normalise(entry.name), arrondissement_key(entry.name)):
        if found := _today(geography.names.find(key) if key else (), geography):
            return found, ()
    name, departements = split_departement(entry.name, geography.departement_names)
    return (_today(geography.names.find(normalise(name)), geography) if departements else ()), departements


def _today(aliases: Sequence[Alias], geography: Geography) -> Sequence[Alias]:
    return [alias for alias in aliases if alias.code in geography]


def _arrondissement_of_postcode(entry: Entry, aliases: list[Alias], geography: Geography) -> list[Alias]:
    """``69003 Lyon`` means the third arrondissement; ``69000 Lyon`` the commune."""
    if len(aliases) != 1 or not entry.number or not geography.arrondissements_of(aliases[0].code):
        return aliases
    number = int(entry.number[-2:])
    key = f"{normalise(geography.name(aliases[0].code))} {ordinal(number)} arrondissement"
    return list(geography.names.find(key)) or aliases


def _choose(aliases: Sequence[Alias], departements: Collection[str], geography: Geography) -> Answer:
    today = [alias for alias in aliases if not alias.is_former]
    if len(aliases) == 1:
        return Answer(code=aliases[0].code, note=_name_note(aliases[0], geography))
    if len(today) == 1 and departements:
        near = [alias for alias in aliases if geography.departement(alias.code) in departements]
        if near == today:
            return Answer(code=today[0].code)
    return Answer(candidates=tuple(_candidate(alias, geography) for alias in aliases), ambiguous=True)


def _suggestions(entry: Entry, aliases: Sequence[Alias], wanted: Collection[str],
                 geography: Geography) -> tuple[Candidate, ...]:
    """The same name elsewhere, names that begin so, names that look alike; the named département first."""
    key = normalise(entry.name)
    alike = geography.names.alike(key)
    ranked = [(1.0, alias) for alias in aliases]
    ranked += [(0.95, alias) for alias in geography.names.beginning_with(key)[:20]] + list(alike)
    if entry.number and (coded := geography.current(entry.number)):
        ranked.append((0.9, Alias(coded, geography.name(coded), "commune")))
    best: dict[str, tuple[float, Alias]] = {}
    for score, alias in ranked:
        if alias.code in geography:
            bonus = 0.5 if geography.departement(alias.code) in wanted else 0.0
            if alias.code not in best or score + bonus > best[alias.code][0]:
                best[alias.code] = (score + bonus, alias)
    order = sorted(best.values(), key=lambda item: (-round(item[0], 3), item[1].is_former, item[1].code))
    return tuple(_candidate(alias, geography) for score, alias in order[:MOST_SUGGESTIONS]
                 if score > order[0][0] - _FAR_BEHIND)


def _candidate(alias: Alias, geography: Geography) -> Candidate:
    former = alias.name if alias.is_former and alias.name != geography.name(alias.code) else ""
    return Candidate(alias.code, geography.label(alias.code), former)


def _moved_note(asked: str, code: str, geography: Geography) -> str:
    if asked == code:
        return ""
    return f"Code {asked}{NBSP}: aujourd'hui {geography.name(code)} ({code})."


def _name_note(alias: Alias, geography: Geography) -> str:
    today = geography.name(alias.code)
    if not alias.is_former or alias.name == today:
        return ""
    return f"{quoted(alias.name)}{NBSP}: aujourd'hui {geography.label(alias.code)}."
