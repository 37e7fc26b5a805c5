"""Sources et méthodes: every dataset, every indicator, the rules and the words, to search and to cite."""

from cpts_analytics.ui import frame, methods_screen, state

frame.page(methods_screen.QUESTION, methods_screen.answer())
asked = methods_screen.searched()
shown = methods_screen.view()
methods_screen.found(asked)
methods_screen.show(shown, asked, state.territory())
