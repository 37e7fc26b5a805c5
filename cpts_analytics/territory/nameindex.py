"""Finds communes by a name: exactly, without its article, by its beginning, or by resemblance.

Resemblance has two steps, so that sixty mistyped names take a few hundredths of a second: names that
share the most groups of three letters (counted for all names at once), then ``difflib`` on those few.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from cpts_analytics.territory.text import without_article

_SHORTLIST = 24
_LEAST_SHARED = 0.25  # Dice's coefficient of groups of three letters under which a name is not looked at
_LEAST_ALIKE = 0.72  # difflib ratio under which two names are no longer thought to be the same
_SYMBOLS = 128  # normalised names are ASCII


class Alias(NamedTuple):
    """A name by which a commune of today can be asked for."""

    code: str
    name: str
    kind: str  # 'commune', 'former' or 'arrondissement'

    @property
    def is_former(self) -> bool:
        return self.kind == "former"


@dataclasses.dataclass(frozen=True, eq=False)
class NameIndex:
    """Aligned arrays, sorted by key: normalised name, code, name as published, kind."""

    keys: np.ndarray
    codes: np.ndarray
    names: np.ndarray
    kinds: np.ndarray

    @classmethod
    def of(cls, aliases: pd.DataFrame) -> NameIndex:
        """From the table ``aliases``, sorted by ``search_name`` then kind."""
        return cls(*(aliases[column].to_numpy(dtype=object) for column in ("search_name", "code", "name", "kind")))

    def find(self, key: str) -> tuple[Alias, ...]:
        """Communes with exactly this normalised name, else with it after a leading article; one alias a commune."""
        first, last = np.searchsorted(self.keys, [key, key + " "])
        return self._aliases(range(first, last) or self._without_article.get(key, ()))

    def beginning_with(self, key: str) -> tuple[Alias, ...]:
        """Communes whose name goes on after these whole words: "bourgoin" gives "bourgoin jallieu"."""
        if not key:
            return ()
        first, last = np.searchsorted(self.keys, [key + " ", key + "!"])
        return self._aliases(range(first, last))

    def alike(self, key: str) -> tuple[tuple[float, Alias], ...]:
        """(resemblance 0–1, alias) of the communes whose names look most like a mistyped one, best first."""
        scores = self._shared_trigrams(key)
        likely = np.flatnonzero(scores >= _LEAST_SHARED)
        shortlist = likely[np.argsort(-scores[likely], kind="stable")[:_SHORTLIST]]
        matcher = difflib.SequenceMatcher(b=key, autojunk=False)
        found: dict[str, tuple[float, Alias]] = {}
        for row in shortlist:
            matcher.set_seq1(self.keys[row])
            if matcher.real_quick_ratio() < _LEAST_ALIKE or matcher.quick_ratio() < _LEAST_ALIKE:
                continue
            ratio, code = matcher.ratio(), self.codes[row]
            if ratio >= _LEAST_ALIKE and (code not in found or ratio > found[code][0]):
                found[code] = (ratio, self._alias(row))
        return tuple(sorted(found.values(), key=lambda item: (-item[0], item[1].is_former, item[1].code)))

    def _alias(self, row: int) -> Alias:
        return Alias(self.codes[row], self.names[row], self.kinds[row])

    def _aliases(self, rows: Iterable[int]) -> tuple[Alias, ...]:
        found: dict[str, Alias] = {}
        for row in rows:
            alias = self._alias(row)
            if alias.code not in found or found[alias.code].is_former:
                found[alias.code] = alias
        return tuple(found.values())

    @functools.cached_property
    def _without_article(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, key in enumerate(self.keys):
            bare = without_article(key)
            if bare != key:
                rows.setdefault(bare, []).append(row)
        return rows

    @functools.cached_property
    def _trigrams(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(trigram codes sorted, rows beside them, number of different trigrams of each row)."""
        padded = [f"  {key} " for key in self.keys]
        lengths = np.fromiter(map(len, padded), dtype=np.int64, count=len(padded))
        trigrams = _trigram_codes("".join(padded))
        row = np.repeat(np.arange(len(padded), dtype=np.int64), lengths)
        inside = row[:-2] == row[2:]
        pairs = np.sort(trigrams[inside] * len(padded) + row[:-2][inside])
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[:len(pairs)]]
        rows = (pairs % len(padded)).astype(np.int32)
        return (pairs // len(padded)).astype(np.int32), rows, np.bincount(rows, minlength=len(padded))

    def _shared_trigrams(self, key: str) -> np.ndarray:
        """Dice's coefficient of each name with ``key``: 2 × shared trigrams / trigrams of both."""
        trigrams, rows, sizes = self._trigrams
        wanted = np.unique(_trigram_codes(f"  {key} "))
        first, last = np.searchsorted(trigrams, wanted, "left"), np.searchsorted(trigrams, wanted, "right")
        matching = np.concatenate([rows[start:end] for start, end in zip(first, last, strict=True)])
        return 2 * np.bincount(matching, minlength=len(sizes)) / (sizes + len(wanted))


def _trigram_codes(text: str) -> np.ndarray:
    """One number for each group of three following letters."""
    letters = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8).astype(np.int64)
    return (letters[:-2] * _SYMBOLS + letters[1:-1]) * _SYMBOLS + letters[2:]
