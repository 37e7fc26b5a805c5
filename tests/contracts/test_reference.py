"""The README lags behind nothing: its tables are those of the records, its examples run."""

from __future__ import annotations

import re
import shlex

import pytest

from cpts_analytics import indicators, sources
from cpts_analytics.__main__ import main
from cpts_analytics.commands import reference


def test_the_readme_holds_the_tables_of_the_records() -> None:
    text = reference.README.read_text(encoding="utf-8")
    again = reference.filled(text, {"indicators": reference.indicators_table(), "sources": reference.sources_table()})
    assert again == text, "run: python -m cpts_analytics reference --write"


def test_every_key_is_in_the_readme() -> None:
    text = reference.README.read_text(encoding="utf-8")
    for key in [*indicators.registry(), *sources.records()]:
        assert f"| `{key}` |" in text


def _figures_examples() -> list[str]:
    text = reference.README.read_text(encoding="utf-8")
    return re.findall(r"python -m cpts_analytics (figures .+?)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("example", _figures_examples())
def test_the_examples_of_the_readme_run(example: str, store: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(example, comments=True)) == 0
    assert "density_gp" in capsys.readouterr().out
