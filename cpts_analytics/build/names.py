"""French forms of the names of areas: "de l'Isère", "du Rhône", "département des Yvelines"."""

from __future__ import annotations

_VOWELS = tuple("aeiouyàâäéèêëîïôöùûüœæAEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆhH")
_OF = {"0": "de {}", "1": "d'{}", "2": "du {}", "3": "de la {}", "4": "des {}", "5": "de l'{}"}
_GROUPS = ("CA ", "CC ", "CU ", "Métropole ", "Communauté ", "Eurométropole ")


def of_tncc(name: str, tncc: str) -> str:
    """'de l'Isère' from a name without its article and INSEE's class of article (TNCC)."""
    return _OF.get(tncc, "de {}").format(name)


def of_name(name: str) -> str:
    """'du Havre' from 'Le Havre', 'd'Aix' from 'Aix', 'de Lyon' from 'Lyon'."""
    for article, form in (("Le ", "du "), ("Les ", "des "), ("La ", "de La "), ("L'", "de L'")):
        if name.startswith(article):
            return form + name[len(article):]
    return f"d'{name}" if name.startswith(_VOWELS) and not name.startswith(("H", "h")) else f"de {name}"


def of_group(name: str) -> str:
    """'de la CA Porte de l'Isère (CAPI)' from the name of an EPCI."""
    return f"de la {name}" if name.startswith(_GROUPS) else of_name(name)
