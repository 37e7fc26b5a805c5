"""The two examples that the project ships. They are not in the database: nobody can change or remove them."""

from __future__ import annotations

import dataclasses

LABEL = "exemple, périmètre non officiel"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Example:
    """A territory offered to whoever has none yet: its name and how to ask for it."""

    name: str
    spec: str


EXAMPLES = (
    Example(name="Exemple\u00a0: autour de Bourgoin-Jallieu", spec="epci:243800604"),
    Example(name="Exemple\u00a0: autour de Montaigu-Vendée", spec="epci:200070233"),
)
