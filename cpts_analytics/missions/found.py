"""What the database holds of a contract, as of one moment; read again, only what was written since is fetched."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cpts_analytics.journal.aci import (
    ActionSheet,
    Amendment,
    Contract,
    Cpts,
    Indicator,
    Kept,
    Measure,
    Mission,
    Money,
    Objective,
    periods,
)
from cpts_analytics.journal.aci.reading import living, one, stamp
from cpts_analytics.journal.aci.tables import ACTS, ENTRIES

MOST_CHANGED = 500
"""With more records written since, everything is read again."""
_Owned = dict[int, tuple[Kept, ...]]


@dataclasses.dataclass(frozen=True)
class Moment:
    """The writes that were there: how many, the last one's number, and when it was made."""

    acts: int
    last: int
    at: dt.datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Found:
    """Records of one contract. By number of their owner, every owner there: those without any have an empty tuple."""

    moment: Moment
    contract: Kept[Contract]
    cpts: Kept[Cpts]
    amendments: tuple[Kept[Amendment], ...]
    missions: tuple[Kept[Mission], ...]
    objectives: Mapping[int, tuple[Kept[Objective], ...]]
    actions: Mapping[int, tuple[Kept[ActionSheet], ...]]
    indicators: Mapping[int, tuple[Kept[Indicator], ...]]
    measures: Mapping[int, tuple[Kept[Measure], ...]]  # by end of period
    money: tuple[Kept[Money], ...]


def found(session: Session, contract_id: int, former: Found | None = None) -> Found:
    """``former``: the same contract as it was read before; its records that nobody wrote since are given again as they
    are, tuple by tuple. Raises NotThereError."""
    moment, changed = _since(session, former)
    if changed is None:
        former, changed = None, ()
    contract = one(session, Contract, contract_id)
    cpts = one(session, Cpts, contract.record.cpts_id)
    missions = tuple(sorted(living(session, Mission, {"contract_id": contract_id}), key=_rank))
    owners = [kept.id for kept in missions]
    indicators = _owned(session, Indicator, "mission_id", owners, former=former.indicators if former else {},
                        changed=changed)
    numbers = [kept.id for several in indicators.values() for kept in several]
    return Found(
        moment=moment, contract=contract, cpts=cpts, amendments=living(session, Amendment, {"contract_id": contract_id}),
        missions=missions, indicators=indicators,
        objectives=_owned(session, Objective, "mission_id", owners, former=former.objectives if former else {}, changed=changed),
        actions=_owned(session, ActionSheet, "mission_id", owners, former=former.actions if former else {}, changed=changed),
        measures=_owned(session, Measure, "indicator_id", numbers, former=former.measures if former else {}, changed=changed),
        money=living(session, Money, {"cpts_id": cpts.id}))


def _since(session: Session, former: Found | None) -> tuple[Moment, tuple[int, ...] | None]:
    """The present moment, and the records written since the former one; None when that cannot be told: nothing was
    read before, too many, a write that was under way then, or a database that was put back from a backup."""
    acts, last = stamp(session)
    at = session.scalar(sa.select(ACTS.c.created_at).where(ACTS.c.id == last))
    moment = Moment(acts, last, at)
    if former is None:
        return moment, None
    then = former.moment
    if then != moment:
        before = session.scalar(sa.select(sa.func.count()).select_from(ACTS).where(ACTS.c.id <= then.last))
        made = session.scalar(sa.select(ACTS.c.created_at).where(ACTS.c.id == then.last))
        if (before, made) != (then.acts, then.at):
            return moment, None
    changed = session.scalars(sa.select(ENTRIES.c.id).where(ENTRIES.c.act_id > then.last).limit(MOST_CHANGED + 1)).all()
    return moment, None if len(changed) > MOST_CHANGED else tuple(changed)


def _owned(session: Session, kind: type, field: str, owners: list[int], *,
           former: Mapping[int, tuple[Kept, ...]], changed: tuple[int, ...]) -> _Owned:
    """Owner → its records of a kind: those of new owners, those that were written since, and the others as they were."""
    new = tuple(number for number in owners if number not in former)
    fresh: list[Kept] = list(living(session, kind, {field: new})) if new else []
    old = tuple(number for number in owners if number in former)
    if changed and old:
        fresh += living(session, kind, {"id": changed, field: old})
    by_owner = defaultdict(list)
    for kept in fresh:
        by_owner[getattr(kept.record, field)].append(kept)
    gone = set(changed)
    result: _Owned = {}
    for number in owners:
        stay = former.get(number, ())
        if number in by_owner or any(kept.id in gone for kept in stay):
            stay = _in_order([*(kept for kept in stay if kept.id not in gone), *by_owner[number]])
        result[number] = stay
    return result


def _in_order(several: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(sorted(several, key=lambda kept: (*periods.bounds(kept.record.period)[::-1], kept.id)
                        if isinstance(kept.record, Measure) else _rank(kept)))


def _rank(kept: Kept) -> tuple[int, int]:
    return getattr(kept.record, "rank", 0), kept.id
