"""No patient data: a table whose columns look like persons is refused, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cpts_analytics.errors import UploadError
from cpts_analytics.missions.words import french
from cpts_analytics.territory.text import normalise


class PersonalDataError(UploadError):
    """The file looks like a list of persons: nothing of it is kept. ``column``: what gave it away."""

    def __init__(self, name: str, column: str, reason: str) -> None:
        super().__init__(french(
            f"Fichier « {name} » refusé : {reason} (colonne « {column} »). CPTS Analytics ne garde aucune donnée de patient "
            "ni de personne : envoyez seulement des nombres déjà additionnés, sans ligne par personne."))
        self.column = column


_SAMPLE = 20_000  # cells of a column that are looked at
_NIR = re.compile(r"([1-478]\d{2}(?:0[1-9]|[1-9]\d)(?:\d{2}|2[AB])\d{6})(\d{2})")
_DATE = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?: 00:00:00)?")
_STREET = re.compile(r"\d{1,4}\s*(?:bis|ter|quater)?,?\s+(?:rue|avenue|av|bd|boulevard|chemin|impasse|place|allee|route|quai|"
                     r"cours|square|lieu dit|lotissement|residence)\b")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_PHONE = re.compile(r"(?:\+33|0033|0)[67](?:[ .-]?\d{2}){4}")
_NIR_HEADER = re.compile(r"\bnir\b|securite sociale|\bn ?(?:o|um\w*)? ?ss\b|numero (?:d )?assure|immatriculation assure")
_BIRTH_HEADER = re.compile(r"date (?:de )?naiss|\bddn\b|\bne(?:e|\(e\)| e)? le\b|date of birth|jour de naissance")
_FIRST_NAME = re.compile(r"^prenoms?\b|\bprenoms? (?:du|de la|usuel|patient)|first name")
_THINGS = "indicateur|mission|commune|cpts|structure|etablissement|fichier|action|groupe|parcours"
_LAST_NAME = re.compile(rf"^nom\b(?! (?:(?:de|du|des|d) (?:la |l )?)?(?:{_THINGS}))|nom (?:de famille|de naissance|usuel)|"
                        r"nom d usage|nom patronymique|nom (?:du )?patient|^patients?$|^nom prenom")
_OLD_DATE = re.compile(r"(?:^|\D)(?:19\d{2}|200\d)(?:\D|$)")
_LETTERS = re.compile(r"[a-z]{2,}")
_ADDRESS_HEADER = re.compile(r"\badresse\b|\bdomicile\b|\brue\b|\bvoie\b")


def refuse_persons(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Raises PersonalDataError when a column looks like one of persons: a NIR, names with birth dates or alone with first
    names, home addresses, personal telephones or mails."""
    keys = [normalise(cell) for cell in header]
    columns = [[str(row[place]).strip() for row in rows[:_SAMPLE] if place < len(row) and str(row[place]).strip()]
               for place in range(len(header))]
    for place, key in enumerate(keys):
        cells = columns[place]
        told = header[place] or f"n° {place + 1}"
        if _NIR_HEADER.search(key) or any(_is_nir(cell) for cell in (told, *cells)):
            raise PersonalDataError(name, told, "des numéros de sécurité sociale")
        if _BIRTH_HEADER.search(key):
            raise PersonalDataError(name, told, "des dates de naissance")
        if _share(cells, _MAIL) or _share(cells, _PHONE):
            raise PersonalDataError(name, told, "des adresses électroniques ou des téléphones de personnes")
        if _share([normalise(cell) for cell in cells], _STREET) or (
                _ADDRESS_HEADER.search(key) and any(_STREET.search(normalise(cell)) for cell in cells)):
            raise PersonalDataError(name, told, "des adresses")
    first = next((place for place, key in enumerate(keys) if _FIRST_NAME.search(key)), None)
    last = next((place for place, key in enumerate(keys) if _LAST_NAME.search(key)), None)
    if first is not None:
        raise PersonalDataError(name, header[first], "des noms de personnes")
    if last is not None and _share(columns[last], _LETTERS):
        if keys[last] != "nom":
            raise PersonalDataError(name, header[last], "des noms de personnes")
        if any(_share(cells, _DATE) and _share(cells, _OLD_DATE) for cells in columns):
            raise PersonalDataError(name, header[last], "des noms de personnes avec des dates de naissance")


def _is_nir(cell: str) -> bool:
    """13 signs and their key of two digits: 97 minus the number modulo 97 (2A counts as 19, 2B as 18)."""
    bare = re.sub(r"[\s\-]", "", cell.upper())
    match = _NIR.fullmatch(bare)
    if not match:
        return False
    return 97 - int(match[1].replace("2A", "19").replace("2B", "18")) % 97 == int(match[2])


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Whether at least a third of the filled cells hold it."""
    return bool(cells) and 3 * sum(bool(pattern.search(cell.casefold())) for cell in cells) >= len(cells)
