"""Accès aux soins in words: the answer, the minutes as a range, our model beside the published value."""

from __future__ import annotations

from cpts_analytics import access
from cpts_analytics.model import Role
from cpts_analytics.ui import cache
from cpts_analytics.ui.access_read import BELOW, AccessView, apl_key, change_key, indicator
from cpts_analytics.views import places, states
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, period_words, signed, typeset

MODEL_BADGE = "Modèle CPTS Analytics"
NOBODY = "Personne n'habite ici : aucune part d'habitants n'est à calculer."
WAITING = "notre modèle : en cours de calcul"
NO_VERDICT = "Une année ne dit pas une tendance : la différence est donnée sans jugement."


def answer(view: AccessView) -> str:
    """One sentence with numbers on the GPs' APL, then one on the minutes when they are there."""
    return cache.of_territory(f"access answer {view.travel}", view.territory,
                              lambda: typeset(" ".join(part for part in (_apl(view), _minutes(view)) if part)))


def _apl(view: AccessView) -> str:
    record = indicator(apl_key("gp"))
    own = view.own(record.key)
    if own is None:
        return "L'APL aux médecins généralistes n'est pas publiée ici."
    beside = [f"{states.value_words(row, record, with_unit=False)} {places.inside(str(row['area_name']))}"
              for row in view.of(record.key).to_dict("records")
              if row["role"] in (Role.REST, Role.FRANCE) and is_known(row["value"]) and row["period"] == own["period"]]
    against = f", contre {' et '.join(beside)}" if beside else ""
    text = (f"En {period_words(str(own['period']))}, l'APL aux médecins généralistes est de "
            f"{states.value_words(own, record)}{against}")
    below = view.own(BELOW)
    if below is not None:
        people = float(below["numerator"])
        text += (f" ; {count_words(people, 'habitant')} ({number(float(below['value']), 1)} %) "
                 f"{'vivent' if people >= 2 else 'vit'} dans une commune sous 2,5") if people else \
            " ; aucun habitant ne vit dans une commune sous 2,5"
    return f"{text}."


def _minutes(view: AccessView) -> str:
    if view.model is None:
        return ""
    row = view.near.loc["gp"]
    beyond = "plus de 10 minutes estimées" if view.model.source.is_estimate else "plus de 10 minutes de route"
    low, high = float(row["share_10_fast"]), float(row["share_10_slow"])
    if not row["inhabitants"]:
        return NOBODY
    if not is_known(low):
        return f"Aucun lieu d'exercice de généraliste n'est compté ici. {'. '.join(access.reasons(row))}."
    if low == 0 and high == 100:
        return ("Selon le réglage du modèle, personne ou tout le monde est à " + beyond + " d'un médecin "
                "généraliste : il ne tranche pas.")
    if not max(row["beyond_10_fast"], row["beyond_10_slow"]):
        return f"{nobody(row['not_computed'])} n'habite à {beyond} d'un médecin généraliste."
    return f"{capital(between(low, high, ' %'))} des habitants sont à {beyond} d'un médecin généraliste."


def nobody(not_computed: float) -> str:
    """« Personne », of those whose time is computed when there are others (``not_computed`` inhabitants)."""
    return "Parmi les habitants dont le temps est calculé, personne" if not_computed > 0 else "Personne"


def between(low: float, high: float, unit: str = "", decimals: int = 0) -> str:
    """« entre 4 % et 9 % », « 4 % » when both round to the same; a share under half a unit keeps a decimal."""
    low, high = min(low, high), max(low, high)
    if decimals == 0 and 0 < high < 1:
        decimals = 1
    first, last = number(low, decimals), number(high, decimals)
    return typeset(f"{first}{unit}" if first == last else f"entre {first}{unit} et {last}{unit}")


def short_range(low: float, high: float, unit: str = "") -> str:
    """« 4 à 9 % » of a table; empty where nothing is computed."""
    if not (is_known(low) and is_known(high)):
        return ""
    low, high = min(low, high), max(low, high)
    decimals = 1 if unit and 0 < high < 1 else 0
    first, last = number(low, decimals), number(high, decimals)
    return typeset(f"{first}{unit}" if first == last else f"{first} à {last}{unit}")


def model_line(view: AccessView, profession: str) -> str:
    """« Notre modèle : 4,12 (France 3,74) »."""
    if view.model is None:
        return typeset(capital(WAITING))
    decimals = indicator(apl_key(profession)).decimals
    ours = view.ours(profession)
    if ours is None:
        return typeset("Notre modèle : non calculé ici")
    return typeset(f"Notre modèle : {number(ours.here, decimals)} (France {number(ours.france, decimals)})")


def change_line(view: AccessView, profession: str) -> str:
    """« 2022–2023 : +0,05 », or that it is not known."""
    record = indicator(change_key(profession))
    own = view.own(record.key)
    if own is None:
        return typeset("Évolution d'un an : non publiée ici")
    return typeset(f"De {_years(str(own['period']))} : {signed(float(own['value']), record.decimals)}")


def _years(period: str) -> str:
    first, _, last = period.partition("/")
    return f"{first} à {last}" if last else f"{int(first) - 1} à {first}"


def distribution_title(view: AccessView, profession: str) -> str:
    """The finding of the chart of classes."""
    below = view.own(BELOW)
    if profession == "gp" and below is not None:
        if not float(below["numerator"]):
            return "Aucun habitant ne vit dans une commune sous 2,5"
        return f"{number(float(below['value']), 1)}{NBSP}% des habitants vivent dans une commune sous 2,5"
    return "Combien d'habitants dans chaque classe d'APL ?"


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
