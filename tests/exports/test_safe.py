"""Exports that cannot bite."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpts_analytics.exports.safe import safe_filename, safe_frame, safe_text


@pytest.mark.parametrize(
    "attack",
    [
        "=1+1",
        "+33 4",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =cmd",
        "\u00a0=1",
        "＝1+1",
        '=HYPERLINK("x")',
        "\x00=1",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_neutralised(attack):
    assert safe_text(attack).startswith("'")


@pytest.mark.parametrize("text", ["Bourgoin-Jallieu", "L'Isle-d'Abeau", "", "2A004", "12 = 12", "écart −3", "5-10"])
def test_plain_text_stays_as_it_is(text):
    assert safe_text(text) == text


def test_numbers_stay_numbers():
    frame = pd.DataFrame({"=x": [-1.5, 2.0], "texte": ["-1,5", None]})
    safe = safe_frame(frame)
    assert list(safe.columns) == ["'=x", "texte"]
    assert safe["'=x"].tolist() == [-1.5, 2.0]
    assert safe["texte"].tolist()[0] == "'-1,5"
    assert frame["texte"].tolist()[0] == "-1,5"


def test_two_columns_of_one_name_are_both_made_safe():
    frame = pd.DataFrame([["=1", "=2"]], columns=["a", "a"])
    assert safe_frame(frame).iloc[0].tolist() == ["'=1", "'=2"]


def test_categories_and_objects_are_text_too():
    frame = pd.DataFrame(
        {"c": pd.Categorical(["=1"]), "o": pd.Series(["@x"], dtype=object), "s": pd.array(["+1"], dtype="string")}
    )
    assert safe_frame(frame).iloc[0].tolist() == ["'=1", "'@x", "'+1"]


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Médecins généralistes / CAPI", "medecins-generalistes-capi.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("Cœur d'Essonne", "coeur-d-essonne.csv"),
        ("", "export.csv"),
        ("con", "export-con.csv"),
        ("日本", "export.csv"),
    ],
)
def test_file_names(stem, expected):
    assert safe_filename(stem, "csv") == expected


@given(st.text())
def test_any_text_makes_a_file_name(stem):
    name = safe_filename(stem, "xlsx")
    assert name.isascii() and "/" not in name and not name.startswith(".") and len(name) <= 93


def test_an_extension_is_not_a_path():
    with pytest.raises(ValueError, match="not a file extension"):
        safe_filename("x", "../sh")
