"""Columns that only a reader needs: filters and flags that do not reach its table."""

from __future__ import annotations

import dataclasses

from cpts_analytics.model import Column, Source


def with_columns(source: Source, **published: str) -> Source:
    """The same papers with more columns to read: ``name="name in the file"`` (alternatives: ``"a|b"``)."""
    extra = tuple(Column(name=name, unit="text", meaning="colonne de travail de la lecture", published_as=title)
                  for name, title in published.items())
    return dataclasses.replace(source, columns=(*source.columns, *extra))
