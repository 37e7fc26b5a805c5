"""Accès aux soins on screen: the published APL beside our model, the distribution, then the communes one by one."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import access, sources
from cpts_analytics.model import Territory
from cpts_analytics.ui import access_tables, access_wait, access_words, cache, charts, frame, state, tables
from cpts_analytics.ui.access_read import KEYS, MINUTES_KEYS, PROFESSIONS, AccessView, apl_key, indicator, read
from cpts_analytics.ui.access_words import MODEL_BADGE, NO_VERDICT
from cpts_analytics.ui.cards import RichCard, cards
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views.cards import figure_card
from cpts_analytics.views.charts import comparison_strip, distribution
from cpts_analytics.views.numbers import NBSP, is_known, number, signed, typeset

QUESTION = "À quels soins accède-t-on ici, et à combien de minutes ?"
PROFESSION = "profession"
MOST_COMMUNES = 300
THRESHOLD = 2.5


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def published() -> AccessView:
    """Five cards: the published APL with its comparators, our value, the year's difference. Says that the model is awaited."""
    view = _read(state.territory())
    records = sources.records()
    name = f"access cards {view.travel}"
    cards(cache.of_territory(name, view.territory, lambda: [_card(view, key, records) for key in PROFESSIONS]),
          heading="Accessibilité potentielle localisée (APL) de cinq professions")
    draw(tag("p", typeset(NO_VERDICT), cls="cpts-year"))
    return view


def _read(territory: Territory) -> AccessView:
    return read(territory, access_wait.model(territory))


def _card(view: AccessView, profession: str, records: dict) -> RichCard:
    record = indicator(apl_key(profession))
    card = figure_card(record, view.of(record.key), records)
    badges = (*card.badges, MODEL_BADGE) if view.ours(profession) else card.badges
    return RichCard(dataclasses.replace(card, badges=badges),
                    (access_words.model_line(view, profession), access_words.change_line(view, profession)))


def profession(view: AccessView) -> str:
    """The choice of a profession (address: ``profession``): its distribution, its comparators, how near our model is."""
    frame.section("Comment l'accès se répartit-il entre les habitants ?", anchor="repartition")
    key = state.choice(PROFESSION, PROFESSIONS, default=PROFESSIONS[0], label="Profession",
                       labels={key: access.SERVICES[key].label for key in PROFESSIONS})
    left, right = st.columns(2, gap="medium")
    with left:
        _distribution(view, key)
    with right:
        _strip(view, key)
    if view.model is not None:
        _calibration(view.model, key)
    return key


def _distribution(view: AccessView, key: str) -> None:
    apl = apl_key(key)
    rows = cache.parts(view.territory, (apl, "population"))
    people = rows[rows["indicator"] == "population"].set_index("area")["value"]
    communes = rows[rows["indicator"] == apl]
    communes = communes.assign(population=communes["area"].map(people).astype(float).fillna(0.0))
    if not communes["population"].sum() > 0:
        st.info("Aucun habitant recensé ici\u00a0: il n'y a rien à répartir.")
        return
    chart = cache.of_territory(f"apl classes {key}", view.territory, lambda: distribution(
        cache.classes(apl), communes, access_words.distribution_title(view, key), THRESHOLD if key == "gp" else None))
    charts.show(chart, key=f"classes-{key}")


def _strip(view: AccessView, key: str) -> None:
    record = indicator(apl_key(key))
    own = view.own(record.key)
    if own is None:
        st.info(f"L'APL n'est pas publiée ici{NBSP}: il n'y a rien à comparer.")
        return
    rows = view.of(record.key)
    title = typeset(f"{record.label} : {number(float(own['value']), record.decimals)} ici, et ailleurs ?")
    charts.show(cache.of_territory(f"apl strip {key}", view.territory, lambda: comparison_strip(
        record, rows[rows["period"] == own["period"]], title)), key=f"strip-{key}")
    st.page_link("pages/carte.py", label="Voir l'APL sur la carte", icon=":material/map:",
                 query_params={**state.parameters(), "indicateur": record.key})


def _calibration(model: access.Access, key: str) -> None:
    """How near our model is to the published values, and where it fails: in words, in tables, in JSON."""
    found = model.report(key)
    said = found.said
    draw(tag("h3", tag("span", MODEL_BADGE, cls="cpts-badge"), " Jusqu'où s'y fier ?"),
         tag("p", typeset(said.near)), tag("p", typeset(f"{said.activity} {said.left_out}".strip())),
         tag("p", typeset(f"{said.classes} {said.failures}")))
    with st.container(horizontal=True):
        with st.popover("Classe par classe, commune par commune", icon=":material/straighten:"):
            draw(tag("p", typeset(said.two_thirds)))
            tables.table(_fits(found), name=f"Modèle et APL par classe de densité, {found.label}", indicators=(apl_key(key),))
            draw(tag("p", typeset("Communes qui pèsent le plus dans l'écart :")))
            tables.table(_misses(found), name=f"Écarts du modèle à l'APL, {found.label}", indicators=(apl_key(key),))
        st.download_button("JSON", lambda: json.dumps(found.as_json(), ensure_ascii=False, indent=1),
                           f"modele-et-apl-{key}.json", "application/json", icon=":material/download:", on_click="ignore",
                           help="Toute la comparaison de notre modèle à l'APL publiée", key=f"calibration-{key}")


def _fits(found: access.Calibration) -> pd.DataFrame:
    fits = [fit for fit in (found.overall, *found.by_class) if fit.communes]
    return pd.DataFrame({
        "Classe de densité": [f"{fit.label[:1].upper()}{fit.label[1:]}" for fit in fits],
        "Communes": [fit.communes for fit in fits],
        "Corrélation des rangs": [round(fit.spearman, 2) for fit in fits],
        "Écart moyen": [round(fit.error, 2) for fit in fits],
        "Biais": [round(fit.bias, 2) for fit in fits],
        "Deux habitants sur trois à moins de (%)": [round(100 * fit.two_thirds) for fit in fits]})


def _misses(found: access.Calibration) -> pd.DataFrame:
    return pd.DataFrame({"Commune": [miss.name for miss in found.misses],
                         "APL publiée": [round(miss.published, 2) for miss in found.misses],
                         MODEL_BADGE: [round(miss.ours, 2) for miss in found.misses],
                         "Code Insee": [miss.code for miss in found.misses]})


def communes(view: AccessView, profession: str) -> None:
    """Commune by commune: published APL, ours, minutes as ranges; the files hold both settings."""
    record = indicator(apl_key(profession))
    frame.section("Commune par commune", anchor="communes")
    name = f"access communes {profession} {view.travel}"
    whole = cache.of_territory(name, view.territory, lambda: access_tables.communes(view, profession))
    shown, words = cache.of_territory(f"{name} shown", view.territory, lambda: access_tables.communes_screen(whole))
    draw(tag("p", typeset(f"APL : {access.SERVICES[profession].label.lower()}, {record.unit}. Minutes : du réglage rapide au "
                          "réglage lent ; vide quand aucune route connue ne mène au plus proche."), cls="cpts-year"))
    if len(shown) > MOST_COMMUNES:
        st.caption(f"Les {number(MOST_COMMUNES)} premières lignes sur {number(len(shown))}.")
    name = f"Accès aux soins par commune, {access.SERVICES[profession].label}"
    st.dataframe(shown.head(MOST_COMMUNES).style.format(_formats(shown, words, record.decimals)), hide_index=True,
                 placeholder="—", height=388 if len(shown) > 9 else "content", alt=name, key="access-communes",
                 column_config={**{long: st.column_config.NumberColumn(words, help=long)
                                   for long, words in access_tables.SHORT_HEADERS.items() if long in shown},
                                access_tables.COMMUNE: st.column_config.TextColumn(access_tables.COMMUNE, width=180)})
    tables.downloads(whole, name=name, indicators=(*KEYS, *MINUTES_KEYS, "population"))


def _formats(shown: pd.DataFrame, words: dict[str, dict[float, str]], decimals: int) -> dict[str, Callable[[float], str]]:
    def ranged(texts: dict[float, str]) -> Callable[[float], str]:
        return lambda cell: texts.get(float(cell), "") if is_known(cell) else ""

    writers: dict[str, Callable[[float], str]] = {column: ranged(texts) for column, texts in words.items()}
    writers[access_tables.INHABITANTS] = lambda cell: number(float(cell)) if is_known(cell) else ""
    for column in (access_tables.PUBLISHED, access_tables.OURS):
        if column in shown:
            writers[column] = lambda cell: number(float(cell), decimals) if is_known(cell) else ""
    writers[access_tables.CHANGE] = lambda cell: signed(float(cell), decimals) if is_known(cell) else ""
    return writers
