"""What people type, made safe to keep: names, authors, reasons, notes."""

from __future__ import annotations

import re
import unicodedata

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.failures import french

NAME_LENGTH = 120
AUTHOR_LENGTH = 120
TEXT_LENGTH = 4000

_LIKE_A_SPEC = re.compile(r"[\w-]+:|france$|c\d[\dab]\d?-\d")
"""What a kept name must not look like: it could then not be told from ``epci:243800604`` or ``c38-053``."""


def name_key(name: str) -> str:
    """The name without case, accents, hyphens, apostrophes and repeated spaces: two names with one key clash."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold())
                   if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[-‐‑–—'’ʼ]", " ", _printable(bare)).split())


def checked_name(name: str) -> str:
    """The name to keep. Raises JournalError when empty, too long, or readable as something else than a name."""
    kept = " ".join(checked_text(name, limit=NAME_LENGTH, what="Le nom du territoire").split())
    key = name_key(kept)
    if not key:
        raise JournalError("Donnez un nom au territoire avant de l'enregistrer.")
    if _LIKE_A_SPEC.match(key) or _LIKE_A_SPEC.match(kept.casefold()):
        raise JournalError(french(
            f"« {kept} » ne peut pas servir de nom : il se lirait comme un code de territoire. Ajoutez un mot, par "
            f"exemple « CPTS {kept.replace(':', ' ')} »."))
    return kept


def checked_author(author: str) -> str:
    """Who writes. Raises JournalError when nobody says so: every entry of the journal carries its author."""
    kept = " ".join(checked_text(author, limit=AUTHOR_LENGTH, what="L'auteur").split())
    if not kept:
        raise JournalError("Indiquez qui enregistre (un nom ou une fonction) : le journal garde l'auteur de chaque "
                           "changement.")
    return kept


def checked_text(text: str, *, limit: int = TEXT_LENGTH, what: str) -> str:
    """``text`` without signs that cannot be printed or stored. Raises JournalError beyond ``limit`` characters."""
    kept = _printable(text).strip()
    if len(kept) > limit:
        raise JournalError(french(f"{what} est trop long : {len(kept)} caractères, {limit} au plus."))
    return kept


def _printable(text: str) -> str:
    """Without control characters (save tab and line feed) and lone surrogates."""
    return "".join(sign for sign in text if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
