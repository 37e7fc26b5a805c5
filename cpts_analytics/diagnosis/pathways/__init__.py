"""The pathways, one TOML file each: a disease, the links of its chain of care, how far each may be, what is not counted.

Another pathway is another file in this folder; its name is its key in the address. A bad file stops the program, with its
path and what is missing.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpts_analytics.errors import DiscoveryError
from cpts_analytics.indicators import registry
from cpts_analytics.model import Aggregation, Indicator

FOLDER = Path(__file__).parent
FURTHEST_MINUTES = 180
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Link:
    """One link of a chain: ``counts`` are the indicators whose places are added; ``reach_minutes`` how far they may be."""

    key: str
    label: str  # French, plural, capital first
    none: str  # French: "Aucun médecin généraliste"
    counts: tuple[str, ...]
    reach_minutes: int
    why: str  # French: where the reach comes from

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(registry()[key] for key in self.counts)


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotCounted:
    """A link that open data do not count by commune, and why; ``published``: an indicator known at a level above."""

    label: str
    why: str
    published: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pathway:
    """A disease and its chain. ``estimate``: the indicator of the patients to expect."""

    key: str
    label: str
    rank: int
    estimate: str
    links: tuple[Link, ...]
    not_counted: tuple[NotCounted, ...]
    remark: str = ""  # French: what the estimate holds that the label does not say

    @property
    def patients(self) -> Indicator:
        return registry()[self.estimate]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every indicator that it shows for a territory."""
        counts = [key for link in self.links for key in link.counts]
        return tuple(dict.fromkeys((self.estimate, f"{self.estimate}_rate", *counts)))


@functools.cache
def pathways() -> Mapping[str, Pathway]:
    """Every pathway by key, in the order of their ranks. Raises DiscoveryError for a bad file."""
    return found_in(FOLDER)


def found_in(folder: Path) -> dict[str, Pathway]:
    """The pathways of a folder. Raises DiscoveryError, with the file and what is wrong in it."""
    found = sorted((read(path) for path in sorted(folder.glob("*.toml"))), key=lambda pathway: (pathway.rank, pathway.key))
    if not found:
        raise DiscoveryError(f"{folder} : aucun parcours (fichier .toml).")
    return {pathway.key: pathway for pathway in found}


def read(path: Path) -> Pathway:
    """One file. Raises DiscoveryError, with the file and what is wrong in it."""
    if not _KEY.fullmatch(path.stem):
        raise DiscoveryError(f"{path} : le nom du fichier est la clé du parcours ; attendu des lettres minuscules, des chiffres "
                             "et des tirets bas.")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DiscoveryError(f"{path} : ce fichier TOML ne se lit pas ({error}).") from error
    links = tuple(_link(path, part) for part in _parts(path, table, "link"))
    not_counted = tuple(_made(NotCounted, path, part, "not_counted") for part in _parts(path, table, "not_counted"))
    pathway = _made(Pathway, path, {**table, "key": path.stem, "links": links, "not_counted": not_counted}, "parcours",
                    ignored=("link",))
    _checked(path, pathway)
    return pathway


def _parts(path: Path, table: dict[str, Any], name: str) -> list[dict[str, Any]]:
    parts = table.get(name)
    if not isinstance(parts, list) or not parts or not all(isinstance(part, dict) for part in parts):
        raise DiscoveryError(f"{path} : il manque [[{name}]] (au moins un).")
    return parts


def _link(path: Path, part: dict[str, Any]) -> Link:
    name = f"maillon « {part.get('key', '?')} »"
    counts = part.get("counts")
    if not isinstance(counts, list) or not counts or not all(isinstance(key, str) for key in counts):
        raise DiscoveryError(f"{path}, {name} : « counts » doit être une liste d'indicateurs, par exemple [\"count_gp\"].")
    return _made(Link, path, {**part, "counts": tuple(counts)}, name)


def _made(record: Any, path: Path, values: dict[str, Any], where: str, ignored: tuple[str, ...] = ()) -> Any:
    """The record of these values: every field there, none unknown, texts not empty."""
    fields = {field.name: field for field in dataclasses.fields(record)}
    missing = [name for name, field in fields.items() if field.default is dataclasses.MISSING and name not in values]
    if missing:
        raise DiscoveryError(f"{path}, {where} : il manque {', '.join(missing)}.")
    unknown = [name for name in values if name not in fields and name not in ignored]
    if unknown:
        raise DiscoveryError(f"{path}, {where} : champ inconnu : {', '.join(unknown)} (attendu : {', '.join(fields)}).")
    kept = {name: value for name, value in values.items() if name in fields}
    wrong = [name for name, value in kept.items()
             if (fields[name].type == "str" and not (isinstance(value, str) and value.strip()))
             or (fields[name].type == "int" and (not isinstance(value, int) or isinstance(value, bool)))]
    if wrong:
        raise DiscoveryError(f"{path}, {where} : {', '.join(wrong)} : vide, ou pas du type attendu.")
    return record(**kept)


def _checked(path: Path, pathway: Pathway) -> None:
    known = registry()
    if not (pathway.estimate in known and known[pathway.estimate].estimates_people and f"{pathway.estimate}_rate" in known):
        raise DiscoveryError(f"{path} : « estimate » : {pathway.estimate} n'est pas un indicateur de patients estimés.")
    keys = [link.key for link in pathway.links]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise DiscoveryError(f"{path} : maillon écrit deux fois : {', '.join(repeated)}.")
    for link in pathway.links:
        where = f"{path}, maillon « {link.key} »"
        if not _KEY.fullmatch(link.key):
            raise DiscoveryError(f"{where} : la clé s'écrit en lettres minuscules, chiffres et tirets bas.")
        wrong = [key for key in link.counts if key not in known or known[key].aggregation is not Aggregation.SUM]
        if wrong:
            raise DiscoveryError(f"{where} : « counts » : {', '.join(wrong)} n'est pas un nombre de lieux du catalogue.")
        if not 1 <= link.reach_minutes <= FURTHEST_MINUTES:
            raise DiscoveryError(f"{where} : « reach_minutes » : trouvé {link.reach_minutes} ; attendu de 1 à "
                                 f"{FURTHEST_MINUTES} minutes.")
    absent = [item.published for item in pathway.not_counted if item.published and item.published not in known]
    if absent:
        raise DiscoveryError(f"{path}, not_counted : « published » : {', '.join(absent)} n'est pas au catalogue.")
