"""Euros of a mission: what is due, at stake and earned, by the contract's own amounts and rules. Nothing is guessed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from cpts_analytics.journal.aci import Calculation, Indicator, Kept, Measure, Mission, YearAmount
from cpts_analytics.missions.achievement import Achievement, achievement, of_measure
from cpts_analytics.missions.rulebook import RuleText
from cpts_analytics.missions.words import day, euros, french, number, percent
from cpts_analytics.missions.years import ContractYear, target_of


@dataclasses.dataclass(frozen=True, kw_only=True)
class IndicatorEuros:
    """The share of the variable part tied to one indicator in one year of the contract. None: cannot be told."""

    indicator_id: int
    at_stake_eur: float | None
    earned_eur: float | None  # by the CPTS's value
    earned_cpam_eur: float | None  # by the CPAM's value where it has come, else by the CPTS's
    sentence: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MissionEuros:
    """Money of one mission in one year of the contract. Every amount is None as long as what it needs is not typed."""

    year: ContractYear | None
    fixed_due_eur: float | None
    fixed_due_on: dt.date | None  # None: at the start of the mission
    fixed_sentence: str
    at_stake_eur: float | None  # the year's variable part
    earned_eur: float | None  # of it, what the measures so far earn, by the CPTS's values
    earned_cpam_eur: float | None
    open_eur: float | None  # of it, what has no measure yet
    lines: tuple[IndicatorEuros, ...] = ()
    notes: tuple[str, ...] = ()  # what is missing or does not add up (French)

    def line(self, indicator_id: int) -> IndicatorEuros | None:
        """The share of one indicator."""
        return next((line for line in self.lines if line.indicator_id == indicator_id), None)


def earned_pct(indicator: Indicator, reached: Achievement) -> float | None:
    """The share (0–100 %) of an indicator's money that a rate of achievement earns; None when it cannot be told.

    Formula, as the contract says: tout ou rien, 100 from a rate of 100 on, else 0; proportionnel, the rate itself;
    par paliers, the share of the highest step whose rate is reached, 0 below the first one.
    """
    if indicator.calculation is None or reached.rate_pct is None:
        return None
    if indicator.calculation is Calculation.PROPORTIONAL:
        return reached.rate_pct
    if indicator.calculation is Calculation.ALL_OR_NOTHING:
        return 100.0 if reached.rate_pct >= 100 else 0.0
    return max((step.earned_pct for step in indicator.steps if step.from_rate_pct <= reached.rate_pct + 1e-9), default=0.0)


def fixed_due(mission: Mission, rules: RuleText, years: Sequence[ContractYear],
              year: ContractYear) -> tuple[float | None, dt.date | None, str]:
    """The fixed part due next: amount, day, and how it is made.

    Formula: at the anniversary that ends year n, balance % × fixed part of year n + first % × fixed part of year n+1
    (the balance alone at the end of the contract); for a mission that has not started, first % × fixed part of the
    year, due when it starts. The two percentages come from the text (75 and 25).
    """
    first, balance = rules.fixed_part.first_pct / 100, rules.fixed_part.balance_pct / 100
    amounts = {amount.year: amount.fixed_eur for amount in mission.amounts}
    if mission.started is None:
        fixed = amounts.get(year.number)
        if fixed is None:
            return None, None, french(f"Part fixe de l'année {year.number} : non renseignée.")
        return first * fixed, None, french(
            f"{percent(100 * first)} de {euros(fixed)}, à verser au démarrage de la mission.")
    due_on = year.last + dt.timedelta(days=1)
    after = next((item for item in years if item.number == year.number + 1), None)
    lacking = [item.number for item in (year, after) if item is not None and amounts.get(item.number) is None]
    if lacking:
        return None, due_on, french("Part fixe non renseignée pour l'année " + " ni l'année ".join(map(str, lacking)) + ".")
    this = amounts[year.number] or 0.0
    if after is None:
        return balance * this, due_on, french(f"Solde de la dernière année : {percent(100 * balance)} de {euros(this)}.")
    following = amounts[after.number] or 0.0
    return balance * this + first * following, due_on, french(
        f"Le {day(due_on)} : solde de l'année {year.number} ({percent(100 * balance)} de {euros(this)}) et "
        f"{percent(100 * first)} de l'année {after.number} ({euros(following)}).")


def variable(mission: Mission, year: ContractYear,
             indicators: Sequence[tuple[Kept[Indicator], Measure | None]]) -> MissionEuros:
    """The variable part of a year: at stake, earned so far, still open; the fixed part is left out (see ``mission_euros``).

    Formula: money of an indicator = variable part of the mission × its weight; earned = that money × the share that
    its rate of achievement earns. ``indicators``: each with the measure that counts for the year, None without one.
    """
    amount = next((item for item in mission.amounts if item.year == year.number), YearAmount(year=year.number))
    notes, lines = [], []
    weights = [kept.record.weight_pct for kept, _ in indicators]
    total = sum(weight for weight in weights if weight is not None)
    if amount.variable_eur is None:
        notes.append(french(f"Part variable de l'année {year.number} : non renseignée."))
    if indicators and any(weight is None for weight in weights):
        notes.append("Le poids d'au moins un indicateur n'est pas renseigné.")
    elif indicators and abs(total - 100) > 0.01:
        notes.append(french(f"Les poids des indicateurs font {number(total, 2)} % au lieu de 100 % : à vérifier."))
    for kept, measure in indicators:
        lines.append(_line(kept, measure, year, amount.variable_eur))
    known = [line for line in lines if line.earned_eur is not None]
    earned = sum(line.earned_eur or 0.0 for line in known) if known else None
    by_cpam = [line.earned_cpam_eur for line in lines if line.earned_cpam_eur is not None]
    open_ = [line.at_stake_eur for line in lines if line.earned_eur is None and line.at_stake_eur is not None]
    return MissionEuros(
        year=year, fixed_due_eur=None, fixed_due_on=None, fixed_sentence="", at_stake_eur=amount.variable_eur,
        earned_eur=earned, earned_cpam_eur=sum(by_cpam) if by_cpam else None,
        open_eur=sum(open_) if lines and amount.variable_eur is not None else None,
        lines=tuple(lines), notes=tuple(notes))


def mission_euros(mission: Mission, rules: RuleText, years: Sequence[ContractYear], year: ContractYear | None,
                  indicators: Sequence[tuple[Kept[Indicator], Measure | None]]) -> MissionEuros:
    """Fixed and variable parts of a mission in a year of its contract (None: outside the contract, nothing is told)."""
    if year is None:
        return MissionEuros(year=None, fixed_due_eur=None, fixed_due_on=None, fixed_sentence="Hors de la durée du contrat.",
                            at_stake_eur=None, earned_eur=None, earned_cpam_eur=None, open_eur=None)
    due, due_on, sentence = fixed_due(mission, rules, years, year)
    return dataclasses.replace(variable(mission, year, indicators), fixed_due_eur=due, fixed_due_on=due_on,
                               fixed_sentence=sentence)


def _line(kept: Kept[Indicator], measure: Measure | None, year: ContractYear, variable_eur: float | None) -> IndicatorEuros:
    indicator = kept.record
    target = target_of(indicator, year)
    stake = None if variable_eur is None or indicator.weight_pct is None else variable_eur * indicator.weight_pct / 100
    reached = of_measure(indicator, measure, target)
    share = earned_pct(indicator, reached)
    by_cpam = share
    if measure is not None and measure.cpam_value is not None:
        by_cpam = earned_pct(indicator, achievement(indicator, measure.cpam_value, target))
    if stake is None:
        sentence = "Montant en jeu\u00a0: non renseigné."
    elif indicator.calculation is None:
        sentence = french(f"{euros(stake)} en jeu ; le calcul du contrat (tout ou rien, proportionnel, paliers) n'est pas "
                          "renseigné.")
    elif share is None:
        sentence = french(f"{euros(stake)} en jeu. {reached.sentence}")
    else:
        sentence = french(f"{euros(stake)} × {percent(share)} = {euros(stake * share / 100)} ({indicator.calculation.label}). "
                          f"{reached.sentence}")
    return IndicatorEuros(
        indicator_id=kept.id, at_stake_eur=stake, sentence=sentence,
        earned_eur=None if stake is None or share is None else stake * share / 100,
        earned_cpam_eur=None if stake is None or by_cpam is None else stake * by_cpam / 100)
