"""What the screens « Missions ACI » show: which contract, read anew at each run so that nobody works on an old page."""

from __future__ import annotations

import dataclasses
import datetime as dt

from cpts_analytics.errors import CptsError, JournalError
from cpts_analytics.journal.aci import Contract, Cpts, Kept, Register
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.missions import Overview
from cpts_analytics.model import Territory
from cpts_analytics.territory import Profile
from cpts_analytics.ui import cache, state

CONTRACT, MISSION = "contrat", "mission"


@dataclasses.dataclass(frozen=True)
class Here:
    """``seen`` is None when no contract is kept, or when the journal cannot be read (``fault`` says so).

    ``territory``: of the contract's CPTS, as kept; None when it has none. ``shown``: the one of the band.
    """

    shown: Territory
    today: dt.date
    contracts: tuple[Kept[Contract], ...] = ()
    cpts: tuple[Kept[Cpts], ...] = ()
    seen: Overview | None = None
    territory: Territory | None = None
    fault: str = ""

    @property
    def overview(self) -> Overview:
        """The contract that is there. Only for the views, which are drawn when there is one."""
        assert self.seen is not None
        return self.seen


def today() -> dt.date:
    """The day in France, whatever the server's zone."""
    return dt.datetime.now(PARIS).date()


def register() -> Register:
    """The records of the ACI. Raises JournalError when the journal cannot be opened."""
    return cache.journal().aci


def read(shown: Territory) -> Here:
    """The contract of the address, else the one of the territory shown, else the latest. A fault is told, not raised."""
    day = today()
    try:
        cpts, contracts = register().find(Cpts), register().find(Contract)
        if not contracts:
            return Here(shown, day, cpts=cpts)
        chosen = _chosen(shown, cpts, contracts)
        own = next((kept for kept in cpts if kept.id == chosen.record.cpts_id), None)
        territory = _territory(own)
        return Here(shown, day, contracts, cpts, overview_on(day, chosen.id, territory), territory)
    except JournalError as error:
        return Here(shown, day, fault=str(error))


def overview_on(day: dt.date, contract_id: int, territory: Territory | None) -> Overview:
    """The contract on a day, with the inhabitants of its perimeter when they can be told. Raises JournalError."""
    profile = profile_of(territory)
    return cache.overview(contract_id, day, round(profile.population) if profile else None,
                          max(profile.population_years) if profile else None)


def profile_of(territory: Territory | None) -> Profile | None:
    """Inhabitants and size of a perimeter; None when it cannot be told (a commune that is no longer)."""
    try:
        return None if territory is None else cache.profile(territory)
    except CptsError:
        return None


def contract_words(kept: Kept[Contract], cpts: tuple[Kept[Cpts], ...]) -> str:
    """« CPTS d'essai : ACI signé le 12/06/2024 »."""
    owner = next((one.record.name for one in cpts if one.id == kept.record.cpts_id), "")
    signed = f", signé le {kept.record.signed:%d/%m/%Y}" if kept.record.signed else ""
    return f"{owner}\u00a0: {kept.record.title}{signed}"


def _chosen(shown: Territory, cpts: tuple[Kept[Cpts], ...], contracts: tuple[Kept[Contract], ...]) -> Kept[Contract]:
    latest = sorted(contracts, key=lambda kept: (kept.record.signed or dt.date.min, kept.id), reverse=True)
    own = {kept.id for kept in cpts if kept.record.territory_id is not None and kept.record.territory_id == shown.kept_id}
    latest.sort(key=lambda kept: kept.record.cpts_id not in own)
    if len(latest) == 1:
        return latest[0]
    keys = {str(kept.id): kept for kept in latest}
    asked = state.choice(CONTRACT, list(keys), default=next(iter(keys)), label="Contrat", segments=0,
                         labels={key: contract_words(kept, cpts) for key, kept in keys.items()})
    return keys[asked]


def _territory(own: Kept[Cpts] | None) -> Territory | None:
    if own is None or own.record.territory_id is None:
        return None
    try:
        return cache.journal().get(own.record.territory_id)
    except JournalError:
        return None  # removed since: the size watch then says what is missing


def go(view: str, mission: int | None = None) -> None:
    """Show another view (for a callback)."""
    state.turn("vue", view)
    if mission is not None:
        state.turn(MISSION, str(mission))
