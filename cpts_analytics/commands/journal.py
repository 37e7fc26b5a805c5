"""``journal backup | restore | export``: what people wrote, in one file and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from cpts_analytics.exports import journal_book
from cpts_analytics.journal import Journal, backup


def declare(parser: argparse.ArgumentParser) -> None:
    """The three sub-commands."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    saving = actions.add_parser("backup", help="everything in one new file, while people write")
    saving.add_argument("file", type=Path, help="e.g. journal-2026-11-22.sqlite, or .json.gz")
    filling = actions.add_parser("restore", help="fill an empty journal from such a file")
    filling.add_argument("file", type=Path)
    leaving = actions.add_parser("export", help="everything as .json, or the present records as .xlsx")
    leaving.add_argument("file", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Do it, and say where."""
    path: Path = arguments.file
    if arguments.action == "restore":
        print(f"Journal restauré dans {backup.restore(path)}.")
        return 0
    with Journal.open() as journal:
        if arguments.action == "backup":
            print(f"Journal sauvegardé dans {journal.save(path)}.")
        else:
            as_book = path.suffix.lower() == ".xlsx"
            backup.write_new(path, journal_book.to_xlsx(journal.aci) if as_book else journal.export_json())
            print(f"Journal exporté dans {path}.")
    return 0
