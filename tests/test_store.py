"""The store: closed to the outside, published whole or not at all, read on while another is published."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from cpts_analytics import store as module
from cpts_analytics.errors import StoreError
from cpts_analytics.store import Store, identifier, is_published, publish, published_path

ROOT = Path(__file__).resolve().parents[1]


def table(number: int, rows: int = 3) -> dict[str, pd.DataFrame]:
    return {"numbers": pd.DataFrame({"n": [number] * rows})}


def content(where: Path) -> list[int]:
    with Store.open(published_path(where)) as opened:
        return opened.frame("SELECT n FROM numbers")["n"].tolist()


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A folder with one published store, that holds 1, 1, 1."""
    publish(table(1), "aaaaaaaaaaaa", tmp_path)
    return tmp_path


def other_process(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)], text=True, cwd=ROOT,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


# Closed to the outside


@pytest.mark.parametrize("query", [
    "SELECT * FROM read_csv('/etc/hostname')", "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM '/etc/hostname.csv'", "SELECT * FROM glob('/*')", "COPY numbers TO '/tmp/stolen.csv'",
    "ATTACH '/tmp/other.duckdb'", "INSTALL httpfs", "LOAD httpfs", "EXPORT DATABASE '/tmp/stolen'",
    "SET enable_external_access = true", "SET autoinstall_known_extensions = true"])
def test_a_query_reaches_nothing_outside(where: Path, query: str) -> None:
    with Store.open(published_path(where)) as opened, pytest.raises(duckdb.Error):
        opened.frame(query)


def test_a_query_does_not_see_the_variables_of_the_program(where: Path) -> None:
    secret = pd.DataFrame({"password": ["x"]})
    with Store.open(published_path(where)) as opened, pytest.raises(duckdb.Error):
        opened.frame("SELECT * FROM secret")
    assert len(secret)


@pytest.mark.parametrize("query", ["INSERT INTO numbers VALUES (9)", "DROP TABLE numbers", "CREATE TABLE t (n INT)",
                                   "UPDATE numbers SET n = 9", "DELETE FROM numbers"])
def test_a_query_changes_nothing(where: Path, query: str) -> None:
    with Store.open(published_path(where)) as opened, pytest.raises(duckdb.Error):
        opened.frame(query)
    assert content(where) == [1, 1, 1]


def test_values_go_in_by_parameters_only(where: Path) -> None:
    with Store.open(published_path(where)) as opened:
        assert opened.frame("SELECT n FROM numbers WHERE ? = 'x'", ["x' OR 1=1 --"]).empty


@pytest.mark.parametrize("name", ["a b", "x; DROP TABLE numbers", 'a"b', "", "A", "1a", "é"])
def test_a_name_of_table_is_a_plain_word(name: str) -> None:
    with pytest.raises(StoreError, match="n'est pas un nom"):
        identifier(name)


def test_threads_share_one_store(where: Path) -> None:
    with Store.open(published_path(where)) as opened, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: opened.value("SELECT n + ? FROM numbers", [n]), range(40)))
    assert found == [n + 1 for n in range(40)]


# Published whole


def test_a_new_store_takes_the_place_of_the_former(where: Path) -> None:
    publish(table(2), "bbbbbbbbbbbb", where)
    assert content(where) == [2, 2, 2]
    assert is_published("bbbbbbbbbbbb", where)
    assert not is_published("aaaaaaaaaaaa", where)
    assert [path.name for path in where.glob("*.duckdb")] == [published_path(where).name]


def test_a_store_that_is_open_is_read_on(where: Path) -> None:
    with Store.open(published_path(where)) as former:
        publish(table(2), "bbbbbbbbbbbb", where)
        assert former.frame("SELECT n FROM numbers")["n"].tolist() == [1, 1, 1]
        assert former.data_version == "aaaaaaaaaaaa"
    assert content(where) == [2, 2, 2]


def test_rows_stay_in_the_order_given(tmp_path: Path) -> None:
    rows = pd.DataFrame({"area": list("cab"), "n": [3, 1, 2]})
    path = publish({"figures": rows, "made": lambda: rows.sort_values("n")}, "cccccccccccc", tmp_path)
    with Store.open(path) as opened:
        assert opened.frame("SELECT n FROM figures")["n"].tolist() == [3, 1, 2]
        assert opened.frame("SELECT n FROM made")["n"].tolist() == [1, 2, 3]


def test_nothing_published(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build --store"):
        published_path(tmp_path)


@pytest.mark.parametrize("pointer", [b"", b"store-gone-1.duckdb", b"\xff\xfe", b"../elsewhere"])
def test_a_pointer_to_nothing(tmp_path: Path, pointer: bytes) -> None:
    (tmp_path / "current").write_bytes(pointer)
    with pytest.raises(StoreError, match="pas encore construite"):
        published_path(tmp_path)


def test_a_file_that_is_not_a_store(tmp_path: Path) -> None:
    (tmp_path / "store-x-1.duckdb").write_bytes(b"<html>not found</html>" * 500)
    with pytest.raises(StoreError, match=r"store-x-1\.duckdb.*ne s'ouvre pas.*build --store"):
        Store.open(tmp_path / "store-x-1.duckdb")
    duckdb.connect(str(tmp_path / "store-y-1.duckdb")).close()  # a database, but not ours
    with pytest.raises(StoreError, match=r"store-y-1\.duckdb.*ne s'ouvre pas"):
        Store.open(tmp_path / "store-y-1.duckdb")


def test_a_store_published_while_another_process_opens_the_former(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    former = published_path(where)
    answers = [former]
    publish(table(2), "bbbbbbbbbbbb", where)  # between the reading of the pointer and the opening
    real = published_path
    monkeypatch.setattr(module, "published_path", lambda: answers.pop() if answers else real(where))
    with Store.open() as opened:
        assert opened.data_version == "bbbbbbbbbbbb"


# Kills, full disks, several at once

_PUBLISH_AND_BLOCK = """
    import sys
    from pathlib import Path
    import pandas as pd
    from cpts_analytics import store
    def block(*_):
        print("in the middle", flush=True)
        sys.stdin.read()
    where, moment = Path(sys.argv[1]), sys.argv[2]
    tables = {name: pd.DataFrame({"n": range(200_000)}) for name in ("numbers", "more")}
    if moment == "writing":
        progress = lambda name: block() if name == "more" else None
    else:
        progress, replace = (lambda name: None), store.os.replace
        store.os.replace = lambda a, b: block() if Path(b).name == "current" else replace(a, b)
    store.publish(tables, "bbbbbbbbbbbb", where, progress=progress)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("moment", ["writing", "switching"])
def test_a_kill_in_the_middle_leaves_the_former_store(where: Path, moment: str) -> None:
    process = other_process(_PUBLISH_AND_BLOCK, where, moment)
    assert process.stdout and process.stdout.readline().strip() == "in the middle"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert content(where) == [1, 1, 1]
    publish(table(3), "dddddddddddd", where)  # and the way is free
    assert content(where) == [3, 3, 3]


def test_what_a_killed_build_has_left_is_swept_once_it_is_old(where: Path) -> None:
    old, recent = where / "store-z-1.01234567.building", where / "store-z-1.89abcdef.building"
    for path in (old, recent):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    publish(table(2), "bbbbbbbbbbbb", where)
    assert (old.exists(), recent.exists()) == (False, True)


def test_several_processes_publish_at_once(where: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        import pandas as pd
        from cpts_analytics.store import publish
        print("ready", flush=True)
        sys.stdin.readline()
        for turn in range(4):
            version = f"{sys.argv[2]}{turn}".ljust(12, "0")
            publish({"numbers": pd.DataFrame({"n": [int(sys.argv[2])] * 3})}, version, Path(sys.argv[1]))
    """
    processes = [other_process(code, where, number) for number in (2, 3)]
    for process in processes:
        assert process.stdout and process.stdout.readline().strip() == "ready"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    while any(process.poll() is None for process in processes):
        published_path(where)  # the pointer names a file at every moment
    assert [process.wait() for process in processes] == [0, 0]
    assert content(where) in ([2, 2, 2], [3, 3, 3])
    assert len(list(where.glob("*.duckdb"))) == 1


def test_a_full_disk_leaves_the_former_store(where: Path) -> None:
    pytest.importorskip("resource")
    process = other_process("""
        import resource, signal, sys
        from pathlib import Path
        import numpy as np, pandas as pd
        from cpts_analytics.errors import StoreError
        from cpts_analytics.store import publish
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))  # no file of this process may pass 1 MB
        numbers = pd.DataFrame({"n": np.random.default_rng(1).random(1_000_000)})
        try:
            publish({"numbers": numbers}, "bbbbbbbbbbbb", Path(sys.argv[1]))
        except StoreError as error:
            print(error)
    """, where)
    said, _ = process.communicate()
    assert "n'a pas pu être écrite" in said and "L'ancienne reste en place" in said
    assert content(where) == [1, 1, 1]
    assert not list(where.glob("*.building*"))


def test_a_file_that_another_process_has_just_removed_is_no_failure(where: Path) -> None:
    (where / "store-x.0.building").symlink_to(where / "gone")  # listed, but there is nothing to ask its age of
    publish(table(2), "bbbbbbbbbbbb", where)
    assert content(where) == [2, 2, 2]


def test_a_failure_at_the_last_step_leaves_the_former_store(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def full(source: object, target: object) -> None:
        if Path(str(target)).name == "current":
            raise OSError(28, "No space left on device")
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(module.os, "replace", full)
    with pytest.raises(StoreError, match=r"No space left.*L'ancienne reste en place"):
        publish(table(2), "bbbbbbbbbbbb", where)
    assert content(where) == [1, 1, 1]
    assert not [path for path in where.iterdir() if path.name.startswith("current.") or "building" in path.name]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="n'a pas pu être écrite"):
        publish(table(1), "aaaaaaaaaaaa", tmp_path / "file" / "below")


def test_what_is_worked_out_is_kept_for_the_next_queries_and_not_for_ever(where: Path) -> None:
    with Store.open(published_path(where)) as opened:
        made: list[int] = []

        def make(number: int) -> str:
            made.append(number)
            return f"made {number}"

        for number in (1, 1, *range(2, 40), 1):
            assert opened.once(number, lambda number=number: make(number)) == f"made {number}"  # type: ignore[misc]
        assert made == [1, *range(2, 40), 1]  # the first one has gone in the meantime
