"""What can go wrong with the journal, each said in one French sentence, and nothing lost by it."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.records import KeptVersion
from cpts_analytics.model import Territory


def french(sentence: str) -> str:
    """The same sentence with the no-break spaces that French puts before : ; ? ! % » and after «."""
    return re.sub(r"« ", "«\u00a0", re.sub(r" (?=[:;?!%»])", "\u00a0", sentence))


PARIS = ZoneInfo("Europe/Paris")
"""Moments are told in French time, whatever the server's zone."""


def day(date: dt.date) -> str:
    """``31/12/2026``."""
    return f"{date:%d/%m/%Y}"


class ConflictError(JournalError):
    """Somebody else changed the territory meanwhile: ``mine`` was not kept, ``theirs`` is what is kept now."""

    def __init__(self, *, mine: Territory, theirs: KeptVersion, expected: int) -> None:
        done = "supprimé" if theirs.removed else "modifié"
        when = theirs.created_at.astimezone(PARIS)
        super().__init__(french(
            f"« {theirs.territory.name} » a été {done} par {theirs.author} le {when:%d/%m/%Y à %H h %M} "
            f"(version {theirs.version}) pendant que vous travailliez sur la version {expected}. Rien n'a été "
            "écrasé : comparez les deux versions, puis enregistrez de nouveau."))
        self.mine, self.theirs, self.expected = mine, theirs, expected


class NameTakenError(JournalError):
    """A living territory already has this name, to within case, accents, hyphens and apostrophes."""

    def __init__(self, *, name: str, taken: str) -> None:
        super().__init__(french(
            f"Le nom « {name} » est déjà pris par « {taken} » (majuscules, accents et traits d'union ne comptent "
            "pas) : choisissez-en un autre, ou ouvrez ce territoire pour le modifier."))
        self.name, self.taken = name, taken


class NotKeptError(JournalError):
    """No such territory or version in the journal, or it has been removed."""


REFUSALS = (SQLAlchemyError, sqlite3.Error)
"""What a database raises when it refuses: by SQLAlchemy, or by the bare driver while a connection is set up."""


def unavailable(error: Exception, place: str) -> JournalError:
    """The sentence for a database that refuses; ``place`` names it to the user (a path, or an address
    without its password)."""
    return JournalError(french(_sentence(error, f"Le journal « {place} »")))


def _sentence(error: Exception, journal: str) -> str:
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause, journal)
    state = str(getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or "")
    if state == "53100":
        return _FULL.format(journal=journal)
    if state in ("40001", "40P01", "55P03"):
        return _BUSY.format(journal=journal)
    if state.startswith("28") or state == "42501":
        return (f"{journal} refuse l'accès : vérifiez le compte, le mot de passe et les droits donnés par "
                "CPTS_DATABASE_URL.")
    return (f"{journal} ne répond pas comme attendu ({type(cause).__name__}) ; rien n'a été enregistré. "
            "Vérifiez que la base est démarrée et son adresse juste, puis réessayez.")


def _of_sqlite(cause: sqlite3.Error, journal: str) -> str:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the primary code; extended ones add detail above
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _BUSY.format(journal=journal)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return (f"{journal} ne peut pas être ouvert en écriture ; rien n'a été enregistré. Donnez au programme le "
                "droit d'écrire dans ce dossier, ou indiquez-en un autre par CPTS_HOME.")
    if code == sqlite3.SQLITE_FULL:
        return _FULL.format(journal=journal)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return (f"{journal} n'est pas lisible : fichier abîmé, ou d'un autre programme. N'y touchez pas : "
                "mettez-le de côté et remettez à sa place une sauvegarde.")
    if code == sqlite3.SQLITE_IOERR:
        return (f"{journal} : le disque a refusé de lire ou d'écrire ; rien n'a été enregistré. Vérifiez le disque "
                "et la place qui y reste, puis réessayez.")
    return (f"{journal} : la base a refusé l'opération ({type(cause).__name__} : {cause}) ; rien n'a été "
            "enregistré.")


_BUSY = ("{journal} est occupé par une autre écriture depuis trop longtemps ; rien n'a été enregistré. "
         "Réessayez dans un instant.")
_FULL = ("{journal} ne peut plus grandir : le disque est plein ; rien n'a été enregistré. Libérez de la place, "
         "puis réessayez.")
