"""The open datasets that the project reads, one module each: a ``SOURCE`` record and ``read(path)``."""

from __future__ import annotations

import functools
from types import ModuleType

from cpts_analytics import discovery
from cpts_analytics.model import Source


@functools.cache
def registry() -> dict[str, ModuleType]:
    """Key of the dataset → its module, in alphabetical order."""
    return {module.SOURCE.key: module for module in discovery.modules(__name__, "SOURCE", "read")}


def records() -> dict[str, Source]:
    """Key of the dataset → its papers."""
    return {key: module.SOURCE for key, module in registry().items()}
