"""The scenario of the page: held whole by the address, so that a link shows the same; what cannot be is said, never kept."""

from __future__ import annotations

import dataclasses

import streamlit as st

from cpts_analytics import access
from cpts_analytics.access import Scenario, ScenarioError
from cpts_analytics.model import Territory
from cpts_analytics.ui import cache, messages, state

SCENARIO = "scenario"
CONSULTATIONS = "whatif-consultations"
_FAULT = "whatif-fault"


@dataclasses.dataclass(frozen=True, eq=False)
class WhatIf:
    """The scenario and what it does here."""

    territory: Territory
    model: access.Access
    scenario: Scenario
    outcome: access.Outcome

    @property
    def name(self) -> str:
        """What its texts and maps are kept under, beside the territory."""
        return f"what if {self.scenario.encode()} {self.model.source.state}"


def read(territory: Territory, model: access.Access) -> WhatIf:
    """The scenario of the address, simulated; one that cannot be is said and left out, and the territory stays as it is."""
    text = state.text(SCENARIO)
    try:
        scenario = Scenario.decode(text)
        return WhatIf(territory, model, scenario, cache.simulated(territory, scenario, model))
    except ScenarioError as error:
        messages.warn(f"Le scénario de l'adresse ne peut pas être simulé. {error} Aucun changement n'est simulé.")
        state.hold_text(SCENARIO, "")
    return WhatIf(territory, model, Scenario(), cache.simulated(territory, Scenario(), model))


def keep(scenario: Scenario) -> None:
    """Show this scenario from the next run on (also for a callback)."""
    state.hold_text(SCENARIO, scenario.encode())


def without(scenario: Scenario, position: int) -> None:
    """Undo one change (for a callback). What would be left without anything to take from is undone too."""
    keep(scenario.without(position))


def assume(scenario: Scenario) -> None:
    """Take the typed number of consultations (for a callback); one that cannot be is said beside the field."""
    st.session_state.pop(_FAULT, None)
    try:
        typed = float(st.session_state[CONSULTATIONS])
        default = Scenario().consultations_per_gp
        keep(dataclasses.replace(scenario, consultations=None if typed == default else typed))
    except (ScenarioError, TypeError) as error:
        st.session_state[_FAULT] = str(error)


def fault() -> str:
    """What was wrong with the number of consultations that was just typed."""
    return str(st.session_state.pop(_FAULT, ""))


def added(here: WhatIf, action: access.Action) -> Scenario:
    """The scenario with one more change, once it has been simulated. Raises ScenarioError; nothing is kept then."""
    longer = here.scenario.with_action(action)
    cache.simulated(here.territory, longer, here.model)
    return longer
