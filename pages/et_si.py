"""Et si…: arrivals, departures, retirements and places, beside today; where the next professional would serve most."""

from cpts_analytics.ui import frame, state, whatif_next, whatif_screen

territory = state.territory()
head = whatif_screen.place()
here = whatif_screen.read(territory)
if here is not None:
    whatif_screen.choose(here)
    whatif_screen.result(here)
    whatif_next.show(here)
with head:
    frame.page(whatif_screen.QUESTION, whatif_screen.answer(here))
frame.note(whatif_screen.KEYS)
