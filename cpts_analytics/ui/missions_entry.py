"""The evening entry: « À saisir ce soir », next deadline first; one indicator after the other; the recap for the minutes."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.journal.aci import periods
from cpts_analytics.missions import IndicatorLine, MissionLine, ToEnter, latest_by, to_enter
from cpts_analytics.ui import (
    author,
    missions_entry_form,
    missions_paste,
    missions_recap,
    missions_target,
    missions_words,
)
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.missions_entry_save import Item
from cpts_analytics.ui.missions_read import Here
from cpts_analytics.ui.missions_write import WHO
from cpts_analytics.views.numbers import count_words, typeset

MOST_LISTED = 15


def show(here: Here) -> None:
    """Who types, then the form of one indicator beside the list of what remains; then paste and recap."""
    if not any(line.indicators for line in here.overview.lines):
        st.info("Aucun indicateur à saisir\u00a0: ajoutez d'abord ceux de votre contrat, mission par mission.")
        return
    if not author.known():
        _who()
        return
    later = missions_target.later()
    waiting = tuple(sorted(to_enter(here.overview), key=lambda one: later.index(one.line.indicator.id)
                           if one.line.indicator.id in later else -1))
    item = _item(here, waiting)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if item is None:
            st.header("Tout est saisi", anchor=False)
            st.success("Plus rien à saisir ce soir\u00a0: le relevé pour le compte rendu est ci-dessous.")
        else:
            missions_entry_form.show(item)
    with right:
        _list(waiting, item)
        _another(here)
    missions_recap.show(here)
    missions_paste.show(here)


def _who() -> None:
    with st.form("evening-who", border=True):
        st.text_input(WHO, key="evening-author", max_chars=120, placeholder="Nom ou fonction", autocomplete="name",
                      help="Chaque valeur garde son auteur\u00a0; votre brouillon est gardé sous ce nom.")
        st.form_submit_button("Commencer la saisie", type="primary", key="evening-begin",
                              on_click=_said)


def _said() -> None:
    author.said(st.session_state.get("evening-author"))


def _item(here: Here, waiting: tuple[ToEnter, ...]) -> Item | None:
    """The indicator chosen, else the first of the list."""
    seen, target = here.overview, missions_target.chosen()
    if target is not None:
        for mission in seen.lines:
            for line in mission.indicators:
                if line.indicator.id == target[0]:
                    period = target[1] or _next_period(here, line, waiting)
                    return Item(seen, mission, line, period, latest_by(line.measures, period))
        missions_target.forget()
    if not waiting:
        return None
    first = waiting[0]
    missions_target.pin(first.line.indicator.id, first.period)
    return Item(seen, first.mission, first.line, first.period, None)


def _next_period(here: Here, line: IndicatorLine, waiting: tuple[ToEnter, ...]) -> str:
    lacking = next((one.period for one in waiting if one.line.indicator.id == line.indicator.id), "")
    return lacking or periods.completed(line.indicator.record.frequency, here.today)


def _list(waiting: tuple[ToEnter, ...], item: Item | None) -> None:
    st.header(f"À saisir ce soir ({len(waiting)})" if waiting else "À saisir ce soir", anchor=False)
    if not waiting:
        draw(tag("p", typeset("Toutes les périodes terminées ont leur mesure."), cls="cpts-extra"))
    for one in waiting[:MOST_LISTED]:
        indicator = one.line.indicator.record
        last = one.line.last.record if one.line.last else None
        here = item is not None and item.line.indicator.id == one.line.indicator.id
        aim = "cible non renseignée" if one.target is None else f"cible {missions_words.amount(one.target, indicator)}"
        due = f" pour le {one.due:%d/%m/%Y}" if one.due else ""
        before = "jamais mesuré" if last is None else \
            f"dernière : {missions_words.value(last, indicator)} ({missions_words.period(last)})"
        number = one.line.indicator.id
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"mission-line-e{number}"):
            draw(tag("p", tag("strong", ("▸ " if here else "") + indicator.label),
                     tag("span", typeset(f" {periods.words(one.period)} · {aim}{due} · {before}"
                                         + (f" · {count_words(one.missing, 'période')} en attente" if one.missing > 1 else "")),
                         cls="cpts-small")))
            st.button("Saisir", key=f"enter-{number}", on_click=missions_target.aim, args=(number, one.period), disabled=here,
                      help=plain(indicator.label))
    if len(waiting) > MOST_LISTED:
        draw(tag("p", typeset(f"… et {len(waiting) - MOST_LISTED} autres, à la suite."), cls="cpts-extra"))


def _another(here: Here) -> None:
    """Any indicator, whatever its rhythm."""
    lines: list[tuple[MissionLine, IndicatorLine]] = [(mission, line) for mission in here.overview.lines
                                                      for line in mission.indicators]
    labels = {line.indicator.id: f"{line.indicator.record.label} ({missions_words.mission(mission)})"
              for mission, line in lines}
    with st.popover("Un autre indicateur", key="enter-other"):
        number = st.selectbox("Indicateur", list(labels), format_func=labels.__getitem__, key="enter-other-which")
        st.button("Saisir cet indicateur", key="enter-other-go", on_click=missions_target.aim, args=(number, ""))
