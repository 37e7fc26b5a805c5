"""The registry of indicators: every family of the folder, found, checked and keyed.

A family is one file with ``INDICATORS`` (records) and ``compute(inputs, indicator)`` (rows of the long
table at the levels where the figure is published). Adding an indicator touches one file of this folder.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from cpts_analytics import discovery, sources
from cpts_analytics.errors import DiscoveryError
from cpts_analytics.model import THEMES, Indicator


@functools.cache
def families() -> Mapping[str, ModuleType]:
    """Family name (the file's) → module."""
    found = discovery.modules(__name__, "INDICATORS", "compute")
    return MappingProxyType({module.__name__.rpartition(".")[2]: module for module in found})


@functools.cache
def registry() -> Mapping[str, Indicator]:
    """Key → record, in the order of the themes then of the files. Raises DiscoveryError on a repeated key."""
    known = sources.records()
    found: dict[str, Indicator] = {}
    for name, module in families().items():
        for indicator in module.INDICATORS:
            if indicator.key in found:
                raise DiscoveryError(f"indicators/{name}.py: the key {indicator.key!r} is declared twice.")
            unknown = [key for key in indicator.reads if key not in known]
            if unknown:
                raise DiscoveryError(f"indicators/{name}.py: {indicator.key!r} reads unknown sources {unknown}.")
            found[indicator.key] = indicator
    themes = list(THEMES)
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: themes.index(item[1].theme))))


def family_of(key: str) -> str:
    """The name of the family that computes an indicator."""
    for name, module in families().items():
        if any(indicator.key == key for indicator in module.INDICATORS):
            return name
    raise KeyError(key)


def of_theme(theme: str) -> tuple[Indicator, ...]:
    """The records of one theme, in the order of the registry."""
    return tuple(indicator for indicator in registry().values() if indicator.theme == theme)
