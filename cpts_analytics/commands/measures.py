"""One measure of the bench."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Measure:
    """``value`` in ``unit`` beside its ``aim`` (a text); NaN with a note when it could not be measured here."""

    name: str
    value: float
    unit: str
    aim: str
    note: str = ""

    @property
    def shown(self) -> str:
        if self.value != self.value:
            return "—"
        return f"{self.value:.2f} {self.unit}" if self.value < 10 else f"{self.value:.0f} {self.unit}"
