"""Mon territoire: who lives here, who cares here, and where the gaps are."""

from cpts_analytics import sources
from cpts_analytics.indicators import registry
from cpts_analytics.ui import cache, cards, frame, state
from cpts_analytics.views.cards import figure_card

KEYS = ("population", "apl_gp", "density_gp")

territory = state.territory()
rows = cache.figures(territory, KEYS)
frame.page("Qui vit ici, qui soigne ici, et où sont les manques ?", "…")
cards.cards([figure_card(registry()[key], rows[rows["indicator"] == key], sources.records()) for key in KEYS])
frame.note(KEYS, rows)
