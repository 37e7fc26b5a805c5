"""Missions ACI: the contract at a glance, each mission, the evening entry, deadlines, what changed, files."""

from cpts_analytics.ui import frame, missions_screen, state

head = missions_screen.place()
here = missions_screen.chosen(state.territory())
with head:
    frame.page(missions_screen.QUESTION, missions_screen.answer(here))
missions_screen.show(here)
