"""Published files → tables → indicators → ``data/`` → store: the only room that puts the others together."""

from cpts_analytics.build.compute import Built, build_data
from cpts_analytics.build.load import build_store, ensure_store

__all__ = ["Built", "build_data", "build_store", "ensure_store"]
