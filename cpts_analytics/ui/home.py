"""What the screen « Mon territoire » says first: the answer in numbers, what stands out, the ten figures."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics import sources
from cpts_analytics.diagnosis import standouts
from cpts_analytics.indicators import registry
from cpts_analytics.journal import KeptAnswer
from cpts_analytics.model import Level, Role, Territory
from cpts_analytics.territory import Profile
from cpts_analytics.ui import cache, territory_words, unsaid
from cpts_analytics.ui.cards import RichCard
from cpts_analytics.ui.markup import Markup, draw, joined, tag
from cpts_analytics.ui.patients_card import patients_card
from cpts_analytics.views import standouts as standout_words
from cpts_analytics.views import states
from cpts_analytics.views.cards import comparator_line, figure_card
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, typeset

QUESTION = "Qui vit ici, qui soigne ici, et où sont les manques ?"
PATIENTS = "diabetes_type2_estimate"
SHOWN = ("population", "share_below_2_5", "gp_over_65_share", "density_gp", "share_75_plus", PATIENTS, "apl_nurse",
         "deprived_fifth_share", "population_growth")
"""The figures that have a card of their own; the second card waits for an answer of the CPAM."""

BESIDE = ("apl_gp", "share_without_gp", "inhabitants_without_gp", "population_75_plus", f"{PATIENTS}_rate")
"""Said in small under another figure."""

KEYS = (*SHOWN, *BESIDE)


@dataclasses.dataclass(frozen=True)
class Home:
    """What the screen shows, read at once."""

    territory: Territory
    profile: Profile
    rows: pd.DataFrame
    answers: dict[str, KeptAnswer]

    def own(self, key: str) -> dict | None:
        """The territory's row of an indicator, when it has a value."""
        found = self.rows[(self.rows["indicator"] == key) & (self.rows["role"] == Role.TERRITORY.value)]
        row = found.iloc[-1].to_dict() if len(found) else None
        return row if row and is_known(row["value"]) else None

    def words(self, key: str, *, with_unit: bool = True) -> str:
        """The figure with its state; empty when it is not known."""
        row = self.own(key)
        return states.value_words(row, registry()[key], with_unit=with_unit) if row else ""


def read(territory: Territory) -> Home:
    """Figures, profile and typed answers of a territory."""
    return Home(territory, cache.profile(territory), cache.figures(territory, KEYS), unsaid.answers(territory))


def answer(home: Home) -> str:
    """The sentence under the title, with the numbers that answer it."""
    return cache.of_territory("home answer", home.territory, lambda: _answer(home))


def _answer(home: Home) -> str:
    parts = [f"{count_words(home.profile.population, 'habitant')} dans {count_words(home.profile.communes, 'commune')}"]
    if aged := home.words("population_75_plus", with_unit=False):
        parts[0] += f", dont {aged} de 75 ans et plus"
    density = home.own("density_gp")
    if density:
        record = registry()["density_gp"]
        others = home.rows[(home.rows["indicator"] == "density_gp") & (home.rows["role"] != Role.TERRITORY.value)]
        beside = comparator_line(record, others.to_dict("records"))
        parts.append(f"{number(density['numerator'])} lieux d'exercice de médecin généraliste, soit "
                     f"{states.value_words(density, record)}" + (f" ({beside})" if beside else ""))
    below = home.own("share_below_2_5")
    if below:
        people = float(below["numerator"])
        live = "vivent" if people >= 2 else "vit"
        parts.append(f"{count_words(people, 'habitant')} {live} dans une commune sous le seuil de 2,5 consultations par an"
                     if people else "aucun habitant sous le seuil de 2,5 consultations par an")
    return typeset(" ; ".join(parts) + ".")


def stand_outs(home: Home) -> None:
    """« Ce qui ressort »: at most three lines, and how they were found."""
    made = cache.of_territory("what stands out", home.territory, lambda: _stand_outs(home))
    if made is not None:
        draw(made)


def _stand_outs(home: Home) -> Markup | None:
    rows = cache.figures(home.territory, standouts.KEYS)
    found = standouts.stand_out(rows, registry(), home.profile.population)
    lines = standout_words.lines(found, registry())
    if not found.comparisons:
        return None
    said = [tag("li", tag("span", f"{line.shape} ", tag("strong", line.label), cls=f"cpts-{line.colour_key}"),
                f"\u00a0: {line.text}" + (f" {line.meaning[:1].upper()}{line.meaning[1:]}." if line.meaning else ""))
            for line in lines]
    inside = tag("ul", *said) if said else tag("p", "Aucun écart marqué avec le reste du département sur ces comparaisons.")
    how = tag("details", tag("summary", "Comment ces lignes sont choisies"), tag("p", standout_words.method_words(found)))
    return tag("section", tag("h2", "Ce qui ressort"), joined(inside, how), cls="cpts-standouts")


def cards(home: Home) -> list[RichCard]:
    """The ten figures, in the order of the working group's questions."""
    made = cache.of_territory("home cards", home.territory, lambda: _cards(home))
    return [made[0], unsaid.referring_doctor_card(home.answers, home.territory), *made[1:]]


def _cards(home: Home) -> list[RichCard]:
    extras = {"population": _population(home), "share_below_2_5": _mean(home), "density_gp": _without(home),
              "share_75_plus": _aged(home)}
    made = [patients_card(key, home.rows) if key == PATIENTS else
            RichCard(figure_card(registry()[key], _rows(home, key), sources.records()), extras.get(key, ())) for key in SHOWN]
    made[0] = dataclasses.replace(made[0], card=dataclasses.replace(made[0].card, comparator_line=_part_of(home)))
    return made


def _rows(home: Home, key: str) -> pd.DataFrame:
    return home.rows[home.rows["indicator"] == key]


def _population(home: Home) -> tuple[str, ...]:
    size = home.profile.size
    return (f"{count_words(home.profile.communes, 'commune')} · taille ACI{NBSP}{size.number}",
            typeset(territory_words.threshold_words(size)))


def _part_of(home: Home) -> str:
    """``9 % des habitants de l'Isère``: a count says more as a part than beside a larger count."""
    geography = cache.geography()
    return " · ".join(f"{territory_words.share(part.share_of_area_pct)} des habitants "
                      f"{geography.area(Level.DEPARTEMENT, part.code).of_name}" for part in home.profile.departements[:3])


def _mean(home: Home) -> tuple[str, ...]:
    mean = home.words("apl_gp", with_unit=False)
    return (typeset(f"APL moyenne : {mean} consultations par an et par habitant"),) if mean else ()


def _without(home: Home) -> tuple[str, ...]:
    row = home.own("inhabitants_without_gp")
    if row is None:
        return ()
    people, share = float(row["value"]), home.words("share_without_gp", with_unit=False)
    if not people:
        return ("Toutes les communes ont un lieu d'exercice",)
    return (typeset(f"{count_words(people, 'habitant')} dans une commune sans généraliste" + (f" ({share} %)" if share else "")),)


def _aged(home: Home) -> tuple[str, ...]:
    words = home.words("population_75_plus")
    return (words,) if words else ()
