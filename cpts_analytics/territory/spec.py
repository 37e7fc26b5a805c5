"""A territory out of a short text: ``epci:243800604``, ``communes:38053,38085``, ``c38-053.085``, a kept name."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Sequence

from cpts_analytics.errors import LinkError, TerritoryError, UnknownAreaError
from cpts_analytics.model import Level, Territory
from cpts_analytics.territory.compact import MOST_COMMUNES, decode, encode, looks_compact
from cpts_analytics.territory.geography import FRANCE_CODE, LEVEL_WORDS, Geography
from cpts_analytics.territory.text import NBSP, enumerated, normalise, quoted, sentence_case

PERIMETER_DATE = dt.date(2025, 1, 1)
"""The communes, EPCI and bassins de vie of the store are those of this date."""

LONGEST_SPEC = 2000

AREA_WORDS = {"epci": Level.EPCI, "bassin-de-vie": Level.BASSIN_DE_VIE, "departement": Level.DEPARTEMENT,
              "region": Level.REGION}
"""First word of a text → level of the area that it names."""

_MODIFIED = ", périmètre modifié"
_FORMS = (f"«{NBSP}commune:38053{NBSP}», «{NBSP}communes:38053,38085{NBSP}», «{NBSP}epci:243800604{NBSP}», "
          f"«{NBSP}bassin-de-vie:38053{NBSP}», «{NBSP}departement:38{NBSP}», «{NBSP}region:84{NBSP}», "
          f"«{NBSP}france{NBSP}» ou le nom d'un territoire gardé")


def _nothing_kept(name: str) -> Territory | None:
    return None


def resolve(spec: str, geography: Geography, *, kept: Callable[[str], Territory | None] = _nothing_kept,
            on: dt.date = PERIMETER_DATE) -> Territory:
    """The territory that a text means. ``kept`` finds a kept territory by name; ``on``: date of the perimeter.

    Codes of the past are taken for what they have become (``moved_codes`` says which). Raises
    UnknownAreaError, with suggestions, when nothing answers to it; TerritoryError when it cannot be read.
    """
    text = spec.strip()
    if not text or len(text) > LONGEST_SPEC:
        raise TerritoryError(f"Un territoire s'écrit en 1 à {LONGEST_SPEC}{NBSP}caractères, par exemple {_FORMS}.")
    word, colon, rest = text.partition(":")
    word = word.strip().lower()
    if text.lower() in ("france", "france:fr"):
        return _of_area(Level.FRANCE, FRANCE_CODE, "france", geography, on)
    if colon and word in AREA_WORDS:
        return _of_area(AREA_WORDS[word], rest.strip().upper(), f"{word}:{rest.strip().upper()}", geography, on)
    if (colon and word in ("commune", "communes")) or looks_compact(text):
        return of_codes(_codes_in(text), geography, on=on)
    territory = kept(text)
    if territory is None:
        raise UnknownAreaError(f"Aucun territoire ne s'appelle {quoted(text)}.{_hint(text, geography)} "
                               f"Formes acceptées{NBSP}: {_FORMS}.")
    return territory


def of_codes(codes: Iterable[str], geography: Geography, *, name: str = "", on: dt.date = PERIMETER_DATE) -> Territory:
    """A territory of these communes or arrondissements; named after its most inhabited one unless a name is given."""
    members = checked(codes, geography)
    return Territory(name=name or name_of(members, geography), members=members, spec=spec_of(members), valid_from=on)


def edit(territory: Territory, geography: Geography, *, add: Iterable[str] = (),
         remove: Iterable[str] = ()) -> Territory:
    """The territory with communes added and removed (codes). Its own record is not changed.

    A kept or typed name stays; a name made from the communes or the area is made anew.
    """
    added, removed = list(add), set(remove)
    strangers = removed - set(territory.members)
    if strangers:
        raise TerritoryError(f"{sentence_case(_named(strangers, geography))} ne fait pas partie du territoire{NBSP}: "
                             "rien à retirer.")
    members = checked([code for code in territory.members if code not in removed] + added, geography)
    name = territory.name
    if territory.kept_id is None and name == name_of(territory.members, geography):
        name = name_of(members, geography)
    elif territory.kept_id is None and ":" in territory.spec and not territory.spec.startswith("commune") \
            and members != territory.members:
        name = name.removesuffix(_MODIFIED) + _MODIFIED
    shared = tuple(commune for commune in territory.shared if commune.code in members)
    return dataclasses.replace(territory, members=members, name=name, shared=shared,
                               spec=territory.spec if members == territory.members else spec_of(members))


def checked(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Codes of today, sorted, without repeats. Raises for none, an unknown one, a commune beside its own parts."""
    asked = list(dict.fromkeys(codes))
    today = {code: geography.current(code) for code in asked}
    unknown = [code for code, current in today.items() if current is None]
    if unknown:
        raise UnknownAreaError(f"{enumerated([quoted(code) for code in unknown])}{NBSP}: aucune commune de 2025 "
                               f"n'a ce code.{_close_codes(unknown[0], geography)}")
    members = tuple(sorted({current for current in today.values() if current is not None}))
    if not members:
        raise TerritoryError("Un territoire compte au moins une commune.")
    for code in members:
        parent = geography.parent(code)
        if parent != code and parent in members:
            raise TerritoryError(f"Le territoire contient à la fois {geography.name(parent)} et "
                                 f"{geography.name(code)}, qui en fait partie{NBSP}: gardez l'un ou l'autre.")
    return members


def moved_codes(spec: str, geography: Geography) -> tuple[tuple[str, str], ...]:
    """(code asked for, code of today) for the codes of the past in a text that lists communes; to be said on screen."""
    text = spec.strip()
    lists = text.lower().startswith(("commune:", "communes:")) or looks_compact(text)
    codes = _codes_in(text) if lists and len(text) <= LONGEST_SPEC else ()
    moved = ((code, geography.current(code)) for code in codes)
    return tuple((code, current) for code, current in moved if current is not None and current != code)


def spec_of(members: Sequence[str]) -> str:
    """The shortest text that ``resolve`` reads back as these members."""
    if len(members) == 1:
        return f"commune:{members[0]}"
    return encode(members) if len(members) <= MOST_COMMUNES else "communes:" + ",".join(members)


def name_of(members: Sequence[str], geography: Geography) -> str:
    """``"Bourgoin-Jallieu et 58 autres communes"``: up to three names in full, the most inhabited first."""
    inhabitants = geography.column("population")[geography.rows(members)]
    order = sorted(zip(-inhabitants, members, strict=True))
    names = [geography.name(code) for _, code in order]
    if len(names) <= 3:
        return enumerated(names)
    return f"{names[0]} et {len(names) - 1} autres communes"


def _of_area(level: Level, code: str, spec: str, geography: Geography, on: dt.date) -> Territory:
    try:
        area = geography.area(level, code)
    except UnknownAreaError as error:
        raise UnknownAreaError(f"{error}{_close_areas(level, code, geography)}") from None
    members = geography.communes_of(level, code)
    return Territory(name=sentence_case(area.full_name or area.name), members=members, spec=spec, valid_from=on)


def _codes_in(text: str) -> tuple[str, ...]:
    if looks_compact(text):
        try:
            return decode(text)
        except LinkError as error:
            raise TerritoryError(str(error)) from error
    listed = text.partition(":")[2].replace(";", ",").split(",")
    return tuple(code.strip().upper() for code in listed if code.strip())


def _named(codes: Iterable[str], geography: Geography) -> str:
    return enumerated([geography.label(code) if code in geography else quoted(code) for code in sorted(codes)])


def _close_codes(code: str, geography: Geography) -> str:
    """Communes whose code differs from this one by a slip of the finger."""
    near = [known for known in geography.codes if known[:2] == code[:2] and len(known) == len(code)
            and sum(a != b for a, b in zip(known, code, strict=True)) == 1]
    close = [f"{geography.name(known)} ({known})" for known in near[:3]]
    return f" Proches{NBSP}: {', '.join(close)}." if close else ""


def _close_areas(level: Level, asked: str, geography: Geography) -> str:
    """Areas of the level whose name or code looks like what was asked for."""
    table = geography.areas.loc[level.value]
    words = {normalise(name): code for code, name in table["name"].items()}
    words |= {code.lower(): code for code in table.index}
    close = difflib.get_close_matches(normalise(asked), words, n=3, cutoff=0.6)
    shown = list(dict.fromkeys(f"{table['name'][words[key]]} ({words[key]})" for key in close))
    return f" Vouliez-vous dire {LEVEL_WORDS[level]} {' ou '.join(shown)}{NBSP}?" if shown else ""


def _hint(text: str, geography: Geography) -> str:
    """Communes and areas that a name, given alone, may have meant, as texts that can be used."""
    key = normalise(text)
    specs = [f"commune:{alias.code}" for alias in geography.names.find(key)][:3]
    names = geography.areas["name"]
    words = {level: word for word, level in AREA_WORDS.items()}
    specs += [f"{words[Level(level)]}:{code}" for (level, code), name in names.items()
              if Level(level) in words and normalise(str(name)) == key][:3]
    specs += [f"commune:{alias.code}" for _, alias in geography.names.alike(key)[:2]] if not specs else []
    return f" Vouliez-vous dire {' ou '.join(quoted(spec) for spec in specs)}{NBSP}?" if specs else ""
