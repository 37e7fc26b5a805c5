"""Besoins de santé: how many patients to expect of each chronic disease, compared to whom, how sure; and what is published."""

from cpts_analytics.ui import frame, needs_published, needs_screen, needs_validation, state

territory = state.territory()
head = needs_screen.place()
disease = needs_screen.chosen(territory)
rows = needs_screen.detail(territory, disease)
needs_validation.show(disease)
published = needs_published.show(territory)
with head:
    frame.page(needs_screen.QUESTION, needs_screen.answer(territory, disease))
frame.note((*disease.keys, *published), rows)
