"""Carte: where it is high, where it is low, on the communes of the territory and around, or of all France."""

from cpts_analytics.ui import frame, map_choices, map_screen, state

territory = state.territory()
head = map_screen.place()
choice = map_choices.choose(territory)
screen = map_screen.read(territory, choice)
with head:
    frame.page(screen.question, screen.answer)
map_screen.show(screen)
frame.note((choice.indicator.key,), screen.rows)
