"""What records hold in several: targets, proofs, amounts … each a small frozen record kept inside its owner."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated

from cpts_analytics.journal.aci.choices import ProofKind


@dataclasses.dataclass(frozen=True, kw_only=True)
class YearAmount:
    """Money of one mission for one year of the contract, as typed from it. None: not typed in, never guessed."""

    year: Annotated[int, "Année du contrat"]  # 1 = from the signature to its first anniversary
    fixed_eur: Annotated[float | None, "Part fixe (€)"] = None
    variable_eur: Annotated[float | None, "Part variable (€)"] = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunningAmount:
    """Running money (*crédits de fonctionnement*) of one year of the contract, as typed."""

    year: Annotated[int, "Année du contrat"]
    amount_eur: Annotated[float | None, "Fonctionnement (€)"] = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Target:
    """What an indicator must reach by the end of one year of the contract."""

    year: Annotated[int, "Année du contrat"]
    value: Annotated[float, "Cible"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class PayStep:
    """Of a calculation *par paliers*: from this rate of achievement on, this share of the money is earned."""

    from_rate_pct: Annotated[float, "À partir d'un taux d'atteinte de (%)"]
    earned_pct: Annotated[float, "Part acquise (%)"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Proof:
    """What shows that a measure is true. ``private``: not in anything that leaves the CPTS, unless said otherwise."""

    kind: Annotated[ProofKind, "Nature de la preuve"]
    title: Annotated[str, "Intitulé"] = ""
    link: Annotated[str, "Lien"] = ""
    file_name: Annotated[str, "Nom du fichier"] = ""
    sha256: Annotated[str, "Empreinte SHA-256"] = ""
    who: Annotated[str, "Qui la joindra"] = ""  # ProofKind.TO_COME
    due: Annotated[dt.date | None, "Quand"] = None  # ProofKind.TO_COME
    private: Annotated[bool, "Privée"] = True


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActionStep:
    label: Annotated[str, "Étape"]
    due: Annotated[dt.date | None, "Échéance"] = None
    done: Annotated[bool, "Faite"] = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Meeting:
    date: Annotated[dt.date, "Date"]
    title: Annotated[str, "Objet"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ColumnMatch:
    """A column of somebody's table, and the field of ours that it fills."""

    column: Annotated[str, "Colonne du fichier"]
    field: Annotated[str, "Champ"]
