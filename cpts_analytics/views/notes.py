"""The note under every page: where its figures come from, how far they reach, what not to conclude."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from cpts_analytics.model import Indicator, Level, Role, Source
from cpts_analytics.views import states
from cpts_analytics.views.cards import LEVEL_WORDS
from cpts_analytics.views.numbers import NBSP, date_words

DISCLAIMER = "N'engage ni l'ARS, ni la CPAM, ni les producteurs."


@dataclasses.dataclass(frozen=True)
class SourceNote:
    """Lines of plain text; a part that has nothing to say is empty."""

    sources: tuple[str, ...]
    levels: tuple[str, ...]
    coverage: tuple[str, ...]
    methods: tuple[str, ...]
    do_not_conclude: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, one line each, for an export."""
        parts = [
            *self.sources,
            *self.levels,
            *self.coverage,
            *self.methods,
            *(f"À ne pas conclure{NBSP}: {line}" for line in self.do_not_conclude),
        ]
        return "\n".join(parts)


def source_note(
    indicators: Iterable[Indicator], sources: Mapping[str, Source], rows: pd.DataFrame | None = None
) -> SourceNote:
    """The note of the given indicators; ``rows`` (figure rows) add the coverage of the territory's figures."""
    chosen = list(indicators)
    keys = dict.fromkeys(key for indicator in chosen for key in indicator.reads)
    return SourceNote(
        sources=tuple(source_line(sources[key]) for key in keys if key in sources),
        levels=_grouped(chosen, _finest),
        coverage=_coverage(chosen, rows) if rows is not None else (),
        methods=_grouped([one for one in chosen if one.method], lambda one: f"Méthode{NBSP}: {one.method}"),
        do_not_conclude=tuple(dict.fromkeys(limit for one in chosen for limit in one.limits)),
    )


def source_line(source: Source) -> str:
    """``Insee, Populations légales, millésime 2023, mis à jour le 1er janvier 2026, Licence Ouverte 2.0``."""
    return (
        f"{source.producer}, {source.title}, millésime {source.vintage}, mis à jour {when(source.published)}, "
        f"{source.licence}"
    )


def when(date: str) -> str:
    """``le 1er janvier 2026``, ``en 2025``, ``en avril 2025``."""
    words = date_words(date)
    return f"le {words}" if len(date) == 10 and words != date else f"en {words}"


def _finest(indicator: Indicator) -> str:
    level = next((level for level in Level if level in indicator.levels), Level.FRANCE)
    if level is Level.ARRONDISSEMENT_MUNICIPAL:
        return f"Niveau le plus fin{NBSP}: commune, arrondissement à Paris, Lyon et Marseille"
    return f"Niveau le plus fin{NBSP}: {LEVEL_WORDS[level]}"


def _grouped(indicators: list[Indicator], words: Callable[[Indicator], str]) -> tuple[str, ...]:
    """One line per distinct words, naming the indicators when they do not all share it."""
    lines: dict[str, list[str]] = {}
    for indicator in indicators:
        lines.setdefault(words(indicator), []).append(indicator.label)
    if len(lines) == 1:
        return tuple(lines)
    return tuple(f"{line} ({', '.join(labels)})" for line, labels in lines.items())


def _coverage(indicators: list[Indicator], rows: pd.DataFrame) -> tuple[str, ...]:
    lines = []
    for indicator in indicators:
        own = rows[(rows["indicator"] == indicator.key) & (rows["role"] == Role.TERRITORY.value)]
        for row in own.sort_values("period").to_dict("records")[-1:]:
            words = states.coverage_words(row)
            if words:
                lines.append(f"{indicator.label}{NBSP}: {words}")
    return tuple(lines)
