"""Population: who lives here, by age, work and income, and since when it grows or shrinks."""

from cpts_analytics.ui import frame, population_screen, state

territory = state.territory()
people = population_screen.read(territory)
frame.page(population_screen.QUESTION, population_screen.answer(people))
population_screen.cards_of(people)
population_screen.ages(people)
population_screen.living(people)
frame.note(population_screen.KEYS, people.rows)
