"""Texts as people type them, made comparable: case, accents, hyphens, apostrophes, "St" for "Saint"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

NBSP = "\u00a0"
"""French puts it before ``: ; ? ! % »`` and after ``«``."""

_SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARTICLES = ("le ", "la ", "les ", "l ", "los ", "las ")
_NOT_WORD = re.compile(r"[^0-9a-z()]+")


def normalise(text: str) -> str:
    """``"Sᵗ-Étienne d'Œuvre"`` → ``"saint etienne d oeuvre"``: the form of the column ``search_name``.

    Lower case, no accents, every mark but brackets a single space, the short forms of *saint* written out.
    """
    spelt = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    marked = spelt.replace("’", "'").replace("‘", "'").replace("–", "-").replace("‑", "-")
    plain = unicodedata.normalize("NFKD", marked).encode("ascii", "ignore").decode()
    words = _NOT_WORD.sub(" ", plain).split()
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def without_article(normalised: str) -> str:
    """``"le mans"`` → ``"mans"``; a name without a leading article is returned as it is."""
    for article in _ARTICLES:
        if normalised.startswith(article):
            return normalised[len(article):]
    return normalised


def quoted(text: str) -> str:
    """The text between French quotation marks, cut at 60 characters."""
    shown = text if len(text) <= 60 else text[:59] + "…"
    return f"«{NBSP}{shown}{NBSP}»"


def enumerated(items: Sequence[str], *, most: int = 5) -> str:
    """``["A", "B", "C"]`` → ``"A, B et C"``; beyond ``most`` the number of others is said."""
    shown = list(items[:most])
    others = len(items) - len(shown)
    if others:
        shown.append(f"{others} {'autre' if others == 1 else 'autres'}")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " et " + shown[-1] if shown else ""


def sentence_case(text: str) -> str:
    """``"département de l'Isère"`` → ``"Département de l'Isère"``."""
    return text[:1].upper() + text[1:]
