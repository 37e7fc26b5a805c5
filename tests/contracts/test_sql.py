"""SQL by parameters only: no query of the program is put together out of what somebody typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.house import Module, modules
from tests.contracts.sql_texts import typed_into_sql


def test_no_query_is_made_of_what_somebody_typed() -> None:
    found = [fault for module in modules() for fault in typed_into_sql(module)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("text", "seen"), [
    ("def f(store, code): return store.frame('SELECT 1 FROM t WHERE code = ?', [code])", 0),
    ("def f(store, code): return store.frame(f'SELECT 1 FROM t WHERE code = {code}')", 1),
    ("def f(store, code): return store.frame('SELECT 1 WHERE code = %s' % code)", 1),
    ("def f(store, code): return store.frame('SELECT 1 WHERE code = {}'.format(code))", 1),
    ("def f(store, code): return store.frame('SELECT 1 WHERE code = ' + code)", 1),
    ("def f(store, code):\n    q = 'SELECT 1 WHERE code = ' + code\n    return store.frame(q)", 1),
    ("def f(store, code):\n    q = 'SELECT 1'\n    q += f' WHERE code = {code}'\n    return store.frame(q)", 1),
    ("def f(con, codes): con.execute(' '.join(['SELECT', *codes]))", 1),
    ("def f(con, codes): con.execute(f\"SELECT 1 IN ({', '.join('?' for _ in codes)})\", codes)", 0),
    ("def f(con, codes): con.execute('SELECT 1 IN (' + ','.join('?' * len(codes)) + ')', codes)", 0),
    ("TABLE = 't'\ndef f(con): con.execute(f'SELECT * FROM {TABLE}')", 0),
    ("def f(con, name): con.execute(f'SELECT * FROM {identifier(name)}')", 0),
    ("def f(con, year): con.execute(f'SELECT {int(year)}')", 0),
    ("def f(con):\n    for t in ('a', 'b'):\n        con.execute(f'DROP TABLE {t}')", 0),
    ("def f(con, tables):\n    for t in tables:\n        con.execute(f'DROP TABLE {t}')", 1),
    ("def _g(con, t): con.execute(f'DROP TABLE {t}')\ndef f(con): _g(con, 'a')", 0),
    ("def _g(con, t): con.execute(f'DROP TABLE {t}')\ndef f(con, t): _g(con, t)", 1),
    ("def _c(y):\n    return ('a = ?', [y])\ndef f(con, y):\n    c, p = _c(y)\n    con.execute('SELECT ' + c, p)", 0),
    ("def _c(y):\n    return (f'a = {y}', [])\ndef f(con, y):\n    c, p = _c(y)\n    con.execute('SELECT ' + c, p)", 1),
    ("class S:\n    def frame(self, sql): return self.cursor.execute(sql)", 0),
    ("class S:\n    def one(self, sql): return self.cursor.execute(sql)\ndef f(s, x): return s.one('SELECT ' + x)", 1),
    ("def f(con, x): con.execute(select(T).where(T.c.x == x))", 0),
    ("from sqlalchemy import text\ndef f(con, x): con.execute(text(f'SELECT {x}'))", 2),
    ("def f(axes, x): axes.text(0, 0, x)", 0),
])
def test_the_reading_of_queries_sees_what_is_typed_in(tmp_path: Path, text: str, seen: int) -> None:
    file = tmp_path / "cpts_analytics" / "store.py"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    assert len(typed_into_sql(Module.read(file, tmp_path))) == seen
