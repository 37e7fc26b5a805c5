"""Prévention et crise: coverages against their objectives, since when, and the weekly flu of the région."""

from cpts_analytics.ui import crisis_screen, frame, prevention_screen, state

territory = state.territory()
head = prevention_screen.place()
here = prevention_screen.chosen(territory)
prevention_screen.values(here)
prevention_screen.objectives(here)
prevention_screen.trend(here)
crisis_screen.flu(here)
with head:
    frame.page(prevention_screen.QUESTION, prevention_screen.answer(here))
frame.note(prevention_screen.note_keys(), here.rows)
