"""A contract at a glance: one call gives everything that the overview and a mission's screen show."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping, Sequence

from cpts_analytics.journal.aci import (
    ActionSheet,
    Amendment,
    Contract,
    Cpts,
    Direction,
    Indicator,
    Kept,
    Measure,
    Mission,
    Money,
    Objective,
    Register,
)
from cpts_analytics.missions.achievement import Achievement, AchievementState, as_good, of_measure
from cpts_analytics.missions.deadlines import Deadline, DeadlineKind, contract_deadlines, counted_from, mission_deadlines
from cpts_analytics.missions.found import Found, found
from cpts_analytics.missions.money import MissionEuros, mission_euros
from cpts_analytics.missions.projection import Point, Projection, Trend, distance, projection, trend
from cpts_analytics.missions.rulebook import MissionRule, RuleText, rule_of, text
from cpts_analytics.missions.size_watch import SizeWatch, size_watch
from cpts_analytics.missions.yearly import counted, measured_points, projected_points
from cpts_analytics.missions.years import ContractYear, contract_years, last_day, target_of, year_of


class Track(enum.StrEnum):
    """Where an indicator stands against the target of the present year of the contract."""

    REACHED = "reached"
    ON_TRACK = "on_track"  # the value projected to the year's end is as good as the target (from four measures on)
    OFF_TRACK = "off_track"  # it is not
    TO_WATCH = "to_watch"  # not reached, too few measures to project
    UNMEASURED = "unmeasured"
    NO_TARGET = "no_target"

    @property
    def label(self) -> str:
        return _TRACKS[self]


_TRACKS = {Track.REACHED: "cible atteinte", Track.ON_TRACK: "sur la trajectoire", Track.OFF_TRACK: "hors trajectoire",
           Track.TO_WATCH: "cible non atteinte, à suivre", Track.UNMEASURED: "pas de mesure", Track.NO_TARGET: "pas de cible"}


class MissionState(enum.StrEnum):
    TO_START = "to_start"
    LATE = "late"  # its start is past due
    STARTED = "started"
    DEPLOYMENT_LATE = "deployment_late"  # started, its full deployment is past due
    DEPLOYED = "deployed"

    @property
    def label(self) -> str:
        return {"to_start": "à démarrer", "late": "démarrage en retard", "started": "démarrée",
                "deployment_late": "déploiement en retard", "deployed": "déployée"}[self.value]


@dataclasses.dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """An indicator with its measures (by end of period) and what is made of them for the present contract year."""

    indicator: Kept[Indicator]
    measures: tuple[Kept[Measure], ...]
    last: Kept[Measure] | None  # the last one, measured or said not to be
    counted: Measure | None  # what counts for the present year of the contract (see yearly.counted)
    target: float | None  # of the present year
    achievement: Achievement
    distance: float | None  # to the target, in the indicator's unit; 0 once reached
    trend: Trend
    projection: Projection | None
    track: Track

    @property
    def points(self) -> tuple[Point, ...]:
        """(end of period, value) of what was measured: the sparkline."""
        return measured_points(kept.record for kept in self.measures)


@dataclasses.dataclass(frozen=True, kw_only=True)
class MissionLine:
    """A mission: its state, indicators, deadlines and euros."""

    mission: Kept[Mission]
    rule: MissionRule | None
    state: MissionState
    indicators: tuple[IndicatorLine, ...]
    objectives: tuple[Kept[Objective], ...]
    actions: tuple[Kept[ActionSheet], ...]
    deadlines: tuple[Deadline, ...]
    euros: MissionEuros

    @property
    def on_track(self) -> int:
        return sum(line.track in (Track.REACHED, Track.ON_TRACK) for line in self.indicators)

    @property
    def measured(self) -> int:
        """Indicators with a value for the present year of the contract."""
        return sum(line.counted is not None and line.counted.value is not None for line in self.indicators)

    @property
    def next_deadline(self) -> Deadline | None:
        """The first one that is not done: a late one before those to come."""
        waiting = [item for item in self.deadlines if not item.done and item.date is not None]
        return min(waiting, key=lambda item: item.date or dt.date.max, default=None)


@dataclasses.dataclass(frozen=True)
class Total:
    """A sum of what is known, and of how many missions it is not: None when nothing is known."""

    eur: float | None
    unknown: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Overview:
    """A contract on one day."""

    today: dt.date
    cpts: Kept[Cpts]
    contract: Kept[Contract]
    amendments: tuple[Kept[Amendment], ...]
    text: RuleText
    years: tuple[ContractYear, ...]
    year: ContractYear | None  # the present one; None before the signature and after the end
    ends: dt.date | None
    lines: tuple[MissionLine, ...]
    deadlines: tuple[Deadline, ...]  # of the contract and its missions, by date; those without a date last
    size: SizeWatch
    money: tuple[Kept[Money], ...]
    fixed_due: Total  # at the coming anniversary, missions that have started
    at_stake: Total
    earned: Total
    earned_cpam: Total
    running_eur: float | None  # of the present year, as typed
    warnings: tuple[str, ...]
    found: Found = dataclasses.field(repr=False, compare=False)  # the records that all this was made of

    def line(self, mission_id: int) -> MissionLine | None:
        return next((line for line in self.lines if line.mission.id == mission_id), None)


def overview(register: Register, contract_id: int, today: dt.date, population: int | None = None,
             population_year: int | None = None, *, former: Overview | None = None) -> Overview:
    """The contract as of one moment of the journal. ``population``: of the present perimeter, for the size watch.
    ``former``: what this gave before for this contract, of which whatever nobody wrote since is kept: quicker, the same.

    Raises NotThereError, and JournalError for a text that this version does not know.
    """
    held = register.read(lambda session: found(session, contract_id, former.found if former else None))
    contract = held.contract.record
    rules = text(contract.rules)
    years = contract_years(contract, rules)
    year = year_of(years, today)
    known = {line.indicator.id: line for mission in former.lines for line in mission.indicators} \
        if former and former.year == year else {}
    lines = tuple(_mission_line(held, kept, rules, (years, year), today, known=known) for kept in held.missions)
    deadlines = [*contract_deadlines(contract, rules, today), *(item for line in lines for item in line.deadlines)]
    running = next((part.amount_eur for part in contract.running if year and part.year == year.number), None)
    return Overview(
        found=held, today=today, cpts=held.cpts, contract=held.contract, amendments=held.amendments, text=rules, years=years,
        year=year, ends=last_day(contract, rules), lines=lines, money=held.money, running_eur=running,
        deadlines=tuple(sorted(deadlines, key=lambda item: (item.date is None, item.date or dt.date.max))),
        size=size_watch(contract, rules, population, population_year),
        fixed_due=_total([line.euros.fixed_due_eur for line in lines if line.mission.record.started]),
        at_stake=_total([line.euros.at_stake_eur for line in lines]),
        earned=_total([line.euros.earned_eur for line in lines]),
        earned_cpam=_total([line.euros.earned_cpam_eur for line in lines]),
        warnings=tuple(f"{line.mission.record.title}\u00a0: {note}" for line in lines for note in line.euros.notes))


def _mission_line(held: Found, kept: Kept[Mission], rules: RuleText,
                  when: tuple[tuple[ContractYear, ...], ContractYear | None], today: dt.date,
                  *, known: Mapping[int, IndicatorLine]) -> MissionLine:
    years, year = when
    contract = held.contract.record
    rule = rule_of(kept.record.key, contract) if kept.record.key else None
    start = counted_from(rule, contract, [item.record for item in held.amendments]) if rule else (None, "")
    deadlines = mission_deadlines(kept, rule, start, today)
    lines = tuple(_indicator_line(item, held.measures[item.id], year, known.get(item.id)) for item in held.indicators[kept.id])
    pairs = [(line.indicator, line.counted) for line in lines]
    return MissionLine(
        mission=kept, rule=rule, state=_state(kept.record, deadlines, today), indicators=lines,
        objectives=held.objectives[kept.id], actions=held.actions[kept.id],
        deadlines=deadlines, euros=mission_euros(kept.record, rules, years, year, pairs))


def _indicator_line(kept: Kept[Indicator], measures: tuple[Kept[Measure], ...], year: ContractYear | None,
                    former: IndicatorLine | None) -> IndicatorLine:
    """``former``: of the same year of the contract; still true when neither the indicator nor its measures are others."""
    if former is not None and former.indicator is kept and former.measures is measures:
        return former
    indicator = kept.record
    target = target_of(indicator, year)
    records = [item.record for item in measures]
    counts = counted(indicator, records, year)
    reached = of_measure(indicator, counts, target)
    bounds = (0.0, 100.0) if indicator.unit.startswith("%") else (0.0, None)
    expected = projection(projected_points(indicator, records, year), year.last, target, indicator.direction,
                          bounds) if year else None
    return IndicatorLine(
        indicator=kept, measures=measures, last=measures[-1] if measures else None, counted=counts, target=target,
        achievement=reached,
        distance=distance(counts.value if counts else None, target, indicator.direction),
        trend=trend(measured_points(records), indicator.direction), projection=expected,
        track=_track(reached, expected, target, indicator.direction))


def _track(reached: Achievement, expected: Projection | None, target: float | None, direction: Direction) -> Track:
    if target is None:
        return Track.NO_TARGET
    if reached.state is AchievementState.REACHED:
        return Track.REACHED
    if not reached.state.has_rate and reached.state is not AchievementState.NO_RATE:
        return Track.UNMEASURED
    if expected is None:
        return Track.TO_WATCH
    return Track.ON_TRACK if as_good(direction, expected.value, target) else Track.OFF_TRACK


def _state(mission: Mission, deadlines: Sequence[Deadline], today: dt.date) -> MissionState:
    late = {item.kind for item in deadlines if item.late}
    if mission.deployed is not None and mission.deployed <= today:
        return MissionState.DEPLOYED
    if mission.started is not None and mission.started <= today:
        return MissionState.DEPLOYMENT_LATE if DeadlineKind.FULL in late else MissionState.STARTED
    return MissionState.LATE if DeadlineKind.START in late else MissionState.TO_START


def _total(amounts: Sequence[float | None]) -> Total:
    known = [amount for amount in amounts if amount is not None]
    return Total(sum(known) if known else None, len(amounts) - len(known))
