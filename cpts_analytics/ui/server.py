"""Starts the app: ``python -m cpts_analytics.ui.server [options of "streamlit run"]``.

Nothing heavy is imported before ``main``: while libraries load, looking for garbage among what they make takes a fifth of
the time and finds none. It begins once they are there.
"""

from __future__ import annotations

import gc
import importlib
import sys


def main(options: list[str]) -> None:
    """Serve ``app.py`` with these options; returns when the server is stopped."""
    gc.disable()
    importlib.import_module("cpts_analytics.ui.serving").main(options)


if __name__ == "__main__":
    main(sys.argv[1:])
