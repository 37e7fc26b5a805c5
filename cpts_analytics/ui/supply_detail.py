"""One profession in detail, in words: where it is, which communes have none, who it is compared to."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics.model import Level, Role
from cpts_analytics.territory import LikeTerritories
from cpts_analytics.ui.supply_catalogue import Offer
from cpts_analytics.ui.supply_words import by_key, counted_label, is_feminine, listed, shown_words
from cpts_analytics.views import places, tables, verdicts
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, percent

COMMUNE, CODE, INHABITANTS, COUNT, RATE = "Commune", "Code Insee", "Habitants", "Nombre", "Taux"

VARIABLE_WORDS = {"population": "nombre d'habitants", "rural_pct": "part des habitants des communes rurales",
                  "aged_75_pct": "part des 75 ans et plus", "fedi_pct": "part des habitants des communes très défavorisées",
                  "median_income": "revenu médian"}


def situation(offer: Offer, rows: pd.DataFrame, communes: Communes) -> str:
    """The sentence under the question: how many, at which rate, in how many communes, and who has none."""
    found = by_key(rows)
    own, rate = found.get((offer.count_key, Role.TERRITORY)), found.get((offer.rate_key, Role.TERRITORY))
    if own is None or not is_known(own.get("value")):
        return f"{offer.label}{NBSP}: {shown_words(own, offer.count)}."
    count = float(own["value"])
    if not count:
        none = "Aucune" if is_feminine(offer.count.numerator_label) else "Aucun"
        return f"{none} {counted_label(offer, 0)} dans le territoire."
    text = f"{number(count)}{NBSP}{counted_label(offer, count)}"
    if rate is not None and is_known(rate.get("value")):
        text += f", soit {number(float(rate['value']), offer.rate.decimals)} pour {offer.per}"
    if communes.total > 1:
        text += f", dans {communes.counted(communes.total - communes.without)} sur {number(communes.total)}"
    return f"{text}."


@dataclasses.dataclass(frozen=True)
class Communes:
    """Communes of the territory without any: how many, who lives there, and the table that names them."""

    total: int
    without: int
    inhabitants: float
    population: float
    unknown: int  # communes whose inhabitants are not known
    table: pd.DataFrame
    feminine: bool  # « aucune pharmacie »
    quarters: bool  # arrondissements only

    @property
    def text(self) -> str:
        one = "une" if self.feminine else "un"
        the, every, none = (("L'arrondissement", "Tous les arrondissements", "Aucun des") if self.quarters
                            else ("La commune", "Toutes les communes", "Aucune des"))
        if not self.total:
            return ""
        if not self.without:
            return f"{every if self.total > 1 else the} en {'ont' if self.total > 1 else 'a'} au moins {one}."
        if self.without == self.total:
            return f"{none} {self.counted(self.total)} n'en a." if self.total > 1 else f"{the} n'en a pas."
        verb = "n'en ont" if self.without > 1 else "n'en a"
        return f"{self.counted(self.without)} sur {number(self.total)} {verb} auc{one}{self._people()}."

    def counted(self, count: int) -> str:
        return count_words(count, "arrondissement" if self.quarters else "commune")

    def _people(self) -> str:
        """« : 8 376 habitants (7 % du territoire) », as far as they are known."""
        if self.unknown == self.without:
            return ""
        share = f" ({percent(100 * self.inhabitants / self.population)} du territoire)" if self.population else ""
        text = f"{NBSP}: {'au moins ' if self.unknown else ''}{count_words(self.inhabitants, 'habitant')}{share}"
        return text + (f"{NBSP}; la population de {self.counted(self.unknown)} n'est pas connue" if self.unknown else "")


def communes_without(offer: Offer, parts: pd.DataFrame) -> Communes:
    """From the rows of each commune: count zero, with the inhabitants (indicator ``population``), most first."""
    counts = parts[(parts["indicator"] == offer.presence_key) & parts["value"].notna()]
    people = parts[parts["indicator"] == "population"].set_index("area")["value"]
    none = counts.loc[counts["value"] == 0, ["area", "area_name"]]
    table = pd.DataFrame({COMMUNE: none["area_name"].astype(str), CODE: none["area"].astype(str),
                          INHABITANTS: none["area"].map(people).astype("Float64")})
    table = table.sort_values([INHABITANTS, COMMUNE], ascending=[False, True], ignore_index=True)
    return Communes(total=len(counts), without=len(table), inhabitants=float(table[INHABITANTS].sum()),
                    population=float(people.sum()), unknown=int(table[INHABITANTS].isna().sum()), table=table,
                    feminine=is_feminine(offer.presence.numerator_label),
                    quarters=bool(len(counts)) and (counts["level"] == Level.ARRONDISSEMENT_MUNICIPAL).all())


def commune_by_commune(offer: Offer, parts: pd.DataFrame) -> pd.DataFrame:
    """One row a commune, highest rate first: count, rate, inhabitants as numbers, and the rate's state in words."""
    rates = tables.commune_table(offer.rate, parts[parts["indicator"] == offer.rate_key])
    counts = parts[parts["indicator"] == offer.count_key].set_index("area")["value"]
    people = parts[parts["indicator"] == "population"].set_index("area")["value"]
    return pd.DataFrame({
        COMMUNE: rates[tables.COMMUNE], COUNT: rates[tables.CODE].map(counts).astype("Float64"),
        RATE: rates[tables.value_header(offer.rate)].round(offer.rate.decimals),
        INHABITANTS: rates[tables.CODE].map(people).astype("Float64"), tables.STATE: rates[tables.STATE],
        tables.YEAR: rates[tables.YEAR], CODE: rates[tables.CODE]})


def likes_words(likes: LikeTerritories) -> str:
    """How the like territories were found, and which they are: for the help beside the strip."""
    if not likes.chosen:
        return "Aucun territoire semblable n'a été trouvé."
    names = [f"{'bassin de vie ' + places.of(like.name) if like.level == 'bassin_de_vie' else like.name}"
             for like in likes.chosen]
    used = [VARIABLE_WORDS.get(name, name) for name in likes.variables_used]
    dropped = [VARIABLE_WORDS.get(name, name) for name in likes.dropped]
    text = (f"Parmi {count_words(likes.candidates_count, 'intercommunalité ou bassin de vie', _CANDIDATES)} qui ont "
            f"entre la moitié et le double des habitants du territoire, les plus proches par {listed(used)}. "
            "L'accès aux soins n'entre pas dans ce choix\u00a0: c'est ce que l'on compare. ")
    if dropped:
        text += f"Critère laissé de côté, faute de valeur{NBSP}: {listed(dropped)}. "
    if likes.left_out:
        text += f"Candidats écartés, faute de valeur{NBSP}: {number(len(likes.left_out))}. "
    return f"{text}Du plus proche au moins proche{NBSP}: {', '.join(names)}."


_CANDIDATES = "intercommunalités ou bassins de vie"


def ratio_words(rows: pd.DataFrame) -> tuple[str, ...]:
    """How many places of practice there are for one GP, in each département of the territory."""
    return tuple(
        f"Dans le {row['area_name']}, {number(row['numerator'])} lieux d'exercice pour {number(row['denominator'])} "
        f"médecins généralistes libéraux{NBSP}: {number(row['value'], 2)} lieu par médecin."
        for row in rows.to_dict("records")
        if row["indicator"] == "gp_places_per_gp" and row["role"] == Role.DEPARTEMENT and is_known(row["value"]))[:3]


def strip_title(offer: Offer, rows: pd.DataFrame) -> str:
    """What the strip finds: « Médecins généralistes : 9,0 pour 10 000 habitants, proche du reste de l'Isère »."""
    own = next(iter(rows[rows["role"] == Role.TERRITORY].to_dict("records")), None)
    if own is None or not is_known(own.get("value")):
        return f"{offer.label}{NBSP}: pas de taux pour ce territoire, les autres à côté"
    found = verdicts.verdict(own, offer.rate)
    words = f", {found.words}" if found else ""
    return f"{offer.label}{NBSP}: {number(float(own['value']), offer.rate.decimals)} pour {offer.per}{words}"
