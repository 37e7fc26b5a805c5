"""Rules of the texts, usual indicators, years, deadlines: dates counted by hand on a calendar."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from cpts_analytics import indicators
from cpts_analytics.errors import DiscoveryError, JournalError
from cpts_analytics.journal.aci import Amendment, AmendmentScope, Contract, DataSource, Kept, Mission, MissionKind
from cpts_analytics.missions import rulebook as texts
from cpts_analytics.missions import usual
from cpts_analytics.missions.deadlines import DeadlineKind, alarm, contract_deadlines, counted_from, mission_deadlines
from cpts_analytics.missions.years import after_months, contract_years, last_day, year_of

SIGNED = dt.date(2024, 6, 12)
NEW = Contract(cpts_id=1, title="x", rules="aci-2019-avenant-2", signed=SIGNED)
OLD = Contract(cpts_id=1, title="x", rules="aci-2019", signed=dt.date(2020, 1, 31))


def adhesion(day: dt.date | None) -> Amendment:
    return Amendment(contract_id=1, scope=AmendmentScope.NATIONAL, title="Avenant 2", key="avenant-2", adhered=day)


def test_the_texts_say_what_the_domain_says() -> None:
    """ACI of 20 June 2019 and its avenant 2 of 20 December 2021: months to start and to deploy, mission by mission."""
    old, new = texts.texts().values()
    assert (old.key, old.date, new.key, new.date) == (
        "aci-2019", dt.date(2019, 6, 20), "aci-2019-avenant-2", dt.date(2021, 12, 20))
    assert old.source and new.source and (new.duration_years, new.fixed_part.first_pct, new.fixed_part.balance_pct) == (5, 75, 25)
    assert {mission.key: (mission.kind.value, mission.start_months, mission.full_months) for mission in new.missions} == {
        "medecin_traitant": ("socle", 6, 18), "soins_non_programmes": ("socle", 6, 18), "parcours": ("socle", 12, 24),
        "prevention": ("socle", 12, 24), "crises": ("socle", 6, 18), "qualite": ("optional", None, None),
        "accompagnement": ("optional", None, None)}
    assert old.mission("crises") is None


def test_an_old_contract_keeps_its_rules_until_it_adheres() -> None:
    assert "crises" not in {rule.key for rule in texts.mission_rules(OLD, [])}
    assert "crises" not in {rule.key for rule in texts.mission_rules(OLD, [adhesion(None)])}
    adhered = texts.mission_rules(OLD, [adhesion(dt.date(2022, 3, 15))])
    assert adhered[-1].key == "crises" and adhered[-1].kind is MissionKind.SOCLE
    with pytest.raises(JournalError, match="n'est pas connu.*aci-2019"):
        texts.text("aci-2040")


@pytest.mark.parametrize(("change", "sentence"), [
    (('date = 2019-06-20', ''), "aci-2019.toml: field date is missing"),
    (('date = 2019-06-20', 'date = "hier"'), "field date must be a date, not 'hier'"),
    (('duration_years = 5', 'duration_years = "cinq"'), "field duration_years must be a int"),
    (('kind = "optional"', 'kind = "maybe"'), r"field missions\[5\].kind: .*expected one of socle, optional"),
    (('start_months = 6', 'start_mois = 6'), r"field missions\[1\].start_mois is unknown"),
    (('balance_pct = 25', 'balance_pct = 20'), "fixed_part: first_pct and balance_pct must add up to 100"),
    (('from = 80000', 'from = 90000'), "sizes must cover every population once"),
    (('key = "parcours"', 'key = "prevention"'), "a key is there twice"),
    (('key = "aci-2019"', 'key = "aci"'), "field key must be the file's name, 'aci-2019'"),
    (('key = "aci-2019"', 'key = '), "cannot be read as TOML"),
])
def test_a_bad_file_is_named_with_its_field(tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    content = (texts.FOLDER / "aci-2019.toml").read_text(encoding="utf-8")
    assert change[0] in content
    (tmp_path / "aci-2019.toml").write_text(content.replace(*change), encoding="utf-8")
    with pytest.raises(DiscoveryError, match=sentence):
        texts.texts(tmp_path)


def test_a_text_that_amends_nothing_is_said(tmp_path: Path) -> None:
    shutil.copy(texts.FOLDER / "aci-2019-avenant-2.toml", tmp_path)
    with pytest.raises(DiscoveryError, match="field amends: no text 'aci-2019'"):
        texts.texts(tmp_path)


def test_every_mission_has_usual_indicators_and_their_open_data_exist() -> None:
    offered = usual.templates_by_mission()
    assert set(offered) == {mission.key for mission in texts.text("aci-2019-avenant-2").missions}
    every = [template for found in offered.values() for template in found]
    assert len({template.key for template in every}) == len(every)
    opened = [template for template in every if template.open_data_key]
    assert opened and all(template.open_data_key in indicators.registry() for template in opened)
    made = usual.indicator_of(opened[0], 7)
    assert (made.mission_id, made.source, made.targets, made.weight_pct, made.calculation) == (
        7, DataSource.OPEN_DATA, (), None, None)
    assert usual.templates("own mission of a contract") == ()


def test_a_template_with_an_unknown_key_of_the_open_data_is_said(tmp_path: Path) -> None:
    content = (usual.FOLDER / "prevention.toml").read_text(encoding="utf-8")
    (tmp_path / "prevention.toml").write_text(content.replace("colorectal_screening", "nothing"), encoding="utf-8")
    with pytest.raises(DiscoveryError, match="depistage_colorectal: field open_data_key: no indicator 'nothing'"):
        usual.templates_by_mission(tmp_path)


@pytest.mark.parametrize(("date", "months", "after"), [
    ("2024-06-12", 6, "2024-12-12"), ("2024-08-31", 6, "2025-02-28"), ("2023-08-31", 6, "2024-02-29"),
    ("2024-02-29", 12, "2025-02-28"), ("2024-12-31", 18, "2026-06-30"), ("2025-01-15", -12, "2024-01-15"),
    ("2025-01-15", -1, "2024-12-15")])
def test_months_later(date: str, months: int, after: str) -> None:
    assert after_months(dt.date.fromisoformat(date), months) == dt.date.fromisoformat(after)


def test_years_of_a_contract() -> None:
    rules = texts.text(NEW.rules)
    years = contract_years(NEW, rules)
    assert [(year.number, year.first.isoformat(), year.last.isoformat()) for year in years] == [
        (1, "2024-06-12", "2025-06-11"), (2, "2025-06-12", "2026-06-11"), (3, "2026-06-12", "2027-06-11"),
        (4, "2027-06-12", "2028-06-11"), (5, "2028-06-12", "2029-06-11")]
    assert last_day(NEW, rules) == dt.date(2029, 6, 11)
    assert year_of(years, dt.date(2025, 6, 11)) == years[0] and year_of(years, dt.date(2025, 6, 12)) == years[1]
    assert year_of(years, dt.date(2024, 6, 11)) is None is year_of(years, dt.date(2029, 6, 12))
    shorter = Contract(cpts_id=1, title="x", rules=NEW.rules, signed=SIGNED, ends=dt.date(2025, 12, 31))
    assert [year.last for year in contract_years(shorter, rules)] == [dt.date(2025, 6, 11), dt.date(2025, 12, 31)]
    assert contract_years(Contract(cpts_id=1, title="x", rules=NEW.rules), rules) == ()


@pytest.mark.parametrize(("date", "expected"), [
    ("2025-01-09", None), ("2025-01-10", 6), ("2025-07-10", 6), ("2025-07-11", 12), ("2026-01-10", 12), ("2026-01-11", 18),
    ("2026-07-10", 18), ("2026-07-11", 24), ("2027-01-10", 24), ("2027-01-11", None)])
def test_alarms_of_10_january_2025(date: str, expected: int | None) -> None:
    assert alarm(dt.date.fromisoformat(date), dt.date(2025, 1, 10)) == expected


def kept(**fields: Any) -> Kept[Mission]:
    return Kept(id=3, version=1, record=Mission(contract_id=1, title="x", **fields), author="", reason="",
                at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))


def test_the_deadlines_of_a_mission() -> None:
    """Médecin traitant, signed on 12/06/2024: start by 12/12/2024, deployed by 12/12/2025."""
    rule = texts.rule_of("medecin_traitant", NEW)
    assert rule is not None
    start, full = mission_deadlines(kept(), rule, counted_from(rule, NEW, []), dt.date(2024, 12, 13))
    assert (start.kind, start.date, start.done, start.late, start.alarm) == (
        DeadlineKind.START, dt.date(2024, 12, 12), False, True, None)
    assert (full.kind, full.date, full.late, full.alarm) == (DeadlineKind.FULL, dt.date(2025, 12, 12), False, 12)
    started = kept(started=dt.date(2024, 11, 2), deployed=dt.date(2025, 11, 2))
    assert all(item.done and not item.late for item in mission_deadlines(
        started, rule, counted_from(rule, NEW, []), dt.date(2026, 1, 1)))
    assert mission_deadlines(kept(), None, (SIGNED, "signature"), SIGNED) == ()
    free = texts.rule_of("qualite", NEW)
    assert mission_deadlines(kept(), free, (SIGNED, "signature"), SIGNED) == ()


def test_the_crisis_mission_of_an_older_contract_counts_from_the_adhesion() -> None:
    """Signed on 31/01/2020, adhered on 15/03/2022: start by 15/09/2022, not by 31/07/2020."""
    rule = texts.rule_of("crises", OLD)
    assert rule is not None
    since = counted_from(rule, OLD, [adhesion(dt.date(2022, 3, 15))])
    assert since == (dt.date(2022, 3, 15), "adhésion à l'avenant 2")
    start, full = mission_deadlines(kept(), rule, since, dt.date(2022, 4, 1))
    assert (start.date, full.date) == (dt.date(2022, 9, 15), dt.date(2023, 9, 15))
    assert start.sentence == "Démarrage attendu le 15/09/2022 (6 mois après l'adhésion à l'avenant 2)."
    unknown = mission_deadlines(kept(), rule, counted_from(rule, OLD, [adhesion(None)]), dt.date(2022, 4, 1))
    assert [item.date for item in unknown] == [None, None]
    assert unknown[0].sentence == "Échéance à 6 mois\u00a0: date d'adhésion à l'avenant 2 à renseigner."
    assert counted_from(rule, NEW, []) == (SIGNED, "signature")  # signed under the avenant itself
    other = texts.rule_of("prevention", OLD)
    assert other is not None and counted_from(other, OLD, [adhesion(dt.date(2022, 3, 15))])[0] == OLD.signed


def test_the_deadlines_of_a_contract() -> None:
    """Ends on 11/06/2029; its renewal is called to mind twelve months before."""
    rules = texts.text(NEW.rules)
    found = {(item.kind, item.date): item for item in contract_deadlines(NEW, rules, dt.date(2028, 6, 12))}
    renewal = found[DeadlineKind.RENEWAL, dt.date(2028, 6, 11)]
    assert renewal.late and not renewal.done
    assert found[DeadlineKind.END, dt.date(2029, 6, 11)].alarm == 12
    assert [item.done for (kind, _), item in found.items() if kind is DeadlineKind.ANNIVERSARY] == [True] * 4
    (nothing,) = contract_deadlines(Contract(cpts_id=1, title="x", rules=NEW.rules), rules, SIGNED)
    assert nothing.date is None and "signature à renseigner" in nothing.sentence
