"""Sources and indicators as French texts and tables, read off their records. No screen in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from cpts_analytics import indicators, sources
from cpts_analytics.model import THEMES, Aggregation, Indicator, Level, Polarity, Source, Status, VerdictRule
from cpts_analytics.ui.glossary import holds
from cpts_analytics.views.cards import LEVEL_WORDS
from cpts_analytics.views.numbers import NBSP, date_words, number, typeset
from cpts_analytics.views.states import STATUS_WORDS

INDICATOR, UNIT, THEME, FINEST, KEY = "Indicateur", "Unité", "Thème", "Niveau le plus fin", "Clé"
PRODUCER, DATASET, VINTAGE, PUBLISHED, LICENCE = "Producteur", "Jeu de données", "Millésime", "Mis à jour", "Licence"

SOURCE_THEMES = {"geography": "Géographie", **THEMES}

UNITS = {
    "code": "code", "text": "texte", "inhabitants": "habitants", "degrees (WGS 84)": "degrés (WGS 84)",
    "degrees": "degrés (WGS 84)", "year": "année", "years": "années", "month": "mois", "date": "date",
    "EUR per year per consumption unit": "euros par an et par unité de consommation",
    "standardised inhabitants": "habitants standardisés", "%": "%", "% of inhabitants": "% des habitants",
    "FTE per 100,000 standardised inhabitants": "ETP pour 100\u202f000 habitants standardisés",
    "FTE per 100,000 standardised women": "ETP pour 100\u202f000 femmes standardisées",
    "consultations per year per standardised inhabitant": "consultations par an et par habitant standardisé",
    "persons": "personnes", "households": "ménages", "ratio": "rapport", "index": "indice", "births": "naissances",
    "deaths": "décès", "places": "places", "communes": "communes", "km²": "km²", "class 1–7": "classe de 1 à 7",
    "facilities or places of practice": "équipements ou lieux d'exercice", "professionals": "professionnels",
    "professionals per 100,000": "professionnels pour 100\u202f000", "per 10,000 inhabitants": "pour 10\u202f000 habitants",
    "per 100,000 inhabitants": "pour 100\u202f000 habitants", "per 10,000 women": "pour 10\u202f000 femmes",
    "per 1,000 inhabitants": "pour 1\u202f000 habitants",
    "per 100,000 visits": "pour 100\u202f000 passages ou actes",
    "per 100,000 hospitalisations": "pour 100\u202f000 hospitalisations",
    "inhabitants per km²": "habitants par km²", "persons per household": "personnes par ménage", "week": "semaine",
}
"""Unit of a source's column → French words."""

AGGREGATIONS = {
    Aggregation.SUM: "Nombre : somme des communes.",
    Aggregation.RATIO: "Taux ou part : somme des numérateurs divisée par la somme des dénominateurs, jamais une moyenne de "
                       "taux.",
    Aggregation.WEIGHTED_MEAN: "Moyenne des communes, pondérée comme le dit la formule.",
    Aggregation.COMPOUND_GROWTH: "Évolution : calculée sur les sommes des communes, ramenée à une année.",
    Aggregation.RANGE: "Médiane : jamais de moyenne, mais la plus basse et la plus haute valeur des communes.",
    Aggregation.PUBLISHED: "Valeur publiée : telle que le producteur la donne ; rien n'est recalculé à partir de parties.",
}
POLARITIES = {
    Polarity.HIGHER_IS_FAVOURABLE: "Plus élevé est dit favorable.",
    Polarity.LOWER_IS_FAVOURABLE: "Plus bas est dit favorable.",
    Polarity.NEED: "Un besoin est élevé ou moins élevé, jamais « défavorable ».",
    Polarity.NEUTRAL: "Ni favorable ni défavorable : à interpréter.",
}


_AWAY = "aucun fichier dans cette version"
"""A source that a user may load, of which this version holds no file."""


def indicator_table(asked: str = "") -> pd.DataFrame:
    """The indicators that hold the words asked for, one row each, in the order of the themes."""
    rows = [{INDICATOR: record.label, UNIT: record.unit, THEME: THEMES[record.theme], FINEST: finest(record), KEY: key}
            for key, record in indicators.registry().items() if holds(_indicator_text(record), asked)]
    return pd.DataFrame(rows, columns=[INDICATOR, UNIT, THEME, FINEST, KEY])


def indicator_papers() -> pd.DataFrame:
    """Every indicator with all that is said of it, to download."""
    records = sources.records()
    return pd.DataFrame([{
        KEY: key, INDICATOR: record.label, UNIT: record.unit, THEME: THEMES[record.theme],
        "Définition": record.definition, "Formule": record.formula, "Niveaux": levels(record),
        "Chiffre d'un territoire": AGGREGATIONS[record.aggregation], "Verdict": verdict_rule(record),
        "Sens": POLARITIES[record.polarity], "Limites": " ".join(record.limits), "Références": " ; ".join(record.references),
        "Jeux de données": " ; ".join(f"{records[name].producer}, {records[name].title}" for name in record.reads)}
        for key, record in indicators.registry().items()])


def source_table(asked: str = "") -> pd.DataFrame:
    """The datasets that hold the words asked for, one row each, by producer."""
    rows = [{DATASET: record.title, PRODUCER: record.producer, VINTAGE: record.vintage,
             PUBLISHED: date_words(record.published), LICENCE: record.licence, KEY: key}
            for key, record in sources.records().items() if holds(_source_text(record), asked)]
    table = pd.DataFrame(rows, columns=[DATASET, PRODUCER, VINTAGE, PUBLISHED, LICENCE, KEY])
    return table.sort_values([PRODUCER, DATASET], key=lambda names: names.str.casefold(), ignore_index=True)


def source_papers() -> pd.DataFrame:
    """Every dataset with its papers, to download."""
    return pd.DataFrame([{
        KEY: key, PRODUCER: record.producer, DATASET: record.title, THEME: SOURCE_THEMES[record.theme],
        LICENCE: record.licence, VINTAGE: record.vintage, PUBLISHED: record.published, "Consulté": record.fetched or _AWAY,
        "Page": record.page, "Fichier": record.file.rpartition("/")[2], "Empreinte SHA-256": record.sha256 or _AWAY,
        "Limites": " ".join(record.limits)} for key, record in sources.records().items()])


def column_table(source: Source) -> pd.DataFrame:
    """What is read in a dataset: the producer's name of each column, its meaning, its unit."""
    return pd.DataFrame([{"Colonne du producteur": column.published_as or "(calculée à la lecture)",
                          "Sens": typeset(column.meaning), UNIT: UNITS[column.unit]} for column in source.columns])


def indicator_facts(indicator: Indicator, periods: Iterable[str]) -> list[tuple[str, str]]:
    """What there is to know about an indicator, label and text, nothing empty."""
    method = indicator.method
    facts = [("Définition", indicator.definition), ("Formule", indicator.formula), (UNIT, indicator.unit),
             (THEME, THEMES[indicator.theme]), ("Niveaux", levels(indicator)), ("Périodes", ", ".join(periods)),
             ("Chiffre d'un territoire", AGGREGATIONS[indicator.aggregation]), ("Verdict", verdict_rule(indicator)),
             ("Sens", POLARITIES[indicator.polarity]), ("Méthode", f"{method[:1].upper()}{method[1:]}"),
             ("Mention à l'écran", ", ".join(indicator.badges)), ("Références", " ; ".join(indicator.references))]
    return [(label, typeset(text)) for label, text in facts if text]


def source_facts(source: Source) -> list[tuple[str, str]]:
    """The papers of a dataset, label and text, nothing empty."""
    facts = [(PRODUCER, source.producer), (LICENCE, source.licence), (VINTAGE, source.vintage),
             (PUBLISHED, date_words(source.published)), ("Consulté", date_words(source.fetched) if source.fetched else _AWAY),
             (THEME, SOURCE_THEMES[source.theme]), ("Fichier lu", source.file.rpartition("/")[2]),
             ("Empreinte (SHA-256)", f"{source.sha256[:12]}…" if source.sha256 else _AWAY),
             ("Commune sans ligne", absence(source)),
             ("Cellules « non publié »", _marks(source.missing_marks)),
             ("Cellules « secret statistique »", _marks(source.secret_marks))]
    return [(label, typeset(text)) for label, text in facts if text]


def gap_lines(source: Source) -> list[str]:
    """The parts of France that a dataset does not cover, and why."""
    return [typeset(f"{gap.reason} {'Départements' if len(gap.departements) > 1 else 'Département'} "
                    f"{', '.join(gap.departements)} : {STATUS_WORDS[gap.status]}.") for gap in source.gaps]


def passage_words(row: Mapping[str, object] | None) -> str:
    """What the passage to the communes of 2025 did to a dataset, one sentence."""
    if row is None:
        return "Ce jeu n'est pas à la commune : il n'a pas été ramené aux communes de 2025.".replace(" :", f"{NBSP}:")
    rows, moved, merged, unknown, incomplete = (int(row[name]) for name in  # type: ignore[call-overload]
                                                ("rows", "moved", "merged", "unknown", "incomplete"))
    text = (f"{number(rows)} lignes lues ; {number(moved)} ont changé de code de commune ; {number(merged)} lignes du "
            f"résultat viennent de plusieurs anciennes communes ; {number(unknown)} au code inconnu, laissées de côté.")
    if incomplete:
        text += f" {number(incomplete)} valeurs laissées vides, faute d'une de leurs parties."
    return typeset(text)


def passage_table(passages: pd.DataFrame) -> pd.DataFrame:
    """The same for every dataset by commune."""
    records = sources.records()
    table = passages[passages["source"].isin(records)]
    return pd.DataFrame({
        DATASET: [records[key].title for key in table["source"]], "Lignes lues": table["rows"].to_numpy(),
        "Codes changés": table["moved"].to_numpy(), "Lignes réunies": table["merged"].to_numpy(),
        "Codes inconnus": table["unknown"].to_numpy(), "Valeurs incomplètes": table["incomplete"].to_numpy()})


def unread_words(source: Source) -> str:
    """What a dataset that no indicator reads is there for."""
    if source.theme == "geography":
        return typeset("Aucun : il sert à situer, à nommer ou à dessiner les communes.")
    return typeset("Aucun : il sert à vérifier d'autres chiffres, aux comparaisons ou à la carte.")


def finest(indicator: Indicator) -> str:
    level = next(level for level in Level if level in indicator.levels)
    return "commune" if level is Level.ARRONDISSEMENT_MUNICIPAL else LEVEL_WORDS[level]


def levels(indicator: Indicator) -> str:
    """« commune, EPCI, … », the territory's own level last."""
    words = [LEVEL_WORDS[level] for level in Level if level in indicator.levels and level is not Level.TERRITORY]
    return ", ".join([*words, *(["territoire"] if Level.TERRITORY in indicator.levels else [])])


def verdict_rule(indicator: Indicator) -> str:
    """How an indicator is compared, in words."""
    if indicator.aggregation is Aggregation.SUM or indicator.verdict is VerdictRule.NONE:
        return "Sans verdict : ce chiffre ne se compare pas à celui d'un autre territoire."
    if indicator.verdict is VerdictRule.GAP:
        text = f"Écart pratique : plus élevé ou plus bas à partir de {number(indicator.gap_pct)} % d'écart"
        return text + (", non concluant si une unité de plus ou de moins change ce mot."
                       if indicator.aggregation is Aggregation.RATIO else ".")
    if indicator.verdict is VerdictRule.THRESHOLD:
        return f"Seuil : comparé à {number(float(indicator.threshold or 0), 1)} {indicator.threshold_label}."
    return "Intervalle à 95 % : significativement différent quand l'intervalle du territoire laisse la référence dehors."


def absence(source: Source) -> str:
    return "zéro (aucun)" if source.absent_means is Status.OK else STATUS_WORDS[source.absent_means]


def _marks(marks: Iterable[str]) -> str:
    return ", ".join(f"« {mark} »" if mark else "cellule vide" for mark in marks)


def _indicator_text(record: Indicator) -> str:
    records = sources.records()
    read = " ".join(f"{records[name].producer} {records[name].title}" for name in record.reads)
    return " ".join((record.key, record.label, record.unit, THEMES[record.theme], record.definition, *record.limits, read))


def _source_text(record: Source) -> str:
    columns = " ".join(f"{column.published_as} {column.meaning}" for column in record.columns)
    return " ".join((record.key, record.producer, record.title, record.vintage, record.licence,
                     SOURCE_THEMES[record.theme], *record.limits, columns))
