"""A list of communes short enough for an address: ``c38-053.085_69-123``.

Département, hyphen, the rest of each code (three digits; two overseas), dots between communes,
underscores between départements. Only letters, digits and ``-._``, which no address needs to escape.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from cpts_analytics.errors import LinkError
from cpts_analytics.territory.text import quoted

MOST_COMMUNES = 300
"""More do not fit an address that every browser and mail program keeps whole."""

CODE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])\d{3}|97\d{3}", re.ASCII)
"""The form of a commune's code."""

_PART = re.compile(r"(0[1-9]|[1-8]\d|9[0-5]|2[AB])-(\d{3}(?:\.\d{3})*)|(97\d)-(\d{2}(?:\.\d{2})*)",
                   re.ASCII)
_LONGEST = 2000


def departement_of(code: str) -> str:
    """The département that a commune's code begins with: two characters, three overseas."""
    return code[:3] if code.startswith("97") else code[:2]


def looks_compact(text: str) -> bool:
    """Whether a text is meant as a compact list (be it right or wrong), not as a name."""
    return re.match(r"c(?:\d\d|2[AB]|97\d)-\d", text, re.ASCII) is not None


def encode(codes: Iterable[str]) -> str:
    """Codes → compact text, sorted, without repeats. Raises LinkError for none, too many or a wrong form."""
    wanted = sorted(set(codes))
    wrong = [code for code in wanted if not CODE.fullmatch(code)]
    if wrong:
        raise LinkError(f"{quoted(wrong[0])} n'a pas la forme d'un code de commune (exemple\u00a0: 38053).")
    if not 0 < len(wanted) <= MOST_COMMUNES:
        raise LinkError(f"Une adresse contient de 1 à {MOST_COMMUNES} communes\u00a0; il y en a {len(wanted)}. "
                        "Gardez ce territoire sous un nom pour le partager.")
    groups = itertools.groupby(wanted, key=departement_of)
    return "c" + "_".join(f"{departement}-" + ".".join(code[len(departement):] for code in members)
                          for departement, members in groups)


def decode(text: str) -> tuple[str, ...]:
    """Compact text → sorted codes. Raises LinkError saying which part cannot be read."""
    if len(text) > _LONGEST or not text.startswith("c"):
        raise LinkError(f"La liste de communes de l'adresse ({quoted(text)}) ne peut pas être lue\u00a0: "
                        f"elle commence par «\u00a0c\u00a0» et compte au plus {_LONGEST} caractères.")
    codes: list[str] = []
    for part in text[1:].split("_"):
        match = _PART.fullmatch(part)
        if match is None:
            raise LinkError(f"Dans la liste de communes de l'adresse, {quoted(part)} ne peut pas être lu\u00a0: "
                            "la forme attendue est «\u00a038-053.085\u00a0».")
        departement, rest = match[1] or match[3], match[2] or match[4]
        codes.extend(departement + suffix for suffix in rest.split("."))
    members = tuple(sorted(set(codes)))
    if len(members) > MOST_COMMUNES:
        raise LinkError(f"L'adresse contient {len(members)} communes\u00a0; le plus possible est {MOST_COMMUNES}.")
    return members
