"""The contracts of the repository: what may be committed, what papers it carries, what its words promise."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.contracts.house import PACKAGE, ROOT, Module, modules

PUBLISHED_KINDS = (".xlsx", ".xls", ".geojson", ".csv", ".csv.gz", ".geojson.gz", ".ods")
DATA_LIMIT_MB = 40
PAPERS = ("producer", "title", "page", "licence", "vintage", "published", "fetched", "sha256")
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/~<>{}*\]\)\\])/(?:work|home|root|Users|opt|mnt)/[\w.-]+|[A-Z]:\\Users\\")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|deb[.]debian[.]org|registry[.]npmjs[.]org|archive[.]ubuntu[.]com")
PACKAGE_FILE = ROOT / "data" / "datapackage.json"


def tracked() -> list[Path]:
    """The committed files that are still there."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy is not a git checkout: what is committed cannot be told")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def tracked_texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_published_file_is_committed() -> None:
    found = [str(path.relative_to(ROOT)) for path in tracked() if path.name.lower().endswith(PUBLISHED_KINDS)]
    assert not found, "what ships is derived by `build` (Parquet, tiles); the publishers' files stay theirs"


def test_no_shipped_table_is_a_copy_of_a_published_file(open_data: Path) -> None:
    published = {hashlib.sha256(path.read_bytes()).hexdigest() for path in open_data.rglob("*") if path.is_file()}
    copies = [str(path) for path in (ROOT / "data").rglob("*")
              if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in published]
    assert not copies


def test_the_shipped_figures_stay_light() -> None:
    size = sum(path.stat().st_size for path in (ROOT / "data").rglob("*") if path.is_file())
    assert size < DATA_LIMIT_MB * 1_000_000


def test_every_shipped_table_has_its_papers() -> None:
    if not PACKAGE_FILE.exists():
        pytest.skip("data/datapackage.json is not there yet: make it by `python -m cpts_analytics build --from FOLDER`")
    package = json.loads(PACKAGE_FILE.read_text(encoding="utf-8"))
    faults = [f"the package has no {field!r}" for field in ("name", "title", "licenses", "resources")
              if not package.get(field)]
    if not re.fullmatch(r"[a-z0-9][a-z0-9._/-]*", package["name"]):
        faults.append(f"the package's name {package['name']!r} is not a Frictionless name")
    published = {paper["key"]: paper for paper in package["cpts_published_files"]}
    for key, paper in published.items():
        faults += [f"published file {key}: no {field!r}" for field in PAPERS if not paper.get(field)]
        if not re.fullmatch(r"[0-9a-f]{64}", paper.get("sha256", "")):
            faults.append(f"published file {key}: sha256 is not a checksum")
    names = [resource["name"] for resource in package["resources"]]
    faults += [f"two resources are called {name!r}" for name in set(names) if names.count(name) > 1]
    for resource in package["resources"]:
        faults += _faults_of(resource, set(published))
    described = {resource["path"] for resource in package["resources"]} | {PACKAGE_FILE.name}
    faults += [f"{path.name} is shipped without papers" for path in tracked()
               if path.is_relative_to(ROOT / "data") and path.relative_to(ROOT / "data").as_posix() not in described]
    assert not faults, "\n" + "\n".join(faults[:20])


def _faults_of(resource: dict, published: set[str]) -> list[str]:
    """What lacks in the papers of one shipped file."""
    name, file = resource["name"], ROOT / "data" / resource["path"]
    faults = [f"{name}: no {field!r}" for field in ("path", "format", "sources", "licenses", "cpts_sources")
              if not resource.get(field)]
    faults += [f"{name}: reads {key!r}, which has no papers" for key in resource.get("cpts_sources", [])
               if key not in published]
    if not re.fullmatch(r"[\w./-]+", resource["path"]) or resource["path"].startswith((".", "/")):
        faults.append(f"{name}: its path must lie below data/")
    if not file.is_file():
        return [*faults, f"{name}: {resource['path']} is not in data/"]
    if resource.get("hash") != f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}":
        faults.append(f"{name}: the file is not the one that its papers describe; build again")
    if file.suffix == ".parquet":
        table = pyarrow.parquet.ParquetFile(file)
        if resource.get("rows") != table.metadata.num_rows:
            faults.append(f"{name}: rows is {resource.get('cpts_rows')}, the file has {table.metadata.num_rows}")
        fields = [field["name"] for field in resource.get("schema", {}).get("fields", [])]
        if fields != table.schema_arrow.names:
            faults.append(f"{name}: its schema says {fields}, the file {table.schema_arrow.names}")
    return faults


def test_no_tracked_text_names_a_place_of_one_machine() -> None:
    found = [f"{name}: {match.group()}" for name, text in tracked_texts()
             for pattern in (ABSOLUTE_PATH, REGISTRY) if (match := pattern.search(text))]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("text", "seen"), [
    ("see /" + "home/anna/data", True), ("open('/" + "opt/data/x')", True), ("C:\\" + "Users\\anna", True),
    ("../shared/open-data", False), ("https://example.org/home/page", False), ("app/static", False)])
def test_the_reading_of_paths_sees_absolute_ones(text: str, seen: bool) -> None:
    assert bool(ABSOLUTE_PATH.search(text)) is seen


def test_the_locks_are_exact_hashed_and_hold_the_pins() -> None:
    run, dev = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert run.items() <= dev.items(), "make.py takes the development lock for a superset of the other"
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if "==" in line and line[0] != "#"]
        wanted = dict(re.findall(r"^([\w-]+)(?:\[\w+\])?==([\w.]+)", line)[0] for line in pins)
        pinned = {key.lower(): value for key, value in wanted.items()}
        assert pinned.items() <= dev.items(), f"{name} has changed since the lock was made: make lock"
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"^\s*--(?!hash)|://|\bfile:| @ ", text, re.M), f"{name} names a place to fetch from"


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.findall(r"^([a-z0-9][\w.-]*)(?:\[\w+\])?==([^\s\\;]+)[^\n]*\\\n(\s+--hash=sha256:[0-9a-f]{64})", text, re.M)
    assert len(entries) == len(re.findall(r"^[a-z0-9]", text, re.M)), f"{name}: an entry is not exact, or has no hash"
    return {package: version for package, version, _ in entries}


_BROUGHT_BY = {"PIL": "pillow", "docx": "python-docx"}
"""Imported name → package, where the two differ."""


def test_what_the_program_imports_is_pinned_by_name() -> None:
    """A package that comes only because another one wants it may leave with that one's next version."""
    run = set(_pinned_names("requirements.txt"))
    dev = run | set(_pinned_names("requirements-dev.txt"))
    read = [(module, dev if module.path.name.startswith("bench") else run) for module in modules()] \
        + [(Module.read(path), dev) for path in sorted((ROOT / "tests").rglob("*.py"))]
    ours = {"__future__", "pages", "app", "tests", PACKAGE}
    found = {f"{module.path}:{line} imports {top}" for module, pinned in read for line, name in module.imports()
             if (top := name.split(".")[0]) not in sys.stdlib_module_names | ours
             and _BROUGHT_BY.get(top, top.replace("_", "-").lower()) not in pinned}
    assert not found, "\n" + "\n".join(sorted(found))


def _pinned_names(name: str) -> list[str]:
    return [found.lower() for found in re.findall(r"^([\w-]+)(?:\[\w+\])?==", (ROOT / name).read_text(encoding="utf-8"), re.M)]


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M).group(1).split())  # type: ignore[union-attr]
    asked = set(re.findall(r"(?:^|`)make ([a-z]+)|make\.py ([a-z]+)", readme, re.M))
    asked = {name for pair in asked for name in pair if name}
    assert {"run", "test"} <= asked <= targets
    script = (ROOT / "make.py").read_text(encoding="utf-8")
    assert all(re.search(rf"^def {target}\(", script, re.M) for target in targets)


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert "make test" in script.read_text(encoding="utf-8")
    assert script.stat().st_mode & 0o111


def test_the_server_is_closed_by_default() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["port"] == 8501
    assert config["server"]["enableXsrfProtection"] is True
    assert config["server"]["maxUploadSize"] <= 5
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["runner"]["magicEnabled"] is False
