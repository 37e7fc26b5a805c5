"""What the server does before it listens.

Before the server listens, the store of the shipped figures and the map's files are in place, and Streamlit is
told that the screens are those of ``app.py``: else it takes ``pages/`` for its own navigation until somebody has
opened the home page, and greets the first link to another screen with "Page not found".
"""

from __future__ import annotations

import gc
import importlib
import subprocess
import sys
import threading

import pyarrow
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from cpts_analytics import store
from cpts_analytics.store import ROOT
from cpts_analytics.ui import assets, memory

_FIRST_SCREEN = "cpts_analytics.ui.home"


def main(options: list[str]) -> None:
    """Serve ``app.py`` with these options; returns when the server is stopped."""
    memory.keep_small()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # its own keeps what it has freed: 30 MB
    loading = None
    if not store.is_published(store.data_version()):
        # In a process of its own: what loading takes of memory is given back, and this one gets ready meanwhile.
        loading = subprocess.Popen([sys.executable, "-m", "cpts_analytics", "build", "--store"], cwd=ROOT)
    assets.prepare()
    PagesManager.uses_pages_directory = False
    if loading is not None:
        importlib.import_module(_FIRST_SCREEN)
        loading.wait()  # had it failed, the screen says why when it asks for the figures
    threading.Thread(target=_read_ahead, name="read ahead", daemon=True).start()
    cli.main(["run", str(ROOT / "app.py"), *options], prog_name="streamlit")


def _read_ahead() -> None:
    """Get what the first screen needs while the browser still fetches its scripts; then collect garbage again, but not
    among what is here to stay."""
    try:
        importlib.import_module(_FIRST_SCREEN)
        importlib.import_module("cpts_analytics.ui.cache").geography()
    finally:
        gc.freeze()
        gc.enable()
