"""A list of communes in an address: short, and read back as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpts_analytics.errors import LinkError
from cpts_analytics.territory import decode, encode

_DEPARTEMENTS = [f"{number:02d}" for number in range(1, 96) if number != 20] + ["2A", "2B"]
_CODES = st.one_of(st.builds("{}{:03d}".format, st.sampled_from(_DEPARTEMENTS), st.integers(0, 999)),
                   st.builds("97{}{:02d}".format, st.integers(1, 6), st.integers(0, 99)))


@given(st.sets(_CODES, min_size=1, max_size=300))
def test_what_is_written_is_read_back(codes):
    assert decode(encode(codes)) == tuple(sorted(codes))


@given(st.sets(_CODES, min_size=1, max_size=300))
def test_an_address_needs_no_escaping(codes):
    assert re.fullmatch(r"[A-Za-z0-9._-]+", encode(codes))


def test_the_form_is_that_of_the_documentation():
    assert encode(["38085", "38053", "69123", "38091"]) == "c38-053.085.091_69-123"
    assert encode(["2A004"]) == "c2A-004"
    assert encode(["97105", "97101"]) == "c971-01.05"


def test_three_hundred_communes_of_three_departements_fit_in_1500_characters():
    codes = [f"{departement}{number:03d}" for departement in ("38", "69", "01") for number in range(1, 101)]
    assert len(encode(codes)) == 1 + 300 * 3 + 299 + 3 * 3 <= 1500


@pytest.mark.parametrize("text", ["", "38-053", "c", "c38", "c38-", "c38-53", "c38-053.", "c38-053_", "c20A-004",
                                  "c38-053.0854", "c971-105", "c38-053;drop", "c" + "38-053_" * 400, "c38-０５３"])
def test_what_is_not_a_list_is_refused(text):
    with pytest.raises(LinkError):
        decode(text)


def test_too_many_communes_are_refused_both_ways():
    codes = [f"38{number:03d}" for number in range(301)]
    with pytest.raises(LinkError, match="301"):
        encode(codes)
    with pytest.raises(LinkError, match="301"):
        decode("c38-" + ".".join(code[2:] for code in codes))


def test_a_wrong_code_is_named():
    with pytest.raises(LinkError, match="38O53"):
        encode(["38O53"])
