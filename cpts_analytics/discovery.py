"""One file a thing, found by walking the folder: a dataset, a family of indicators.

A bad file stops the program, with its path and what is missing: a silent hole in a registry is how a
figure disappears from a screen without anybody noticing.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from cpts_analytics.errors import CptsError, DiscoveryError
from cpts_analytics.model import RecordError


def modules(package: str, *required: str) -> Iterator[ModuleType]:
    """Import every module of ``package`` in alphabetical order; each must define ``required`` names.

    Names that start with an underscore are helpers of the folder, not things to be found.
    Raises DiscoveryError with the module's path and what it lacks.
    """
    parent = importlib.import_module(package)
    for info in sorted(pkgutil.iter_modules(parent.__path__), key=lambda item: item.name):
        if info.name.startswith("_"):
            continue
        path = f"{parent.__path__[0]}/{info.name}.py"
        try:
            module = importlib.import_module(f"{package}.{info.name}")
        except (CptsError, RecordError) as error:
            raise DiscoveryError(f"{path}: {error}") from error
        except Exception as error:
            raise DiscoveryError(f"{path}: cannot be imported ({type(error).__name__}: {error}).") from error
        missing = [name for name in required if not hasattr(module, name)]
        if missing:
            raise DiscoveryError(f"{path}: must define {', '.join(missing)}.")
        yield module
