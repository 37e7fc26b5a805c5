"""What the journal gives back: frozen records, each with its author and time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import hashlib

from cpts_analytics.model import Territory


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """One version of a kept territory. A removal is a version too: it carries what was removed."""

    territory: Territory  # with kept_id and kept_version
    author: str
    reason: str  # why it was changed, removed or restored; "" when nothing was said
    created_at: dt.datetime  # UTC
    removed: bool = False

    @property
    def version(self) -> int:
        return self.territory.kept_version or 0


class Origin(enum.StrEnum):
    """Who gave an answer that open data do not hold."""

    CPTS = "cpts"
    CPAM = "cpam"
    ARS = "ars"
    SAS = "sas"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The badge shown beside the value."""
        return _BADGES[self]


_BADGES = {Origin.CPTS: "Saisi par la CPTS", Origin.CPAM: "Valeur CPAM", Origin.ARS: "Valeur ARS",
           Origin.SAS: "Valeur SAS", Origin.OTHER: "Autre origine"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """A value or a text typed for a topic that open data do not answer. Neither of them: the answer is withdrawn."""

    topic: str  # key of the question, e.g. "no_referring_doctor"
    value: float | None = None  # zero is a value
    text: str = ""
    unit: str = ""  # French, in full, as shown after the value
    period: str = ""  # "2024", "2024-11" …
    origin: Origin = Origin.CPTS
    note: str = ""

    @property
    def withdrawn(self) -> bool:
        return self.value is None and not self.text


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    """An answer as kept: its version, who typed it and when, and the digest of the perimeter it was typed for."""

    answer: Answer
    version: int
    perimeter: str  # compare with perimeter_digest(): communes may have changed since
    author: str
    created_at: dt.datetime  # UTC


def perimeter_digest(territory: Territory) -> str:
    """16 hexadecimal characters that two territories share when, and only when, they have the same members."""
    return hashlib.sha256(",".join(territory.members).encode()).hexdigest()[:16]
