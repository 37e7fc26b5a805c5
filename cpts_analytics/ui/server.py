"""Starts the app: ``python -m cpts_analytics.ui.server [options of "streamlit run"]``.

Before the server listens, the map's files lie in ``static/``, and Streamlit is told that the screens are those
of ``app.py``: else it takes ``pages/`` for its own navigation until somebody has opened the home page, and greets
the first link to another screen with "Page not found".
"""

from __future__ import annotations

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from cpts_analytics.store import ROOT
from cpts_analytics.ui import assets


def main(options: list[str]) -> None:
    """Serve ``app.py`` with these options; returns when the server is stopped."""
    assets.prepare()
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(ROOT / "app.py"), *options], prog_name="streamlit")


if __name__ == "__main__":
    main(sys.argv[1:])
