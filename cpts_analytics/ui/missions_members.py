"""Members of a profession beside what the open data count of it: places of practice, which are not persons."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cpts_analytics import indicators, sources
from cpts_analytics.journal.aci import Membership
from cpts_analytics.missions import number
from cpts_analytics.model import Role, Status
from cpts_analytics.territory.text import normalise
from cpts_analytics.ui import cache
from cpts_analytics.ui.missions_read import Here
from cpts_analytics.ui.supply_words import Row, by_key, shown_words
from cpts_analytics.views.cards import PLACES
from cpts_analytics.views.numbers import count_words, is_known, period_words

PHARMACY = "count_pharmacy"
_ALSO = {
    "count_gp": ("généraliste", "médecin généraliste traitant", "omnipraticien"),
    "count_nurse": ("infirmière", "infirmier et infirmière", "infirmière et infirmier", "IDEL"),
    "count_physiotherapist": ("kiné", "masseuse-kinésithérapeute"),
    "count_dentist": ("dentiste", "chirurgienne-dentiste"),
    "count_podiatrist": ("podologue", "pédicure"),
    PHARMACY: ("pharmacien", "pharmacienne", "pharmacie", "officine", "pharmacien d'officine", "pharmacie d'officine"),
}
_ENDINGS = re.compile(r"\((?:e|ère|ne)\)|·(?:e|ère|ne)(?:·)?")
_MANNERS = frozenset({"liberal", "liberale", "liberaux"})


def count_key(profession: str) -> str:
    """The count of the open data that a typed profession names, ``""`` when none does: a near name is not the same trade."""
    return _names().get(_bare(profession), "")


def places(here: Here, professions: Iterable[str]) -> Mapping[str, Row]:
    """Count key → figure row of the CPTS's territory (the one shown, when the CPTS has none)."""
    keys = tuple(sorted({key for profession in professions if (key := count_key(profession))}))
    if not keys:
        return {}
    found = by_key(cache.figures(here.territory or here.shown, keys))
    return {key: found[key, Role.TERRITORY] for key in keys if (key, Role.TERRITORY) in found}


def facts(record: Membership, rows: Mapping[str, Row], here: Here) -> str:
    """« 4 adhérents sur 12 professionnels du territoire, soit 33 % », or « 4 adhérents pour 15 lieux d'exercice »; sources."""
    key, members, professionals = count_key(record.profession), record.members, record.professionals
    row = rows.get(key)
    counted = f"{_counted(key, row)} ({_told(key, row, here)})" if row is not None else ""
    said = "nombre d'adhérents non renseigné" if members is None else count_words(members, "adhérent")
    if professionals is not None:
        said += f" sur {count_words(professionals, 'professionnel')} du territoire"
        said += f", soit {number(100 * members / professionals, 0)} %" if members is not None and professionals else ""
    elif counted:
        said, counted = f"{said} pour {counted}", ""
    else:
        said += ", nombre de professionnels du territoire non renseigné"
    return " · ".join(filter(None, (said, f"source : {record.source}" if record.source else "", counted)))


def _counted(key: str, row: Row) -> str:
    one, more = ("pharmacie", "pharmacies") if key == PHARMACY else ("lieu d'exercice", "lieux d'exercice")
    if row["status"] == Status.OK and is_known(row["value"]):
        return count_words(row["value"], one, more)
    return f"{more} : {shown_words(row, indicators.registry()[key])}"


def _told(key: str, row: Row, here: Here) -> str:
    """« Insee, BPE 2024, lieux d'exercice, non des personnes »; the territory too, when it is not the CPTS's own."""
    source = sources.records()[indicators.registry()[key].reads[0]]
    what = "établissements" if key == PHARMACY else "lieux d'exercice"
    whose = "" if here.territory else f" ; territoire affiché : {row['area_name']}"
    return f"{source.producer}, BPE {period_words(row['period'])}, {what}, non des personnes{whose}"


@functools.cache
def _names() -> Mapping[str, str]:
    """Bare name of a profession → key of its count: the indicators' own words, then those that people use."""
    names: dict[str, str] = {}
    for key, indicator in indicators.registry().items():
        if key.startswith("count_") and (PLACES in indicator.badges or key == PHARMACY):
            own = re.sub(r"^lieux d'exercice (?:de |d')", "", indicator.numerator_label)
            names |= {_bare(name): key for name in (indicator.label, own, *_ALSO.get(key, ()))}
    return MappingProxyType(names)


def _bare(profession: str) -> str:
    """Without case, accents, plurals, and « libéraux »: ``Infirmier(e)s libéraux`` → ``infirmier``."""
    words = normalise(_ENDINGS.sub("", profession.strip())).split()
    return " ".join(word.removesuffix("s") for word in words if word.removesuffix("s") not in _MANNERS)
