"""The communes of today, what they belong to, what they touch and what they were called.

Read once from the store and shared by every session: nothing in it changes after loading.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd

from cpts_analytics.errors import UnknownAreaError
from cpts_analytics.model import Level
from cpts_analytics.territory.nameindex import NameIndex
from cpts_analytics.territory.text import normalise, quoted

GROUP_COLUMNS = {Level.EPCI: "epci_code", Level.BASSIN_DE_VIE: "bassin_de_vie_code",
                 Level.DEPARTEMENT: "departement_code", Level.REGION: "region_code"}
"""The column of ``communes`` that holds the code of each grouped level."""

LEVEL_WORDS = {Level.EPCI: "intercommunalité", Level.BASSIN_DE_VIE: "bassin de vie",
               Level.DEPARTEMENT: "département", Level.REGION: "région", Level.FRANCE: "pays"}

FRANCE_CODE = "FR"

_COLUMNS = ("code", "level", "name", "parent_code", *GROUP_COLUMNS.values(), "density_class", "population",
            "population_year", "area_km2", "lon", "lat")


class Frames(Protocol):
    """Whatever answers queries with frames: the store."""

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame: ...


@dataclasses.dataclass(frozen=True, kw_only=True)
class Area:
    """One area of a grouped level, with its names in good French."""

    level: Level
    code: str
    name: str
    of_name: str  # "de l'Isère"
    full_name: str  # "département de l'Isère"
    population: float
    communes_count: int


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Geography:
    """Tables of the store in memory. Codes are text; positions are rows of ``communes``, sorted by code.

    communes      index ``code``; level, name, parent_code, codes of the groups, density_class, population, lon …
    areas         index ``(level, code)``; name, of_name, full_name, population, communes_count
    links         (starts, targets): the neighbours of row i are ``targets[starts[i]:starts[i + 1]]``
    former_codes  code of the past → code of 2025
    aliases       search_name, name, code, kind ('commune', 'former', 'arrondissement'), sorted by search_name
    """

    communes: pd.DataFrame
    areas: pd.DataFrame
    links: tuple[np.ndarray, np.ndarray]
    former_codes: Mapping[str, str]
    aliases: pd.DataFrame

    @classmethod
    def load(cls, store: Frames) -> Geography:
        """Read the five tables of geography from the store."""
        return cls.of(communes=store.frame(f"SELECT {', '.join(_COLUMNS)} FROM communes"),
                      areas=store.frame("SELECT level, code, name, of_name, full_name, population, communes_count "
                                        "FROM areas"),
                      touching=store.frame("SELECT code, neighbour FROM touching WHERE code < neighbour"),
                      former_codes=store.frame("SELECT former_code, code FROM former_codes"),
                      aliases=store.frame("SELECT search_name, name, code, kind FROM aliases"))

    @classmethod
    def of(cls, *, communes: pd.DataFrame, areas: pd.DataFrame, touching: pd.DataFrame,
           former_codes: pd.DataFrame, aliases: pd.DataFrame) -> Geography:
        """The same from frames laid out as the store's tables; ``touching`` may hold one direction or both."""
        local = communes.set_index("code").sort_index()
        odd = ~aliases["search_name"].str.fullmatch(r"[0-9a-z ]+")
        spelt = aliases.assign(search_name=aliases["search_name"].where(~odd, aliases["name"][odd].map(normalise)))
        return cls(communes=local, areas=areas.set_index(["level", "code"]).sort_index(),
                   links=_links(local.index, touching),
                   former_codes=dict(zip(former_codes["former_code"], former_codes["code"], strict=True)),
                   aliases=spelt.sort_values(["search_name", "kind", "code"]).reset_index(drop=True))

    @functools.cached_property
    def positions(self) -> Mapping[str, int]:
        """Code → row of ``communes``."""
        return {code: row for row, code in enumerate(self.communes.index)}

    @functools.cached_property
    def names(self) -> NameIndex:
        """Finds communes by a name."""
        return NameIndex.of(self.aliases)

    @functools.cached_property
    def departement_names(self) -> Mapping[str, str]:
        """Normalised name of a département → its code."""
        table = self.areas.loc[[Level.DEPARTEMENT.value]] if Level.DEPARTEMENT.value in self.areas.index else None
        return {} if table is None else {normalise(name): code for (_, code), name in table["name"].items()}

    @functools.cached_property
    def codes(self) -> np.ndarray:
        return self.communes.index.to_numpy(dtype=object)

    @functools.cached_property
    def _columns(self) -> dict[str, np.ndarray]:
        """Columns as plain arrays: looking up one element of them is quick."""
        return {}

    def column(self, name: str) -> np.ndarray:
        """One column of ``communes`` as an array in the order of the rows."""
        if name not in self._columns:
            series = self.communes[name]
            numeric = pd.api.types.is_numeric_dtype(series)
            self._columns[name] = series.to_numpy(dtype=float if numeric else object)
        return self._columns[name]

    def rows(self, codes: Iterable[str]) -> np.ndarray:
        """Rows of the codes, in their order. Raises UnknownAreaError for a code that is not of today."""
        asked = list(codes)
        unknown = [code for code in asked if code not in self.positions]
        if unknown:
            raise UnknownAreaError(f"Le code {quoted(unknown[0])} n'est pas celui d'une commune de 2025.")
        return np.fromiter((self.positions[code] for code in asked), dtype=np.int64, count=len(asked))

    def __contains__(self, code: object) -> bool:
        return code in self.positions

    def name(self, code: str) -> str:
        """The commune's or arrondissement's name, as published."""
        return str(self.column("name")[self.rows([code])[0]])

    def departement(self, code: str) -> str:
        return str(self.column("departement_code")[self.rows([code])[0]])

    def label(self, code: str) -> str:
        """The name with what tells homonyms apart: ``"Saint-Savin (38, Isère)"``."""
        departement = self.departement(code)
        known = (Level.DEPARTEMENT.value, departement) in self.areas.index
        called = f", {self.area(Level.DEPARTEMENT, departement).name}" if known else ""
        return f"{self.name(code)} ({departement}{called})"

    def current(self, code: str) -> str | None:
        """The code of today: itself, or what a code of the past has become; None when never seen."""
        return code if code in self.positions else self.former_codes.get(code)

    def level(self, code: str) -> Level:
        return Level(self.column("level")[self.rows([code])[0]])

    def parent(self, code: str) -> str:
        """The commune that an arrondissement is a part of; a commune's own code."""
        return str(self.column("parent_code")[self.rows([code])[0]]) or code

    def arrondissements_of(self, code: str) -> tuple[str, ...]:
        """Codes of the arrondissements municipaux of a commune; empty for all but Paris, Lyon, Marseille."""
        return tuple(self.codes[self.column("parent_code") == code])

    def population(self, codes: Iterable[str]) -> float:
        """Inhabitants of the codes together (municipal population; unknown ones count for nothing)."""
        return float(np.nansum(self.column("population")[self.rows(codes)]))

    def departements(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Codes of the départements that the codes lie in, sorted."""
        return tuple(sorted(set(self.column("departement_code")[self.rows(codes)])))

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Codes that touch it, communes and arrondissements alike."""
        starts, targets = self.links
        row = self.rows([code])[0]
        return tuple(self.codes[targets[starts[row]:starts[row + 1]]])

    def area(self, level: Level, code: str) -> Area:
        """An area of a grouped level. Raises UnknownAreaError."""
        try:
            row = self.areas.loc[(level.value, code)]
        except KeyError:
            raise UnknownAreaError(f"Le code {quoted(code)} n'est celui d'aucun {LEVEL_WORDS[level]}."
                                   if level is not Level.EPCI and level is not Level.REGION else
                                   f"Le code {quoted(code)} n'est celui d'aucune {LEVEL_WORDS[level]}.") from None
        return Area(level=level, code=code, name=row["name"], of_name=row["of_name"], full_name=row["full_name"],
                    population=float(row["population"]), communes_count=int(row["communes_count"]))

    def communes_of(self, level: Level, code: str) -> tuple[str, ...]:
        """Codes of the communes of an area, sorted; Paris, Lyon and Marseille as communes."""
        self.area(level, code)
        inside = self.column("level") == Level.COMMUNE.value
        if level in GROUP_COLUMNS:
            inside = inside & (self.column(GROUP_COLUMNS[level]) == code)
        return tuple(self.codes[inside])


def _links(codes: pd.Index, touching: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of codes → starts and targets, in both directions; pairs with an unknown code are left out."""
    one, other = codes.get_indexer(touching["code"]), codes.get_indexer(touching["neighbour"])
    known = (one >= 0) & (other >= 0)
    one, other = one[known].astype(np.int64), other[known].astype(np.int64)
    pairs = np.sort(np.concatenate([one * len(codes) + other, other * len(codes) + one]))
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    starts = np.searchsorted(pairs, np.arange(len(codes) + 1) * len(codes))
    return starts, (pairs % max(len(codes), 1)).astype(np.int32)
