"""What every statistic asks of its inputs: numbers, of the right sign; missing stays missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cpts_analytics.errors import CptsError

FloatArray = npt.NDArray[np.float64]


class StatisticsError(CptsError):
    """A statistic was asked of numbers for which it does not exist."""


def numbers(name: str, values: Any) -> FloatArray:
    """``values`` as an array of floats (a missing value becomes NaN); anything else is refused.

    Raises:
        StatisticsError: a value is not a number, or is infinite.
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise StatisticsError(f"{name} : trouvé {values!r} ; attendu des nombres.") from error
    if np.isinf(array).any():
        raise StatisticsError(f"{name} : trouvé une valeur infinie ; attendu des nombres finis ou manquants.")
    return array


def not_negative(name: str, values: Any) -> FloatArray:
    """Like :func:`numbers`, and refuses negative values. NaN passes.

    Raises:
        StatisticsError: a value is negative.
    """
    array = numbers(name, values)
    below = array[array < 0] if array.ndim else array[None][array[None] < 0]
    if below.size:
        raise StatisticsError(f"{name} : trouvé {below[0]:g} ; attendu une valeur positive ou nulle. "
                              "Vérifiez la source du chiffre.")
    return array


def level_of_confidence(confidence: float) -> float:
    """``confidence`` if it lies strictly between 0 and 1.

    Raises:
        StatisticsError: it does not (95 in place of 0.95, for example).
    """
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence : trouvé {confidence!r} ; attendu un nombre entre 0 et 1, par exemple 0.95.")
    return float(confidence)


def unwrapped(array: npt.NDArray[Any]) -> Any:
    """An array as it is, or the number it holds when it has no dimension."""
    return array[()]
