"""The seven steps of one measure: few fields, the result at once, a fault at its field, a draft at each of them.

Only this fragment runs again at a field; « Enregistrer et suivant » (Entrée in the last field, Ctrl+Entrée anywhere)
runs the page.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import (
    Form,
    Giver,
    Kept,
    Measure,
    periods,
)
from cpts_analytics.missions import jump, latest_by, of_measure, small_count, target_of, year_of
from cpts_analytics.ui import (
    author,
    missions_conflict,
    missions_draft,
    missions_proof,
    missions_words,
)
from cpts_analytics.ui import missions_entry_save as save
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.missions_draft import NO, YES, Reading, Typed
from cpts_analytics.ui.missions_entry_save import Entry, Item
from cpts_analytics.ui.missions_fields import fault
from cpts_analytics.views.numbers import typeset

GIVERS = (Giver.CPTS, Giver.CPAM, Giver.SAS, Giver.ARS, Giver.OPEN_DATA, Giver.OTHER)


@st.fragment
def show(item: Item) -> None:
    """The form of one measure."""
    entry = save.entry(item)
    if entry.done:
        save.leave(item)
        st.rerun()
    typed = missions_draft.start(item.line.indicator, item.period, entry.kept)
    _head(item)
    if entry.conflict is not None:
        missions_conflict.show(entry.conflict, item.key, mine=lambda: save.over(item), theirs=lambda: save.theirs(item),
                               back=lambda: save.back(item))
        return
    fault(entry.faults.get("", ""))
    number_alone = {**typed, "proof": missions_draft.NO_PROOF, "cpam": ""}
    reading = missions_draft.read(number_alone, item.line.indicator, entry.kept)
    _when(item, entry, typed)
    _value(item, entry, typed, reading)
    _beside(item, entry, typed)
    missions_proof.show(item.key, typed, entry.kept, lambda: save.keep(item), fault_text=entry.faults.get("proof", ""))
    _last(item, entry, typed)


def _head(item: Item) -> None:
    indicator = item.line.indicator.record
    last = item.line.last.record if item.line.last else None
    before = f"dernière valeur : {missions_words.value(last, indicator)} ({missions_words.period(last)})" if last else \
        "jamais mesuré"
    st.header(plain(indicator.label), anchor=False)
    year = year_of(item.seen.years, periods.end(item.period))
    aim = missions_words.aim(indicator, _target(item, item.period))
    draw(tag("p", typeset(f"{item.seen.cpts.record.name} · {year.words if year else 'hors du contrat'} · "
                          f"{item.mission.mission.record.title} · saisie par {author.known()}"), cls="cpts-ask"),
         tag("p", typeset(f"{aim[:1].upper()}{aim[1:]} · {before}"), cls="cpts-extra"),
         *([tag("details", tag("summary", "Définition"), tag("p", typeset(indicator.definition), cls="cpts-extra"))]
           if indicator.definition else []))


def _target(item: Item, period: str) -> float | None:
    """The target of the contract year that a period counts for."""
    return target_of(item.line.indicator.record, year_of(item.seen.years, periods.end(period)))


def _text(item: Item, typed: Typed, name: str, label: str, **options: Any) -> None:
    key = f"{item.key}-{name}"
    st.session_state.setdefault(key, typed.get(name) or "")
    st.text_input(typeset(label), key=key, on_change=save.keep, args=(item,), max_chars=options.pop("max_chars", 300), **options)
    entry = save.entry(item)
    if name in entry.faults:
        fault(entry.faults[name])


def _when(item: Item, entry: Entry, typed: Typed) -> None:
    when, measured = st.columns(2, gap="small")
    with when:
        _text(item, typed, "period", "1. Période", max_chars=30)
        there = _present(item, typed)
        if there is not None and (entry.kept is None or (there.id, there.version) != (entry.kept.id, entry.kept.version)):
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
    st.segmented_control(label, list(words), format_func=words.__getitem__, required=True, key=key, wrap=True,
                         on_change=save.keep, args=(item,))


def _value(item: Item, entry: Entry, typed: Typed, reading: Reading) -> None:
    indicator = item.line.indicator.record
    if typed["measured"] == NO:
        _text(item, typed, "why", "3. Pourquoi\u00a0?", placeholder="Chiffre du SAS non reçu")
        return
    if indicator.form is Form.RATIO:
        top, bottom, whole = st.columns(3, gap="small")
        with top:
            _text(item, typed, "numerator", "3. Numérateur", help=plain(indicator.numerator_label) or None, live=True,
                  max_chars=20)
        with bottom:
            _text(item, typed, "denominator", "Dénominateur", help=plain(indicator.denominator_label) or None, live=True,
                  max_chars=20)
        with whole:
            _text(item, typed, "value", f"ou valeur ({plain(indicator.unit)})", live=True, max_chars=20,
                  help="Quand le numérateur et le dénominateur ne sont pas connus")
    else:
        _text(item, typed, "value", f"3. Nombre ({plain(indicator.unit)})", live=True, max_chars=20)
    _live(item, entry, typed, reading)


def _live(item: Item, entry: Entry, typed: Typed, reading: Reading) -> None:
    """The result as it would be kept; what looks odd."""
    indicator, measure = item.line.indicator.record, reading.measure
    if measure is None:
        if not missions_draft.blank(typed) and not entry.faults:
            for name in ("numerator", "denominator", "value"):
                fault(reading.faults.get(name, ""))
        return
    target = _target(item, measure.period)
    draw(tag("p", tag("strong", typeset(f"= {missions_words.amount(measure.value, indicator)}")), " ",
             tag("span", typeset(of_measure(indicator, measure, target).sentence), cls="cpts-small"), cls="cpts-typed"))
    fault(jump(item.line, measure.period, measure.value))
    fault(small_count(indicator, measure))


def _beside(item: Item, entry: Entry, typed: Typed) -> None:
    given, cpam = st.columns(2, gap="small")
    with given:
        _choice(item, typed, "giver", "4. D'où vient le chiffre\u00a0?", {one.value: one.label for one in GIVERS})
    with cpam:
        _text(item, typed, "cpam", f"5. Valeur CPAM ({plain(item.line.indicator.record.unit)})", placeholder="pas encore reçue",
              max_chars=20)


def _last(item: Item, entry: Entry, typed: Typed) -> None:
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
            st.form_submit_button("Enregistrer et suivant", type="primary", key=f"{item.key}-save", shortcut="Ctrl+Enter",
                                  on_click=save.save, args=(item,))
            st.form_submit_button("Passer", type="tertiary", key=f"{item.key}-skip", on_click=save.skip, args=(item,))
