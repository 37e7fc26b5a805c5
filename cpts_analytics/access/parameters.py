"""The assumptions of ``parameters.toml``, read once."""

from __future__ import annotations

import dataclasses
import enum
import functools
import tomllib
from pathlib import Path

import numpy as np

_FILE = Path(__file__).with_name("parameters.toml")


class Setting(enum.StrEnum):
    """The two settings of the model: every estimated time is a range from one to the other."""

    FAST = "fast"
    SLOW = "slow"


Decay = tuple[tuple[float, float], ...]
"""(up to so many minutes, weight), shortest first; nothing beyond the last."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Blur:
    """How uncertain estimated minutes are: the true ones are t × (1 + ε), ε normal of standard deviation ``share``.

    ``floor``: a weight below it is none.
    """

    share: float
    floor: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActivityRule:
    """How the activity of the places of practice is inferred: ``penalty`` holds the factors near 1, between ``lowest`` and
    ``highest``."""

    penalty: float
    lowest: float
    highest: float


@dataclasses.dataclass(frozen=True)
class Assumption:
    """One part of the file in French: what it is, how sure it is (``status``), where it comes from."""

    key: str
    label: str
    status: str
    source: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Parameters:
    """The assumptions; ``pace``: minutes for a kilometre of road, by density class (index; 0 = unknown)."""

    version: str
    detour: float
    pace: np.ndarray  # of the slow setting
    fast_pace: np.ndarray
    terminal_minutes: float
    within_factor: float
    longest_within_km: float
    unknown_area_km2: float
    ring_minutes: float
    pair_minutes: float
    far_minutes: float
    far_services: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    roadless: frozenset[str]  # communes that no road reaches
    decays: dict[str, Decay]  # by profession
    blur: Blur
    activity: ActivityRule
    consultations_per_gp: float
    assumptions: tuple[Assumption, ...]

    @property
    def sources(self) -> dict[str, str]:
        """Part of the file → where it comes from, in French."""
        return {item.key: item.source for item in self.assumptions}

    def paces(self, setting: Setting) -> np.ndarray:
        return self.fast_pace if setting is Setting.FAST else self.pace

    @property
    def shortest_minute_per_km(self) -> float:
        """Minutes for a kilometre as the crow flies, at the highest speed of either setting."""
        return float(min(self.pace.min(), self.fast_pace.min())) * self.detour


@functools.cache
def parameters() -> Parameters:
    """The assumptions of ``parameters.toml``."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    speeds = [float(table["speed_kmh"][name]) for name in ("unknown", *"1234567")]
    return Parameters(
        version=table["version"], detour=table["detour"]["factor"], pace=60 / np.array(speeds),
        fast_pace=60 / np.full(len(speeds), float(table["fast_speed_kmh"]["all"])),
        terminal_minutes=float(table["terminal"]["minutes"]), within_factor=table["within_commune"]["factor"],
        longest_within_km=float(table["within_commune"]["longest_km"]),
        unknown_area_km2=table["within_commune"]["unknown_area_km2"], ring_minutes=table["ring"]["minutes"],
        pair_minutes=float(table["pairs"]["minutes"]), far_minutes=float(table["pairs"]["far_minutes"]),
        far_services=tuple(table["pairs"]["far_services"]),
        bridges=tuple((one, other) for one, other in table["bridges"]["links"]),
        roadless=frozenset(table["roadless"]["communes"]),
        decays={key: tuple((float(limit), float(weight)) for limit, weight in steps)
                for key, steps in table["decay"].items() if isinstance(steps, list)},
        blur=Blur(share=float(table["blur"]["share"]), floor=float(table["blur"]["floor"])),
        activity=ActivityRule(**{name: float(table["activity"][name]) for name in ("penalty", "lowest", "highest")}),
        consultations_per_gp=float(table["posts"]["gp"]),
        assumptions=tuple(Assumption(key, part["label"], part["status"], part["source"].strip()) for key, part in table.items()
                          if isinstance(part, dict) and "source" in part))


def digest() -> bytes:
    """The file itself: what a table made with these assumptions depends on."""
    return _FILE.read_bytes()
