"""The app as its README starts it, on a free port of the loopback, and the Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from cpts_analytics.errors import CptsError
from cpts_analytics.store import ROOT

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
         "--disable-quic", "--no-sandbox")
"""Nothing is sent but what the page asks for; no sandbox, so that root can run it on our own page."""

SOFTWARE_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
NO_WEBGL = ("--disable-gpu", "--disable-3d-apis", "--disable-software-rasterizer")
_LOCAL = ("127.0.0.1", "localhost")
_SECONDS_TO_WAIT = 120.0


def chromium() -> str | None:
    """The path of the Chromium of this machine (``CPTS_CHROMIUM`` first); None when there is none."""
    asked = os.environ.get("CPTS_CHROMIUM")
    return asked or next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def is_outside(url: str) -> bool:
    """Whether a request for this address leaves the machine."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about", "chrome-error") and parts.hostname not in _LOCAL


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ServedApp:
    """The app, started as `make run` does, as a process of its own, ended by its own id when the context is left.

    ``environment`` is added to the present one (``CPTS_HOME``, ``CPTS_STORE`` …). Raises CptsError when the
    app does not answer; what it said is in ``said()``.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **(environment or {})}
        self._said = tempfile.TemporaryFile()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> ServedApp:
        """Launch it and return at once."""
        command = [sys.executable, "-m", "cpts_analytics.ui.server", "--server.port", str(self.port),
                   "--server.headless", "true"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                                         stdout=self._said, stderr=subprocess.STDOUT)
        return self

    def wait(self) -> ServedApp:
        """Wait until it answers."""
        end = time.monotonic() + _SECONDS_TO_WAIT
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:
                raise CptsError(f"The app has stopped: {self.said()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise CptsError(f"The app does not answer at {self.url}: {self.said()}")

    def said(self) -> str:
        """What the process has written so far."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")

    def processor_ms(self) -> float:
        """Milliseconds of processor that it has used so far, to ten; NaN where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/stat") if self._process else Path()
        if not status.is_file():
            return float("nan")
        fields = status.read_text().rpartition(")")[2].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory in MB; NaN where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/status") if self._process else Path()
        lines = status.read_text().splitlines() if status.is_file() else []
        return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS:")), float("nan"))

    def stop(self) -> None:
        """End the process and everything it holds."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._said.close()

    def __enter__(self) -> ServedApp:
        return self.start().wait()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
