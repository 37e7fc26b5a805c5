"""The tables and sentences of Offre de soins, out of figure rows. No screen in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cpts_analytics.model import Indicator, Role
from cpts_analytics.ui.supply_catalogue import PRIMARY, Liberal, Offer
from cpts_analytics.ui.supply_words import Row, by_key, capital, counted_label, listed, shown_words
from cpts_analytics.views import places, verdicts
from cpts_analytics.views.numbers import NBSP, is_known, number, signed

OFFER, GROUP, COUNT, RATE, PER = "Profession ou structure", "Groupe", "Nombre", "Taux", "Rapporté à"
FRANCE, VERDICT, GAP = "France", "Verdict", "Écart en nombre"
PROFESSION, BY_COMMUNE = "Profession", "Aussi par commune"


@dataclasses.dataclass(frozen=True)
class Overview:
    """Every offer, one row each: ``numbers`` to sort and download, ``words`` (number → text) to show a column."""

    numbers: pd.DataFrame
    words: Mapping[str, Mapping[float, str]]
    slugs: tuple[str, ...]


def overview(offers: Iterable[Offer], rows: pd.DataFrame) -> Overview:
    """Count, rate, the same rate around, verdict in words and shape, gap in places; the state where there is no number."""
    offers = list(offers)
    found = by_key(rows)
    reference = reference_name(rows)
    beside = {row["indicator"]: row for row in rows[rows["area_name"] == reference].to_dict("records")}
    columns = {COUNT: [(found.get((offer.count_key, Role.TERRITORY)), offer.count) for offer in offers],
               RATE: [(found.get((offer.rate_key, Role.TERRITORY)), offer.rate) for offer in offers],
               reference_header(reference): [(beside.get(offer.rate_key), offer.rate) for offer in offers],
               FRANCE: [(found.get((offer.rate_key, Role.FRANCE)), offer.rate) for offer in offers]}
    columns.pop("", None)  # all of France has nothing around it
    table: dict[str, Any] = {OFFER: [offer.label for offer in offers]}
    words: dict[str, Mapping[float, str]] = {}
    for header, cells in columns.items():
        table[header] = pd.array([_rounded(*cell) for cell in cells], dtype="Float64")
        words[header] = {value: shown_words(*cell) for value, cell in zip(table[header], cells, strict=True)
                         if is_known(value)}
    rates = [row for row, _ in columns[RATE]]
    table[VERDICT] = [_verdict_or_state(row, offer.rate) for row, offer in zip(rates, offers, strict=True)]
    table[GAP] = pd.array([_gap(row) for row in rates], dtype="Float64")
    words[GAP] = {value: signed(value) for value in table[GAP] if is_known(value)}
    table |= {PER: [offer.per for offer in offers], GROUP: [offer.group for offer in offers]}
    return Overview(pd.DataFrame(table), words, tuple(offer.slug for offer in offers))


def reference_header(name: str) -> str:
    """« Reste de l'Isère »: what the verdicts compare to, as a column's title."""
    return capital(name.partition(" (")[0])


def _rounded(row: Row | None, indicator: Indicator) -> float | None:
    value = row.get("value") if row is not None else None
    return round(float(value), indicator.decimals) if is_known(value) else None  # type: ignore[arg-type]


def _gap(row: Row | None) -> float | None:
    if row is None or row["verdict"] in ("", "not_comparable") or not is_known(row.get("gap_units")):
        return None
    return float(round(float(row["gap_units"])))


def _verdict_or_state(row: Row | None, indicator: Indicator) -> str:
    return short_verdict(row, indicator) or ("" if row is not None and is_known(row.get("value"))
                                             else shown_words(row, indicator))


def reference_name(rows: pd.DataFrame) -> str:
    """What the territory's rates are compared to: the area that the verdicts name, else the first comparator."""
    named = rows.loc[rows["verdict_against"].astype(str) != "", "verdict_against"]
    if not named.empty:
        return str(named.mode().iat[0])
    for role in (Role.REST, Role.DEPARTEMENT, Role.REGION):
        there = rows[(rows["role"] == role) & rows["value"].notna()]
        if not there.empty:
            return str(there["area_name"].iat[0])
    return ""


def short_verdict(row: Row | None, indicator: Indicator) -> str:
    """« ▼ plus bas : défavorable »: what it is compared to stands in the header."""
    if row is None:
        return ""
    found = verdicts.verdict({**row, "verdict_against": ""}, indicator)
    return found.text if found else ""


def answer(offers: Iterable[Offer], rows: pd.DataFrame) -> str:
    """One sentence with numbers: how many rates are higher, lower, close; what would be needed first."""
    found = by_key(rows)
    reference = reference_name(rows)
    offers = list(offers)
    judged = [(offer, row) for offer in offers if (row := found.get((offer.rate_key, Role.TERRITORY))) is not None
              and row["verdict"]]
    counted = [word for code, one, many in _COUNTED
               if (word := _counted(sum(row["verdict"] == code for _, row in judged), one, many))]
    if not reference or not counted:
        return f"{_place_words(offers, found)} Il n'y a pas ici de taux de référence à quoi les comparer."
    if all(row["verdict"] == "not_comparable" for _, row in judged):
        return (f"{_place_words(offers, found)} Une commune seule ne reçoit pas de verdict{NBSP}: ses habitants vont "
                "aussi chez ses voisines.")
    missing = sorted(((float(row["gap_units"]), offer) for offer, row in judged if offer.group == PRIMARY
                      and row["verdict"] == "lower" and is_known(row["gap_units"]) and row["gap_units"] <= -0.5),
                     key=lambda item: item[0])
    sentence = f"Face {places.to(reference)}, {listed(counted)}."
    if missing:
        most = listed([f"{number(-units)}{NBSP}{offer.rate.numerator_label}" for units, offer in missing[:3]])
        sentence += f" Pour atteindre son taux en premier recours, il faudrait en plus {most}."
    return sentence


_COUNTED = (("higher", "taux est plus élevé", "taux sont plus élevés"), ("lower", "est plus bas", "sont plus bas"),
            ("close", "est proche", "sont proches"), ("inconclusive", "écart n'est pas concluant",
                                                      "écarts ne sont pas concluants"),
            ("not_comparable", "n'est pas comparable", "ne sont pas comparables"))


def _counted(count: int, one: str, many: str) -> str:
    return f"{number(count)}{NBSP}{one if count == 1 else many}" if count else ""


def _place_words(offers: list[Offer], found: dict[tuple[str, str], Row]) -> str:
    rows = [(offer, found.get((offer.count_key, Role.TERRITORY))) for offer in offers if offer.group == PRIMARY]
    there = [f"{number(float(row['value']))}{NBSP}{counted_label(offer, float(row['value']))}"
             for offer, row in rows[:3] if row is not None and is_known(row.get("value"))]
    return f"{capital(listed(there))}."


def departement_table(lines: Iterable[Liberal], rows: pd.DataFrame, areas: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Liberal professionals of each département (``areas``: code and name), beside région and France.

    Numbers, <NA> where nothing is published; the base of each density stands beside it.
    """
    value = {(row["indicator"], row["area"]): row["value"] for row in rows.to_dict("records")}
    regions = rows.loc[rows["role"] == Role.REGION, ["area", "area_name"]].drop_duplicates()
    around = [*regions.itertuples(index=False, name=None)][:2]
    table = []
    for line in lines:
        record: dict[str, Any] = {PROFESSION: line.headcount.label}
        for code, name in areas:
            record[f"Effectif, {name}"] = value.get((line.headcount.key, code))
            record[f"Densité, {name}"] = value.get((line.density.key, code))
        for code, name in around:
            record[f"Densité, {name}"] = value.get((line.density.key, code))
        table.append({**record, "Densité, France": value.get((line.density.key, "FR")), PER: line.per,
                      BY_COMMUNE: line.by_commune})
    frame = pd.DataFrame(table)
    numbers = [name for name in frame.columns if name not in (PROFESSION, PER, BY_COMMUNE)]
    return frame.astype(dict.fromkeys(numbers, "Float64"))
