"""The one answer to "territory × indicator × comparator × period": for the pages, the command line, a notebook.

    >>> from cpts_analytics.figures import table
    >>> table(store, territory, ["population", "density_gp"], comparators=True)
"""

from cpts_analytics.figures.likes import likes, variables
from cpts_analytics.figures.notebook import of
from cpts_analytics.figures.query import ALL_PERIODS, LATEST, Question, local_counts
from cpts_analytics.figures.table import FIGURE_COLUMNS, each_part, map_values, table

__all__ = ["ALL_PERIODS", "FIGURE_COLUMNS", "LATEST", "Question", "each_part", "likes", "local_counts",
           "map_values", "of", "table", "variables"]
