"""Named errors that a person can act on.

Each carries one French sentence: where, what was found, what was expected, what to do. The screen
and the command line show ``str(error)``, never a traceback.
"""

from __future__ import annotations


class CptsError(Exception):
    """Any error of the project whose sentence may be shown to a user."""


class DiscoveryError(CptsError):
    """A file of a discovered folder does not declare what it must: for developers."""


class SourceFileError(CptsError):
    """A published file cannot be read as its record says it should be."""

    def __init__(self, *, file: str, found: str, expected: str, action: str,
                 line: int | None = None, column: str | None = None) -> None:
        place = f"Fichier « {file} »"
        if line is not None:
            place += f", ligne {line}"
        if column is not None:
            place += f", colonne « {column} »"
        super().__init__(f"{place} : trouvé {found} ; attendu {expected}. {action}")
        self.file, self.line, self.column = file, line, column
        self.found, self.expected, self.action = found, expected, action


class StoreError(CptsError):
    """The store of figures is missing, unreadable or being built by somebody else."""


class TerritoryError(CptsError):
    """A territory cannot be made from what was given."""


class UnknownAreaError(TerritoryError):
    """A code or a name designates nothing; suggestions are given."""


class IndicatorError(CptsError):
    """No such indicator, or not at this level or period."""


class LinkError(CptsError):
    """The address holds something that cannot be understood."""


class JournalError(CptsError):
    """What people wrote cannot be read or kept."""


class UploadError(CptsError):
    """A file given by the user is too large, of the wrong kind, or unreadable."""
