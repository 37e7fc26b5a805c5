"""Parcours: the patients to expect, who is there to follow them, and the communes where a link of the chain misses."""

from cpts_analytics.ui import frame, pathway_screen, state

territory = state.territory()
head = pathway_screen.place()
view = pathway_screen.chosen(territory)
pathway_screen.values(view)
pathway_screen.missing(view)
pathway_screen.communes(view)
pathway_screen.chain(view)
with head:
    frame.page(pathway_screen.title(view), pathway_screen.answer(view))
frame.note(pathway_screen.note_keys(view), view.rows)
