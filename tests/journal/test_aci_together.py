"""Several editors at once, a process killed while it writes, a database that goes away and comes back."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import AlreadyThereError, Batch, EditConflictError, Kept, Measure, NotThereError
from tests.journal.aci_given import BY, measure, small
from tests.journal.aci_writers import add_one
from tests.journal.cluster import Cluster

ROOT = Path(__file__).parents[2]


def writer(measure_id: int, times: int) -> subprocess.Popen[str]:
    """Another process on the same journal: its address is inherited."""
    return subprocess.Popen([sys.executable, "-m", "tests.journal.aci_writers", str(measure_id), str(times)], cwd=ROOT,
                            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ))


def test_a_thousand_edits_by_threads_and_processes_lose_none(journal: Journal) -> None:
    """Two threads and a process each add one, 1,000 times in all: the sum is 1,000 and each version adds one."""
    kept = journal.aci.add(measure(small(journal), numerator=0.0, denominator=10_000.0), **BY)
    process = writer(kept.id, 300)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: [add_one(journal, kept.id, f"fil {number}") for _ in range(350)], range(2)))
    assert (process.communicate(timeout=300)[1], process.returncode) == ("", 0)
    history = journal.aci.history(kept.id)
    assert [item.record.numerator for item in history] == list(range(1001))
    assert [item.version for item in history] == list(range(1, 1002))


def test_twenty_editors_who_add_at_once_all_succeed(journal: Journal) -> None:
    given = small(journal)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda year: [journal.aci.add(measure(given, f"{year}-{month:02d}"), **BY) for month in range(1, 6)],
                      range(2005, 2025)))
    assert len(journal.aci.find(Measure)) == 100


def test_two_who_add_the_same_period_leave_one(journal: Journal) -> None:
    given = small(journal)

    def add(number: int) -> bool:
        try:
            journal.aci.add(measure(given, numerator=float(number)), **BY)
        except AlreadyThereError as error:
            assert error.theirs.record.period == "2024"
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1
    assert len(journal.aci.find(Measure)) == 1


def test_two_who_wait_for_each_other_are_told_apart(journal: Journal) -> None:
    """Each changes what the other changes next: one goes through whole, the other gets a conflict."""
    given = small(journal)
    pair = [journal.aci.add(measure(given, period), **BY) for period in ("2023", "2024")]
    start = threading.Barrier(2)

    def change(order: tuple[int, int]) -> bool:
        begun: list[bool] = []

        def work(batch: Batch) -> None:
            for place in order:
                record = dataclasses.replace(pair[place].record, gap_comment=f"{order}")
                batch.change(pair[place].id, record, expected_version=1)
                if not begun:
                    begun.append(True)
                    with contextlib.suppress(threading.BrokenBarrierError):
                        start.wait(timeout=1)  # on SQLite the second is not even let in before the first is done

        try:
            journal.aci.together(work, **BY)
        except EditConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change, [(0, 1), (1, 0)])) == [False, True]
    found = [kept.record.gap_comment for kept in journal.aci.find(Measure)]
    assert found[0] == found[1] != ""


def test_a_process_killed_while_it_writes_loses_nothing_it_acknowledged(journal: Journal) -> None:
    kept = journal.aci.add(measure(small(journal), numerator=0.0, denominator=10_000.0), **BY)
    told: list[str] = []
    for _ in range(3):
        process = writer(kept.id, 0)
        assert process.stdout is not None
        told += [process.stdout.readline() for _ in range(15)]
        process.send_signal(signal.SIGKILL)
        told += [line for line in process.stdout if line.endswith("\n")]  # not communicate(): readline() reads ahead
        process.communicate(timeout=60)
        with Journal.open() as again:
            there = {f"{item.version} {item.record.numerator}\n" for item in again.aci.history(kept.id)}
            assert set(told) <= there
            assert len(there) - len(told) <= 1 + 3  # the first version, and one a round written but not yet said
            assert again.aci.get(Measure, kept.id) == again.aci.history(kept.id)[-1]


def test_postgresql_stopped_and_started_again(cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away: a sentence. Once it is back: the same open journal goes on, and holds what was acknowledged."""
    monkeypatch.setenv("CPTS_DATABASE_URL", cluster.empty_database())
    with Journal.open() as journal:
        kept = journal.aci.add(measure(small(journal)), **BY)
        cluster.stop()
        try:
            for attempt in (lambda: journal.aci.get(Measure, kept.id), lambda: add_one(journal, kept.id, "A")):
                with pytest.raises(JournalError, match=r"ne répond pas.*rien n'a été enregistré.*réessayez"):
                    attempt()
        finally:
            cluster.start()
        assert journal.aci.get(Measure, kept.id) == kept
        assert add_one(journal, kept.id, "A").version == 2


class Editors(RuleBasedStateMachine):
    """Two people with a screen each: what they see may be old. A naive list of versions says what must come of it."""

    made: Callable[[], tuple[tuple[Journal, Journal], Kept[Measure]]]

    @initialize()
    def begin(self) -> None:
        self.journals, first = type(self).made()
        self.versions: list[tuple[float | None, bool]] = [(first.record.numerator, False)]
        self.id = first.id
        self.seen = [first, first]

    @rule(who=st.integers(0, 1))
    def look(self, who: int) -> None:
        try:
            self.seen[who] = self.journals[who].aci.get(Measure, self.id)
        except NotThereError:
            self.seen[who] = self.journals[who].aci.removed(Measure)[0]

    @rule(who=st.integers(0, 1), value=st.integers(0, 3))
    def edit(self, who: int, value: int) -> None:
        record = dataclasses.replace(self.seen[who].record, numerator=float(value), value=None)
        present, removed = self.versions[-1]
        self._try(who, lambda aci, seen: aci.change(self.id, record, expected_version=seen.version, author=f"{who}"),
                  (float(value), False), harmless=not removed and present == value, possible=not removed)

    @rule(who=st.integers(0, 1))
    def remove(self, who: int) -> None:
        self._try(who, lambda aci, seen: aci.remove(seen, author=f"{who}"), (self.versions[-1][0], True),
                  harmless=False, same=self.versions[-1][1])

    @rule(who=st.integers(0, 1), back=st.integers(0, 5))
    def restore(self, who: int, back: int) -> None:
        number = max(len(self.versions) - back, 1)
        value = self.versions[number - 1][0]
        present, removed = self.versions[-1]
        self._try(who, lambda aci, seen: aci.restore(seen, number, author=f"{who}"), (value, False),
                  harmless=not removed and present == value)

    def _try(self, who: int, act: Callable[[Any, Kept[Measure]], Kept[Measure]], content: tuple[float | None, bool], *,
             harmless: bool, possible: bool = True, same: bool = False) -> None:
        is_present = self.seen[who].version == len(self.versions)
        if is_present and (harmless or same):
            self.seen[who] = act(self.journals[who].aci, self.seen[who])
        elif is_present and possible:
            self.seen[who] = act(self.journals[who].aci, self.seen[who])
            self.versions.append(content)
        else:
            with pytest.raises((EditConflictError, NotThereError)) as caught:
                act(self.journals[who].aci, self.seen[who])
            if isinstance(caught.value, EditConflictError):
                assert caught.value.theirs.version == len(self.versions)

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "versions"):
            found = [(item.record.numerator, item.removed) for item in self.journals[0].aci.history(self.id)]
            assert found == self.versions


def test_two_editors_against_a_naive_list(journal: Journal) -> None:
    """20 runs of 50 steps: 1,000 interleaved looks, edits, removals and restorations."""
    given = small(journal)
    years = iter(range(2000, 2101))
    former: list[Kept[Measure]] = []
    with Journal.open() as other:

        def made() -> tuple[tuple[Journal, Journal], Kept[Measure]]:
            for kept in former:
                last = journal.aci.history(kept.id)[-1]
                if last.removed:  # so that ``removed`` only ever shows the measure of the present run
                    journal.aci.restore(last, 1, **BY)
            former.append(journal.aci.add(measure(given, str(next(years)), numerator=0.0), **BY))
            return (journal, other), former[-1]

        machine = type("Machine", (Editors,), {"made": staticmethod(made)})
        run_state_machine_as_test(machine, settings=settings(
            max_examples=20, stateful_step_count=50, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck)))
