"""Minutes by road in place of the estimate, around the territories that are looked at; what is not answered stays estimated."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from cpts_analytics.access.country import Country
from cpts_analytics.access.engine import MOST_POINTS, Engine, RoutingError, configured
from cpts_analytics.access.national import Access
from cpts_analytics.access.pairs import MOST_TENTHS, NO_ANSWER, NO_WAY, NOT_ASKED, Pairs
from cpts_analytics.access.pairs_file import read, write
from cpts_analytics.access.travel import TravelSource, source_of
from cpts_analytics.access.words import NBSP, number
from cpts_analytics.errors import StoreError

MOST_SECONDS = 60.0
"""How long one territory may keep the engine; what is left then is estimated."""
_FAILURES_IN_A_ROW = 3
_SLOW = "Le moteur d'itinéraires est trop lent."


def with_engine(model: Access, members: Iterable[str], *, engine: Engine | None = None, folder: Path | None = None) -> Access:
    """The model with the engine's minutes to and from these communes; ``model`` itself, with a warning, when it is away.

    ``engine``: the configured one unless given; without any, ``model`` as it is. ``folder``: where answers are kept (the
    store's), so that a commune is asked for once. Raises ScenarioError for an unknown commune only.
    """
    rows = model.rows(members)
    try:
        engine = engine or configured()
        if engine is None:
            return model
        kept = _kept(model, engine, folder)
        routed, warning = ask(kept, model.country, engine, rows)
    except RoutingError as error:
        return dataclasses.replace(model, source=TravelSource(
            kind="distance", words=model.source.words, warning=f"{error} Les temps montrés sont estimés à vol "
                                                               f"d'oiseau."))
    if routed is not kept and folder is not None:
        try:
            write(routed, _path(model, engine, folder))
        except StoreError as error:
            warning = f"{warning} {error}".strip()
    return dataclasses.replace(model, pairs=routed, source=source_of(routed, warning), made={})


def ask(pairs: Pairs, country: Country, engine: Engine, rows: np.ndarray,
        most_seconds: float = MOST_SECONDS) -> tuple[Pairs, str]:
    """The pairs of these rows with the engine's minutes, both ways, and a French warning ("" when all is answered).

    Pairs asked before are not asked again. Raises RoutingError when the engine answers nothing at all.
    """
    table = np.full((len(pairs.other), 2), NOT_ASKED, dtype=np.uint16) if pairs.routed is None else pairs.routed.copy()
    one, other = pairs.one, pairs.other.astype(np.int64)
    inside = np.zeros(len(country.codes), dtype=bool)
    inside[rows] = True
    todo = np.flatnonzero((inside[one] | inside[other]) & (table[:, 0] == NOT_ASKED))
    if not len(todo):
        return pairs, ""
    centre = np.where(inside[one[todo]], one[todo], other[todo])
    order = np.argsort(centre, kind="stable")
    todo, centre = todo[order], centre[order]
    points = np.column_stack([country.lon, country.lat])
    end, failures, answered, last = time.monotonic() + most_seconds, 0, 0, ""
    for group in np.split(np.arange(len(todo)), np.flatnonzero(np.diff(centre)) + 1):
        for start in range(0, len(group), MOST_POINTS - 1):
            block = todo[group[start:start + MOST_POINTS - 1]]
            here = int(centre[group[0]])
            if failures >= _FAILURES_IN_A_ROW or time.monotonic() > end:
                table[block] = NO_ANSWER
                continue
            outward = one[block] == here
            around = points[np.where(outward, other[block], one[block])]
            try:
                away = engine.minutes(points[[here]], around)[0]
                home = engine.minutes(around, points[[here]])[:, 0]
            except RoutingError as error:
                failures, last = failures + 1, str(error)
                table[block] = NO_ANSWER
                continue
            failures, answered = 0, answered + 1
            table[block, 0], table[block, 1] = _tenths(np.where(outward, away, home)), _tenths(np.where(outward, home, away))
    if not answered:
        raise RoutingError(last or _SLOW)
    lacking = float(np.mean(table[todo, 0] == NO_ANSWER))
    if not lacking:
        return dataclasses.replace(pairs, routed=table), ""
    share = number(max(100 * lacking, 1))
    return dataclasses.replace(pairs, routed=table), f"{last or _SLOW} {share}{NBSP}% des trajets sont estimés à vol d'oiseau."


def _tenths(minutes: np.ndarray) -> np.ndarray:
    rounded = np.clip(np.rint(np.nan_to_num(minutes) * 10), 1, MOST_TENTHS)
    return np.where(np.isnan(minutes), NO_WAY, rounded).astype(np.uint16)


def _kept(model: Access, engine: Engine, folder: Path | None) -> Pairs:
    """The answers kept of former questions; those that had none are asked again."""
    found = read(_path(model, engine, folder)) if folder is not None else None
    if found is None or found.routed is None or len(found.other) != len(model.pairs.other):
        return model.pairs
    return dataclasses.replace(found, routed=np.where(found.routed == NO_ANSWER, np.uint16(NOT_ASKED), found.routed))


def _path(model: Access, engine: Engine, folder: Path) -> Path:
    digest = hashlib.sha256(b"|".join([engine.url.encode(), model.pairs.other.tobytes(), model.pairs.metres.tobytes()]))
    return folder / f"pairs-routed-{digest.hexdigest()[:12]}.npz"
