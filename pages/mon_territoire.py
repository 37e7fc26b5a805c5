"""Mon territoire: who lives here, who cares here, and where the gaps are."""

from cpts_analytics.diagnosis import standouts
from cpts_analytics.ui import cards, context, frame, home, state, unsaid

territory = state.territory()
here = home.read(territory)
frame.page(home.QUESTION, home.answer(here))
home.stand_outs(here)
cards.cards(home.cards(here), heading="Les dix premiers chiffres")
unsaid.panel(territory, here.answers)
context.show(territory, here.profile)
frame.note(dict.fromkeys((*home.KEYS, *standouts.KEYS)), here.rows)
