"""Indicators usually followed, by mission: offered when a contract is filled in, never imposed. Files of ``templates/``."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from cpts_analytics import indicators
from cpts_analytics.errors import DiscoveryError
from cpts_analytics.journal.aci import DataSource, Direction, Form, Frequency, Indicator, Nature, YearlyValue
from cpts_analytics.missions import tomlfiles

FOLDER = Path(__file__).parent / "templates"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Template:
    """A usual indicator. ``open_data_key``: of the open data, which then fill it; ``ask``: who else has the figure."""

    key: str
    label: str
    unit: str
    definition: str
    form: Form = Form.RATIO
    numerator: str | None = None
    denominator: str | None = None
    scale: float = 100.0
    direction: Direction = Direction.UP
    nature: Nature = Nature.RESULT
    frequency: Frequency = Frequency.YEAR
    yearly: YearlyValue = YearlyValue.LAST
    open_data_key: str | None = None
    ask: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class _File:
    mission: str
    source: str
    indicators: tuple[Template, ...]


@functools.cache
def templates_by_mission(folder: Path = FOLDER) -> dict[str, tuple[Template, ...]]:
    """Mission key → its usual indicators. Raises DiscoveryError with file and field."""
    found: dict[str, tuple[Template, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        file = tomlfiles.record(path, _File, tomlfiles.content(path))
        if file.mission != path.stem:
            raise DiscoveryError(f"{path}: field mission must be the file's name, {path.stem!r}, not {file.mission!r}.")
        for item in file.indicators:
            if item.open_data_key and item.open_data_key not in indicators.registry():
                raise DiscoveryError(f"{path}: indicator {item.key}: field open_data_key: no indicator "
                                     f"{item.open_data_key!r}.")
        found[file.mission] = file.indicators
    return found


def templates(mission_key: str) -> tuple[Template, ...]:
    """The usual indicators of a mission; none for one that only a contract names."""
    return templates_by_mission().get(mission_key, ())


def indicator_of(template: Template, mission_id: int) -> Indicator:
    """A new indicator made after a template: its baseline, targets, weight and calculation are the contract's own."""
    return Indicator(
        mission_id=mission_id, label=template.label, unit=template.unit, definition=template.definition,
        form=template.form, numerator_label=template.numerator or "", denominator_label=template.denominator or "",
        scale=template.scale, direction=template.direction, nature=template.nature, frequency=template.frequency,
        yearly=template.yearly,
        source=DataSource.OPEN_DATA if template.open_data_key else DataSource.TYPED,
        open_data_key=template.open_data_key or "", partner=template.ask or "", template=template.key)
