"""The deadlines of a contract, and the alarms that they raise 24, 18, 12 and 6 months before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Sequence

from cpts_analytics.journal.aci import Amendment, Contract, Kept, Mission
from cpts_analytics.missions.rulebook import MissionRule, RuleText, text, texts
from cpts_analytics.missions.words import day, french
from cpts_analytics.missions.years import after_months, contract_years, last_day

ALARMS = (6, 12, 18, 24)
"""Months before a deadline at which it is called to mind."""


class DeadlineKind(enum.StrEnum):
    START = "start"
    FULL = "full"
    ANNIVERSARY = "anniversary"
    RENEWAL = "renewal"
    END = "end"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Deadline:
    """``date`` is None when what it is counted from is not typed: ``sentence`` then says what is missing."""

    kind: DeadlineKind
    label: str
    date: dt.date | None
    mission_id: int | None = None
    done: bool = False
    alarm: int | None = None  # 6, 12, 18 or 24: due within so many months, and not done
    late: bool = False
    sentence: str = ""


def alarm(date: dt.date, today: dt.date) -> int | None:
    """The smallest of 6, 12, 18, 24 months within which the date comes; None further away, or once it has passed."""
    if date < today:
        return None
    return next((count for count in ALARMS if date <= after_months(today, count)), None)


def counted_from(rule: MissionRule, contract: Contract, amendments: Sequence[Amendment]) -> tuple[dt.date | None, str]:
    """The day that a mission's months are counted from, and its name; None with what is to be typed.

    The signature; but for a mission that an avenant brought to a contract made under an older text, the day on which
    the contract adhered to that avenant.
    """
    if contract.signed is None:
        return None, "date de signature du contrat"
    brought = next((item for item in texts().values() if item.amendment and item.amendment == rule.from_amendment), None)
    if brought is None or text(contract.rules).date >= brought.date:
        return contract.signed, "signature"
    adhesions = [item.adhered for item in amendments if item.key == rule.from_amendment and item.adhered is not None]
    name = f"adhésion à l'{str(rule.from_amendment).replace('-', ' ')}"
    return (max(min(adhesions), contract.signed), name) if adhesions else (None, f"date d'{name}")


def mission_deadlines(kept: Kept[Mission], rule: MissionRule | None, start: tuple[dt.date | None, str],
                      today: dt.date) -> tuple[Deadline, ...]:
    """Start and full deployment of a mission; none for one whose text leaves them free, or that only the contract names."""
    if rule is None:
        return ()
    since, name = start
    mission, found = kept.record, []
    for kind, count, words, made in (
            (DeadlineKind.START, rule.start_months, "démarrage", mission.started or mission.deployed),
            (DeadlineKind.FULL, rule.full_months, "déploiement complet", mission.deployed)):
        if count is None:
            continue
        label = french(f"{rule.short} : {words}")
        if since is None:
            found.append(Deadline(kind=kind, label=label, date=None, mission_id=kept.id, sentence=french(
                f"Échéance à {count} mois : {name} à renseigner.")))
            continue
        date = after_months(since, count)
        done = made is not None and made <= today
        since_words = f"la {name}" if name == "signature" else f"l'{name}"
        found.append(Deadline(
            kind=kind, label=label, date=date, mission_id=kept.id, done=done, late=not done and date < today,
            alarm=None if done else alarm(date, today), sentence=french(
                f"{words.capitalize()} attendu le {day(date)} ({count} mois après {since_words}).")))
    return tuple(found)


def contract_deadlines(contract: Contract, rules: RuleText, today: dt.date) -> tuple[Deadline, ...]:
    """Anniversaries to come, the renewal's own reminder, the end."""
    ends = last_day(contract, rules)
    if contract.signed is None or ends is None:
        return (Deadline(kind=DeadlineKind.END, label="Fin du contrat", date=None,
                         sentence="Échéances du contrat\u00a0: date de signature à renseigner."),)
    found = [Deadline(kind=DeadlineKind.ANNIVERSARY, label=french(f"Anniversaire : fin de l'année {year.number}"),
                      date=year.last, done=year.last < today, alarm=alarm(year.last, today),
                      sentence=french(f"L'année {year.number} finit le {day(year.last)} : cibles et dialogue de gestion."))
             for year in contract_years(contract, rules) if year.last != ends]
    renewal = after_months(ends, -rules.renewal_alarm_months)
    found.append(Deadline(kind=DeadlineKind.RENEWAL, label="Préparer le renouvellement", date=renewal,
                          alarm=alarm(renewal, today), late=renewal < today <= ends, done=ends < today,
                          sentence=french(f"Rappel {rules.renewal_alarm_months} mois avant la fin du contrat.")))
    found.append(Deadline(kind=DeadlineKind.END, label="Fin du contrat", date=ends, done=ends < today,
                          alarm=alarm(ends, today), sentence=french(f"Le contrat finit le {day(ends)}.")))
    return tuple(found)
