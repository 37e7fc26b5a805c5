"""Offre de soins: who cares here, profession by profession, beside others, and the communes without any."""

from cpts_analytics.ui import frame, state, supply_screen
from cpts_analytics.ui.supply_catalogue import note_keys

territory = state.territory()
head = supply_screen.place()
offer = supply_screen.chosen(territory)
rows = supply_screen.detail(territory, offer)
supply_screen.by_departement(territory)
supply_screen.missing()
with head:
    frame.page(supply_screen.QUESTION, supply_screen.answer(territory))
frame.note(note_keys(offer), rows)
