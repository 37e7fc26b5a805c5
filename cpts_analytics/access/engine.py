"""A routing engine's table service: OSRM or Valhalla, by URL. Minutes between points, or a sentence that says why not.

``CPTS_ROUTING_URL``     http://host:5000 (OSRM), http://host:8002/sources_to_targets (Valhalla)
``CPTS_ROUTING_TIMEOUT`` seconds that one answer may take (5 by default)
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import math
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

import numpy as np

from cpts_analytics.errors import CptsError

URL, TIMEOUT = "CPTS_ROUTING_URL", "CPTS_ROUTING_TIMEOUT"
MOST_POINTS = 100
"""Points of one request: what OSRM allows unless told otherwise."""

_RETRIES = 2
_PAUSE = 0.2  # seconds before the first new try, twice as much before the next
_LOCAL = ("127.0.0.1", "localhost", "::1")
_MOST_BYTES = 20_000_000


class RoutingError(CptsError):
    """The routing engine is badly configured, away, slow, or answers something else."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Engine:
    """``kind``: "osrm" or "valhalla"; ``url`` without a final slash; ``timeout`` seconds; ``retries`` after a failure."""

    kind: str
    url: str
    timeout: float = 5.0
    retries: int = _RETRIES
    pause: float = _PAUSE

    @property
    def host(self) -> str:
        return urllib.parse.urlsplit(self.url).hostname or ""

    def minutes(self, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Minutes (n, m) from each source to each target, points as (lon, lat) in degrees; NaN where there is no way.

        At most ``MOST_POINTS`` points. Raises RoutingError after the last try.
        """
        asked = self._osrm(sources, targets) if self.kind == "osrm" else self._valhalla(sources, targets)
        return _table(self._answer(asked), self.kind, (len(sources), len(targets)))

    def _osrm(self, sources: np.ndarray, targets: np.ndarray) -> urllib.request.Request:
        points = ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in np.concatenate([sources, targets]))
        numbers = [";".join(map(str, range(start, start + count))) for start, count in
                   ((0, len(sources)), (len(sources), len(targets)))]
        return urllib.request.Request(f"{self.url}/table/v1/driving/{points}?annotations=duration"
                                      f"&sources={numbers[0]}&destinations={numbers[1]}")

    def _valhalla(self, sources: np.ndarray, targets: np.ndarray) -> urllib.request.Request:
        places = {name: [{"lon": round(float(lon), 5), "lat": round(float(lat), 5)} for lon, lat in points]
                  for name, points in (("sources", sources), ("targets", targets))}
        return urllib.request.Request(self.url, data=json.dumps({**places, "costing": "auto"}).encode(),
                                      headers={"Content-Type": "application/json"})

    def _answer(self, request: urllib.request.Request) -> Any:
        why, seconds = "", f"{self.timeout:g}".replace(".", ",")
        for attempt in range(self.retries + 1):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                with self._opener().open(request, timeout=self.timeout) as answer:
                    return json.loads(answer.read(_MOST_BYTES))
            except urllib.error.HTTPError as error:
                why = f"il répond par l'erreur {error.code}"
                if error.code < 500 and error.code != 429:
                    break  # the same question would have the same answer
            except TimeoutError:
                why = f"il n'a pas répondu en {seconds} secondes"
            except (OSError, http.client.HTTPException) as error:
                slow = isinstance(getattr(error, "reason", None), TimeoutError)
                why = f"il n'a pas répondu en {seconds} secondes" if slow else "il est injoignable"
            except ValueError:
                why = "sa réponse ne se lit pas"
        raise RoutingError(f"Le moteur d'itinéraires ({self.host}) ne sert pas\u00a0: {why}.")

    def _opener(self) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(urllib.request.ProxyHandler({})) if self.host in _LOCAL \
            else urllib.request.build_opener()


def _table(answer: Any, kind: str, shape: tuple[int, int]) -> np.ndarray:
    try:
        if kind == "osrm":
            if answer["code"] != "Ok":
                raise RoutingError(f"Le moteur d'itinéraires refuse la demande\u00a0: {str(answer['code'])[:60]}.")
            cells = answer["durations"]
        else:
            cells = [[cell["time"] for cell in row] for row in answer["sources_to_targets"]]
        found = np.array([[math.nan if cell is None else float(cell) for cell in row] for row in cells], dtype=float)
    except (KeyError, TypeError, ValueError) as error:
        raise RoutingError("Le moteur d'itinéraires répond autre chose qu'une table de durées.") from error
    if found.shape != shape or (found < 0).any():
        raise RoutingError("Le moteur d'itinéraires répond une table qui n'est pas celle demandée.")
    return found / 60


def configured(environment: Mapping[str, str] | None = None) -> Engine | None:
    """The engine of the environment, None when there is none. Raises RoutingError for a URL that cannot be one."""
    values = os.environ if environment is None else environment
    url = values.get(URL, "").strip().rstrip("/")
    if not url:
        return None
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RoutingError(f"{URL} doit être l'adresse http d'un moteur d'itinéraires\u00a0: trouvé «\u00a0{url[:80]}\u00a0».")
    try:
        timeout = float(values.get(TIMEOUT, "") or 5.0)
    except ValueError:
        timeout = 5.0
    kind = "valhalla" if parts.path.endswith("sources_to_targets") else "osrm"
    return Engine(kind=kind, url=url, timeout=min(max(timeout, 0.05), 60.0))
