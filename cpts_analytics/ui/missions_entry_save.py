"""What happens to a measure that is typed: a draft at each field, then kept, or both versions shown."""

from __future__ import annotations

import dataclasses
import datetime as dt

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import AlreadyThereError, EditConflictError, FieldError, Kept, Measure
from cpts_analytics.missions import IndicatorLine, MissionLine, Overview
from cpts_analytics.ui import author, missions_draft, missions_proof, missions_target, missions_write
from cpts_analytics.ui.missions_draft import Typed
from cpts_analytics.ui.missions_read import register

_STATE = "missions-entry"


@dataclasses.dataclass(frozen=True)
class Item:
    """What is typed: an indicator, a period, and the measure that is there already, if any."""

    seen: Overview
    mission: MissionLine
    line: IndicatorLine
    period: str
    kept: Kept[Measure] | None

    @property
    def key(self) -> str:
        return missions_draft.draft_key(self.line.indicator.id, self.period)


@dataclasses.dataclass
class Entry:
    """``kept``: the version that the fields began from, whatever is written since by others."""

    kept: Kept[Measure] | None
    faults: dict[str, str] = dataclasses.field(default_factory=dict)
    conflict: EditConflictError | AlreadyThereError | None = None
    done: bool = False


def entry(item: Item) -> Entry:
    """What is going on with this measure in this session."""
    held: dict[str, Entry] = st.session_state.setdefault(_STATE, {})
    if item.key not in held:
        held[item.key] = Entry(missions_draft.base(item.line.indicator.id, item.period, item.kept))
    return held[item.key]


def leave(item: Item) -> None:
    """Done with this measure: the next one of the list comes."""
    st.session_state[_STATE].pop(item.key, None)


def keep(item: Item) -> None:
    """A field was left: the draft is kept (for a callback)."""
    here, typed = entry(item), _typed(item)
    missions_proof.take(item.key, typed, here.faults)
    told = _keep_draft(item, typed)
    here.faults = {name: words for name, words in here.faults.items() if name == "proof"}
    if told:
        here.faults[""] = f"{told} Votre saisie reste ici."


def save(item: Item) -> None:
    """« Enregistrer et suivant » (for a callback)."""
    here, typed = entry(item), _typed(item)
    refused: dict[str, str] = {}
    missions_proof.take(item.key, typed, refused)  # a file that was refused is not left out in silence
    _keep_draft(item, typed)
    reading = missions_draft.read(typed, item.line.indicator, here.kept)
    here.faults = refused | reading.faults
    if here.kept is not None and not str(typed.get("reason") or "").strip():
        here.faults["reason"] = "Dites pourquoi la valeur change : la valeur d'avant reste dans l'historique."
    if not here.faults and reading.measure is not None:
        _write(item, reading.measure, here.kept, str(typed.get("reason") or ""))


def skip(item: Item) -> None:
    """« Passer »: the next one of the list; the draft stays if anything was typed (for a callback)."""
    _keep_draft(item, _typed(item))
    missions_target.skip(item.line.indicator.id)
    _forget_fields(item)
    entry(item).done = True


def over(item: Item) -> None:
    """Of two versions, mine becomes the present one; theirs stays in the history (for a callback)."""
    here = entry(item)
    conflict, here.conflict = here.conflict, None
    assert conflict is not None and isinstance(conflict.mine, Measure)
    _write(item, conflict.mine, conflict.theirs, "par-dessus une version plus récente")


def theirs(item: Item) -> None:
    """Of two versions, theirs stays (for a callback)."""
    _finish(item)


def back(item: Item) -> None:
    """Back to the fields, which still hold what was typed (for a callback)."""
    entry(item).conflict = None


def _keep_draft(item: Item, typed: Typed) -> str:
    """Fields that hold what they began with are no draft: it would lie over what a colleague writes meanwhile."""
    if missions_draft.touched(typed, item.period, entry(item).kept):
        return missions_draft.keep(item.key, typed)
    missions_draft.drop(item.key)
    return ""


def _typed(item: Item) -> Typed:
    """What the fields hold now; a field that is not on screen keeps what was typed before."""
    typed = dict(missions_draft.start(item.line.indicator, item.period, entry(item).kept))
    for name in missions_draft.FIELDS:
        key = f"{item.key}-{name}"
        if key in st.session_state:
            value = st.session_state[key]
            typed[name] = value.isoformat() if isinstance(value, dt.date) else value
    return typed


def _write(item: Item, measure: Measure, base: Kept[Measure] | None, reason: str) -> None:
    here = entry(item)
    try:
        if base is None:
            kept = register().add(measure, author=author.known(), reason=reason)
        else:
            kept = register().change(base.id, measure, expected_version=base.version, author=author.known(), reason=reason)
    except (EditConflictError, AlreadyThereError) as error:
        here.conflict = error
    except FieldError as error:
        here.faults = {error.field if error.field in missions_draft.FIELDS else "": str(error)}
    except JournalError as error:
        here.faults = {"": f"{error} Votre saisie reste ici ; recommencez dans un instant."}
    else:
        _finish(item)
        missions_write.offer_undo(kept, base)


def _finish(item: Item) -> None:
    missions_draft.drop(item.key)
    _forget_fields(item)
    entry(item).done = True
    missions_target.forget()


def _forget_fields(item: Item) -> None:
    """When the form comes back, its fields begin with what is kept then."""
    for name in missions_draft.FIELDS:
        st.session_state.pop(f"{item.key}-{name}", None)
