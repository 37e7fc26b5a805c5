"""What the report on the model says in French: how near, where it fails, and what its test is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cpts_analytics.access.words import NBSP, number

if TYPE_CHECKING:
    from cpts_analytics.access.calibration import Calibration

AIM = 0.85
"""Rank correlation that we aim at for GPs."""


class Said(NamedTuple):
    """Sentences; ``left_out`` is "" as long as it is not computed."""

    near: str
    two_thirds: str
    classes: str
    failures: str
    activity: str
    left_out: str


def said(found: Calibration) -> Said:
    """The sentences of a report."""
    return Said(_near(found), f"Deux habitants sur trois vivent dans une commune où l'écart est de moins de "
                              f"{number(100 * found.overall.two_thirds)}{NBSP}% de la valeur publiée.",
                _classes(found), _failures(found), _activity(found), _left_out(found))


def correlation(value: float) -> str:
    """Two decimals; three where two would hide on which side of the aim it is."""
    return number(value, 3 if round(value, 2) == AIM and round(value, 3) != AIM else 2)


def _near(found: Calibration) -> str:
    decimals = 2 if found.service == "gp" else 1
    side = "au-dessus" if found.spearman >= AIM else "au-dessous"
    return (f"Notre modèle classe les habitants comme l'APL {found.year} publiée par la Drees avec une corrélation des rangs de "
            f"{correlation(found.spearman)} ({side} de l'objectif de {number(AIM, 2)})\u00a0; écart moyen de "
            f"{number(found.overall.error, decimals)} pour une moyenne publiée de {number(found.mean_published, decimals)}.")


def _classes(found: Calibration) -> str:
    worst = min((fit for fit in found.by_class if fit.communes), key=lambda fit: fit.spearman)
    best = max((fit for fit in found.by_class if fit.communes), key=lambda fit: fit.spearman)
    return (f"Il suit le mieux l'APL dans les communes de la classe «{NBSP}{best.label}{NBSP}» ({number(best.spearman, 2)}), le "
            f"moins bien dans celles de la classe «{NBSP}{worst.label}{NBSP}» ({number(worst.spearman, 2)}).")


def _failures(found: Calibration) -> str:
    missed = ", ".join(miss.name for miss in found.misses[:3])
    return ("Il se trompe le plus là où l'activité ne se déduit pas de l'APL alentour (gardes et visites rattachées à une "
            f"adresse, cabinets secondaires) et là où la route s'éloigne du vol d'oiseau\u00a0: {missed}.")


def _activity(found: Calibration) -> str:
    if not found.year_before:
        return ("L'APL de l'année précédente n'est pas publiée\u00a0: l'activité n'est pas déduite, et chaque lieu d'exercice "
                "compte pour la moyenne de son département.")
    return (f"L'activité des lieux d'exercice n'est pas publiée\u00a0: elle est déduite de l'APL {found.year_before}. Sans elle, "
            f"la corrélation est de {correlation(found.uncalibrated.spearman)}. Comme les deux années se ressemblent, l'épreuve "
            f"est facile\u00a0: l'APL {found.year_before} seule donne {number(found.benchmark, 2)}. Pour le niveau, c'est l'APL "
            "publiée qui compte\u00a0; le modèle sert à simuler un changement.")


def _left_out(found: Calibration) -> str:
    if found.left_out is None:
        return ""
    return (f"Épreuve plus dure\u00a0: une commune sur {found.left_out.folds}, tour à tour et au hasard, est laissée de côté "
            f"quand l'activité est déduite\u00a0; ces communes sont classées avec une corrélation de "
            f"{correlation(found.left_out.spearman)}, contre {correlation(found.left_out.uncalibrated)} sans activité déduite.")
