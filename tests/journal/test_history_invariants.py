"""Any sequence of changes against a naive journal: a list that only grows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpts_analytics.journal import ConflictError, Journal, NotKeptError
from cpts_analytics.model import Territory
from tests.journal.given import WHO, territory

DAY = dt.date(2024, 1, 1)
days = st.integers(0, 6).map(lambda number: DAY + dt.timedelta(days=number))
changes = st.tuples(
    st.sampled_from(["keep", "outdated", "remove", "restore"]), st.sampled_from(["01001", "01002", "01004"]),
    days, st.none() | st.integers(0, 4), st.integers(1, 8))


def in_force(versions: list[tuple[Territory, bool]], date: dt.date) -> Territory | None:
    found = None
    for version, removed in versions:
        until = version.valid_to or dt.date.max
        if not removed and version.valid_from <= date <= until:
            found = version
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(changes, max_size=8))
def test_versions_only_grow_and_the_present_one_is_the_last(
        steps: list[tuple[str, str, dt.date, int | None, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Journal.open(f"sqlite:///{Path(folder) / 'j.sqlite'}") as journal:
        first = journal.keep(territory(members=("01001",), valid_from=DAY), **WHO)
        kept_id = first.kept_id
        naive: list[tuple[Territory, bool]] = [(first, False)]
        for kind, code, start, length, target in steps:
            _apply(journal, naive, kind, target, dataclasses.replace(
                first, members=(code,), valid_from=start,
                valid_to=None if length is None else start + dt.timedelta(days=length)))
            history = journal.history(kept_id)
            assert [(kept.territory, kept.removed) for kept in history] == naive
            assert [kept.version for kept in history] == list(range(1, len(naive) + 1))
        last, removed = naive[-1]
        assert journal.territories() == (() if removed else (last,))
        for number in range(12):
            date = DAY + dt.timedelta(days=number - 1)
            assert _found(journal, kept_id, date) == (None if removed else in_force(naive, date))


def _apply(journal: Journal, naive: list[tuple[Territory, bool]], kind: str, target: int, wanted: Territory) -> None:
    last, removed = naive[-1]
    present, kept_id = len(naive), last.kept_id
    if kind == "remove":
        journal.remove(kept_id, **WHO, expected_version=present)
        if not removed:
            naive.append((dataclasses.replace(last, kept_version=present + 1), True))
    elif kind == "restore" and target <= present:
        found = journal.restore(kept_id, target, **WHO, expected_version=present)
        if removed or _content(naive[target - 1][0]) != _content(last):
            naive.append((dataclasses.replace(naive[target - 1][0], kept_version=present + 1), False))
        assert found == naive[-1][0]
    elif kind == "keep" and not removed and _content(wanted) != _content(last):
        naive.append((journal.keep(wanted, **WHO, expected_version=present), False))
        assert naive[-1][0] == dataclasses.replace(wanted, kept_version=present + 1)
    elif kind == "outdated" and (removed or _content(wanted) != _content(last)):
        try:
            journal.keep(wanted, **WHO, expected_version=present - 1)
        except ConflictError as error:
            assert error.theirs.version == present and error.mine == wanted
        else:
            raise AssertionError("an outdated save was kept")


def _content(version: Territory) -> Territory:
    return dataclasses.replace(version, kept_version=None)


def _found(journal: Journal, kept_id: int, date: dt.date) -> Territory | None:
    try:
        return journal.at(kept_id, date)
    except NotKeptError:
        return None
