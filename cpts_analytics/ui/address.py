"""The address of a page as texts: what a territory is called in it, and the link that opens it anywhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

from cpts_analytics.errors import JournalError, TerritoryError
from cpts_analytics.journal import EXAMPLES, Example
from cpts_analytics.model import Territory
from cpts_analytics.territory import MOST_COMMUNES, PERIMETER_DATE, encode, moved_codes, normalise, resolve
from cpts_analytics.ui import cache

TERRITORY, PERIMETER, DATA, NAME = "territoire", "perimetre", "donnees", "nom"
LONGEST = 2000
LONGEST_NAME = 120
_MOST_SAID = 5


@dataclasses.dataclass(frozen=True)
class Reading:
    """What an address means, and what there is to say about it."""

    territory: Territory
    remarks: tuple[str, ...] = ()


def read(params: Mapping[str, str]) -> Reading:
    """The territory of an address that names one. Raises TerritoryError, LinkError or JournalError."""
    text, remarks = params[TERRITORY], []
    if len(text) > LONGEST:
        raise TerritoryError(f"Le territoire de l'adresse est trop long : {len(text)} caractères, {LONGEST} au plus.")
    date = _date(params.get(PERIMETER, ""))
    if date is None and params.get(PERIMETER):
        remarks.append(f"La date de périmètre « {params[PERIMETER][:40]} » de l'adresse ne se lit pas : elle s'écrit "
                       "2025-01-01. Le périmètre actuel est affiché.")
    territory = resolve(text, cache.geography(), kept=lambda name: named(name, date), on=date or PERIMETER_DATE)
    if date and ":" in territory.spec and not territory.spec.startswith("commune") and date != PERIMETER_DATE:
        territory = dataclasses.replace(territory, valid_from=PERIMETER_DATE)
        remarks.append(f"Les périmètres officiels détenus sont ceux du {PERIMETER_DATE:%d/%m/%Y} : ils sont affichés au "
                       f"lieu de ceux du {date:%d/%m/%Y}.")
    moved = moved_codes(text, cache.geography())
    if moved:
        remarks.append("Communes qui ont changé de code depuis ce lien : " + " ; ".join(
            f"{old}, aujourd'hui {cache.geography().name(new)} ({new})" for old, new in moved[:_MOST_SAID]) + ".")
    name = " ".join(params.get(NAME, "").split())[:LONGEST_NAME]
    if name.isprintable() and name and territory.kept_id is None and not territory.example:
        territory = _called(territory, name)
    return Reading(territory, tuple(remarks))


def example(number: int = 0) -> Territory:
    """One of the shipped examples."""
    return _of_example(EXAMPLES[number])


def named(name: str, date: dt.date | None = None) -> Territory | None:
    """A shipped example or a kept territory by its name; with a date, its perimeter of that day."""
    for one in EXAMPLES:
        if normalise(one.name) == normalise(name):
            return _of_example(one)
    journal = cache.journal()
    found = journal.find(name)
    if found is None or date is None or found.kept_id is None or found.valid_from == date:
        return found
    return journal.at(found.kept_id, date)


def text_of(territory: Territory) -> str | None:
    """How a territory is written in the address; None when it is too long for one (to be kept under a name)."""
    if territory.example:
        return normalise(territory.name).replace(" ", "-")
    if territory.kept_id is not None and _is_as_kept(territory):
        return territory.name
    return territory.spec if len(territory.spec) <= LONGEST else None


def link(url: str, territory: Territory, others: Mapping[str, str]) -> str:
    """The address that opens a page as it is now in another browser, without the journal.

    It carries the codes of the communes (an area's own code beyond 300), the date of the perimeter, the
    name and the version of the data. Raises LinkError when the communes are too many.
    """
    text = territory.spec
    if len(territory.members) <= MOST_COMMUNES or text.startswith("commune"):
        text = encode(territory.members)
    params = {TERRITORY: text, NAME: territory.name, PERIMETER: f"{territory.valid_from:%Y-%m-%d}",
              DATA: cache.store().data_version}
    kept = {name: value for name, value in others.items() if name not in params}
    page = urlsplit(url)
    return urlunsplit((page.scheme, page.netloc, page.path or "/", urlencode({**params, **kept}), ""))


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _of_example(one: Example) -> Territory:
    return dataclasses.replace(resolve(one.spec, cache.geography()), name=one.name, example=True)


def _called(territory: Territory, name: str) -> Territory:
    """The territory under the name that a link gives it; an example keeps its badge."""
    for one in EXAMPLES:
        if normalise(one.name) == normalise(name):
            shipped = _of_example(one)
            return shipped if shipped.members == territory.members else territory
    return dataclasses.replace(territory, name=name)


def _is_as_kept(territory: Territory) -> bool:
    try:
        return cache.journal().get(territory.kept_id or 0, territory.kept_version) == territory
    except JournalError:
        return False
