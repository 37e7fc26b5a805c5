"""From the communes of a file's year to those of 2025: mergers add up, nothing leaves without being named.

Method: a code of 2025 stays (so the arrondissements of Paris, Lyon and Marseille are never folded into
their commune); a code of the past takes the code that it has become; any other code is listed as
unknown and its rows are left out. Rows that then share a key are put together column by column, by the
rule that the source's record declares (``model.Merge``).

Statuses (columns ``<name>_status``) of several parts: all alike, that one; all with a value, estimated
when one is; some with a value and some without, partial (the sum is then "at least", the mean that of
the known parts); none with a value, the first of suppressed, not published, not loaded. Parts that are
not applicable do not count beside others. A value without a status column cannot say "partial": it is
left empty when one part is unknown, and counted in ``Passage.incomplete``.

Limits: communes that were split cannot be brought over; a part without a row at all is not seen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Hashable, Mapping

import numpy as np
import pandas as pd

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Merge, Source, Status

STATUS_SUFFIX = "_status"
_REASONS = (Status.SUPPRESSED, Status.NOT_PUBLISHED, Status.NOT_LOADED)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passage:
    """What the passage to 2025 did to one source's table."""

    source: str
    rows: int  # rows given
    moved: int  # rows whose code has changed
    merged: int  # rows of the result made of several
    unknown_rows: int  # rows left out
    unknown: tuple[str, ...]  # their codes, sorted
    incomplete: int  # merged values left empty because a part was unknown and no status could say so


def to_2025(table: pd.DataFrame, source: Source, former_codes: Mapping[str, str],
            valid: Collection[str]) -> tuple[pd.DataFrame, Passage]:
    """Bring a tidy table to the communes of 2025, sorted by key. ``valid``: codes of today, arrondissements included.

    Raises SourceFileError when two rows have the same key, RecordError for a column that is not declared.
    """
    key, groups = _keys(table, source)
    keys = [key, *groups]
    _refuse_duplicates(table, keys, source)
    codes = table[key].to_numpy(dtype=object)
    today = {code: _current(code, former_codes, valid) for code in set(codes)}
    target = np.array([today[code] for code in codes], dtype=object)
    known = np.array([code is not None for code in target], dtype=bool)
    moved = known & (target != codes)
    placed = table[known].assign(**{key: pd.Series(target[known], index=table.index[known], dtype="str")})

    several = placed.duplicated(keys, keep=False)
    survivor = ~moved[known][several.to_numpy()]
    parts = placed[several].assign(_survivor=survivor, _former=codes[known][several.to_numpy()])
    parts = parts.sort_values([*keys, "_survivor", "_former"], ascending=[*[True] * len(keys), False, True])
    merged, incomplete = _merge(parts, source, keys)
    result = pd.concat([placed[~several], merged[list(table.columns)]]) if len(merged) else placed
    for column in table.columns:
        result[column] = _as_before(result[column], table[column])
    passage = Passage(source=source.key, rows=len(table), moved=int(moved.sum()), merged=len(merged),
                      unknown_rows=int((~known).sum()), unknown=tuple(sorted(set(map(str, codes[~known])))),
                      incomplete=incomplete)
    return result.sort_values(keys).reset_index(drop=True), passage


def _keys(table: pd.DataFrame, source: Source) -> tuple[str, list[str]]:
    """The column of the commune's code and the other columns of the key."""
    merges = {name: source.column(name).merge for name in table.columns if not _is_status(name, table)}
    found = [name for name, merge in merges.items() if merge is Merge.KEY]
    if len(found) != 1:
        raise SourceFileError(file=source.file, found=f"{len(found)} colonne de code de commune",
                              expected="une seule", action="Corrigez la fiche de la source.")
    return found[0], [name for name, merge in merges.items() if merge is Merge.GROUP]


def _is_status(name: str, table: pd.DataFrame) -> bool:
    return name.endswith(STATUS_SUFFIX) and name.removesuffix(STATUS_SUFFIX) in table.columns


def _refuse_duplicates(table: pd.DataFrame, keys: list[str], source: Source) -> None:
    repeated = table.duplicated(keys)
    if repeated.any():
        first = ", ".join(str(value) for value in table.loc[repeated, keys].iloc[0])
        raise SourceFileError(file=source.file, column=keys[0], expected="une seule ligne par clé",
                              found=f"{int(repeated.sum())} ligne(s) en double (la première\u00a0: {first})",
                              action="Vérifiez le fichier publié, ou la clé que déclare la fiche de la source.")


def _current(code: Hashable, former_codes: Mapping[str, str], valid: Collection[str]) -> str | None:
    """Follow the changes of code to one of today; None when it is never reached."""
    seen = set()
    while code not in valid:
        if code in seen or code not in former_codes:
            return None
        seen.add(code)
        code = former_codes[str(code)]
    return str(code)


def _merge(parts: pd.DataFrame, source: Source, keys: list[str]) -> tuple[pd.DataFrame, int]:
    """One row for each key; ``parts`` is sorted so that the surviving commune comes first in its key."""
    group = parts.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    count = int(group.max()) + 1 if len(group) else 0
    merged = parts.drop_duplicates(keys).reset_index(drop=True)
    incomplete = 0
    for name in parts.columns.drop(["_survivor", "_former"]):
        if _is_status(name, parts) or source.column(name).merge not in (Merge.SUM, Merge.MEAN):
            continue
        column = source.column(name)
        values = parts[name].to_numpy(dtype=float, na_value=np.nan)
        status_name = name + STATUS_SUFFIX
        statuses = parts[status_name].to_numpy(dtype=object) if status_name in parts.columns else None
        valued = ~np.isnan(values) if statuses is None else _valued(statuses, values)
        weights = np.ones(len(parts))
        if column.merge is Merge.MEAN and column.weight:
            weights = np.nan_to_num(parts[column.weight].to_numpy(dtype=float, na_value=np.nan))
        total = _total if column.merge is Merge.SUM else _mean
        result = total(np.where(valued, values, 0.0), valued, weights, group, count)
        if statuses is None:
            holes = (np.bincount(group, ~valued, count) > 0) & ~np.isnan(result)
            incomplete += int(holes.sum())
            result[holes] = np.nan
        else:
            merged[status_name] = _combined(statuses, group, count)
        merged[name] = result
    return merged, incomplete


def _valued(statuses: np.ndarray, values: np.ndarray) -> np.ndarray:
    has_value = {status.value: status.has_value for status in Status}
    return np.array([has_value[str(status)] for status in statuses], dtype=bool) & ~np.isnan(values)


def _total(values: np.ndarray, valued: np.ndarray, weights: np.ndarray, group: np.ndarray, count: int) -> np.ndarray:
    """Σ of the known parts of each group; NaN where none is known."""
    return np.where(np.bincount(group, valued, count) > 0, np.bincount(group, values, count), np.nan)


def _mean(values: np.ndarray, valued: np.ndarray, weights: np.ndarray, group: np.ndarray, count: int) -> np.ndarray:
    """Σ weight × value / Σ weight over the known parts; the plain mean where these weights are all zero."""
    known_weights = np.where(valued, weights, 0.0)
    plain = np.bincount(group, known_weights, count)[group] == 0
    used = np.where(plain & valued, 1.0, known_weights)
    over = np.bincount(group, used, count)
    return np.divide(np.bincount(group, used * values, count), over, out=np.full(count, np.nan), where=over > 0)


def _combined(statuses: np.ndarray, group: np.ndarray, count: int) -> np.ndarray:
    """The status of each group from those of its parts (rule at the head of this file)."""
    found: list[set[Status]] = [set() for _ in range(count)]
    for status, number in zip(statuses, group, strict=True):
        found[number].add(Status(status))
    return np.array([combined_status(statuses_of_group).value for statuses_of_group in found], dtype=object)


def combined_status(statuses: Collection[Status]) -> Status:
    """The status of a value put together from parts with these statuses (at least one)."""
    kinds = set(statuses)
    if len(kinds) == 1:
        return next(iter(kinds))
    kinds.discard(Status.NOT_APPLICABLE)
    valued = {status for status in kinds if status.has_value}
    if not valued:
        return next(status for status in _REASONS if status in kinds)
    if valued != kinds or Status.PARTIAL in valued:
        return Status.PARTIAL
    return Status.ESTIMATED if Status.ESTIMATED in valued else Status.OK


def _as_before(column: pd.Series, before: pd.Series) -> pd.Series:
    """The type that the column had, where its values allow it."""
    if column.dtype == before.dtype:
        return column
    if pd.api.types.is_integer_dtype(before.dtype) and column.notna().all() and (column % 1 == 0).all():
        return column.astype(before.dtype)
    return column.astype(before.dtype) if not pd.api.types.is_numeric_dtype(before.dtype) else column
