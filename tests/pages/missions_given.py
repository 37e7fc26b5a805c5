"""A contract of an invented CPTS in the journal of a test: its figures are round, so that a hand can check them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from streamlit.testing.v1 import AppTest

from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import (
    Calculation,
    Contract,
    Cpts,
    Direction,
    Form,
    Indicator,
    Kept,
    Measure,
    Mission,
    MissionKind,
    Register,
    Target,
    YearAmount,
)
from cpts_analytics.ui import missions_read
from tests.pages.screen import markup, opened, sound, words

TODAY = dt.date(2026, 11, 20)
SIGNED = dt.date(2025, 3, 15)  # so that TODAY is in year 2, from 15/03/2026 to 14/03/2027
AUTHOR = "Coordinatrice"


@dataclasses.dataclass(frozen=True)
class Given:
    """What the journal holds. The variable part of year 2 is 8 000 €, half of it tied to ``ratio``."""

    register: Register
    contract: Kept[Contract]
    mission: Kept[Mission]
    ratio: Kept[Indicator]
    count: Kept[Indicator]


def given() -> Given:
    """A contract with one mission, two indicators: one measured twice, one never."""
    register = Journal.open().aci
    cpts = register.add(Cpts(name="CPTS d'essai"), author=AUTHOR)
    contract = register.add(Contract(cpts_id=cpts.id, title="ACI", rules="aci-2019-avenant-2", signed=SIGNED), author=AUTHOR)
    mission = register.add(Mission(
        contract_id=contract.id, title="Accès aux soins : médecin traitant", key="medecin_traitant", kind=MissionKind.SOCLE,
        started=dt.date(2025, 9, 1), amounts=(YearAmount(year=2, fixed_eur=12000, variable_eur=8000),)), author=AUTHOR)
    ratio = register.add(Indicator(
        mission_id=mission.id, label="Patients sans médecin traitant", unit="%", direction=Direction.DOWN, baseline=20,
        baseline_year=2024, targets=(Target(year=1, value=16), Target(year=2, value=12)), weight_pct=50,
        calculation=Calculation.PROPORTIONAL), author=AUTHOR)
    count = register.add(Indicator(mission_id=mission.id, label="Médecins qui prennent de nouveaux patients", unit="médecins",
                                   form=Form.COUNT, weight_pct=50, rank=1), author=AUTHOR)
    for period, numerator, cpam in (("2024", 2000.0, None), ("2026", 1600.0, 17.0)):
        register.add(Measure(indicator_id=ratio.id, period=period, numerator=numerator, denominator=10000, cpam_value=cpam),
                     author=AUTHOR)
    return Given(register, contract, mission, ratio, count)


def screen(view: str = "", **address: str) -> AppTest:
    """The page at one of its views, on the day ``TODAY``."""
    return opened_at(**({"vue": view} if view else {}), **address)


def opened_at(**address: str) -> AppTest:
    """The page at an address."""
    app = opened(**address)
    return app.switch_page("pages/missions_aci.py").run()


def evening(**address: str) -> AppTest:
    """The evening entry, its author said."""
    app = screen("saisie", **address)
    app.text_input(key="evening-author").input(AUTHOR)
    return sound(app.button(key="evening-begin").click().run())


def page(app: AppTest) -> str:
    """Every word of the page's own markup, buttons left out."""
    return " ".join(words(text) for text in markup(app))


def button(app: AppTest, label: str):  # type: ignore[no-untyped-def]
    """The button of this label."""
    return next(one for one in app.button if one.label.replace("\u00a0", " ") == label)


def freeze(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The page's day is ``TODAY``."""
    monkeypatch.setattr(missions_read, "today", lambda: TODAY)
