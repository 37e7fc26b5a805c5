"""``reference``: the README's tables of indicators and sources, made from the records themselves."""

from __future__ import annotations

import argparse

from cpts_analytics import indicators, sources
from cpts_analytics.errors import CptsError
from cpts_analytics.model import THEMES, Indicator
from cpts_analytics.store import ROOT

README = ROOT / "README.md"


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--write", action="store_true", help="write the tables into README.md instead of printing them")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables, or write them between their marks in the README."""
    sections = {"indicators": indicators_table(), "sources": sources_table()}
    if arguments.write:
        README.write_text(filled(README.read_text(encoding="utf-8"), sections), encoding="utf-8")
    else:
        print("\n\n".join(sections.values()))
    return 0


def filled(text: str, sections: dict[str, str]) -> str:
    """The text with each section's content between ``<!-- name:start -->`` and ``<!-- name:end -->``."""
    for name, content in sections.items():
        before, start, rest = text.partition(f"<!-- {name}:start -->\n")
        _, end, after = rest.partition(f"<!-- {name}:end -->")
        if not (start and end):
            raise CptsError(f"README.md : les repères « {name}:start » et « {name}:end » manquent ; remettez-les.")
        text = before + start + content.rstrip() + "\n" + end + after
    return text


def indicators_table() -> str:
    """One Markdown table a theme: key, French label, unit, finest level, sources."""
    parts = []
    for theme, name in THEMES.items():
        members = indicators.of_theme(theme)
        if members:
            rows = "\n".join(_indicator_row(item) for item in members)
            parts.append(f"<details><summary>{name}: {len(members)} indicators</summary>\n\n"
                         f"| key | label | unit | finest level | sources |\n|---|---|---|---|---|\n{rows}\n\n</details>")
    return "\n\n".join(parts)


def sources_table() -> str:
    """One Markdown table: key, producer, dataset, vintage, licence."""
    rows = "\n".join(f"| `{item.key}` | {item.producer} | [{_cell(item.title)}]({item.page}) | {_cell(item.vintage)} "
                     f"| {item.licence} |" for item in sources.records().values())
    return f"| key | producer | dataset | vintage | licence |\n|---|---|---|---|---|\n{rows}"


def _indicator_row(item: Indicator) -> str:
    finest = "commune" if "commune" in item.levels else item.levels[0].value
    reads = ", ".join(f"`{key}`" for key in item.reads)
    return f"| `{item.key}` | {_cell(item.label)} | {_cell(item.unit)} | {finest} | {reads} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
