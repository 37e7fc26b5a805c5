"""Two lines of a notebook.

    >>> from cpts_analytics import figures
    >>> figures.of("epci:243800604", "density_gp,apl_gp", comparators=True)
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pandas as pd

from cpts_analytics.figures.likes import likes
from cpts_analytics.figures.query import LATEST, Question
from cpts_analytics.figures.table import each_part, table
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve


@functools.cache
def _opened() -> tuple[Store, Geography]:
    store = Store.open()
    return store, Geography.load(store)


def of(spec: str, keys: str | Sequence[str] = (), *, comparators: bool = False, each: bool = False,
       year: str = LATEST) -> pd.DataFrame:
    """The figures of a territory named by its SPEC, ``FIGURE_COLUMNS``.

    ``keys``: a sequence or a text with commas (empty: all). ``comparators`` adds the rest of the département, the
    département, the région, France and the ten like territories; ``each`` gives a row for each commune instead.
    """
    store, geography = _opened()
    territory = resolve(spec, geography)
    wanted = tuple(key.strip() for key in keys.split(",") if key.strip()) if isinstance(keys, str) else tuple(keys)
    if each:
        return each_part(store, territory, Question(keys=wanted, year=year))
    alike = likes(store, geography, territory).chosen if comparators else ()
    question = Question(keys=wanted, comparators=comparators, year=year,
                        likes=tuple((like.level.value, like.code) for like in alike))
    return table(store, territory, question)
