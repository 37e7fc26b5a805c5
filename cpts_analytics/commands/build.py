"""``build --from FOLDER``: the shipped figures from published files. ``build --store``: the store from the figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from cpts_analytics import build
from cpts_analytics.build import Built
from cpts_analytics.store import DATA


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER",
                        help="published files, in the layout that each source's record names")
    parser.add_argument("--to", dest="target", type=Path, default=DATA, help="where the figures go (default: data/)")
    parser.add_argument("--store", action="store_true", help="load the shipped figures into the store, if not done yet")


def run(arguments: argparse.Namespace) -> int:
    """Build what is asked; raises CptsError (one sentence) and leaves the former figures and store in place."""
    if arguments.folder is not None:
        _say(_build(arguments.folder, arguments.target))
    if arguments.store or arguments.folder is None:
        with tqdm(desc="Base de figures", bar_format="{desc} ({elapsed})") as bar:
            path = build.ensure_store(words=lambda words: bar.set_description_str(f"Base de figures : {words}".ljust(60)))
        print(f"Base de figures prête : {path.name}")
    return 0


def _build(folder: Path, target: Path) -> Built:
    with tqdm(total=0, bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}]") as bar:
        def progress(done: int, total: int, words: str) -> None:
            bar.total, bar.n = total, done
            bar.set_description(words[:60].ljust(60), refresh=True)

        built = build.build_data(folder, target, progress)
        bar.n = bar.total
        bar.set_description("terminé".ljust(60))
    return built


def _say(built: Built) -> None:
    for passage in built.passages:
        if passage.moved or passage.unknown_rows:
            print(f"{passage.source} : {passage.rows} lignes lues, {passage.moved} portées vers les communes de 2025, "
                  f"{passage.merged} lignes issues d'une fusion, {passage.unknown_rows} de code inconnu"
                  + (f" ({', '.join(passage.unknown[:10])})" if passage.unknown else "") + ".")
    for source, count in built.unlocated.items():
        print(f"{source} : {count} établissements sans commune (hors des contours), non comptés.")
    for file in built.other_vintages:
        print(f"{file} : l'empreinte n'est pas celle de la fiche de la source (autre millésime ?).")
    print("\n".join(built.changes) if built.changes else "Aucune figure n'a changé.")
