"""A stand-in for a routing engine: it speaks the table services of OSRM and Valhalla on the loopback address."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator

Minutes = Callable[[tuple[float, float], tuple[float, float]], float | None]
"""Minutes between two points (lon, lat); None where there is no way."""


class StandIn:
    """``failures``: how many of the next requests fail, with ``status`` (0: the line is cut); ``delay``: seconds before each
    answer; ``body``: answered as it is in place of a table; ``requests``: the paths asked for."""

    def __init__(self, minutes: Minutes) -> None:
        self.minutes, self.failures, self.status, self.delay, self.body = minutes, 0, 500, 0.0, b""
        self.requests: list[str] = []
        self.url = ""


@contextlib.contextmanager
def serving(minutes: Minutes) -> Iterator[StandIn]:
    """The stand-in, serving until the end of the block."""
    stand_in = StandIn(minutes)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # OSRM
            parts = urllib.parse.urlsplit(self.path)
            assert parts.path.startswith("/table/v1/driving/"), parts.path
            points = [tuple(map(float, point.split(","))) for point in parts.path.rpartition("/")[2].split(";")]
            query = urllib.parse.parse_qs(parts.query)
            chosen = [[points[int(number)] for number in query[name][0].split(";")] for name in ("sources", "destinations")]
            table = [[_seconds(stand_in.minutes(one, other)) for other in chosen[1]] for one in chosen[0]]
            self._send({"code": "Ok", "durations": table})

        def do_POST(self) -> None:  # Valhalla
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert asked["costing"] == "auto"
            places = [[(point["lon"], point["lat"]) for point in asked[name]] for name in ("sources", "targets")]
            self._send({"sources_to_targets": [[{"time": _seconds(stand_in.minutes(one, other))} for other in places[1]]
                                               for one in places[0]]})

        def _send(self, content: dict[str, object]) -> None:
            stand_in.requests.append(self.path)
            time.sleep(stand_in.delay)
            if stand_in.failures > 0:
                stand_in.failures -= 1
                if not stand_in.status:
                    self.connection.close()
                    return
                self.send_error(stand_in.status)
                return
            body = stand_in.body or json.dumps(content).encode()
            with contextlib.suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()


def _seconds(minutes: float | None) -> float | None:
    return None if minutes is None else 60 * minutes
