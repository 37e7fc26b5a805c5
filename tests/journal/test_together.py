"""Several people at once, and a process killed while it writes."""

from __future__ import annotations

import dataclasses
import itertools
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cpts_analytics.journal import Answer, ConflictError, Journal, NameTakenError
from tests.journal.given import WHO, territory

ROOT = Path(__file__).parents[2]


def writer(mode: str, name: str) -> subprocess.Popen[str]:
    """Another process on the same journal: CPTS_HOME is inherited."""
    return subprocess.Popen([sys.executable, "-m", "tests.journal.writers", mode, name], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ))


def test_processes_that_open_an_empty_journal_at_once(place: str) -> None:
    names = ["Un", "Deux", "Trois"]
    ended = [(process.communicate(timeout=120), process.returncode)
             for process in [writer("once", name) for name in names]]
    assert [(errors, code) for (_, errors), code in ended] == [("", 0)] * 3
    with Journal.open() as journal:
        assert sorted(kept.name for kept in journal.territories()) == sorted(names)


def test_threads_that_open_an_empty_journal_at_once(place: str) -> None:
    start = threading.Barrier(8)

    def open_and_keep(number: int) -> None:
        start.wait()
        with Journal.open() as journal:
            journal.keep(territory(f"Territoire {number}"), **WHO)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_and_keep, range(8)))
    with Journal.open() as journal:
        assert len(journal.territories()) == 8


def test_eight_threads_change_one_territory_without_a_lost_update(journal: Journal) -> None:
    """Each adds its own 10 communes, one at a time, beginning again from the present version after a conflict."""
    kept_id = journal.keep(territory(members=("38053",)), **WHO).kept_id
    conflicts = itertools.count()

    def add_ten(number: int) -> None:
        for rank in range(10):
            code = f"01{number}{rank:02d}"
            while True:
                seen = journal.get(kept_id)
                try:
                    journal.keep(dataclasses.replace(seen, members=tuple(sorted({*seen.members, code}))),
                                 author=f"fil {number}", reason=code)
                    break
                except ConflictError:
                    next(conflicts)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_ten, range(8)))
    everything = {"38053"} | {f"01{number}{rank:02d}" for number in range(8) for rank in range(10)}
    assert set(journal.get(kept_id).members) == everything
    history = journal.history(kept_id)
    assert [version.version for version in history] == list(range(1, 82))
    for former, latter in itertools.pairwise(history):
        assert set(latter.territory.members) - set(former.territory.members) == {latter.reason}


def test_eight_threads_that_want_one_name_leave_one_territory(journal: Journal) -> None:
    start = threading.Barrier(8)

    def take(_: int) -> bool:
        start.wait()
        try:
            journal.keep(territory(), **WHO)
        except NameTakenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1
    assert len(journal.territories()) == 1


def test_answers_typed_at_once_are_all_in_the_history(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda value: journal.answer(territory(), Answer(topic="t", value=value), author="A"), range(40)))
    kept = journal.answer_history(territory(), "t")
    assert sorted(found.answer.value for found in kept) == list(range(40))
    assert [found.version for found in kept] == list(range(1, 41))
    assert journal.answers(territory())["t"] == kept[-1]


def test_a_process_killed_while_it_writes_loses_nothing_it_acknowledged(place: str) -> None:
    for round_ in range(3):
        process = writer("forever", f"Territoire {round_}")
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(12)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line for line in process.stdout if line.endswith("\n")]  # not communicate(): readline() reads ahead
        process.communicate(timeout=60)
        kept_id = int(acknowledged[0].split()[0])
        with Journal.open() as journal:
            there = [f"{kept_id} {kept.version} {kept.territory.spec}\n" for kept in journal.history(kept_id)]
            assert there[:len(acknowledged)] == acknowledged
            assert len(there) - len(acknowledged) in (0, 1)  # one may be written and not yet said
            again = journal.keep(dataclasses.replace(journal.get(kept_id), official=True), **WHO)
            assert again.kept_version == len(there) + 1
