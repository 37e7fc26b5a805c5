"""Accès aux soins: the published APL beside our model, how it is shared, and the minutes to the nearest of each service."""

from cpts_analytics.ui import access_minutes, access_screen, access_words, frame
from cpts_analytics.ui.access_read import KEYS

head = access_screen.place()
view = access_screen.published()
profession = access_screen.profession(view)
access_minutes.show(view)
access_screen.communes(view, profession)
with head:
    frame.page(access_screen.QUESTION, access_words.answer(view))
frame.note(KEYS, view.rows)
