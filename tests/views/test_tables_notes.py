"""Tables beside maps and charts, and the note under a page."""

import pandas as pd

from cpts_analytics.model import Level
from cpts_analytics.views import notes, tables
from tests.views.frames import compared, indicator, row, rows, source


def communes() -> pd.DataFrame:
    return rows(
        row("part", "Vienne", None, area="38544", status="suppressed"),
        row("part", "Bourgoin-Jallieu", 9.25, area="38053", numerator=28.0, denominator=30151.0),
        row("part", "Badinières", 0.0, area="38022", numerator=0.0, denominator=700.0),
    )


def test_the_commune_table_says_words_and_keeps_numbers():
    table = tables.commune_table(indicator(), communes())
    header = "Médecins généralistes (pour 10 000 habitants)"
    assert list(table.columns) == [
        "Code Insee",
        "Commune",
        header,
        "Valeur affichée",
        "État",
        "Période",
        "Lieux d'exercice",
        "Habitants",
    ]
    assert table["Commune"].tolist() == ["Bourgoin-Jallieu", "Badinières", "Vienne"]
    assert table["Valeur affichée"].tolist() == ["9,3", "0 (aucun)", "masqué (secret statistique)"]
    assert table["État"].tolist() == ["publié", "publié", "masqué (secret statistique)"]
    assert (
        str(table[header].dtype) == "Float64"
        and table[header].tolist()[:2] == [9.25, 0.0]
        and pd.isna(table[header][2])
    )
    assert not table.drop(columns=[header, "Lieux d'exercice", "Habitants"]).isna().any(axis=None)


def test_an_empty_commune_table_has_its_headers():
    assert len(tables.commune_table(indicator(), communes().iloc[:0]).columns) >= 6


def test_parts_are_the_communes_of_the_territory():
    assert len(tables.parts_of(pd.concat([communes(), compared()]))) == 3


def test_the_comparison_table_says_who_is_who():
    table = tables.comparison_table(indicator(), pd.concat([compared(), communes()]))
    assert table["Rôle"].tolist()[:5] == ["votre territoire", "reste du département", "département", "région", "France"]
    assert len(table) == 9


def test_the_note_names_producer_title_vintage_date_licence():
    assert notes.source_line(source()) == (
        "Insee, Base permanente des équipements, millésime 2024, mis à jour le 1er juillet 2025, Licence Ouverte 2.0"
    )
    assert "mis à jour en 2025," in notes.source_line(source(published="2025"))
    assert "mis à jour en avril 2025," in notes.source_line(source(published="2025-04"))


def test_the_note_of_a_page():
    one = indicator(method="pondération v1")
    other = indicator(
        key="deaths", label="Mortalité", reads=("cepidc",), levels=(Level.DEPARTEMENT,), limits=("Rien.",)
    )
    frame = compared(status="partial", coverage_communes=54, coverage_population_pct=96.0)
    note = notes.source_note([one, other], {"bpe": source(), "cepidc": source("cepidc", producer="CépiDc")}, frame)
    assert [line.split(",")[0] for line in note.sources] == ["Insee", "CépiDc"]
    assert [line.replace("\u00a0", " ") for line in note.levels] == [
        "Niveau le plus fin : commune, arrondissement à Paris, Lyon et Marseille (Médecins généralistes)",
        "Niveau le plus fin : département (Mortalité)",
    ]
    assert note.coverage == ("Médecins généralistes\u00a0: couvre 54\u00a0communes sur 60, 96\u00a0% des habitants",)
    assert note.methods == ("Méthode\u00a0: pondération v1",)
    assert note.do_not_conclude == ("Ne dit rien de la patientèle.", "Rien.")
    assert "À ne pas conclure\u00a0: Rien." in note.text
