"""The overview: a line a mission, the euros, the size, what comes next, what is still to be typed in."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.missions import FORMULAS, MissionLine, euros
from cpts_analytics.ui import missions_read, missions_words
from cpts_analytics.ui.markup import Markup, draw, joined, plain, tag
from cpts_analytics.ui.missions_read import Here
from cpts_analytics.views.numbers import NBSP, typeset

MOST_DEADLINES = 5
NOT_TYPED_F = "non renseignée"
COLUMNS = ("Mission", "Indicateurs sur la trajectoire", "Prochaine échéance", "Part variable acquise / en jeu",
           "Part fixe à venir")


def show(here: Here) -> None:
    """Missions first, then euros, size and deadlines."""
    seen = here.overview
    draw(tag("h2", "Une ligne par mission", cls="cpts-hidden"))
    if not seen.lines:
        st.info("Ce contrat n'a pas encore de mission\u00a0: ajoutez-les dans « Contrat et CPTS ».")
    with st.container(key="missions-lines"):
        if seen.lines:
            draw(tag("div", *(tag("span", label, cls="cpts-label") for label in COLUMNS),
                     cls="cpts-mission-line cpts-mission-head", aria_hidden="true"))
        for line in seen.lines:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"mission-line-{line.mission.id}"):
                draw(_line(line))
                st.button("Ouvrir", key=f"mission-open-{line.mission.id}", on_click=missions_read.go,
                          args=("mission", line.mission.id), help=plain(line.mission.record.title))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _money(here)
    with right:
        _coming(here)
    formulas()


def formulas() -> None:
    """How everything on these screens is computed."""
    with st.popover("Comment c'est calculé", icon=":material/calculate:", key="missions-formulas"):
        draw(*(part for title, words in FORMULAS for part in (tag("h3", title), tag("p", words))))


def _line(line: MissionLine) -> Markup:
    count = len(line.indicators)
    track = f"{line.on_track} sur {count}" if count else "aucun indicateur"
    unmeasured = count - line.measured
    money = line.euros
    cells: tuple[tuple[str | Markup, str | Markup], ...] = (
        (tag("strong", missions_words.mission(line)), missions_words.mission_state(line.state)),
        (tag("strong", track) if count else track,
         f"{unmeasured} sans mesure cette année" if unmeasured else "tous mesurés" if count else ""),
        (missions_words.deadline(line.next_deadline), ""),
        (NOT_TYPED_F if money.at_stake_eur is None else
         tag("strong", f"{euros(money.earned_eur)} / {euros(money.at_stake_eur)}"),
         f"par les valeurs CPAM{NBSP}: {euros(money.earned_cpam_eur)}" if money.earned_cpam_eur is not None
         and money.earned_cpam_eur != money.earned_eur else ""),
        (euros(money.fixed_due_eur) if money.fixed_due_eur is not None else NOT_TYPED_F,
         "" if money.fixed_due_eur is None else f"le {money.fixed_due_on:%d/%m/%Y}" if money.fixed_due_on else "au démarrage"))
    return tag("div", *(tag("div", tag("span", label, cls="cpts-label"), tag("span", main), _small(below))
                        for label, (main, below) in zip(COLUMNS, cells, strict=True)), cls="cpts-mission-line")


def _small(below: str | Markup) -> Markup:
    return joined() if not below else tag("span", below, cls="cpts-small")


def _money(here: Here) -> None:
    seen = here.overview
    st.header("Les euros du contrat", anchor=False)
    if seen.year is None:
        draw(tag("p", "Hors de la durée du contrat, ou date de signature non renseignée\u00a0: aucun montant "
                      "n'est dû cette année.",
                 cls="cpts-extra"))
        return
    due = seen.year.last
    rows = (("Part fixe due à l'anniversaire", seen.fixed_due, f"missions démarrées, après le {due:%d/%m/%Y}"),
            ("Part variable en jeu", seen.at_stake, seen.year.words),
            ("dont acquise, par les valeurs de la CPTS", seen.earned, "mesures saisies à ce jour"),
            ("dont acquise, par les valeurs de la CPAM", seen.earned_cpam, "celles de la CPTS là où la CPAM n'a rien donné"))
    rows_ = [*((name, missions_words.total(sum_), said) for name, sum_, said in rows),
             ("Crédits de fonctionnement", euros(seen.running_eur), "tels que saisis")]
    draw(tag("table", tag("tbody", *(
        tag("tr", tag("th", typeset(name), " ", tag("span", typeset(said), cls="cpts-small"), scope="row"),
            tag("td", amount, cls="cpts-number")) for name, amount, said in rows_)), cls="cpts-table"))
    if seen.warnings:
        draw(tag("details", tag("summary", typeset(f"À vérifier ou à saisir ({len(seen.warnings)})")),
                 tag("ul", *(tag("li", typeset(line)) for line in seen.warnings))))


def _coming(here: Here) -> None:
    seen = here.overview
    st.header("Ce qui vient", anchor=False)
    mark = "▲ " if seen.size.changed else ""
    draw(tag("p", tag("strong", "Taille\u00a0: "), typeset(mark + seen.size.sentence),
             cls="cpts-extra cpts-unfavourable" if seen.size.changed else "cpts-extra"))
    waiting = [item for item in seen.deadlines if not item.done and item.date is not None]
    items = [tag("li", tag("strong", f"{item.date:%d/%m/%Y}"), f" {typeset(item.label)} ",
                 tag("span", "dépassée" if item.late else missions_words.days_to(item.date, seen.today),
                     cls="cpts-badge")) for item in waiting[:MOST_DEADLINES] if item.date]
    draw(tag("ul", *items, cls="cpts-list") if items else tag("p", "Aucune échéance datée\u00a0: la date de signature manque.",
                                                             cls="cpts-extra"))
    if len(waiting) > MOST_DEADLINES or any(item.date is None for item in seen.deadlines):
        st.button("Toutes les échéances", key="missions-deadlines", type="tertiary", on_click=missions_read.go,
                  args=("echeances",))
