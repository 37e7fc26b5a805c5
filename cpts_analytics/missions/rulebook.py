"""The rules of the ACI by version of the text: one file of ``rules/`` each, with its source and date.

A contract keeps the text that it was signed under; an avenant that it adhered to adds that text's missions.
No amount is in these files: they are typed from each contract.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable
from pathlib import Path

from cpts_analytics.errors import DiscoveryError, JournalError
from cpts_analytics.journal.aci import Amendment, AmendmentScope, Contract, MissionKind
from cpts_analytics.missions import tomlfiles

FOLDER = Path(__file__).parent / "rules"


@dataclasses.dataclass(frozen=True, kw_only=True)
class SizeRule:
    """A size class: inhabitants from ``from_`` (included) to ``below`` (not included)."""

    number: int
    from_: int = 0
    below: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class FixedPart:
    """How the fixed part of a year is paid: a share when the year begins, the balance when it ends."""

    first_pct: float
    balance_pct: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class MissionRule:
    """A mission of a text: its deadlines in months, counted from the signature, or from an adhesion (see deadlines.py)."""

    key: str
    title: str
    short: str
    kind: MissionKind
    start_months: int | None = None  # None: the text leaves it free
    full_months: int | None = None
    from_amendment: str | None = None  # key of the avenant that brought it


@dataclasses.dataclass(frozen=True, kw_only=True)
class RuleText:
    """One version of the text."""

    key: str
    title: str
    short: str
    date: dt.date
    source: str
    duration_years: int
    renewal_alarm_months: int
    fixed_part: FixedPart
    sizes: tuple[SizeRule, ...]
    missions: tuple[MissionRule, ...]
    amends: str | None = None
    amendment: str | None = None

    def size_class(self, population: float) -> int:
        """The class of a population (inhabitants); who is exactly on a threshold is in the class above."""
        return max(size.number for size in self.sizes if population >= size.from_)

    def mission(self, key: str) -> MissionRule | None:
        return next((mission for mission in self.missions if mission.key == key), None)


@functools.cache
def texts(folder: Path = FOLDER) -> dict[str, RuleText]:
    """Key → text, oldest first. Raises DiscoveryError with the file and the field that is wrong."""
    raw = {path: tomlfiles.content(path) for path in sorted(folder.glob("*.toml"))}
    found: dict[str, RuleText] = {}
    waiting = dict(raw)
    while waiting:
        ready = [path for path, own in waiting.items() if own.get("amends") in (None, *found)]
        if not ready:
            path, own = next(iter(waiting.items()))
            raise DiscoveryError(f"{path}: field amends: no text {own.get('amends')!r} in this folder.")
        for path in ready:
            text = _text(path, waiting.pop(path), found)
            if text.key != path.stem:
                raise DiscoveryError(f"{path}: field key must be the file's name, {path.stem!r}, not {text.key!r}.")
            found[text.key] = text
    return dict(sorted(found.items(), key=lambda item: item[1].date))


def text(key: str) -> RuleText:
    """The text of this key. Raises JournalError when this version of the program does not know it."""
    if key not in texts():
        raise JournalError(f"Le texte de référence «\u00a0{key}\u00a0» n'est pas connu de cette version du programme\u00a0: "
                           f"choisissez parmi {', '.join(texts())}.")
    return texts()[key]


def mission_rules(contract: Contract, amendments: Iterable[Amendment] = ()) -> tuple[MissionRule, ...]:
    """The missions of a contract: those of its text, then those of the national avenants that it adhered to since."""
    own = text(contract.rules)
    adhered = {item.key for item in amendments if item.scope is AmendmentScope.NATIONAL and item.adhered}
    found = {mission.key: mission for mission in own.missions}
    for other in texts().values():
        if other.amendment in adhered and other.date > own.date:
            found |= {mission.key: mission for mission in other.missions if mission.key not in found}
    return tuple(found.values())


def rule_of(key: str, contract: Contract) -> MissionRule | None:
    """The rule of one mission of a contract: its own text's, else that of the oldest avenant that brings it."""
    later = (other for other in texts().values() if other.date > text(contract.rules).date)
    return next((rule for rule in (source.mission(key) for source in (text(contract.rules), *later)) if rule), None)


def _text(path: Path, own: dict[str, object], known: dict[str, RuleText]) -> RuleText:
    amended = known.get(str(own.get("amends")))
    missions = own.get("missions", [])
    if amended is not None:  # what the file does not say comes from the text that it amends
        own = {"fixed_part": dataclasses.asdict(amended.fixed_part),
               "sizes": [{key.rstrip("_"): value for key, value in dataclasses.asdict(size).items() if value is not None}
                         for size in amended.sizes], **own}
    text_ = tomlfiles.record(path, RuleText, {**own, "missions": missions})
    if amended is not None:
        mine = {mission.key: mission for mission in text_.missions}
        text_ = dataclasses.replace(text_, missions=tuple({mission.key: mine.get(mission.key, mission) for mission in (
            *amended.missions, *text_.missions)}.values()))
    _check(path, text_)
    return text_


def _check(path: Path, text_: RuleText) -> None:
    if abs(text_.fixed_part.first_pct + text_.fixed_part.balance_pct - 100) > 1e-9:
        raise DiscoveryError(f"{path}: field fixed_part: first_pct and balance_pct must add up to 100.")
    if not text_.missions:
        raise DiscoveryError(f"{path}: field missions must not be empty.")
    keys = [mission.key for mission in text_.missions]
    if len(set(keys)) < len(keys):
        raise DiscoveryError(f"{path}: field missions: a key is there twice in {keys}.")
    bounds = [(size.from_, size.below) for size in text_.sizes]
    joined = all(former[1] == latter[0] for former, latter in zip(bounds, bounds[1:], strict=False))
    if not bounds or bounds[0][0] != 0 or bounds[-1][1] is not None or not joined:
        raise DiscoveryError(f"{path}: field sizes must cover every population once, from 0 up.")
