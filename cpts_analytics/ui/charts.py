"""Plotly charts on screen: French numbers, no tool bar, an alternative text."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cpts_analytics.ui import cache

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False, "showTips": False}


def show(chart: dict[str, Any], key: str) -> None:
    """A chart made by ``views.charts`` (a dictionary); its title is also its alternative text."""
    layout = chart.get("layout", {})
    title = str((layout.get("meta") or {}).get("title", "")) or key
    st.plotly_chart(cache.chart(chart), width="stretch", theme=None, key=key, config=CONFIG, alt=title)
