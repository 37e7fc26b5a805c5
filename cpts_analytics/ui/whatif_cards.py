"""The scenario beside today, in cards: the territory's APL, its inhabitants at the threshold, what goes outside."""

from __future__ import annotations

from cpts_analytics.access import AplOutcome, Crossings, Summary
from cpts_analytics.ui.access_words import MODEL_BADGE
from cpts_analytics.ui.cards import RichCard
from cpts_analytics.ui.whatif_read import decimals_of
from cpts_analytics.views.cards import FigureCard
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, signed, typeset

SIMULATION = "Simulation"


def apl_cards(outcome: AplOutcome, found: Summary, ours: float) -> list[RichCard]:
    """Today, with the scenario, at the threshold (where there is one), who gains, what goes outside."""
    key, decimals = outcome.service.key, decimals_of(outcome)
    where = f"{outcome.year} · territoire"
    model = f"Notre modèle, aujourd'hui : {number(ours, decimals)}" if is_known(ours) else ""
    today = _card(f"today-{key}", "Aujourd'hui", _value(found.before, decimals), outcome.service.unit, when=where,
                  badge=MODEL_BADGE)
    with_it = _card(f"with-{key}", "Avec le scénario", _value(found.after, decimals), outcome.service.unit, when=where)
    change = (f"{signed(found.change, decimals)} ({interval(found, decimals)})" if is_known(found.change)
              else "APL non publiée ici : pas de point de départ")
    return [RichCard(today, tuple(typeset(line) for line in ("APL publiée", model) if line)),
            RichCard(with_it, (typeset(change),)),
            *([_threshold(key, found.crossings)] if found.crossings else []),
            _gains(key, found), _outside(key, found)]


def interval(found: Summary, decimals: int) -> str:
    """« entre +0,03 et +0,05 »."""
    low, high = sorted((found.change_low, found.change_high))
    return f"entre {signed(low, decimals)} et {signed(high, decimals)}"


def _threshold(key: str, levels: tuple[Crossings, ...]) -> RichCard:
    """How many live under the line, before and after, and the same 10 % under and over it."""
    here, *around = levels
    card = _card(f"below-{key}", f"Habitants sous {number(here.threshold, 1)}", number(here.under_after),
                 "habitants" if here.under_after >= 2 else "habitant", when="communes sous le seuil")
    moves = [f"{count_words(count, 'habitant')} {'passent' if count >= 2 else 'passe'} {side}" for count, side in
             ((here.above, "au-dessus"), (here.below, "au-dessous")) if count > 0]
    lines = [f"{number(here.under_before)} aujourd'hui", *(moves or ["Personne ne passe le seuil"])]
    lines += [f"Seuil à {number(level.threshold, 2)} ({'−' if level.threshold < here.threshold else '+'}10 %) : "
              f"{number(level.under_before)} → {number(level.under_after)}" for level in around]
    return RichCard(card, tuple(typeset(line) for line in lines))


def _gains(key: str, found: Summary) -> RichCard:
    if found.losing > found.gaining:
        return RichCard(_card(f"losing-{key}", "Communes qui perdent", number(found.losing), _communes(found.losing)),
                        (count_words(found.gaining, "commune gagne", "communes gagnent"),))
    lines = [count_words(found.inhabitants_gaining, "habitant gagne", "habitants gagnent")]
    if found.losing:
        lines.append(count_words(found.losing, "commune perd", "communes perdent"))
    return RichCard(_card(f"gaining-{key}", "Communes qui gagnent", number(found.gaining), _communes(found.gaining)),
                    tuple(lines))


def _communes(count: int) -> str:
    return "communes du territoire" if count >= 2 else "commune du territoire"


def _outside(key: str, found: Summary) -> RichCard:
    lines = [f"{count_words(found.outside_communes, 'commune')} hors du territoire"]
    lines += [f"{count_words(count, 'habitant y passe', 'habitants y passent')} {side} du seuil" for count, side in
              ((found.outside_above, "au-dessus"), (found.outside_below, "au-dessous")) if count > 0]
    return RichCard(_card(f"outside-{key}", "Part du changement au dehors", f"{number(found.outside_pct)}{NBSP}%"), tuple(lines))


def _value(value: float, decimals: int) -> str:
    return number(value, decimals) if is_known(value) else "non publiée"


def _card(key: str, label: str, value: str, unit: str = "", *, when: str = "", badge: str = SIMULATION) -> FigureCard:
    return FigureCard(key=key, label=typeset(label), value_text=value, unit=unit, comparator_line="", verdict=None, gap="",
                      year_level=when, badges=(badge,), lecture="", caveat="", known=True)
