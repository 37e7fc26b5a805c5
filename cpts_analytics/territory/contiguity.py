"""What touches what: the pieces that a set of communes falls into, and what lies around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cpts_analytics.territory.geography import Geography


def components(codes: Iterable[str], geography: Geography) -> tuple[tuple[str, ...], ...]:
    """Pieces of communes that touch each other, the most inhabited first, then by code; codes sorted in each.

    More than one piece is allowed: the second and later ones do not touch the rest.
    """
    members = sorted(set(codes))
    rows = geography.rows(members).tolist()
    reached = dict(zip(rows, _reached(rows, geography), strict=True))
    code_of, pieces = dict(zip(rows, members, strict=True)), []
    while reached:  # scipy's graph routines would do the same; importing them takes a tenth of a second of the first screen
        first = next(iter(reached))
        piece, waiting = [first], [reached.pop(first)]
        while waiting:
            for row in waiting.pop().tolist():
                if row in reached:
                    piece.append(row)
                    waiting.append(reached.pop(row))
        pieces.append(tuple(sorted(code_of[row] for row in piece)))
    return tuple(sorted(pieces, key=lambda piece: (-geography.population(piece), piece)))


def apart(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Communes that do not touch the main piece of the territory, sorted."""
    return tuple(sorted(code for piece in components(codes, geography)[1:] for code in piece))


def touching(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Communes outside the set that touch one of it, sorted; see ``outside`` for Paris, Lyon, Marseille."""
    members = set(codes)
    reached = _reached(geography.rows(members), geography)
    return outside(geography.codes[np.unique(np.concatenate(reached))] if reached else (), members, geography)


def _reached(rows: Sequence[int] | np.ndarray, geography: Geography) -> list[np.ndarray]:
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
