"""The words that need explaining, each with what it stands for and one plain sentence (``glossary.toml``)."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from pathlib import Path

from cpts_analytics.territory import normalise
from cpts_analytics.views.numbers import NBSP, typeset

FILE = Path(__file__).with_name("glossary.toml")


@dataclasses.dataclass(frozen=True)
class Term:
    """One word; ``full`` is empty where it stands for nothing but itself."""

    word: str
    full: str
    means: str

    @property
    def help(self) -> str:
        """For a tooltip: « agence régionale de santé : … »."""
        return f"{self.full}{NBSP}: {self.means}" if self.full else self.means


@functools.cache
def terms() -> tuple[Term, ...]:
    """Every word, in alphabetical order without accents."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]
    found = [Term(row["word"], typeset(row["full"]), typeset(row["means"])) for row in rows]
    return tuple(sorted(found, key=lambda term: normalise(term.word)))


def explained(word: str) -> str:
    """The tooltip of a word (« EPCI »); empty for a word that is not in the list."""
    return next((term.help for term in terms() if normalise(term.word) == normalise(word)), "")


def matching(asked: str) -> tuple[Term, ...]:
    """The words that hold every word of ``asked``, whatever the accents; all of them when nothing is asked."""
    return tuple(term for term in terms() if holds(f"{term.word} {term.full} {term.means}", asked))


def holds(text: str, asked: str) -> bool:
    """Whether ``text`` has every word of ``asked``, by its beginning (« généra » finds « généralistes »)."""
    words = f" {normalise(text.replace('_', ' '))}"
    return all(f" {word}" in words for word in normalise(asked.replace("_", " ")).split())
