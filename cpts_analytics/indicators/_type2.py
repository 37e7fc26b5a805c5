"""The assumption on type 2 diabetes, read from ``type2_share.toml``: the one place where it can be changed."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from pathlib import Path

import pandas as pd

from cpts_analytics.errors import IndicatorError
from cpts_analytics.indicators._ages import BANDS

FILE = Path(__file__).with_name("type2_share.toml")


@dataclasses.dataclass(frozen=True)
class Assumption:
    """``share``: part of type 2 among the people treated for a diabetes, by band of age (0 to 1)."""

    version: str
    source: str  # French, shown with the figure
    share: pd.Series


@functools.cache
def assumption(path: Path = FILE) -> Assumption:
    """The shares of the file. Raises IndicatorError when a band is missing or a share is not between 0 and 1."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        share = pd.Series({str(band): float(value) for band, value in told["share"].items()})
        version, source = str(told["version"]), str(told["source"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndicatorError(f"Hypothèse sur le type 2 : « {path.name} » ne se lit pas ({error}). "
                             "Reprenez le fichier du projet.") from error
    if sorted(share.index) != sorted(BANDS) or not share.between(0.0, 1.0).all():
        raise IndicatorError(f"Hypothèse sur le type 2 : « {path.name} » contient {share.to_dict()} ; attendu une part entre "
                             f"0 et 1 pour chacune des tranches {', '.join(BANDS)}.")
    return Assumption(version, source, share.reindex(list(BANDS)))
