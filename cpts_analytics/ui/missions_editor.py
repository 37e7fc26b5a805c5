"""The dialog in which any record is added or changed: what is typed stays until it is kept, or given up.

What was typed is held apart from the widgets, so that a fault of the database, or a page that could not
be drawn, loses nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import (
    AlreadyThereError,
    EditConflictError,
    Entry,
    FieldError,
    Kept,
    WorkingGroup,
    fields,
)
from cpts_analytics.journal.aci.fields import Field
from cpts_analytics.ui import author, messages, missions_conflict, missions_fields, missions_forms
from cpts_analytics.ui import missions_write as write
from cpts_analytics.ui.markup import plain
from cpts_analytics.ui.missions_forms import FORMS
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import typeset

_KEY, _TURN = "missions-edit", "missions-edit-turn"


@dataclasses.dataclass
class Edit:
    """What is being edited. ``seen``: the version that it began from, None for a new record."""

    record: Entry
    seen: Kept[Any] | None
    turn: int
    options: dict[str, Mapping[Any, str]]
    years: range = missions_fields.YEARS  # of the contract, those of an avenant that prolongs it included
    raw: dict[str, Any] = dataclasses.field(default_factory=dict)
    faults: dict[str, str] = dataclasses.field(default_factory=dict)
    conflict: EditConflictError | AlreadyThereError | None = None

    def key(self, name: str) -> str:
        return f"edit-{self.turn}-{name}"


def new(record: Entry, here: Here) -> None:
    """Open the editor on a new record (for a callback); what ``record`` holds is proposed."""
    _open(record, None, here)


def change(kept: Kept[Any], here: Here) -> None:
    """Open the editor on a record as it is seen now (for a callback)."""
    _open(kept.record, kept, here)


def remove(kept: Kept[Any], words: str) -> None:
    """Remove a record, with an undo (for a callback)."""
    gone = write.attempt(lambda who: register().remove(kept, author=who, reason="suppression"))
    if gone is not None:
        messages.offer(f"{words} : supprimé.", "Annuler", _undo_removal, (gone,))


def show_if_open() -> None:
    """Draw the dialog when a record is being edited."""
    edit = st.session_state.get(_KEY)
    if edit is not None:
        form = FORMS[type(edit.record)]
        st.dialog(typeset(form.new if edit.seen is None else f"Modifier {form.noun}"), width="large", on_dismiss=_close)(_draw)()


def _open(record: Entry, seen: Kept[Any] | None, here: Here) -> None:
    turn = st.session_state.get(_TURN, 0) + 1
    st.session_state[_TURN] = turn
    try:
        groups = {kept.id: kept.record.name for kept in register().find(WorkingGroup, cpts_id=here.overview.cpts.id)}
    except JournalError:
        groups = {}
    st.session_state[_KEY] = Edit(record, seen, turn, missions_forms.options(here, record, groups),
                                  missions_forms.years(here, record))


def _close() -> None:
    st.session_state.pop(_KEY, None)


def _draw() -> None:
    edit: Edit | None = st.session_state.get(_KEY)
    if edit is None:
        st.rerun()
    with messages.guarded():
        if edit.conflict is not None:
            missions_conflict.show(edit.conflict, edit.turn, mine=_over, theirs=_close, back=_back)
            return
        missions_fields.fault(edit.faults.get("", ""))
        form = FORMS[type(edit.record)]
        with st.form(f"edit-{edit.turn}", border=False):
            for row in form.rows:
                _row(edit, row)
            if form.more:
                with st.expander("Définition et réglages", expanded=bool(_faulty(edit) & set(sum(form.more, ()))),
                                 key=edit.key("more")):
                    for row in form.more:
                        _row(edit, row)
            write.who_and_why(edit.key(""), asked=edit.seen is not None, held=edit.raw)
            st.form_submit_button("Enregistrer", type="primary", key=edit.key("save"), on_click=_save)


def _row(edit: Edit, names: tuple[str, ...]) -> None:
    known = {field.name: field for field in fields(type(edit.record))}
    for column, name in zip(st.columns(len(names), gap="small") if len(names) > 1 else [st.container()], names, strict=True):
        with column:
            for key in missions_fields.keys_of(known[name], edit.key(name), edit.years):
                if key in edit.raw and key not in st.session_state:
                    st.session_state[key] = edit.raw[key]
            chosen = edit.options.get(name, {}) if missions_forms.needs(edit.record)(name) else None
            missions_fields.widget(known[name], getattr(edit.record, name), edit.key(name), options=chosen,
                                   help=missions_forms.HELP.get(name), years=edit.years)
            missions_fields.fault(edit.faults.get(name, ""))


def _faulty(edit: Edit) -> set[str]:
    return set(edit.faults) - {""}


def _asked(edit: Edit) -> list[Field]:
    form = FORMS[type(edit.record)]
    names = {name for row in (*form.rows, *form.more) for name in row}
    return [field for field in fields(type(edit.record)) if field.name in names]


def _save() -> None:
    edit: Edit = st.session_state[_KEY]
    edit.faults = {}
    keys = [key for field in _asked(edit) for key in missions_fields.keys_of(field, edit.key(field.name), edit.years)]
    edit.raw = {key: st.session_state.get(key) for key in (*keys, edit.key("author"), edit.key("reason"))}
    author.said(edit.raw[edit.key("author")])
    typed: dict[str, Any] = {}
    for field in _asked(edit):
        try:
            typed[field.name] = missions_fields.read(field, edit.raw, edit.key(field.name), getattr(edit.record, field.name),
                                                     edit.years)
        except FieldError as error:
            edit.faults[field.name] = str(error)
    if not edit.faults:
        _write(edit, dataclasses.replace(cast(Any, edit.record), **typed), edit.seen)


def _write(edit: Edit, record: Entry, seen: Kept[Any] | None) -> None:
    reason = str(edit.raw.get(edit.key("reason")) or "")
    try:
        if seen is None:
            kept = register().add(record, author=author.known(), reason=reason)
        else:
            kept = register().change(seen.id, record, expected_version=seen.version, author=author.known(), reason=reason)
    except FieldError as error:
        shown = {field.name for field in _asked(edit)}
        edit.faults[error.field if error.field in shown else ""] = str(error)
    except (EditConflictError, AlreadyThereError) as error:
        edit.conflict = error
    except JournalError as error:
        edit.faults[""] = f"{error} Ce que vous avez tapé est gardé ici."
    else:
        _close()
        write.offer_undo(kept, seen)


def _over() -> None:
    """Keep mine over what is kept now, which stays in the history."""
    edit: Edit = st.session_state[_KEY]
    conflict, edit.conflict = edit.conflict, None
    assert conflict is not None and conflict.mine is not None
    _write(edit, conflict.mine, conflict.theirs)


def _back() -> None:
    """Back to what was typed, to be changed again."""
    edit: Edit = st.session_state[_KEY]
    edit.conflict = None


def _undo_removal(gone: Kept[Any]) -> None:
    write.attempt(lambda who: register().restore(gone, gone.version, author=who, reason="annulation de la suppression"))


def button(label: str, record: Entry, here: Here, key: str) -> None:
    """A button that opens the editor on a new record."""
    st.button(plain(typeset(label)), key=key, icon=":material/add:", on_click=new, args=(record, here))
