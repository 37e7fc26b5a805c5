"""One indicator opened: its chart with target and direction, what it means, its measures, proofs and their history."""

from __future__ import annotations

import functools

import streamlit as st

from cpts_analytics.journal.aci import Indicator, Kept, Measure, MeasureState, Proof, ProofKind, periods
from cpts_analytics.missions import IndicatorLine, MissionLine, Overview, number, small_count
from cpts_analytics.ui import (
    charts,
    missions_editor,
    missions_history,
    missions_open_data,
    missions_target,
    missions_words,
)
from cpts_analytics.ui.markup import Markup, draw, joined, plain, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import typeset
from cpts_analytics.views.trajectory import Trajectory, trajectory

MOST_MEASURES = 24


def show(here: Here, line: MissionLine, one: IndicatorLine) -> None:
    """Chart, sentences, measures, what can be done."""
    indicator = one.indicator.record
    with st.container(border=True, key=f"indicator-{one.indicator.id}"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            if one.points or one.indicator.record.targets:
                charts.show(trajectory(_drawn(here.overview, one)), key=f"trajectory-{one.indicator.id}")
            else:
                st.info("Ni mesure ni cible pour l'instant.")
        with right:
            _said(line, one)
        missions_open_data.show(here, one)
        with st.container(horizontal=True, gap="small"):
            st.button("Saisir une mesure", key=f"measure-new-{one.indicator.id}", type="primary", icon=":material/add:",
                      on_click=missions_target.aim, args=(one.indicator.id, ""))
            st.button("Modifier l'indicateur, ses cibles", key=f"indicator-edit-{one.indicator.id}", icon=":material/edit:",
                      on_click=missions_editor.change, args=(one.indicator, here))
            with st.popover("Historique", icon=":material/history:", key=f"indicator-history-{one.indicator.id}"):
                missions_history.show(one.indicator.id)
            st.button("Supprimer", key=f"indicator-remove-{one.indicator.id}", type="tertiary", on_click=missions_editor.remove,
                      args=(one.indicator, f"« {indicator.label} »"))
        _measures(one)


def _drawn(seen: Overview, one: IndicatorLine) -> Trajectory:
    indicator = one.indicator.record
    records = [kept.record for kept in one.measures]
    years = {year.number: year for year in seen.years}
    expected = one.projection
    last = f"{number(one.points[-1][1], 2)} {indicator.unit}, " if one.points else ""
    return Trajectory(
        title=f"{indicator.label} : {last}{missions_words.target(one)}", unit=indicator.unit,
        points=tuple((periods.end(item.period), item.value, periods.words(item.period)) for item in records
                     if item.value is not None),
        cpam=tuple((periods.end(item.period), item.cpam_value, periods.words(item.period)) for item in records
                   if item.cpam_value is not None),
        targets=tuple((years[item.year].first, years[item.year].last, item.value) for item in indicator.targets
                      if item.year in years),
        direction=indicator.direction.label, baseline=indicator.baseline,
        projected=None if expected is None else (expected.due, expected.value, expected.lower, expected.upper))


def _said(line: MissionLine, one: IndicatorLine) -> None:
    indicator = one.indicator.record
    money = line.euros.line(one.indicator.id)
    if one.projection is not None:
        ahead = one.projection.sentence
    elif one.distance:
        ahead = f"Reste {number(one.distance, 2)} {indicator.unit} jusqu'à la cible ; projection à partir de quatre mesures."
    else:
        ahead = ""
    sentences = [one.achievement.sentence, one.trend.sentence, ahead, money.sentence if money else ""]
    about = [("Sens", indicator.direction.label), ("Nature", indicator.nature.label),
             ("Calcul", indicator.calculation.label if indicator.calculation else "non renseigné"),
             ("Poids", f"{number(indicator.weight_pct)} %" if indicator.weight_pct is not None else "non renseigné"),
             ("Départ", missions_words.amount(indicator.baseline, indicator)
              + (f" ({indicator.baseline_year})" if indicator.baseline_year else "")),
             ("Source", indicator.source.label), ("Responsable", indicator.owner or "non renseigné")]
    draw(tag("p", missions_words.track(one)), *(tag("p", typeset(text), cls="cpts-extra") for text in sentences if text),
         tag("details", tag("summary", "Définition"),
             tag("p", typeset(indicator.definition or "non renseignée"), cls="cpts-extra"),
             *([tag("p", typeset(f"{indicator.numerator_label} ÷ {indicator.denominator_label}"), cls="cpts-extra")]
               if indicator.numerator_label else []),
             *(tag("p", tag("strong", typeset(f"{name} : ")), typeset(words), cls="cpts-extra") for name, words in about)))


def _measures(one: IndicatorLine) -> None:
    if not one.measures:
        return
    indicator, latest = one.indicator.record, list(reversed(one.measures))
    draw(tag("h4", "Mesures", cls="cpts-topic"), tag("div", _table(latest[:MOST_MEASURES], indicator), cls="cpts-wide"))
    labels = {kept.id: periods.words(kept.record.period) for kept in latest}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number_ = st.selectbox("Une mesure", list(labels), format_func=labels.__getitem__, key=f"measure-of-{one.indicator.id}",
                               width=220)
        kept = next(item for item in latest if item.id == number_)
        st.button("Corriger", key=f"measure-edit-{one.indicator.id}", icon=":material/edit:", on_click=missions_target.aim,
                  args=(one.indicator.id, kept.record.period))
        if kept.record.state is not MeasureState.AGREED:
            st.button("Valider", key=f"measure-agree-{one.indicator.id}", icon=":material/check:", on_click=missions_target.agree,
                      args=(kept,))
        with st.popover("Historique", icon=":material/history:", key=f"measure-history-{kept.id}"):
            missions_history.show(kept.id)
        for place, proof in enumerate(kept.record.proofs):
            if proof.kind is ProofKind.FILE:
                st.download_button(plain(proof.file_name or "Preuve"), functools.partial(register().file, proof.sha256),
                                   proof.file_name or "preuve", key=f"proof-{kept.id}-{place}", on_click="ignore",
                                   icon=":material/download:")
        st.button("Supprimer", key=f"measure-remove-{one.indicator.id}", type="tertiary", on_click=missions_editor.remove,
                  args=(kept, f"Mesure « {labels[kept.id]} »"))


def _table(kept: list[Kept[Measure]], indicator: Indicator) -> Markup:
    heads = ("Période", "Valeur CPTS", "Valeur CPAM", "Écart", "Ce qui explique l'écart", "Preuves", "État", "Saisie")
    return tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
               tag("tbody", *(_measure(item, indicator) for item in kept)), cls="cpts-table")


def _measure(kept: Kept[Measure], indicator: Indicator) -> Markup:
    item = kept.record
    parts = "" if item.numerator is None else f"{number(item.numerator, 2)} sur {number(item.denominator, 2)}"
    small = small_count(indicator, item)
    level = f" ({item.level})" if item.level else ""
    return tag("tr", tag("th", periods.words(item.period), scope="row"),
               tag("td", tag("strong", typeset(missions_words.value(item, indicator))), " ",
                   tag("span", typeset(parts), cls="cpts-small"), *([tag("p", f"▲ {small}", cls="cpts-fault")] if small else [])),
               tag("td", typeset(missions_words.cpam(item, indicator))), tag("td", typeset(missions_words.gap(item, indicator))),
               tag("td", typeset(item.gap_comment)), tag("td", _proofs(item.proofs)), tag("td", item.state.label),
               tag("td", typeset(f"{item.giver.label}{level}, {missions_words.written(kept)}"), cls="cpts-small"))


def _proofs(proofs: tuple[Proof, ...]) -> Markup:
    if not proofs:
        return tag("span", "aucune", cls="cpts-small")
    return joined(*(tag("div", _proof(proof)) for proof in proofs))


def _proof(proof: Proof) -> Markup | str:
    private = " (privée)" if proof.private else ""
    if proof.kind is ProofKind.LINK:
        return joined(tag("a", proof.title or proof.link, href=proof.link, target="_blank", rel="noopener noreferrer"), private)
    if proof.kind is ProofKind.FILE:
        return f"{proof.title or proof.file_name}{private}"
    return typeset(f"à joindre par {proof.who}" + (f" pour le {proof.due:%d/%m/%Y}" if proof.due else ""))

