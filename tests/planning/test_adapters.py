"""The adapter against a real HTTP server that speaks both formats, well and badly."""

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from planning.adapters import ways_between
from planning.logic.ways import geodesic_m
from planning.models import Route, TravelMode

PLACES = [(116.3915, 39.8990), (116.3894, 39.9407), (116.4000, 39.9200)]
CROW = geodesic_m(*zip(*PLACES, strict=True))
FAR, LONG = (CROW * 1.4).round(1).tolist(), (CROW * 1.1).round(1).tolist()

Answer = tuple[int, bytes]


class Roads:
    """A road service on this machine: what it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.answer: Callable[[], Answer] = lambda: (200, b"{}")

    def says(self, said: Any) -> None:
        self.answer = lambda: (200, json.dumps(said).encode())


@pytest.fixture
def roads(settings: Settings) -> Iterator[Roads]:
    service = Roads()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            service.asked.append((self.command, self.path, body))
            status, content = service.answer()
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(content)
            except BrokenPipeError:
                pass

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.ROADS_URL, settings.ROADS_WITHIN_S = f"http://127.0.0.1:{server.server_port}", 1.0
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def foot(db: None) -> TravelMode:
    return TravelMode.objects.get(pk="foot")


def test_without_a_service_ways_are_straight(foot: TravelMode, settings: Settings) -> None:
    settings.ROADS_URL = ""
    ways, source = ways_between(PLACES, foot)
    assert source == Route.Ways.STRAIGHT
    assert ways.metres == pytest.approx(CROW * 1.3)


def test_osrm_tells_the_ways(foot: TravelMode, roads: Roads) -> None:
    roads.says({"code": "Ok", "distances": FAR, "durations": LONG})
    ways, source = ways_between(PLACES, foot)
    assert (source, ways.metres.tolist()) == (Route.Ways.ROADS, FAR)
    assert ways.minutes[0, 1] == pytest.approx(LONG[0][1] / 60)
    listed = "116.39150,39.89900;116.38940,39.94070;116.40000,39.92000"
    assert roads.asked == [("GET", f"/table/v1/foot/{listed}?annotations=duration,distance", None)]


def test_valhalla_tells_the_ways(foot: TravelMode, roads: Roads, settings: Settings) -> None:
    settings.ROADS_KIND = "valhalla"
    pairs = [list(zip(*rows, strict=True)) for rows in zip(FAR, LONG, strict=True)]
    roads.says(
        {"sources_to_targets": [[{"distance": far / 1_000, "time": long} for far, long in row] for row in pairs]}
    )
    ways, source = ways_between(PLACES, foot)
    assert (source, ways.metres.tolist()) == (Route.Ways.ROADS, [pytest.approx(row) for row in FAR])
    method, path, body = roads.asked[0]
    assert (method, path, body["costing"], len(body["sources"])) == ("POST", "/sources_to_targets", "pedestrian", 3)


def test_ways_it_does_not_know_are_straight_and_counted(foot: TravelMode, roads: Roads) -> None:
    holes = [
        [None if (row, column) == (0, 2) else far for column, far in enumerate(fars)] for row, fars in enumerate(FAR)
    ]
    roads.says({"code": "Ok", "distances": holes, "durations": LONG})
    ways, source = ways_between(PLACES, foot)
    assert (source, ways.unknown) == (Route.Ways.PARTLY, 1)
    assert ways.metres[0, 2] == pytest.approx(CROW[0, 2] * 1.3)


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (400, b'{"code": "InvalidQuery"}'),
        (200, b"<html>"),
        (200, b""),
        (200, b'{"code": "Ok", "distances": [[0]], "durations": [[0]]}'),
        (200, b"[" * 9_000_000),
        (200, b"[" * 100_000),
    ],
    ids=["broken", "refused", "a page", "nothing", "another size", "endless", "deep"],
)
def test_bad_answer_falls_back_and_says_so(
    answer: Answer, foot: TravelMode, roads: Roads, caplog: pytest.LogCaptureFixture
) -> None:
    roads.answer = lambda: answer
    ways, source = ways_between(PLACES, foot)
    assert source == Route.Ways.FAILED
    assert ways.metres == pytest.approx(CROW * 1.3)
    assert "116.39" not in caplog.text


def test_slow_service_is_not_waited_for(foot: TravelMode, roads: Roads, settings: Settings) -> None:
    settings.ROADS_WITHIN_S = 0.2
    roads.answer = lambda: (time.sleep(2), (200, b"{}"))[1]  # type: ignore[func-returns-value]
    started = time.monotonic()
    assert ways_between(PLACES, foot)[1] == Route.Ways.FAILED
    assert time.monotonic() - started < 1.5


def test_service_that_is_not_there_falls_back(foot: TravelMode, settings: Settings) -> None:
    settings.ROADS_URL = "http://127.0.0.1:9"
    assert ways_between(PLACES, foot)[1] == Route.Ways.FAILED
