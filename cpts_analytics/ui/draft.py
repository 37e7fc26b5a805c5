"""The territory being composed in the editor: changed freely, each change undone by one press, applied at the end."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.journal import ConflictError
from cpts_analytics.model import Territory
from cpts_analytics.territory import Parsed, edit, name_of
from cpts_analytics.ui import address, cache

_KEY = "cpts_draft"
_MOST_UNDONE = 50


@dataclasses.dataclass
class Draft:
    """``former``: what it was before each change, oldest first. ``read``: a list or file that waits for answers."""

    territory: Territory
    former: list[Territory] = dataclasses.field(default_factory=list)
    read: Parsed | None = None
    read_from: str = ""
    fault: str = ""
    conflict: ConflictError | None = None
    map_bounds: tuple[float, float, float, float] | None = None
    map_turn: int = -1  # the turn that ``map_bounds`` was made for
    turn: int = 0  # goes up with each change: fields that show the territory begin anew with it


def current() -> Draft:
    """The draft of this session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Draft(address.example())
    return st.session_state[_KEY]


def start(territory: Territory) -> None:
    """Begin with this territory; what was being composed stays one step back."""
    draft = current()
    draft.fault, draft.conflict = "", None
    if draft.territory != territory:
        change(territory)


def change(territory: Territory) -> None:
    """The draft becomes this territory."""
    draft = current()
    if draft.territory != territory:
        draft.former = [*draft.former, draft.territory][-_MOST_UNDONE:]
        draft.territory = territory
        draft.turn += 1
    draft.fault, draft.conflict = "", None


def step_back() -> None:
    """Undo the last change."""
    draft = current()
    if draft.former:
        draft.territory = draft.former.pop()
        draft.turn += 1
    draft.fault, draft.conflict = "", None


def edited(*, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Territory:
    """The draft with communes added and removed: a changed example is no longer one. Raises TerritoryError."""
    territory, geography = current().territory, cache.geography()
    found = edit(territory, geography, add=add, remove=remove)
    if not territory.example or found.members == territory.members:
        return found
    return dataclasses.replace(found, example=False, name=name_of(found.members, geography))


def attempt(make: Callable[[], Territory]) -> None:
    """Change the draft into what ``make`` gives; an error is said in the editor and nothing is lost."""
    draft = current()
    try:
        change(make())
    except ConflictError as error:
        draft.fault, draft.conflict = str(error), error
    except CptsError as error:
        draft.fault, draft.conflict = str(error), None
