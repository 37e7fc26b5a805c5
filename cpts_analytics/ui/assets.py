"""What the browser fetches once: the map's script and style, the tiles of France, outlines by département.

Everything is copied under names made of its digest into the folder ``static/`` beside ``app.py``, which
Streamlit serves at ``app/static``. Only public geometry and code go there: whoever reaches the server
can read it. Copies are made aside, then renamed, so that two processes may start together and a kill
leaves nothing half written under a final name. Old versions may be deleted whenever no server runs.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import streamlit as st

from cpts_analytics import contours
from cpts_analytics.errors import StoreError

ROOT = Path(__file__).parents[2]
STATIC_FOLDER = ROOT / "static"
DATA_FOLDER = ROOT / "data"
SOURCE_FOLDER = Path(__file__).parent / "static_src"
_DIGEST_LENGTH = 12
# A file written long ago is taken as lasting by browsers, which then do not ask again for it.
_LONG_AGO = 1_577_836_800  # 2020-01-01


@dataclasses.dataclass(frozen=True)
class Assets:
    """Where the browser finds each thing: URLs that start with ``/``, the server's base path included."""

    static: Path
    data: Path
    url: str
    maplibre_script: str
    maplibre_style: str
    module: str
    style: str
    tiles: str  # folder of {z}/{x}/{y}.pbf, index.json and tiles.json
    contours_name: str

    def departement(self, code: str) -> str:
        """URL of the GeoJSON of a département's communes, made on first need. Raises StoreError."""
        relative = f"{self.contours_name}/{code}.json"
        if not code.isalnum():
            raise StoreError(f"«\u00a0{code}\u00a0» n'est pas un code de département.")
        return self._publish(relative, lambda: contours.read_departement_geojson(self.data, code).encode())

    def shared_json(self, content: object) -> str:
        """URL of public data that are the same for everybody (a layer of places of all France)."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return self._publish(f"shared-{_digest([text])}.json", lambda: text)

    def _publish(self, relative: str, make: Callable[[], bytes]) -> str:
        path = self.static / relative
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, make())
        return f"{self.url}/{relative}"


def prepare(static: Path = STATIC_FOLDER, data: Path = DATA_FOLDER) -> Assets:
    """Put everything in place (a second call costs nothing). Raises StoreError when the map's data are missing."""
    return _prepare(static, data, st.get_option("server.baseUrlPath").strip("/"))


def geometry_index(data: Path = DATA_FOLDER) -> tuple[str, ...]:
    """Codes of all communes and arrondissements, in the order of the tiles' ids."""
    return _index(data, _digest_of_file(data / contours.TILES_FILE))


@functools.lru_cache(maxsize=4)
def _index(data: Path, digest: str) -> tuple[str, ...]:
    return contours.read_index(data)[0]


@functools.lru_cache(maxsize=4)
def _prepare(static: Path, data: Path, base: str) -> Assets:
    library = _maplibre_folder()
    script = _copy(library / "maplibre-gl.js", static)
    style = _copy(library / "maplibre-gl.css", static)
    ours = sorted(file for file in SOURCE_FOLDER.iterdir() if file.suffix in (".js", ".css"))
    own = f"map-{_digest(file.name.encode() + file.read_bytes() for file in ours)}"
    _publish_folder(static / own, lambda target: [shutil.copyfile(file, target / file.name) for file in ours])
    tiles = f"tiles-{_digest_of_file(data / contours.TILES_FILE)}"
    _publish_folder(static / tiles, lambda target: contours.unpack_tiles(data, target))
    url = f"/{base}/app/static" if base else "/app/static"
    return Assets(static=static, data=data, url=url, maplibre_script=f"{url}/{script}",
                  maplibre_style=f"{url}/{style}", module=f"{url}/{own}/map.js", style=f"{url}/{own}/map.css",
                  tiles=f"{url}/{tiles}",
                  contours_name=f"contours-{_digest_of_file(data / contours.DETAIL_FILE)}")


def _maplibre_folder() -> Path:
    """The script ships inside the package ``maplibre``, which is found but not imported."""
    found = importlib.util.find_spec("maplibre")
    if found is None or found.origin is None:
        raise StoreError("Le paquet Python «\u00a0maplibre\u00a0» manque\u00a0: réinstallez les dépendances "
                         "(requirements.txt).")
    return Path(found.origin).parent / "srcjs"


def _copy(source: Path, static: Path) -> str:
    content = source.read_bytes()
    name = f"{source.stem}-{_digest([content])}{source.suffix}"
    if not (static / name).exists():
        static.mkdir(parents=True, exist_ok=True)
        _write(static / name, content)
    return name


def _write(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.utime(beside, (_LONG_AGO, _LONG_AGO))
        os.replace(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)


def _publish_folder(target: Path, fill: Callable[[Path], object]) -> None:
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        fill(beside)
        for file in beside.rglob("*"):
            if file.is_file():
                os.utime(file, (_LONG_AGO, _LONG_AGO))
        beside.chmod(0o755)
        try:
            beside.rename(target)
        except OSError:
            if not target.is_dir():  # else another process was faster, with the same content
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()[:_DIGEST_LENGTH]


def _digest_of_file(path: Path) -> str:
    if not path.is_file():
        raise StoreError(f"Les contours des communes manquent\u00a0: «\u00a0{path}\u00a0» n'existe pas. "
                         "Reprenez le dossier data/ du projet, ou lancez «\u00a0build --from\u00a0».")
    state = path.stat()
    return _digest_of_state(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=16)
def _digest_of_state(path: Path, _modified: int, _size: int) -> str:
    return _digest([path.read_bytes()])
