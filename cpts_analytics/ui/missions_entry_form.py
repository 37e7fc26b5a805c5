"""The seven steps of one measure: few fields, the result at once, a fault at its field, a draft at each of them.

Only this fragment runs again at a field; « Enregistrer et suivant » (Entrée in the last field, Ctrl+Entrée anywhere)
runs the page.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import (
    AlreadyThereError,
    EditConflictError,
    FieldError,
    Form,
    Giver,
    Kept,
    Measure,
    periods,
)
from cpts_analytics.missions import IndicatorLine, MissionLine, Overview, jump, latest_by, of_measure, small_count, year_of
from cpts_analytics.ui import (
    author,
    missions_conflict,
    missions_draft,
    missions_proof,
    missions_target,
    missions_words,
    missions_write,
)
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_draft import NO, YES, Reading, Typed
from cpts_analytics.ui.missions_fields import fault
from cpts_analytics.ui.missions_read import register
from cpts_analytics.views.numbers import typeset

_STATE = "missions-entry"
GIVERS = (Giver.CPTS, Giver.CPAM, Giver.SAS, Giver.ARS, Giver.OPEN_DATA, Giver.OTHER)


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
class _Entry:
    """``kept``: the version that the fields began from, whatever is written since by others."""

    kept: Kept[Measure] | None
    faults: dict[str, str] = dataclasses.field(default_factory=dict)
    conflict: EditConflictError | AlreadyThereError | None = None
    done: bool = False
    shown: bool = False  # faults are said once one tried to save


@st.fragment
def show(item: Item) -> None:
    """The form of one measure."""
    entry = _entry(item)
    if entry.done:
        st.session_state[_STATE].pop(item.key)
        st.rerun()
    typed = missions_draft.start(item.line.indicator, item.period, entry.kept)
    _head(item)
    if entry.conflict is not None:
        missions_conflict.show(entry.conflict, item.key, mine=lambda: _over(item), theirs=lambda: _theirs(item),
                               back=lambda: _back(item))
        return
    fault(entry.faults.get("", ""))
    reading = missions_draft.read(typed, item.line.indicator, entry.kept)
    _when(item, entry, typed)
    _value(item, entry, typed, reading)
    _beside(item, entry, typed)
    missions_proof.show(item.key, typed, entry.kept, lambda: _keep(item), fault_text=entry.faults.get("proof", ""))
    _last(item, entry, typed)


def _entry(item: Item) -> _Entry:
    held: dict[str, _Entry] = st.session_state.setdefault(_STATE, {})
    return held.setdefault(item.key, _Entry(item.kept))


def _head(item: Item) -> None:
    indicator = item.line.indicator.record
    last = item.line.last.record if item.line.last else None
    before = f"dernière valeur : {missions_words.value(last, indicator)} ({missions_words.period(last)})" if last else \
        "jamais mesuré"
    st.header(indicator.label, anchor=False)
    year = year_of(item.seen.years, periods.end(item.period))
    draw(tag("p", typeset(f"{item.seen.cpts.record.name} · {year.words if year else 'hors du contrat'} · "
                          f"{item.mission.mission.record.title} · saisie par {author.known()}"), cls="cpts-ask"),
         tag("p", typeset(f"{missions_words.target(item.line)[:1].upper()}{missions_words.target(item.line)[1:]} · {before}"),
             cls="cpts-extra"),
         *([tag("details", tag("summary", "Définition"), tag("p", typeset(indicator.definition), cls="cpts-extra"))]
           if indicator.definition else []))


def _text(item: Item, typed: Typed, name: str, label: str, **options: Any) -> None:
    key = f"{item.key}-{name}"
    st.session_state.setdefault(key, typed.get(name) or "")
    st.text_input(typeset(label), key=key, on_change=_keep, args=(item,), max_chars=options.pop("max_chars", 300), **options)
    entry = _entry(item)
    if name in entry.faults:
        fault(entry.faults[name])


def _when(item: Item, entry: _Entry, typed: Typed) -> None:
    when, measured = st.columns(2, gap="small")
    with when:
        _text(item, typed, "period", "1. Période", max_chars=30)
        there = _present(item, typed)
        if there is not None and (entry.kept is None or there.id != entry.kept.id):
            fault(f"Déjà saisi {missions_words.written(there)} : "
                  f"{missions_words.value(there.record, item.line.indicator.record)}. Enregistrer proposera les deux versions.")
    with measured:
        _choice(item, typed, "measured", "2. Mesuré\u00a0?", {YES: "oui", NO: "non mesuré"})


def _present(item: Item, typed: Typed) -> Kept[Measure] | None:
    try:
        return latest_by(item.line.measures, periods.canonical(str(typed["period"])))
    except JournalError:
        return None


def _choice(item: Item, typed: Typed, name: str, label: str, words: dict[str, str]) -> None:
    key = f"{item.key}-{name}"
    st.session_state.setdefault(key, typed.get(name))
    st.segmented_control(label, list(words), format_func=words.__getitem__, required=True, key=key, on_change=_keep, args=(item,),
                         wrap=True)


def _value(item: Item, entry: _Entry, typed: Typed, reading: Reading) -> None:
    indicator = item.line.indicator.record
    if typed["measured"] == NO:
        _text(item, typed, "why", "3. Pourquoi\u00a0?", placeholder="Chiffre du SAS non reçu")
        return
    if indicator.form is Form.RATIO:
        top, bottom, whole = st.columns(3, gap="small")
        with top:
            _text(item, typed, "numerator", "3. Numérateur", help=indicator.numerator_label or None, live=True, max_chars=20)
        with bottom:
            _text(item, typed, "denominator", "Dénominateur", help=indicator.denominator_label or None, live=True, max_chars=20)
        with whole:
            _text(item, typed, "value", f"ou valeur ({indicator.unit})", live=True, max_chars=20,
                  help="Quand le numérateur et le dénominateur ne sont pas connus")
    else:
        _text(item, typed, "value", f"3. Nombre ({indicator.unit})", live=True, max_chars=20)
    _live(item, entry, typed, reading)


def _live(item: Item, entry: _Entry, typed: Typed, reading: Reading) -> None:
    """The result as it would be kept; what looks odd."""
    indicator, measure = item.line.indicator.record, reading.measure
    if measure is None:
        if not missions_draft.blank(typed) and not entry.faults:
            for name in ("numerator", "denominator", "value"):
                fault(reading.faults.get(name, ""))
        return
    year = year_of(item.seen.years, periods.end(measure.period))
    target = next((one.value for one in indicator.targets if year and one.year == year.number), None)
    draw(tag("p", tag("strong", typeset(f"= {missions_words.amount(measure.value, indicator)}")), " ",
             tag("span", typeset(of_measure(indicator, measure, target).sentence), cls="cpts-small"), cls="cpts-typed"))
    fault(jump(item.line, measure.period, measure.value))
    fault(small_count(indicator, measure))


def _beside(item: Item, entry: _Entry, typed: Typed) -> None:
    given, cpam = st.columns(2, gap="small")
    with given:
        _choice(item, typed, "giver", "4. D'où vient le chiffre\u00a0?", {one.value: one.label for one in GIVERS})
    with cpam:
        _text(item, typed, "cpam", f"5. Valeur CPAM ({item.line.indicator.record.unit})", placeholder="pas encore reçue",
              max_chars=20)


def _last(item: Item, entry: _Entry, typed: Typed) -> None:
    with st.form(f"{item.key}-last", border=False):
        key = f"{item.key}-comment"
        st.session_state.setdefault(key, typed.get("comment") or "")
        st.text_input("7. En une phrase\u00a0: ce qui explique l'écart", key=key, max_chars=1000)
        fault(entry.faults.get("comment", ""))
        if entry.kept is not None:
            st.session_state.setdefault(f"{item.key}-reason", typed.get("reason") or "")
            st.text_input("Motif du changement", key=f"{item.key}-reason", max_chars=400,
                          placeholder="Chiffre corrigé par la CPAM")
            fault(entry.faults.get("reason", ""))
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Enregistrer et suivant", type="primary", key=f"{item.key}-save", on_click=_save, args=(item,),
                                  shortcut="Ctrl+Enter")
            st.form_submit_button("Passer", type="tertiary", key=f"{item.key}-skip", on_click=_skip, args=(item,))


def _typed(item: Item) -> Typed:
    """What the fields hold now; a field that is not on screen keeps what was typed before."""
    typed = dict(missions_draft.start(item.line.indicator, item.period, _entry(item).kept))
    for name in missions_draft.FIELDS:
        key = f"{item.key}-{name}"
        if key in st.session_state:
            value = st.session_state[key]
            typed[name] = value.isoformat() if isinstance(value, dt.date) else value
    return typed


def _keep(item: Item) -> None:
    entry, typed = _entry(item), _typed(item)
    missions_proof.take(item.key, typed, entry.faults)
    told = missions_draft.keep(item.key, typed)
    entry.faults = {name: words for name, words in entry.faults.items() if name == "proof"}
    if told:
        entry.faults[""] = f"{told} Votre saisie reste ici."


def _save(item: Item) -> None:
    entry, typed = _entry(item), _typed(item)
    missions_draft.keep(item.key, typed)
    reading = missions_draft.read(typed, item.line.indicator, entry.kept)
    entry.faults = dict(reading.faults)
    if entry.kept is not None and not str(typed.get("reason") or "").strip():
        entry.faults["reason"] = "Dites pourquoi la valeur change : la valeur d'avant reste dans l'historique."
    if not entry.faults and reading.measure is not None:
        _write(item, reading.measure, entry.kept, str(typed.get("reason") or ""))


def _write(item: Item, measure: Measure, base: Kept[Measure] | None, reason: str) -> None:
    entry = _entry(item)
    try:
        if base is None:
            kept = register().add(measure, author=author.known(), reason=reason)
        else:
            kept = register().change(base.id, measure, expected_version=base.version, author=author.known(), reason=reason)
    except (EditConflictError, AlreadyThereError) as error:
        entry.conflict = error
    except FieldError as error:
        entry.faults = {error.field if error.field in missions_draft.FIELDS else "": str(error)}
    except JournalError as error:
        entry.faults = {"": f"{error} Votre saisie reste ici ; recommencez dans un instant."}
    else:
        missions_draft.drop(item.key)
        _forget_fields(item)
        entry.done = True
        missions_target.forget()
        missions_write.offer_undo(kept, base)


def _forget_fields(item: Item) -> None:
    for name in missions_draft.FIELDS:
        st.session_state.pop(f"{item.key}-{name}", None)


def _skip(item: Item) -> None:
    """The next one of the list; the draft stays."""
    missions_draft.keep(item.key, _typed(item))
    missions_target.skip(item.line.indicator.id)
    _entry(item).done = True


def _over(item: Item) -> None:
    entry = _entry(item)
    conflict, entry.conflict = entry.conflict, None
    assert conflict is not None and isinstance(conflict.mine, Measure)
    _write(item, conflict.mine, conflict.theirs, "par-dessus une version plus récente")


def _theirs(item: Item) -> None:
    missions_draft.drop(item.key)
    _forget_fields(item)
    _entry(item).done = True
    missions_target.forget()


def _back(item: Item) -> None:
    _entry(item).conflict = None
