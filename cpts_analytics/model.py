"""The frozen records that every room of the house speaks in.

Nothing here reads a file, a database or a screen. A record that is incomplete refuses to exist: the
contract tests and the program itself then stop at once, with the name of what is missing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from typing import Any


class RecordError(ValueError):
    """A record of the program itself (source, indicator, territory) is incomplete: for developers."""


class Level(enum.StrEnum):
    """A geographic level, finest first. Arrondissements municipaux are not communes, or sums double."""

    ARRONDISSEMENT_MUNICIPAL = "arrondissement_municipal"
    COMMUNE = "commune"
    EPCI = "epci"
    BASSIN_DE_VIE = "bassin_de_vie"
    DEPARTEMENT = "departement"
    REGION = "region"
    FRANCE = "france"
    TERRITORY = "territory"


LOCAL_LEVELS = (Level.ARRONDISSEMENT_MUNICIPAL, Level.COMMUNE)
"""The levels that a territory is made of."""

GROUPED_LEVELS = (Level.EPCI, Level.BASSIN_DE_VIE, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
"""The levels that are sums of communes."""


class Status(enum.StrEnum):
    """What a figure is. Zero is a value with status ``ok``; a failure never becomes a status."""

    OK = "ok"
    ESTIMATED = "estimated"
    PARTIAL = "partial"
    SUPPRESSED = "suppressed"
    NOT_PUBLISHED = "not_published"
    NOT_LOADED = "not_loaded"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        return self in VALUED_STATUSES


VALUED_STATUSES = (Status.OK, Status.ESTIMATED, Status.PARTIAL)


class Merge(enum.StrEnum):
    """What becomes of a column when communes have merged since the file was made."""

    KEY = "key"  # the commune's own code
    GROUP = "group"  # another part of the key (year, facility type …): kept apart
    SUM = "sum"  # counts add up
    MEAN = "mean"  # weighted by the column named by ``Column.weight`` (plain weights 1 when empty)
    FIRST = "first"  # names and classes: the row of the code that survives, else the first


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a source's tidy table: its name, unit and meaning, and how it merges."""

    name: str
    unit: str  # "inhabitants", "EUR per year", "code", "text" …
    meaning: str  # one French phrase, shown on screen
    merge: Merge = Merge.FIRST
    weight: str = ""  # for Merge.MEAN: the column of weights
    published_as: str = ""  # the producer's own name of the column, when it has one

    def __post_init__(self) -> None:
        _require(self, "name", "unit", "meaning")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Gap:
    """A part of France that a source does not cover, and why: so that a hole is never read as a zero."""

    departements: tuple[str, ...]  # département codes, e.g. ("976",)
    status: Status
    reason: str  # French

    def __post_init__(self) -> None:
        _require(self, "departements", "reason")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source:
    """The papers of one open dataset: no number leaves the house without them.

    ``file`` is the path below the folder of published files. ``sha256`` is that of the file which the
    shipped figures were derived from; another checksum means another vintage and is reported by
    ``build``, not refused. ``published`` and ``fetched`` are ISO dates, or a year when no more is known.
    An ``optional`` file is one that a user may load: nothing shipped is derived from it, so that it may
    have neither checksum nor date of fetching.
    """

    key: str
    producer: str
    title: str  # French, as the producer names the dataset
    page: str  # the page a reader can open
    file_url: str  # where the producer serves the file ("" when only a page is known)
    file: str
    licence: str
    vintage: str
    published: str
    fetched: str
    sha256: str
    encoding: str  # "utf-8", "xlsx", "parquet", "geojson" …
    separator: str  # "" where the format has none
    columns: tuple[Column, ...]
    missing_marks: tuple[str, ...] = ("",)  # cells that mean "not published"
    secret_marks: tuple[str, ...] = ()  # cells that mean "hidden by statistical secrecy"
    gaps: tuple[Gap, ...] = ()
    absent_means: Status = Status.NOT_PUBLISHED  # a commune without a row; OK means "zero"
    theme: str = ""  # geography, population, living_conditions, supply, access …
    limits: tuple[str, ...] = ()  # known faults, in French
    optional: bool = False  # may be absent: what reads it does without

    def __post_init__(self) -> None:
        _require(self, "key", "producer", "title", "page", "file", "licence", "vintage", "published",
                 "encoding", "columns", "theme")
        if not self.optional:
            _require(self, "fetched", "sha256")
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise RecordError(f"Source {self.key!r}: a column is declared twice in {names}.")

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise RecordError(f"Source {self.key!r} declares no column {name!r}; it has "
                          f"{[column.name for column in self.columns]}.")


class Aggregation(enum.StrEnum):
    """How a figure of several areas is made from theirs. ``value`` follows from numerator and denominator.

    ========================  =====================================================
    SUM                       Σ numerator
    RATIO, WEIGHTED_MEAN      scale × Σ numerator / Σ denominator
    COMPOUND_GROWTH           scale × ((Σ numerator / Σ denominator)^(1/years) − 1)
    RANGE                     lowest and highest of the parts; no value (medians are never averaged)
    PUBLISHED                 only as published; nothing is made from parts
    ========================  =====================================================
    """

    SUM = "sum"
    RATIO = "ratio"
    WEIGHTED_MEAN = "weighted_mean"
    COMPOUND_GROWTH = "compound_growth"
    RANGE = "range"
    PUBLISHED = "published"


class Polarity(enum.StrEnum):
    """Whether more is good. A need is high or low, never "unfavourable"."""

    HIGHER_IS_FAVOURABLE = "higher_is_favourable"
    LOWER_IS_FAVOURABLE = "lower_is_favourable"
    NEED = "need"
    NEUTRAL = "neutral"


class VerdictRule(enum.StrEnum):
    """How two values are compared (see ``domain/indicators``): declared by each indicator."""

    GAP = "gap"  # a declared practical gap (exhaustive counts, censuses)
    INTERVAL = "interval"  # 95 % interval against the reference taken as fixed (events on a population)
    THRESHOLD = "threshold"  # against a fixed official threshold
    NONE = "none"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure that can be shown for any area: definition, unit, rules and papers.

    ``lecture`` is a French sentence with fields: ``{period} {area} {value} {numerator} {denominator}
    {reference} {reference_value}``, already formatted when filled in.
    """

    key: str  # stable, English
    label: str  # French, five words at most
    unit: str  # French, in full, as shown after the value ("" never: "habitants", "%", "pour 10 000 habitants")
    theme: str  # a key of THEMES
    aggregation: Aggregation
    polarity: Polarity
    verdict: VerdictRule
    reads: tuple[str, ...]  # keys of sources
    definition: str  # French, one or two sentences
    formula: str  # French, in words and symbols
    lecture: str
    limits: tuple[str, ...] = ()  # French: what not to conclude
    references: tuple[str, ...] = ()
    levels: tuple[Level, ...] = (*LOCAL_LEVELS, *GROUPED_LEVELS, Level.TERRITORY)
    scale: float = 1.0
    years: int = 0  # COMPOUND_GROWTH only
    decimals: int = 1
    gap_pct: float = 10.0
    threshold: float | None = None
    threshold_label: str = ""
    numerator_label: str = ""  # French plural: "lieux d'exercice de médecin généraliste"
    denominator_label: str = ""  # French plural: "habitants"
    denominator_is_inhabitants: bool = True  # the numerator or denominator counts people of the area
    badges: tuple[str, ...] = ()  # "Lieux d'exercice", "Estimation" …
    method: str = ""  # name and version, e.g. "pondération DREES v1"
    breakdowns: tuple[str, ...] = ()  # values of the column ``breakdown``; () = none
    range_breakdown: str = ""  # the breakdown that holds one end of a range; the figure itself is the middle
    map_classes: tuple[float, ...] = ()  # fixed limits of the map where they mean something; () = quantiles
    estimates_people: bool = False  # estimated patients: measured interval; a commune's number to the nearest ten

    def __post_init__(self) -> None:
        _require(self, "key", "label", "unit", "theme", "reads", "definition", "formula", "lecture")
        if self.theme not in THEMES:
            raise RecordError(f"Indicator {self.key!r}: theme {self.theme!r} is not one of {list(THEMES)}.")
        if self.verdict is VerdictRule.THRESHOLD and self.threshold is None:
            raise RecordError(f"Indicator {self.key!r}: a threshold verdict needs a threshold.")
        if self.aggregation is Aggregation.COMPOUND_GROWTH and self.years <= 0:
            raise RecordError(f"Indicator {self.key!r}: a compound growth needs its number of years.")


THEMES: dict[str, str] = {
    "population": "Territoire et population",
    "living_conditions": "Conditions de vie",
    "supply": "Offre de soins",
    "access": "Accès aux soins",
    "needs": "Besoins de santé",
    "prevention": "Prévention",
    "crisis": "Crises sanitaires",
    "pathway": "Parcours",
}
"""Theme key → French name, in the order of the screens."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class SharedCommune:
    """A commune that another CPTS covers too: its figures stay those of the whole commune."""

    code: str
    note: str = ""
    population: int | None = None  # typed by the CPTS


@dataclasses.dataclass(frozen=True, kw_only=True)
class Territory:
    """A set of communes (or arrondissements municipaux) answered for, at a date. Never edited in place."""

    name: str
    members: tuple[str, ...]  # sorted codes; a commune and its own arrondissements never together
    spec: str  # how it was asked for, e.g. "epci:243800604"
    valid_from: dt.date
    valid_to: dt.date | None = None  # last day of validity, included; None = until further notice
    official: bool = False
    example: bool = False
    shared: tuple[SharedCommune, ...] = ()
    kept_id: int | None = None  # identity in the journal, when kept
    kept_version: int | None = None

    def __post_init__(self) -> None:
        _require(self, "name", "members", "spec")
        if tuple(sorted(set(self.members))) != self.members:
            raise RecordError(f"Territory {self.name!r}: members must be sorted, without repeats.")


class Role(enum.StrEnum):
    """What an area is in a comparison."""

    TERRITORY = "territory"
    PART = "part"  # one commune of the territory (``--each commune``)
    REST = "rest_of_departement"
    CITY = "city"  # Paris, Lyon or Marseille, where an arrondissement has no figure of its own
    BASSIN_DE_VIE = "bassin_de_vie"  # shown where the bassin de vie has a published value of its own
    EPCI = "epci"  # shown where the EPCI has a published value of its own
    DEPARTEMENT = "departement"
    REGION = "region"
    FRANCE = "france"
    LIKE = "like"


LONG_COLUMNS = ("indicator", "level", "area", "period", "breakdown", "numerator", "denominator", "value",
                "lower", "upper", "status", "method")
"""The one long table."""


def _require(record: Any, *fields: str) -> None:
    empty = [field for field in fields if getattr(record, field) in ("", (), None)]
    if empty:
        name = getattr(record, "key", "") or getattr(record, "name", "") or "?"
        raise RecordError(f"{type(record).__name__} {name!r}: {', '.join(empty)} must not be empty.")
