"""A mission: its state and euros, its indicators with sparkline and target, action sheets, templates."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.journal.aci import ActionSheet, Direction, Form, Indicator, Kept, Objective
from cpts_analytics.missions import IndicatorLine, MissionLine, euros
from cpts_analytics.ui import (
    missions_actions,
    missions_editor,
    missions_history,
    missions_indicator,
    missions_templates,
    missions_words,
    state,
)
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.missions_read import MISSION, Here
from cpts_analytics.views.numbers import typeset

INDICATOR = "suivi"
SEGMENTS = 8


def show(here: Here) -> None:
    """The mission of the address, the first one else."""
    lines = here.overview.lines
    if not lines:
        st.info("Ce contrat n'a pas encore de mission\u00a0: ajoutez-les dans « Contrat et CPTS ».")
        return
    keys = {str(line.mission.id): line for line in lines}
    shown = plain if len(keys) <= SEGMENTS else str  # segments read Markdown, a list does not
    key = state.choice(MISSION, list(keys), default=next(iter(keys)), label="Mission", segments=SEGMENTS,
                       labels={number: line.rule.short if line.rule else shown(line.mission.record.title)
                               for number, line in keys.items()})
    line = keys[key]
    _head(here, line)
    _indicators(here, line)
    missions_actions.show(here, line)


def _head(here: Here, line: MissionLine) -> None:
    mission, money = line.mission.record, line.euros
    st.header(plain(mission.title), anchor=False)
    facts = [mission.kind.label, *([f"pilote : {mission.lead}"] if mission.lead else []),
             f"démarrée le {mission.started:%d/%m/%Y}" if mission.started else "démarrage non renseigné",
             *([f"déployée le {mission.deployed:%d/%m/%Y}"] if mission.deployed else [])]
    draw(tag("p", missions_words.mission_state(line.state), " ", tag("span", typeset(" · ".join(facts)), cls="cpts-small")))
    stake = "non renseignée" if money.at_stake_eur is None else (
        f"{euros(money.earned_eur) if money.earned_eur is not None else 'rien encore'} sur {euros(money.at_stake_eur)}, par les "
        f"valeurs de la CPTS ; {euros(money.open_eur)} sans mesure")
    draw(tag("p", tag("strong", "Part fixe\u00a0: "), typeset(money.fixed_sentence),
             tag("strong", " Part variable acquise\u00a0: "),
             typeset(f"{stake}."), cls="cpts-extra"))
    with st.container(horizontal=True, gap="small"):
        st.button("Modifier la mission et ses montants", key="mission-edit", icon=":material/edit:",
                  on_click=missions_editor.change, args=(line.mission, here))
        with st.popover("Historique", icon=":material/history:", key=f"mission-history-{line.mission.id}"):
            missions_history.show(line.mission.id)
        if money.notes:
            with st.popover(f"À vérifier ({len(money.notes)})", key="mission-notes"):
                draw(tag("ul", *(tag("li", typeset(note)) for note in money.notes)))


def _indicators(here: Here, line: MissionLine) -> None:
    st.subheader("Indicateurs", anchor=False)
    if not line.indicators:
        st.info("Aucun indicateur\u00a0: reprenez ceux de l'annexe de votre contrat, ou partez d'un modèle.")
    asked = st.query_params.get(INDICATOR, "")
    objectives = {kept.id: kept for kept in line.objectives}
    shown: object = object()
    for one in sorted(line.indicators, key=lambda item: (item.indicator.record.objective_id or 0, item.indicator.record.rank)):
        objective = one.indicator.record.objective_id
        if objective != shown and objectives:
            _objective(here, objectives.get(objective or 0))
            shown = objective
        _row(line, one, opened=asked == str(one.indicator.id))
        if asked == str(one.indicator.id):
            missions_indicator.show(here, line, one)
    with st.container(horizontal=True, gap="small"):
        number = line.mission.id
        missions_editor.button("Ajouter un indicateur", Indicator(
            mission_id=number, label="", unit="%", form=Form.RATIO, direction=Direction.UP, rank=len(line.indicators)), here,
            key="indicator-new")
        missions_templates.show(here, line)
        missions_editor.button("Ajouter un objectif", Objective(mission_id=number, title="", rank=len(line.objectives)), here,
                               key="objective-new")
        missions_editor.button("Ajouter une fiche action", ActionSheet(mission_id=number, title=""), here, key="action-new")


def _objective(here: Here, kept: Kept[Objective] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw(tag("p", tag("strong", kept.record.title if kept else "Sans objectif"),
                 tag("span", typeset(f" {kept.record.description}" if kept else ""), cls="cpts-small")))
        if kept is not None:
            st.button("Modifier", key=f"objective-{kept.id}", type="tertiary", on_click=missions_editor.change, args=(kept, here))


def _row(line: MissionLine, one: IndicatorLine, *, opened: bool) -> None:
    indicator = one.indicator.record
    counted = one.counted or (one.last.record if one.last else None)
    money = line.euros.line(one.indicator.id)
    when = f" ({missions_words.period(counted)})" if counted else ""
    difference = missions_words.gap(counted, indicator)
    cells = (
        tag("div", tag("strong", indicator.label), tag("span", typeset(missions_words.target(one)), cls="cpts-small"),
            missions_words.track(one)),
        tag("div", missions_words.spark(one)),
        tag("div", tag("span", typeset(f"Valeur CPTS{when}"), cls="cpts-label"),
            tag("strong", typeset(missions_words.value(counted, indicator)))),
        tag("div", tag("span", "Valeur CPAM", cls="cpts-label"), tag("span", typeset(missions_words.cpam(counted, indicator))),
            tag("span", typeset(f"écart {difference}") if difference else "", cls="cpts-small")),
        tag("div", tag("span", typeset(one.achievement.sentence), cls="cpts-small"),
            tag("span", "" if money is None or money.at_stake_eur is None else typeset(
                f"{euros(money.earned_eur)} / {euros(money.at_stake_eur)}"), cls="cpts-small")))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"mission-line-i{one.indicator.id}"):
        draw(tag("div", *cells, cls="cpts-mission-line cpts-indicator-line"))
        st.button("Fermer" if opened else "Ouvrir", key=f"indicator-open-{one.indicator.id}", on_click=_open,
                  args=("" if opened else str(one.indicator.id),))


def _open(number: str) -> None:
    if number:
        st.query_params[INDICATOR] = number
    else:
        st.query_params.pop(INDICATOR, None)
