"""A table on its way in: columns matched and shown, every line told, then kept all or nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.journal.aci import EditConflictError, Indicator, Measure, PartnerFormat
from cpts_analytics.missions import intake
from cpts_analytics.missions.intake import Matching, Plan, Table
from cpts_analytics.ui import author, messages, missions_write
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_fields import fault
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import count_words, typeset

_KEY = "missions-intake"
KINDS = {Measure.KIND: "Mesures", Indicator.KIND: "Indicateurs"}
_NONE = ""


@dataclasses.dataclass
class Coming:
    """A table that was read and is not kept yet."""

    name: str
    tables: tuple[Table, ...]
    kind: str = Measure.KIND
    turn: int = 0
    fault: str = ""
    plan: Plan | None = None  # as it is on screen, with its matching
    matching: Matching | None = None


def paste(place: str, text: str) -> None:
    """Read lines pasted from a spreadsheet (for a callback)."""
    _read(place, "lignes collées", lambda: intake.pasted(text))


def upload(place: str, name: str, content: bytes) -> None:
    """Read a file (for a callback); one of persons is refused with the reason."""
    _read(place, name, lambda: intake.read_tables(name, content))


def show(here: Here, place: str) -> None:
    """What was read at this place, if anything: matching, report, and the press that keeps it."""
    coming: Coming | None = st.session_state.get(f"{_KEY}-{place}")
    if coming is None:
        return
    fault(coming.fault)
    if not coming.tables:
        return
    coming.plan = None
    key = f"{_KEY}-{place}-{coming.turn}"
    kind = st.segmented_control("Ces lignes sont", list(KINDS), default=coming.kind, format_func=KINDS.__getitem__, required=True,
                                key=f"{key}-kind") or coming.kind
    table = intake.best_table(coming.tables, kind)
    formats = register().find(PartnerFormat, cpts_id=here.overview.cpts.id)
    matching = _matching(table, intake.propose(table, kind, formats), f"{key}-{kind}")
    if matching.missing:
        fault("Associez une colonne à : " + ", ".join(intake.field_label(kind, name) for name in matching.missing) + ".")
        return
    try:
        plan = _prepared(here, table, matching)
    except CptsError as error:
        fault(str(error))
        return
    coming.plan, coming.matching = plan, matching
    _report(plan)
    _write(here, place, coming)


def _read(place: str, name: str, read: Callable[[], tuple[Table, ...]]) -> None:
    turn = st.session_state.get(f"{_KEY}-turn", 0) + 1
    st.session_state[f"{_KEY}-turn"] = turn
    try:
        coming = Coming(name, read(), turn=turn)
        coming.kind = max(KINDS, key=lambda kind: _fit(coming.tables, kind))
    except CptsError as error:
        coming = Coming(name, (), turn=turn, fault=str(error))
    st.session_state[f"{_KEY}-{place}"] = coming


def _fit(tables: tuple[Table, ...], kind: str) -> tuple[bool, int]:
    """The first kind of which nothing is missing (a workbook of ours holds both), else the one with most columns."""
    found = intake.propose(intake.best_table(tables, kind), kind)
    return not found.missing, len(found.columns) if found.missing else 0


def _matching(table: Table, proposed: Matching, key: str) -> Matching:
    """The matching, field by field, as it may be corrected; columns left out are named."""
    kind, columns = proposed.kind, {}
    titles = [_NONE, *(title for title in table.header if title)]
    known = f" (format « {proposed.format_name} »)" if proposed.format_name else ""
    draw(tag("p", typeset(f"{table.name} : {count_words(len(table.rows), 'ligne')}. Colonnes associées{known} : "
                          "vérifiez avant d'enregistrer."),
             cls="cpts-extra"))
    fields = intake.FIELDS[kind]
    shown = [name for name in fields if name in proposed.columns or name in intake.REQUIRED[kind]]
    rest = [name for name in fields if name not in shown]

    def ask(names: list[str]) -> None:
        for start in range(0, len(names), 4):
            for column, name in zip(st.columns(4, gap="small"), names[start:start + 4], strict=False):
                held = proposed.columns.get(name, _NONE)
                needed = " (nécessaire)" if name in intake.REQUIRED[kind] else ""
                chosen = column.selectbox(f"{intake.field_label(kind, name)}{needed}", titles, key=f"{key}-{name}",
                                          index=titles.index(held) if held in titles else 0,
                                          format_func=lambda title: title or "—")
                if chosen:
                    columns[name] = chosen

    ask(shown)
    with st.expander("Autres champs", key=f"{key}-more"):
        ask(rest)
    matching = Matching(kind, columns, proposed.format_name)
    unused = matching.unused(table)
    if unused:
        draw(tag("p", typeset(f"Colonnes laissées de côté : {', '.join(unused)}."), cls="cpts-ask"))
    return matching


def _prepared(here: Here, table: Table, matching: Matching) -> Plan:
    with st.spinner("Lecture des lignes…"):
        return intake.prepare(register(), here.overview.contract.id, table, matching)


def _report(plan: Plan) -> None:
    draw(tag("p", tag("strong", typeset(plan.sentence))))
    rows = [tag("tr", tag("th", str(one.line), scope="row"), tag("td", one.what), tag("td", typeset(one.told)),
                tag("td", typeset(f"{one.column} : {one.sentence}" if one.column else one.sentence)))
            for one in intake.preview(plan, 60)]
    draw(tag("div", tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in
                                                          ("Ligne", "Ce qui sera fait", "Quoi", "À corriger, à regarder")))),
                        tag("tbody", *rows), cls="cpts-table"), cls="cpts-wide"))
    if len(plan.reports) > len(rows):
        draw(tag("p", typeset(f"… et {len(plan.reports) - len(rows)} autres lignes."), cls="cpts-extra"))


def _write(here: Here, place: str, coming: Coming) -> None:
    key = f"{_KEY}-{place}"
    with st.form(f"{key}-form", border=False):
        missions_write.who_and_why(f"{key}-", asked=True, held={})
        st.text_input("Retenir cette association sous le nom (facultatif)", key=f"{key}-format", max_chars=100,
                      placeholder="Export Rézone, tableau CPAM …")
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Tout enregistrer", type="primary", key=f"{key}-save", on_click=_apply, args=(here, place),
                                  disabled=coming.plan is None or not coming.plan.ok)
            st.form_submit_button("Abandonner", type="tertiary", key=f"{key}-leave", on_click=_leave, args=(place,))


def _leave(place: str) -> None:
    st.session_state.pop(f"{_KEY}-{place}", None)


def _apply(here: Here, place: str) -> None:
    """Write the plan that is on screen. What was begun is finished, even when somebody presses elsewhere meanwhile."""
    key = f"{_KEY}-{place}"
    coming: Coming = st.session_state[key]
    missions_write.said(f"{key}-")
    if coming.plan is None or coming.matching is None:
        return
    who, reason = author.known(), str(st.session_state.get(f"{key}-reason") or "")
    moved: list[tuple[int, int]] = [(0, 1)]
    pool = ThreadPoolExecutor(1)
    writing = pool.submit(intake.apply, register(), coming.plan, author=who, reason=reason,
                          progress=lambda done, of: moved.append((done, of)))
    try:
        _wait(writing, moved)
    finally:
        pool.shutdown()
        _said(here, place, coming, writing)


def _wait(writing: Future[int], moved: list[tuple[int, int]]) -> None:
    """A progress bar as long as it lasts, told in the corner too for whoever is far down the page; nothing for what is
    done at once."""
    bar, corner = None, None
    while not wait((writing,), timeout=0.3).done:
        done, of = moved[-1]
        text = f"Enregistrement\u00a0: {done} lignes sur {of}"
        bar = st.progress(0.0, text) if bar is None else bar
        bar.progress(min(1.0, done / max(of, 1)), text)
        corner = st.toast(text, icon=":material/hourglass_top:") if corner is None else corner.toast(
            text, icon=":material/hourglass_top:")
    if bar is not None:
        bar.empty()


def _said(here: Here, place: str, coming: Coming, writing: Future[int]) -> None:
    key, error = f"{_KEY}-{place}", writing.exception()
    if isinstance(error, EditConflictError):
        coming.fault = f"{error} Rien n'a été enregistré."
        return
    if isinstance(error, CptsError):
        coming.fault = str(error)
        return
    if error is not None:
        raise error
    name = str(st.session_state.get(f"{key}-format") or "").strip()
    if name and coming.matching is not None:
        matching = coming.matching
        missions_write.attempt(lambda who: intake.remember(register(), here.overview.cpts.id, matching, name=name, partner="",
                                                           author=who))
    st.session_state.pop(key, None)
    messages.saved(f"{count_words(writing.result(), 'ligne')} : tout est enregistré.")
