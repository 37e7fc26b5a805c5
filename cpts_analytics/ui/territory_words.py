"""What is said of a territory in French: size class, communes apart, départements, overlaps, like territories."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

import numpy as np

from cpts_analytics.model import Level, SharedCommune
from cpts_analytics.territory import Geography, LikeTerritories, Profile, SizeClass
from cpts_analytics.territory.profile import SIZE_THRESHOLDS
from cpts_analytics.views.numbers import count_words, number, percent

_MOST_NAMES = 8
_VARIABLES = {"population": "la population (en logarithme)", "rural_pct": "la part d'habitants des communes rurales",
              "aged_75_pct": "la part des 75 ans et plus",
              "fedi_pct": "la part d'habitants du cinquième le plus défavorisé (F-EDI)",
              "median_income": "le revenu médian"}
_DROPPED = {"missing_for_target": "inconnue pour ce territoire", "no_spread": "la même partout"}
_LEVELS = {Level.EPCI: "intercommunalité", Level.BASSIN_DE_VIE: "bassin de vie"}


def size_words(size: SizeClass) -> str:
    """``Taille ACI 3 (de 80 000 à 175 000 habitants)``."""
    low, high = (SIZE_THRESHOLDS[place] if 0 <= place < len(SIZE_THRESHOLDS) else None
                 for place in (size.number - 2, size.number - 1))
    if low is None:
        span = f"moins de {number(high or 0)} habitants"
    elif high is None:
        span = f"{number(low)} habitants et plus"
    else:
        span = f"de {number(low)} à {number(high)} habitants"
    return f"Taille ACI {size.number} ({span})"


def threshold_words(size: SizeClass) -> str:
    """How far the thresholds are: ``32 896 habitants au-dessus de 80 000, 62 104 sous 175 000``."""
    parts = []
    if size.above_lower is not None:
        parts.append(f"{count_words(size.above_lower, 'habitant')} au-dessus de {number(SIZE_THRESHOLDS[size.number - 2])}")
    if size.below_upper is not None:
        missing = count_words(size.below_upper, "habitant") if not parts else number(size.below_upper)
        parts.append(f"{missing} sous {number(SIZE_THRESHOLDS[size.number - 1])}")
    return ", ".join(parts)


def names_words(codes: Sequence[str], geography: Geography, most: int = _MOST_NAMES) -> str:
    """``Bourgoin-Jallieu, Ruy-Montceau et 12 autres``: the most inhabited first."""
    people = geography.column("population")[geography.rows(codes)]
    ordered = [code for _, code in heapq.nsmallest(most, zip(-np.nan_to_num(people), codes, strict=True))]
    shown = [geography.name(code) for code in ordered]
    rest = len(codes) - len(shown)
    if rest:
        return f"{', '.join(shown)} et {rest} {'autres' if rest > 1 else 'autre'}"
    return " et ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def apart_words(profile: Profile, geography: Geography) -> str:
    """Communes that do not touch the rest, with their names; empty when there are none."""
    if not profile.apart:
        return ""
    verb = "ne touche pas" if len(profile.apart) == 1 else "ne touchent pas"
    return (f"{count_words(len(profile.apart), 'commune')} {verb} le reste du territoire : "
            f"{names_words(profile.apart, geography)}. C'est permis ; vérifiez qu'aucune commune ne manque.")


def overlap_words(overlaps: Iterable[tuple[str, tuple[str, ...]]], geography: Geography) -> list[str]:
    """One line for each other kept territory that holds some of the same communes."""
    return [f"« {name} » a {count_words(len(codes), 'commune')} en commun avec ce territoire : "
            f"{names_words(codes, geography)}. Une commune relève d'une seule CPTS, ou se marque partagée."
            for name, codes in overlaps]


def departement_words(profile: Profile) -> list[str]:
    """One line for each département: communes, and share of the territory's inhabitants."""
    several = len(profile.departements) > 1
    return [f"{part.name} ({part.code}) : {count_words(part.communes, 'commune')} sur {number(part.communes_total)}"
            + (f", {share(part.share_of_territory_pct)} des habitants du territoire" if several else "")
            + f" ; le territoire réunit {share(part.share_of_area_pct)} des habitants du département."
            for part in profile.departements]


def epci_words(profile: Profile) -> list[str]:
    """One line for each intercommunalité that the territory reaches into."""
    return [f"{part.name} : {count_words(part.communes, 'commune')} sur {number(part.communes_total)}, "
            f"{share(part.share_of_territory_pct)} des habitants du territoire" for part in profile.epcis]


def like_words(likes: LikeTerritories) -> list[str]:
    """How the like territories were found: among whom, by what, what was dropped and why."""
    if not likes.chosen:
        return ["Aucun territoire semblable : aucune intercommunalité ni aucun bassin de vie n'a de la moitié au double de "
                "sa population."]
    used = ", ".join(_VARIABLES.get(name, name) for name in likes.variables_used)
    lines = [f"{len(likes.chosen)} territoires retenus parmi {number(likes.candidates_count)} intercommunalités et bassins de "
             "vie qui comptent de la moitié au double de la population.", f"Critères de ressemblance : {used}. "
             "L'accès aux soins n'en fait pas partie : c'est ce que l'on compare."]
    lines += [f"Critère laissé de côté : {_VARIABLES.get(name, name)} ({_DROPPED.get(why, why)})."
              for name, why in likes.dropped.items()]
    if likes.left_out:
        lines.append(f"{count_words(len(likes.left_out), 'candidat')} sans valeur pour l'un de ces critères : "
                     f"{'écartés' if len(likes.left_out) > 1 else 'écarté'}.")
    return lines


def like_rows(likes: LikeTerritories) -> list[str]:
    """The like territories, nearest first."""
    return [f"{like.name} ({_LEVELS[like.level]}), à une distance de {number(like.distance, 2)}" for like in likes.chosen]


def shared_words(shared: Iterable[SharedCommune], geography: Geography) -> list[str]:
    """One line for each commune marked « partagée »: its figures stay those of the whole commune."""
    return [f"{geography.name(one.code)}, partagée"
            + (f" : {count_words(one.population, 'habitant')} relèvent de cette CPTS (saisi par la CPTS)"
               if one.population is not None else "")
            + (f" ; {one.note}" if one.note else "") + ". Ses chiffres restent ceux de la commune entière."
            for one in shared]




def share(percentage: float) -> str:
    """A share that is not nothing is never shown as 0 %, nor one that is not all as 100 %."""
    if 0 < percentage < 1:
        return f"moins de {percent(1)}"
    if 99 < percentage < 100:
        return f"plus de {percent(99)}"
    return percent(percentage)
