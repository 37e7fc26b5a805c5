"""The measures that need the running app and a real Chromium."""
from cpts_analytics.commands.measures import Measure


def measures() -> list[Measure]:
    return []
