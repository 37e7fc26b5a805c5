"""Every reader of a delimited file refuses what is not the publisher's file, in one sentence that says where."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from cpts_analytics import sources
from cpts_analytics.errors import SourceFileError
from tests.sources.small_files import CSV, write

KEYS = sorted(CSV)


def refused(key: str, path: Path, match: str) -> SourceFileError:
    with pytest.raises(SourceFileError, match=match) as caught:
        sources.registry()[key].read(path)
    assert path.name in str(caught.value)
    return caught.value


def last_line(text: str) -> int:
    return len(text.splitlines())


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["data.csv", "data.csv.gz"])
def test_the_publishers_layout_is_read_gzipped_or_not(key: str, name: str, tmp_path: Path) -> None:
    module = sources.registry()[key]
    table = module.read(write(tmp_path, name, CSV[key].text.encode()))
    assert len(table) >= 2
    assert list(table.columns.drop([c for c in table if c.endswith("_status")])) == \
        [column.name for column in module.SOURCE.columns]


@pytest.mark.parametrize("key", KEYS)
def test_byte_order_mark_line_endings_quotes_and_order_do_not_matter(key: str, tmp_path: Path) -> None:
    small = CSV[key]
    read = sources.registry()[key].read
    expected = read(write(tmp_path, "as_published.csv", small.text.encode()))
    lines = small.text.removeprefix("\ufeff").splitlines()
    head, body = (lines[:2], lines[2:]) if key == "share_75_plus_2022" else ([], lines)
    turned = [small.separator.join(f'"{cell}"' for cell in reversed(line.replace('"', "").split(small.separator)))
              for line in body]
    other = "\ufeff" + "\n".join([*head, *turned])
    assert read(write(tmp_path, "other.csv", other.encode())).equals(expected)


@pytest.mark.parametrize("key", KEYS)
def test_wrong_encoding(key: str, tmp_path: Path) -> None:
    text = CSV[key].text
    spoilt = text.encode().rstrip() + b"\xe9\r\n"
    error = refused(key, write(tmp_path, "d.csv", spoilt), "autre encodage.*UTF-8")
    assert error.line == last_line(text)


@pytest.mark.parametrize("key", KEYS)
def test_wrong_separator(key: str, tmp_path: Path) -> None:
    separator = CSV[key].separator
    other = {",": ";", ";": ","}[separator]
    refused(key, write(tmp_path, "d.csv", CSV[key].text.replace(separator, other).encode()),
            "séparés par (la virgule|le point-virgule)")


@pytest.mark.parametrize("key", KEYS)
def test_renamed_column_is_named_with_the_close_one(key: str, tmp_path: Path) -> None:
    required = CSV[key].required
    renamed = re.sub(rf"(^|[,;\n]){required}(?=[,;\r\n])", rf"\g<1>{required}_bis", CSV[key].text, count=1)
    error = refused(key, write(tmp_path, "d.csv", renamed.encode()), f"Noms proches.*« {required}_bis »")
    assert error.column == required


@pytest.mark.parametrize("key", KEYS)
def test_repeated_column(key: str, tmp_path: Path) -> None:
    small = CSV[key]
    skipped = 2 if key == "share_75_plus_2022" else 0
    lines = small.text.splitlines()
    text = "\n".join([*lines[:skipped], lines[skipped] + small.separator + small.required,
                      *(line + small.separator for line in lines[skipped + 1:])])
    refused(key, write(tmp_path, "d.csv", text.encode()), "2 colonnes de ce nom")


@pytest.mark.parametrize("key", KEYS)
def test_truncated_gzip(key: str, tmp_path: Path) -> None:
    path = tmp_path / "d.csv.gz"
    path.write_bytes(gzip.compress(CSV[key].text.encode() * 50)[:-12])
    refused(key, path, "tronqué")


@pytest.mark.parametrize("key", KEYS)
def test_file_cut_in_its_last_line(key: str, tmp_path: Path) -> None:
    text = CSV[key].text.rstrip()
    cut = text[:text.rindex(CSV[key].separator)]
    error = refused(key, write(tmp_path, "d.csv", cut.encode()), r"champs? comme dans|\d+ champs?")
    assert error.line == last_line(text)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("data", "match"), [
    (b"", "fichier vide"),
    (b"\xef\xbb\xbf \r\n", "fichier vide"),
    (b"<!DOCTYPE html><html><body>Erreur 503</body></html>", "page web"),
    (b"\n<html>", "page web"),
    (b"PK\x03\x04rest", "classeur ou une archive"),
])
def test_something_else_in_place_of_data(key: str, data: bytes, match: str, tmp_path: Path) -> None:
    refused(key, write(tmp_path, "d.csv", data), match)
    refused(key, write(tmp_path, "d.csv.gz", data), match)


@pytest.mark.parametrize("key", KEYS)
def test_header_without_data(key: str, tmp_path: Path) -> None:
    lines = CSV[key].text.splitlines(keepends=True)
    head = lines[:3] if key == "share_75_plus_2022" else lines[:1]
    refused(key, write(tmp_path, "d.csv", "".join(head).encode()), "aucune ligne de données")


@pytest.mark.parametrize("key", KEYS)
def test_absent_file(key: str, tmp_path: Path) -> None:
    refused(key, tmp_path / "d.csv", "aucun fichier de ce nom")


@pytest.mark.parametrize("key", KEYS)
def test_a_code_that_lost_its_zero(key: str, tmp_path: Path) -> None:
    text, (right, wrong) = CSV[key].text, CSV[key].code
    assert text.count(right) == 1
    error = refused(key, write(tmp_path, "d.csv", text.replace(right, wrong).encode()), "code de la forme")
    assert error.line == last_line(text)
    assert error.column


@pytest.mark.parametrize("key", [key for key in KEYS if CSV[key].repeats])
def test_a_repeated_line(key: str, tmp_path: Path) -> None:
    text = CSV[key].text
    again = text + text.splitlines()[-1] + "\n"
    error = refused(key, write(tmp_path, "d.csv", again.encode()), f"doublon.*déjà en ligne {last_line(text)}")
    assert error.line == last_line(again)


@pytest.mark.parametrize(("key", "right", "wrong", "match"), [
    ("legal_population_2023", ";860;16;876", ";-860;16;876", "« -860 » ; attendu un nombre entier, positif"),
    ("legal_population_2023", ";860;16;876", ";;16;876", "« » ; attendu un nombre entier|«  »"),
    ("legal_population_2023", ";860;16;876", ";860;16;877", r"« 877 » ; attendu 876 \(PMUN \+ PCAP\)"),
    ("legal_population_mayotte_2017", ";5192;192;", ";5 192;192;", "« 5 192 » ; attendu un nombre entier"),
    ("share_75_plus_2022", ";8.8", ";8,8", "« 8,8 » ; attendu un nombre"),
    ("share_75_plus_2022", ";8.8", ";108", "au plus égal à 100"),
    ("share_75_plus_2022", ";8.8", ";nan", "« nan » ; attendu un nombre"),
    ("share_75_plus_2022", ";8.8", ";inf", "« inf » ; attendu un nombre"),
    ("comparateur_communes", ",3301,276,", ",3301,-276,", "au moins égal à 0"),
    ("commune_points", ",46.14933,", ",146.14933,", "au plus égal à 90"),
    ("commune_points", ",46.14933,", ",,", "attendu un nombre"),
    ("density_grid", "Clémenciat;6", "Clémenciat;8", "colonne « DENS »"),
    ("cog_movements", "2011-03-31", "31/03/2011", "une date AAAA-MM-JJ"),
])
def test_values_that_cannot_be(key: str, right: str, wrong: str, match: str, tmp_path: Path) -> None:
    text = CSV[key].text
    assert text.count(right) == 1
    error = refused(key, write(tmp_path, "d.csv", text.replace(right, wrong).encode()), match)
    assert error.line == last_line(text)


def test_an_open_quote_is_refused(tmp_path: Path) -> None:
    text = CSV["former_codes"].text.replace("01003", '"01003')
    refused("former_codes", write(tmp_path, "d.csv", text.encode()), "découper")


def test_two_rows_of_a_commune_may_differ_by_postal_code_only(tmp_path: Path) -> None:
    text = CSV["comparateur_communes"].text
    text = text.replace("97142,COM,,16.2,-61.4,81.25,52118", "97142,COM,,16.2,-61.4,81.25,1")
    refused("comparateur_communes", write(tmp_path, "d.csv", text.encode()), "doublon de « 97101 »")
