"""What touches what: the pieces that a set of communes falls into, and what lies around it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sparse

from cpts_analytics.territory.geography import Geography


def components(codes: Iterable[str], geography: Geography) -> tuple[tuple[str, ...], ...]:
    """Pieces of communes that touch each other, the most inhabited first, then by code; codes sorted in each.

    More than one piece is allowed: the second and later ones do not touch the rest.
    """
    members = sorted(set(codes))
    rows = geography.rows(members)
    inside = np.full(len(geography.codes), -1, dtype=np.int64)
    inside[rows] = np.arange(len(rows))
    reached = _reached(rows, geography)
    origin = np.repeat(np.arange(len(rows)), [len(neighbours) for neighbours in reached])
    target = inside[np.concatenate(reached)] if reached else np.empty(0, dtype=np.int64)
    kept = target >= 0
    graph = sparse.coo_array((np.ones(int(kept.sum()), dtype=np.int8), (origin[kept], target[kept])),
                             shape=(len(rows), len(rows)))
    _, label = sparse.csgraph.connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    limits = np.flatnonzero(np.diff(label[order])) + 1
    pieces = [tuple(piece) for piece in np.split(np.array(members, dtype=object)[order], limits)]
    return tuple(sorted(pieces, key=lambda piece: (-geography.population(piece), piece)))


def apart(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Communes that do not touch the main piece of the territory, sorted."""
    return tuple(sorted(code for piece in components(codes, geography)[1:] for code in piece))


def touching(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Communes outside the set that touch one of it, sorted; see ``outside`` for Paris, Lyon, Marseille."""
    members = set(codes)
    reached = _reached(geography.rows(members), geography)
    return outside(geography.codes[np.unique(np.concatenate(reached))] if reached else (), members, geography)


def _reached(rows: np.ndarray, geography: Geography) -> list[np.ndarray]:
    """Rows that touch each of these rows."""
    starts, targets = geography.links
    return [targets[starts[row]:starts[row + 1]] for row in rows]


def outside(found: Iterable[str], members: set[str], geography: Geography) -> tuple[str, ...]:
    """Those of ``found`` that share no ground with the members, each piece of ground once, sorted.

    Paris, Lyon and Marseille come as arrondissements when the members hold some of theirs, else as the commune.
    """
    split = {geography.parent(code) for code in members if geography.parent(code) != code}
    kept = set()
    for code in set(found) - members:
        parent = geography.parent(code)
        is_part = parent != code
        if (code in split) or (is_part and (parent in members or parent not in split)):
            continue
        kept.add(code)
    return tuple(sorted(kept))
