"""The names of areas inside a French sentence: le reste de l'Isère, du reste de l'Isère, en France."""

from __future__ import annotations

_ARTICLES = {
    "reste": "le ",
    "restes": "les ",
    "département": "le ",
    "seuil": "le ",
    "bassin": "le ",
    "région": "la ",
    "France": "la ",
    "Hexagone": "l'",
    "métropole": "la ",
    "communauté": "la ",
    "médiane": "la ",
    "territoires": "les ",
    "dix": "les ",
    "CA": "la ",
    "CC": "la ",
    "CU": "la ",
    "commune": "la ",
    "moyenne": "la ",
}


def with_article(name: str) -> str:
    """``reste de l'Isère`` → ``le reste de l'Isère``; a proper name (``Vienne Condrieu``) stays bare."""
    first = name.split(" ", 1)[0]
    return _ARTICLES.get(first, "") + name


def of(name: str) -> str:
    """``du reste de l'Isère``, ``de la France``, ``d'Échirolles``, ``de Bourgoin-Jallieu``."""
    full = with_article(name)
    if full == name:
        return f"d'{name}" if name[:1].lower() in "aeiouyéèêâîôûh" else f"de {name}"
    if full.startswith("le "):
        return f"du {name}"
    if full.startswith("les "):
        return f"des {name}"
    return f"de {full}"


def to(name: str) -> str:
    """``au reste de l'Isère``, ``à la France``, ``à Bourgoin-Jallieu``."""
    full = with_article(name)
    if full.startswith("le ") and full != name:
        return f"au {name}"
    return f"aux {name}" if full.startswith("les ") and full != name else f"à {full}"


def inside(name: str) -> str:
    """``dans le reste de l'Isère``, ``en France``; ``dans Bourgoin-Jallieu`` for a commune."""
    if name == "France" or name.startswith("France "):
        return f"en {name}"
    return f"dans {with_article(name)}"


def than(name: str) -> str:
    """``que le reste de l'Isère``, ``que la France``, ``qu'Échirolles``."""
    full = with_article(name)
    return f"qu'{full}" if full == name and name[:1].lower() in "aeiouéèêâîôû" else f"que {full}"
