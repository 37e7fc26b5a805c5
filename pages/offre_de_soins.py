"""Offre de soins: who cares here, profession by profession, beside others, and the communes without any."""

from cpts_analytics.ui import cache, frame, state, supply_screen
from cpts_analytics.ui.supply_catalogue import liberal_keys, overview_keys

territory = state.territory()
frame.page(supply_screen.QUESTION, supply_screen.answer(territory))
offer = supply_screen.chosen(territory)
supply_screen.detail(territory, offer)
supply_screen.by_departement(territory)
supply_screen.missing()
keys = dict.fromkeys((*offer.keys, *overview_keys(), *liberal_keys()))
frame.note(keys, cache.figures(territory, overview_keys()))
