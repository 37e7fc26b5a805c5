"""The *pack du dialogue de gestion*: a year of a contract, frozen, as texts ready to be printed.

It leaves the CPTS: a private proof is told to exist, without its title, link or file, and a count of 1 to 10 is said to
be less than 11, its gap and its rate of achievement left out with it. Its digest is that of its whole
content, so that the Word file, the PDF and the journal can be told to say the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

from cpts_analytics.journal.aci import Form, Measure, ProofKind, periods
from cpts_analytics.journal.words import checked_author
from cpts_analytics.missions.achievement import AchievementState
from cpts_analytics.missions.evening import SMALL_COUNT, is_small, small_count
from cpts_analytics.missions.formulas import FORMULAS
from cpts_analytics.missions.overview import IndicatorLine, MissionLine, Overview, Total
from cpts_analytics.missions.words import NOT_TYPED, date, euros, french, number, percent

COLUMNS = ("Indicateur", "Cible", "Valeur CPTS", "Valeur CPAM", "Atteinte", "Preuve", "Commentaire", "Euros")
NO_ENDORSEMENT = "N'engage ni l'ARS, ni la CPAM."
SMALL_MARK = "*"
NO_CPAM = "aucune valeur CPAM reçue"
"""What the CPAM's values earn is the CPTS's own where none has come: with none at all, it would be no word of the CPAM."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PackMission:
    title: str
    state: str  # kind, state, start
    rows: tuple[tuple[str, ...], ...]  # texts, one a column of COLUMNS
    money: tuple[str, ...]  # sentences


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pack:
    """Every word of the document, already in French."""

    title: str
    cpts: str
    contract: str
    year: str
    made: str  # "Figé le 22/11/2026 par Camille"
    facts: tuple[tuple[str, str], ...]
    missions: tuple[PackMission, ...]
    notes: tuple[str, ...]
    formulas: tuple[tuple[str, str], ...]
    on: dt.date

    @property
    def digest(self) -> str:
        """SHA-256 of the whole content, in hexadecimal."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    @property
    def citation(self) -> str:
        """How to cite the document."""
        return french(f"{self.cpts}, {self.title}, {self.year}, version du {date(self.on)}, empreinte {self.digest[:16]}.")

    def as_json(self) -> str:
        """The content in plain values, always spelled alike."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True, default=str)


def pack_of(seen: Overview, *, author: str, on: dt.date) -> Pack:
    """Freeze the year of the contract that ``seen`` shows: for a year that has ended, give the overview of its last day."""
    contract = seen.contract.record
    missions = tuple(_mission(line) for line in seen.lines)
    notes = [*seen.warnings, NO_ENDORSEMENT]
    if any(SMALL_MARK in row[0][-1:] for mission in missions for row in mission.rows):
        notes.insert(0, french(
            f"{SMALL_MARK} Effectif de moins de {SMALL_COUNT} : à ne pas diffuser s'il s'agit de patients. Un nombre de 1 à "
            f"{SMALL_COUNT - 1} n'est pas écrit ; les euros restent calculés sur le nombre exact."))
    return Pack(
        title="Pack du dialogue de gestion", cpts=seen.cpts.record.name, on=on,
        contract=french(f"{contract.title} ({seen.text.short}), signé le {date(contract.signed)}"),
        year=seen.year.words.capitalize() if seen.year else "Hors de la durée du contrat",
        made=french(f"Figé le {date(on)} par {checked_author(author)}"),
        facts=(("Population retenue", _population(seen)), ("Taille", seen.size.sentence),
               ("Fin du contrat", date(seen.ends)), ("Crédits de fonctionnement de l'année", euros(seen.running_eur)),
               ("Part fixe due au prochain anniversaire", _total(seen.fixed_due)),
               ("Part variable en jeu", _total(seen.at_stake)),
               ("Part variable acquise, valeurs CPTS", _total(seen.earned)),
               (french("Part variable acquise, valeurs CPAM (celles de la CPTS là où la CPAM n'a rien donné)"),
                _total(seen.earned_cpam) if any(map(_heard, seen.lines)) else NO_CPAM)),
        missions=missions, notes=tuple(notes), formulas=FORMULAS)


def _mission(line: MissionLine) -> PackMission:
    record, money = line.mission.record, line.euros
    started = f"démarrée le {date(record.started)}" if record.started else line.state.label
    by_cpam = f"{euros(money.earned_cpam_eur)} d'après celles de la CPAM, complétées par celles de la CPTS" if _heard(line) \
        else NO_CPAM
    variable = (f"Part variable : {euros(money.at_stake_eur)} en jeu, {euros(money.earned_eur)} acquis d'après les valeurs de la "
                f"CPTS ; {by_cpam}.")
    return PackMission(
        title=record.title, state=french(f"{record.kind.label}, {started}"),
        rows=tuple(_row(line, item) for item in line.indicators),
        money=(money.fixed_sentence if money.fixed_due_eur is None else french(
            f"Part fixe due : {euros(money.fixed_due_eur)}. {money.fixed_sentence}"), french(variable)))


def _heard(line: MissionLine) -> bool:
    """Whether the CPAM gave a value to any measure that counts for the year."""
    return any(item.counted is not None and item.counted.cpam_value is not None for item in line.indicators)


def _row(mission: MissionLine, line: IndicatorLine) -> tuple[str, ...]:
    indicator, measure = line.indicator.record, line.counted
    part = mission.euros.line(line.indicator.id)
    flagged = measure is not None and (small_count(indicator, measure) or _hidden(line, measure))
    target = NOT_TYPED if line.target is None else f"{number(line.target, 2)} {indicator.unit} ({indicator.direction.label})"
    if part is None or part.at_stake_eur is None:
        money = NOT_TYPED
    else:
        money = f"{euros(part.earned_eur)} sur {euros(part.at_stake_eur)}"
    return (f"{indicator.label}{SMALL_MARK if flagged else ''}", french(target), _value(line, measure), _cpam(line, measure),
            _achieved(line, measure), _proofs(line), measure.gap_comment if measure else "", money)


def _value(line: IndicatorLine, measure: Measure | None) -> str:
    if measure is None:
        return NOT_TYPED
    told = f" ({periods.words(measure.period)}" + (f" ; {measure.level}" if measure.level else "") + f" ; {measure.state.label})"
    if measure.not_measured:
        return french(f"non mesuré : {measure.not_measured}{told}")
    return french(f"{_amount(line, measure.value)}{told}" if measure.value is not None
                  else f"{line.achievement.sentence}{told}")


def _counts(line: IndicatorLine) -> bool:
    return line.indicator.record.form is Form.COUNT


def _hidden(line: IndicatorLine, measure: Measure) -> bool:
    """Whether one of the two values is a count that is not written: what tells it (gap, rate) is not either."""
    return _counts(line) and (is_small(measure.value) or is_small(measure.cpam_value))


def _amount(line: IndicatorLine, value: float) -> str:
    told = f"moins de {SMALL_COUNT}" if _counts(line) and is_small(value) else number(value, 2)
    return f"{told} {line.indicator.record.unit}"


def _achieved(line: IndicatorLine, measure: Measure | None) -> str:
    found = line.achievement
    if measure is not None and measure.value is not None and line.target is not None and _hidden(line, measure):
        return "cible atteinte" if found.state is AchievementState.REACHED else "cible non atteinte"
    return percent(found.rate_pct) if found.rate_pct is not None else found.sentence


def _cpam(line: IndicatorLine, measure: Measure | None) -> str:
    if measure is None or measure.cpam_value is None:
        return "pas encore reçue"
    gap = "" if measure.value is None or _hidden(line, measure) else f" (écart {number(measure.value - measure.cpam_value, 2)})"
    return french(f"{_amount(line, measure.cpam_value)}{gap}")


def _proofs(line: IndicatorLine) -> str:
    told = []
    for proof in line.counted.proofs if line.counted else ():
        if proof.kind is ProofKind.TO_COME:
            told.append(french(f"à joindre pour le {date(proof.due)}"))
        elif proof.private:
            told.append("tenue par la CPTS, privée")
        else:
            told.append(proof.link or f"{proof.title or proof.file_name} (SHA-256 {proof.sha256[:16]})")
    return "\u00a0; ".join(told) or "aucune"


def _population(seen: Overview) -> str:
    contract = seen.contract.record
    if contract.population is None:
        return NOT_TYPED
    year = f" ({contract.population_year})" if contract.population_year else ""
    return f"{number(contract.population, 0)} habitants{year}"


def _total(total: Total) -> str:
    unknown = f" ({total.unknown} mission{'s' if total.unknown > 1 else ''} sans montant)" if total.unknown else ""
    return euros(total.eur) + (unknown if total.eur is not None else "")
