"""The state of a session: the address holds it, and the session brings it back when a page is changed.

``territoire``, ``perimetre`` and ``donnees`` belong to this module; each choice of a page has a parameter of its
own, written with stable keys (a bound widget of Streamlit would write its labels, which change and repeat).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.model import Territory
from cpts_analytics.ui import address, cache, messages
from cpts_analytics.ui.address import DATA, PERIMETER, TERRITORY

_KEY = "cpts_state"
_MOST_UNDONE = 30
_MOST_SEGMENTS = 5
_WIDGET = "choice-"


@dataclasses.dataclass
class _Memory:
    """What a session remembers. ``seen``: the part of the address that ``territory`` was read from or written to."""

    territory: Territory | None = None
    seen: tuple[str | None, str | None] = (None, None)
    pending: bool = False  # the territory was chosen here: the address has to follow
    page: str | None = None
    entered: bool = False  # the page has just been changed
    texts_read: bool = False  # the page's own texts have been looked for in the address since it was opened
    former: list[Territory] = dataclasses.field(default_factory=list)
    choices: dict[str, str | None] = dataclasses.field(default_factory=dict)
    turns: dict[str, int] = dataclasses.field(default_factory=dict)  # how often a number was replaced by its address


def enter(page: str) -> None:
    """Called once a run, before anything else, with the page's short address."""
    memory = _memory()
    memory.entered = memory.page is not None and memory.page != page
    memory.texts_read = memory.texts_read and memory.page == page
    memory.page = page


def territory() -> Territory:
    """The territory of the address, else the session's, else the first example. Never fails on a bad address."""
    memory, params = _memory(), st.query_params
    asked = (params.get(TERRITORY), params.get(PERIMETER))
    if memory.territory is not None and (memory.pending or (asked[0] is None and memory.entered)):
        _write(memory)
    elif memory.territory is None or asked != memory.seen:
        _read(memory, params.to_dict(), asked)
    assert memory.territory is not None
    return memory.territory


def choose(chosen: Territory) -> None:
    """Show another territory: the address follows, and the page runs again."""
    remember(chosen)
    st.rerun()


def remember(chosen: Territory) -> None:
    """The same for a widget's callback, after which the page runs again by itself."""
    memory = _memory()
    if memory.territory is not None and memory.territory != chosen:
        memory.former = [*memory.former, memory.territory][-_MOST_UNDONE:]
        messages.forget()
    memory.territory, memory.pending = chosen, True


def is_draft(shown: Territory) -> bool:
    """Whether a kept territory has been changed since, and not been kept again."""
    return shown.kept_id is not None and _memory().seen[0] != shown.name


def previous() -> Territory | None:
    """The territory that was shown before this one."""
    former = _memory().former
    return former[-1] if former else None


def undo() -> None:
    """Back to the territory that was shown before (for a callback)."""
    memory = _memory()
    if memory.former:
        memory.territory, memory.pending = memory.former.pop(), True
        messages.forget()


def parameters() -> dict[str, str]:
    """The parameters that every page's address shares: empty as long as nothing was chosen."""
    territory()
    return {name: value for name in (TERRITORY, PERIMETER, DATA) if (value := st.query_params.get(name))}


def link(shown: Territory) -> str:
    """The full address of this page as it is now, for another browser. Raises LinkError beyond 300 communes."""
    params, choices = st.query_params.to_dict(), _memory().choices
    for name, held in choices.items():
        live = st.session_state.get(f"{_WIDGET}{name}")
        if live is not None and params.get(name) == held:  # just chosen: the address follows later in this run
            params[name] = live if isinstance(live, str) else _together(live)
    return address.link(st.context.url or "", shown, params)


def choice(name: str, options: Sequence[str], *, default: str, label: str,
           labels: Mapping[str, str] | None = None, help: str | None = None, segments: int = _MOST_SEGMENTS) -> str:
    """One of ``options`` (keys), held by the address parameter ``name``; ``labels``: key → words on screen.

    Segments up to ``segments`` options, else a list with search. A value that the address should not hold is said.
    """
    if not options:
        return default
    default = default if default in options else options[0]
    key = _prepare(name, lambda asked: asked if asked in options else None, default, options)
    words = {option: (labels or {}).get(option, option) for option in options}
    if len(options) <= segments:
        value = st.segmented_control(label, options, required=True, format_func=words.__getitem__, key=key, help=help,
                                     wrap=len(options) > _MOST_SEGMENTS or None)
    else:
        value = st.selectbox(label, options, format_func=words.__getitem__, key=key, help=help)
    value = default if value is None or value not in options else value
    _hold(name, None if value == default else value)
    return value


def choices(name: str, options: Sequence[str], *, label: str, default: Sequence[str] = (),
            labels: Mapping[str, str] | None = None, help: str | None = None) -> tuple[str, ...]:
    """Any of ``options``, held by the address as ``name=one.other`` (``-`` for none); shown as pills."""
    def read(asked: str) -> list[str] | None:
        wanted = [] if asked == "-" else asked.split(".")
        return [option for option in options if option in wanted] if set(wanted) <= set(options) else None

    key = _prepare(name, read, list(default), options)
    words = {option: (labels or {}).get(option, option) for option in options}
    chosen = st.pills(label, list(options), selection_mode="multi", format_func=words.__getitem__, key=key, help=help)
    value = tuple(option for option in options if option in chosen)
    _hold(name, None if set(value) == set(default) else _together(value))
    return value


def turn(name: str, value: str) -> None:
    """Set a choice of the address from elsewhere (for a callback): the page then runs with it."""
    st.session_state.pop(f"{_WIDGET}{name}", None)
    st.query_params[name] = value
    _memory().choices[name] = value


def whole_number(name: str, *, default: int, most: int, label: str, help: str | None = None) -> int:
    """A whole number from 1 to ``most``, held by the address parameter ``name``; typed, or changed by a step.

    Its value is given to the widget itself, never through the session: the browser draws what a closed popover holds only
    once it is opened, and would then show 1.
    """
    memory, asked = _memory(), st.query_params.get(name)
    turn, held = memory.turns.get(name, 0), memory.choices.get(name)
    shown = f"{_WIDGET}{name}-{turn}" in st.session_state
    if shown and asked != held:  # the address has changed by itself: a new widget
        turn, shown = turn + 1, False
        memory.turns[name] = turn
    wanted = held if asked is None and not shown else asked
    value = int(wanted) if wanted is not None and wanted.isdecimal() and len(wanted) < 9 else default
    if wanted is not None and (not 1 <= value <= most or not wanted.isdecimal()):
        _say_wrong(name, wanted)
        value = default
    chosen = int(st.number_input(label, 1, most, value, step=5, key=f"{_WIDGET}{name}-{turn}", help=help) or default)
    _hold(name, None if chosen == default else str(chosen))
    return chosen


def text(name: str) -> str:
    """A text that the address holds under ``name`` (a scenario); the session's own when its page is come back to."""
    memory, asked = _memory(), st.query_params.get(name)
    if asked is None and not memory.texts_read and memory.choices.get(name):
        _hold(name, memory.choices[name])
    memory.texts_read = True
    memory.choices[name] = st.query_params.get(name)
    return memory.choices[name] or ""


def hold_text(name: str, value: str) -> None:
    """Put a text in the address under ``name``; an empty one leaves it."""
    _hold(name, value or None)


def _memory() -> _Memory:
    return st.session_state.setdefault(_KEY, _Memory())


def _read(memory: _Memory, params: dict[str, str], asked: tuple[str | None, str | None]) -> None:
    shown = memory.territory
    if asked[0] is None:
        memory.territory, memory.seen = address.example(), asked
        return
    try:
        reading = address.read(params)
    except CptsError as error:
        memory.territory = shown or address.example()
        why = str(error).partition(" Formes acceptées")[0]  # a list of SPEC forms is of no use to who follows a link
        messages.warn(f"Cette adresse ne mène à aucun territoire. {why} « {memory.territory.name} » est affiché à la place.")
    else:
        memory.territory = reading.territory
        for remark in reading.remarks:
            messages.inform(remark)
        if params.get(DATA) and params[DATA] != cache.store().data_version:
            messages.inform("Les données ont changé depuis ce lien : les chiffres affichés sont ceux d'aujourd'hui.")
    _write(memory)


def _write(memory: _Memory) -> None:
    """Put the session's territory in the address, in one message."""
    assert memory.territory is not None
    text, wanted = address.text_of(memory.territory), {}
    if text is None:
        messages.inform(f"Ce territoire compte {len(memory.territory.members)} communes : trop pour une adresse. Gardez-le "
                        "sous un nom pour le retrouver.")
    else:
        wanted = {TERRITORY: text, PERIMETER: f"{memory.territory.valid_from:%Y-%m-%d}", DATA: cache.store().data_version}
    present = st.query_params.to_dict()
    others = {name: value for name, value in present.items() if name not in (TERRITORY, PERIMETER, DATA, address.NAME)}
    if {**others, **wanted} != present:
        st.query_params.from_dict({**others, **wanted})
    memory.seen, memory.pending, memory.entered = (wanted.get(TERRITORY), wanted.get(PERIMETER)), False, False


def _prepare(name: str, read: Callable[[str], Any], default: Any, allowed: Collection[str]) -> str:
    """The key of a choice's widget; its state is set from the address when that has changed by itself."""
    memory, key = _memory(), f"{_WIDGET}{name}"
    asked, held = st.query_params.get(name), memory.choices.get(name)
    returning = key not in st.session_state and asked is None  # to a page whose choice the session remembers
    if key not in st.session_state or (name in memory.choices and asked != held):
        wanted = held if returning else asked
        value = None if wanted is None else read(wanted[:address.LONGEST])
        if wanted is not None and value is None and not returning:
            _say_wrong(name, wanted)
        st.session_state[key] = default if value is None else value
    chosen = st.session_state[key]
    if not set([chosen] if isinstance(chosen, str) else chosen or ()) <= set(allowed):
        st.session_state[key] = default
    return key


def _say_wrong(name: str, wanted: str) -> None:
    messages.warn(f"L'adresse demande « {name} = {wanted[:60]} », qui n'existe pas ici : le choix habituel est affiché.")


def _hold(name: str, value: str | None) -> None:
    """Write a choice in the address; the default leaves it."""
    if st.query_params.get(name) != value:
        if value is None:
            del st.query_params[name]
        else:
            st.query_params[name] = value
    _memory().choices[name] = value


def _together(chosen: Iterable[str]) -> str:
    return ".".join(chosen) or "-"
