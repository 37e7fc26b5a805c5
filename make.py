#!/usr/bin/env python3
"""The project's commands, with nothing but a Python 3.11 or newer: ``python make.py run``, ``python make.py test``.

It makes the environment ``.venv`` from the lock files, then calls the tools in it. A second call finds the
environment as it should be and starts at once. On Debian and Ubuntu it installs what the system lacks by apt
when root or sudo allows, and otherwise says what to install.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
INSTALLED = VENV / "installed-locks.txt"
RUN_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
OLDEST = (3, 11)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
PIP_TOOLS = "pip-tools==7.6.2"


def main(arguments: list[str]) -> int:
    commands = {"run": run, "test": test, "check": check, "environment": environment, "lock": lock, "clean": clean}
    if not arguments or arguments[0] not in commands:
        print(__doc__, "\nCommands:", ", ".join(commands))
        return 2
    if sys.version_info < OLDEST:
        return _with_newer_python(arguments)
    os.chdir(ROOT)
    _have_standard_input()
    return commands[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """The app on the loopback address; ``HEADLESS=1`` opens no browser, ``PORT=8600`` changes the port."""
    if not _environment(RUN_LOCK):
        return 1
    options = ["--server.port", os.environ["PORT"]] if os.environ.get("PORT") else []
    if os.environ.get("HEADLESS", "") not in ("", "0", "false"):
        options += ["--server.headless", "true"]
    command = [str(PYTHON), "-m", "cpts_analytics.ui.server", *options, *arguments]
    if os.name == "nt":
        return _call(*command)
    os.execv(command[0], command)


def test(arguments: list[str]) -> int:
    """Style, types, then all tests, with a real browser and a real PostgreSQL. Each is run, whatever the one before says."""
    if not _environment(DEV_LOCK) or not _browser() or not _postgresql():
        return 1
    failed = [name for name, code in _checks().items() if code]
    workers = ["-n", "2", "--dist", "loadfile"] if (os.cpu_count() or 1) > 1 else []
    if _call(PYTHON, "-m", "pytest", "-q", "-rs", *workers, *arguments):
        failed.append("pytest")
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def check(_: list[str]) -> int:
    """Style and types only."""
    return int(not _environment(DEV_LOCK) or any(_checks().values()))


def environment(_: list[str]) -> int:
    """The environment for development, and nothing else."""
    return int(not _environment(DEV_LOCK))


def lock(_: list[str]) -> int:
    """Make the lock files again after requirements.txt or requirements-dev.txt has changed."""
    if not _environment(DEV_LOCK) or _call(PYTHON, "-m", "pip", "install", "-q", PIP_TOOLS):
        return 1
    options = ("--generate-hashes", "--no-header", "--no-emit-options", "--no-emit-index-url", "--no-emit-find-links",
               "--no-emit-trusted-host", "--strip-extras", "--allow-unsafe", "-q")
    return int(any(_call(PYTHON, "-m", "piptools", "compile", *options, "-o", name.name, name.with_suffix(".txt").name)
                   for name in (RUN_LOCK, DEV_LOCK)))


def clean(_: list[str]) -> int:
    """Remove the environment and what tools left behind; figures and what users wrote stay."""
    for name in (".venv", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis", "static"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


def _have_standard_input() -> None:
    """A scheduler may start us with none: the next file opened would then take its place in every process we start."""
    try:
        os.fstat(0)
    except OSError:
        os.open(os.devnull, os.O_RDONLY)


def _environment(wanted: Path) -> bool:
    """Make .venv hold what ``wanted`` says. The development lock holds all of the other one."""
    needed = _digest(wanted)
    if PYTHON.exists() and INSTALLED.exists() and needed in INSTALLED.read_text().split():
        return True
    if not _works(PYTHON, "-m", "pip", "--version") and not _new_environment():
        return False
    print(f"Installing {wanted.name} (only the first time, or after a change) …", flush=True)
    INSTALLED.unlink(missing_ok=True)
    if _call(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", wanted):
        print("The dependencies could not be installed (see above). The internet is needed for this step: "
              "check the connection, then run the same command again.", file=sys.stderr)
        return False
    INSTALLED.write_text("\n".join({needed, _digest(RUN_LOCK)}))
    return True


def _new_environment() -> bool:
    if not _works(sys.executable, "-c", "import ensurepip"):  # Debian and Ubuntu ship it apart
        package = f"python3.{sys.version_info.minor}-venv"
        if not _apt(package):
            print(f"Python's venv is missing. Install it, then run the same command again: "
                  f"sudo apt-get install {package}", file=sys.stderr)
            return False
    print("Making the environment .venv …", flush=True)
    return _call(sys.executable, "-m", "venv", "--clear", VENV) == 0


def _checks() -> dict[str, int]:
    return {"ruff": _call(PYTHON, "-m", "ruff", "check", "."), "mypy": _call(PYTHON, "-m", "mypy")}


def _browser() -> bool:
    """Find or install Chromium, fonts for it to write with, and what the program that drives it lacks."""
    drives = (PYTHON, "-m", "playwright", "--version")
    if not _works(*drives) and not (_apt("libatomic1") and _works(*drives)):  # a library that a bare Debian does not have
        print("Playwright does not start. Install what it lacks, then run the same command again: "
              "sudo apt-get install libatomic1", file=sys.stderr)
        return False
    has_fonts = any(next(Path(folder).rglob("*.[to]t[fc]"), None) for folder in FONT_FOLDERS)
    missing = [] if _chromium() else ["chromium"]
    missing += [] if has_fonts else ["fonts-dejavu-core"]
    if not missing or (_apt(*missing) and _chromium()):
        return True
    if has_fonts and _call(PYTHON, "-m", "playwright", "install", "chromium") == 0:
        return True
    print(f"The browser tests need {' and '.join(missing)}. Install them, then run the same command again: "
          f"sudo apt-get install {' '.join(missing)} (elsewhere: Chromium or Chrome from its publisher).",
          file=sys.stderr)
    return False


def _postgresql() -> bool:
    """Find or install PostgreSQL, whose programs the tests start by themselves in a folder of their own."""
    def found() -> bool:
        return bool(shutil.which("initdb") or next(Path("/usr/lib/postgresql").glob("*/bin/initdb"), None))
    if found() or (_apt("postgresql") and found()):
        return True
    print("The tests of the journal need PostgreSQL. Install it, then run the same command again: "
          "sudo apt-get install postgresql (elsewhere: from its publisher, with initdb on the PATH).", file=sys.stderr)
    return False


def _chromium() -> bool:
    places = ("/Applications/Google Chrome.app", "/Applications/Chromium.app", "C:/Program Files/Google/Chrome",
              "C:/Program Files (x86)/Microsoft/Edge")
    return any(shutil.which(name) for name in CHROMIUM_NAMES) or any(Path(place).exists() for place in places)


def _apt(*packages: str) -> bool:
    """Install Debian packages when apt is here and root or sudo allows; False when that cannot be done."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        prefix = ["env"]
    elif shutil.which("sudo") and (sys.stdin.isatty() or _works("sudo", "-n", "true")):
        prefix = ["sudo", "env"]
    else:
        return False
    print(f"Installing by apt: {' '.join(packages)} …", flush=True)
    apt = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    # The lists may be empty or out of date: then fetch them and try once more.
    return _works(*install) or (_call(*apt, "update") == 0 and _call(*install) == 0)


def _with_newer_python(arguments: list[str]) -> int:
    for minor in range(OLDEST[1], 15):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            return subprocess.call([newer, str(ROOT / "make.py"), *arguments])
    print("Python 3.11 or newer is needed; this one is " + sys.version.split()[0], file=sys.stderr)
    return 1


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() + sys.version.split()[0].encode()).hexdigest()


def _call(*command: object) -> int:
    return subprocess.call([str(part) for part in command])


def _works(*command: object) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
