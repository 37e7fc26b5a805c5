"""A proof given as a file: kept under its digest, private; a table of persons is refused like any other."""

from __future__ import annotations

from pathlib import PurePath

from cpts_analytics.errors import UploadError
from cpts_analytics.journal.aci import Proof, ProofKind, Register
from cpts_analytics.missions.intake.table import refuse_tables_of_persons
from cpts_analytics.missions.words import french

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
KINDS = (*TABLES, ".pdf", ".png", ".jpg", ".jpeg", ".docx", ".odt", ".pptx", ".eml", ".md")
_NAME_LENGTH = 120


def keep_proof(register: Register, name: str, content: bytes, *, author: str, title: str = "") -> Proof:
    """Keep a file of at most 5 MB; the proof to add to a measure.

    Raises PersonalDataError (a table of persons), UploadError (another kind of file, a table that cannot be read: nobody
    could tell what is in it), FieldError (too large, empty).
    """
    bare = PurePath(name.replace("\\", "/")).name[-_NAME_LENGTH:]
    ending = PurePath(bare).suffix.lower()
    if ending not in KINDS:
        raise UploadError(french(f"Fichier « {bare} » : une preuve est un document ({', '.join(KINDS)}). "
                                 "Enregistrez-la sous l'un de ces formats."))
    if ending in TABLES:
        refuse_tables_of_persons(bare, content)
    digest = register.keep_file(content, author=author)
    return Proof(kind=ProofKind.FILE, title=title or bare, file_name=bare, sha256=digest)
