"""Sources et méthodes: every dataset, every indicator, the rules and the words, to search and to cite."""

from cpts_analytics.ui import frame, methods_screen, state

territory = state.territory()
head = methods_screen.place()
asked, shown = methods_screen.asked_for()
methods_screen.found(asked)
methods_screen.show(shown, asked, territory)
with head:
    frame.page(methods_screen.QUESTION, methods_screen.answer())
