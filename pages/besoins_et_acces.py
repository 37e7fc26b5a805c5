"""Besoins et accès croisés: the two-way map, the communes where need is high and access low, how firm that list is."""

from cpts_analytics.ui import crossed_screen, frame, state

territory = state.territory()
head = crossed_screen.place()
found = crossed_screen.chosen(territory)
if found is not None:
    crossed_screen.show(found)
with head:
    frame.page(crossed_screen.QUESTION, crossed_screen.answer(found))
frame.note(crossed_screen.note_keys(found))
