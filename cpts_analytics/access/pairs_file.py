"""The table of pairs is made once, at the first start, and kept beside the store under the digest of its inputs.

Screens call ``start_pairs`` and say ``PairsStatus.words`` meanwhile; everything else calls ``ensure_pairs``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import threading
import time
import uuid
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from cpts_analytics.access import pairs as making
from cpts_analytics.access.country import COLUMNS, Country
from cpts_analytics.access.pairs import Pairs
from cpts_analytics.access.parameters import digest, parameters
from cpts_analytics.errors import CptsError, StoreError
from cpts_analytics.store import Store

LAYOUT_VERSION = 1
"""Raised when the arrays of the file or the way they are made change."""

_ARRAYS = ("starts", "other", "metres")
_LOCK = threading.Lock()
_MAKING: dict[Path, threading.Thread] = {}
_FAILED: dict[Path, tuple[str, float]] = {}  # why, and when (monotonic seconds)
AGAIN_AFTER_SECONDS = 60.0
"""A making that failed is tried again then, when somebody looks: room has been made on the disk, rights were given."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairsStatus:
    """``state``: absent, building, ready or failed; ``words``: a French sentence for the screen."""

    state: str
    words: str
    bytes: int = 0


def path_of(store: Store) -> Path:
    """Where the table of this state of the data, with these assumptions, lies."""
    name = hashlib.sha256(f"{store.data_version}|{LAYOUT_VERSION}|".encode() + digest()).hexdigest()[:12]
    return store.path.parent / f"pairs-{name}.npz"


def load_country(store: Store) -> Country:
    """All communes of France as the model sees them."""
    return Country.of(store.frame(f"SELECT {', '.join(COLUMNS)} FROM communes"),
                      store.frame("SELECT code, neighbour FROM touching WHERE code < neighbour"))


def pairs_status(store: Store) -> PairsStatus:
    """What there is, without making anything."""
    path = path_of(store)
    if path.is_file():
        return PairsStatus(state="ready", words="Les temps de trajet sont prêts.", bytes=path.stat().st_size)
    thread = _MAKING.get(path)
    if thread is not None and thread.is_alive():
        return PairsStatus(state="building", words="Calcul des temps de trajet entre les communes de France : quelques "
                                                   "secondes, une seule fois.")
    if why := _lately_failed(path):
        return PairsStatus(state="failed", words=why)
    return PairsStatus(state="absent", words="Les temps de trajet entre communes ne sont pas encore calculés.")


def start_pairs(store: Store) -> PairsStatus:
    """Begin making the table in the background when it is not there; returns at once."""
    path = path_of(store)
    with _LOCK:
        running = path in _MAKING and _MAKING[path].is_alive()
        if not path.is_file() and not running and not _lately_failed(path):
            _MAKING[path] = threading.Thread(target=_in_background, args=(store, path), name="pairs", daemon=True)
            _MAKING[path].start()
    return pairs_status(store)


def _lately_failed(path: Path) -> str:
    """Why the last making failed; "" when it did not, or so long ago that it may be tried again."""
    why, when = _FAILED.get(path, ("", 0.0))
    return why if why and time.monotonic() - when < AGAIN_AFTER_SECONDS else ""


def ensure_pairs(store: Store) -> Pairs:
    """The table, made first when it is not there (a few seconds). Raises StoreError when it cannot be written."""
    path = path_of(store)
    thread = _MAKING.get(path)
    if thread is not None and thread is not threading.current_thread():
        thread.join()
    found = read(path)
    return found if found is not None else make(store, path)


def _in_background(store: Store, path: Path) -> None:
    try:
        make(store, path)
    except CptsError as error:
        _FAILED[path] = str(error), time.monotonic()
    except Exception as error:
        _FAILED[path] = (f"Les temps de trajet n'ont pas pu être calculés ({type(error).__name__}). Rechargez la page dans une "
                         "minute : ils seront calculés de nouveau."), time.monotonic()
    else:
        _FAILED.pop(path, None)


def make(store: Store, path: Path) -> Pairs:
    """Make the table and write it to ``path``, whatever is there. Raises StoreError."""
    country = load_country(store)
    keys = [f"count_{service}" for service in parameters().far_services]
    holders = store.frame("SELECT DISTINCT p.area FROM figures_by_indicator f JOIN series s USING (series) JOIN places p USING "
                          "(place) WHERE f.numerator > 0 AND p.level IN ('commune', 'arrondissement_municipal') "
                          "AND s.indicator IN (SELECT unnest(?))", [keys])
    made = making.build(country, np.isin(country.codes, holders["area"].to_numpy(object)))
    write(made, path)
    return made


def write(pairs: Pairs, path: Path) -> None:
    """Write beside, then put in place at once; tables of other data or assumptions, made long ago, go. Raises StoreError."""
    beside = path.with_suffix(f".{uuid.uuid4().hex[:8]}.building")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            arrays: dict[str, Any] = {name: getattr(pairs, name) for name in _ARRAYS}
            if pairs.routed is not None:
                arrays["routed"] = pairs.routed
            np.savez(file, **arrays)
        os.replace(beside, path)
    except OSError as error:
        raise StoreError(f"Les temps de trajet n'ont pas pu être écrits dans « {path.parent} » : {error}. Libérez de la place "
                         "ou vérifiez les droits, puis recommencez.") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    _sweep(path)


def _sweep(current: Path) -> None:
    """Remove tables unused for a day, and what a killed process has left behind."""
    for old in (*current.parent.glob("pairs-*.npz"), *current.parent.glob("pairs-*.building")):
        with contextlib.suppress(OSError):
            if old != current and time.time() - max(old.stat().st_mtime, old.stat().st_atime) > 86_400:
                old.unlink()


def read(path: Path) -> Pairs | None:
    """The table of a file, None when it is not there or damaged (it is then made again)."""
    try:
        with np.load(path, allow_pickle=False) as file:
            routed = file["routed"] if "routed" in file else None
            return Pairs(**{name: file[name] for name in _ARRAYS}, routed=routed)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
