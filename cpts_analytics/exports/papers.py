"""The papers that go with every exported table: who published it, when, under which licence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from cpts_analytics.model import Source


@dataclasses.dataclass(frozen=True)
class Paper:
    """Papers of one dataset, as texts. ``read_on``: ISO date at which the published file was fetched."""

    producer: str
    dataset: str
    licence: str
    vintage: str
    published: str
    read_on: str
    address: str

    @property
    def short(self) -> str:
        return f"{self.producer}, {self.dataset}"


HEADERS = {
    "producer": "Producteur",
    "dataset": "Jeu de données",
    "licence": "Licence",
    "vintage": "Millésime",
    "published": "Mis à jour le",
    "read_on": "Consulté le",
    "address": "Adresse",
}


def papers_of(sources: Iterable[Source]) -> tuple[Paper, ...]:
    """The papers of source records, each dataset once, in the given order."""
    return tuple(
        dict.fromkeys(
            Paper(
                source.producer,
                source.title,
                source.licence,
                source.vintage,
                source.published,
                source.fetched,
                source.page,
            )
            for source in sources
        )
    )
