"""Where the journal lies: a file of the user's own folder, or the database that an address names."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import platformdirs
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.failures import french

FILE = "journal.sqlite"


def home() -> Path:
    """The folder of what people write: ``CPTS_HOME``, else the user's data folder."""
    return Path(os.environ.get("CPTS_HOME") or platformdirs.user_data_dir("cpts-analytics", appauthor=False))


def address(url: str | None = None) -> URL:
    """``url``, else ``CPTS_DATABASE_URL``, else the SQLite file of ``home()``. Raises JournalError."""
    asked = url or os.environ.get("CPTS_DATABASE_URL") or ""
    if not asked:
        return URL.create("sqlite", database=str(home().absolute() / FILE))
    try:
        found = make_url(asked.replace("postgres://", "postgresql://", 1))
        backend = found.get_backend_name()
    except (ArgumentError, ValueError) as error:  # never quoted: it may hold a password
        raise JournalError(french("L'adresse de la base du journal (CPTS_DATABASE_URL) ne se lit pas. Écrivez "
                                  "par exemple : postgresql://compte:motdepasse@serveur/base.")) from error
    if backend not in ("sqlite", "postgresql"):
        raise JournalError(french(f"Le journal ne sait pas écrire dans une base « {backend} » : donnez une adresse "
                                  "postgresql:// ou sqlite:/// (CPTS_DATABASE_URL)."))
    if backend == "sqlite" and found.database in (None, "", ":memory:"):
        raise JournalError("Le journal ne se garde pas en mémoire : donnez le chemin d'un fichier, par exemple "
                           "sqlite:////srv/cpts/journal.sqlite (CPTS_DATABASE_URL).")
    return found


def shown(url: URL) -> str:
    """How to name the place to a user: a path, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.render_as_string(hide_password=True)


def make_file(path: Path) -> None:
    """An empty file that only its owner can read (0600), in a folder of the same kind (0700) when it is new.

    What exists already keeps its rights. Raises JournalError when the place cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        if not path.is_file():
            raise _unwritable(path, error) from error
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> JournalError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return JournalError(french(f"Le journal « {path} » ne peut pas être créé : le disque est plein. Libérez de "
                                   "la place, puis réessayez."))
    return JournalError(french(
        f"Le journal ne peut pas être créé ici : « {path} ». Donnez au programme le droit d'écrire dans ce "
        "dossier, ou indiquez-en un autre par CPTS_HOME."))
