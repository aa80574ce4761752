"""Web and database killed in the middle of uploads: what was acknowledged is there afterwards, once."""

import hashlib
import http.client
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from benchmarks.intake_client import Phone, Shot, report_of, shot
from benchmarks.throwaway import Product, running_product
from core.ids import new_id

CLIENTS, REPORTS, KILLS = 6, 5, 2
CHUNK, PHOTO_BYTES = 65_536, 300_000
NOISE = hashlib.shake_256(b"noise").digest(PHOTO_BYTES)


@pytest.fixture
def killable(db: None, tmp_path: Path) -> Iterator[tuple[Product, dict[str, Any]]]:
    """A product of its own, on a durable cluster of its own."""
    ours = connection.settings_dict
    like = f"postgres://{ours['USER']}:{ours['PASSWORD']}@{ours['HOST']}:{ours['PORT']}/{ours['NAME']}"
    with running_product(tmp_path / "product", CLIENTS, like) as running:
        yield running


class Sender:
    """A phone that never gives up, and holds the server to every word it gave."""

    def __init__(self, phone: Phone, template: dict[str, Any], stop: threading.Event) -> None:
        self.phone, self.template, self.stop = phone, template, stop
        self.acknowledged = 0
        self.sent: dict[uuid.UUID, list[Shot]] = {}

    def send_all(self) -> None:
        """Send the reports, photo by photo and piece by piece, through whatever happens."""
        for _ in range(REPORTS):
            key, shots = new_id(), [shot(NOISE), shot(NOISE)]
            self.sent[key] = shots
            said = report_of(self.template, shots)
            first = self._until_answered(lambda said=said, key=key: self.phone.send_report(key, said))
            assert first["id"] == str(key)
            for one in shots:
                self._send_photo(key, one)

    def _send_photo(self, key: uuid.UUID, one: Shot) -> None:
        held, size = 0, len(one.data)
        while held < size:
            answer = self._until_answered(
                lambda held=held: self.phone.send_piece(key, one, held, held + CHUNK)  # type: ignore[misc]
            )
            # A promise is kept: what was acknowledged is never asked for again.
            assert answer["received_bytes"] >= held
            held = answer["received_bytes"]
            self.acknowledged += 1
        assert answer["state"] == "received"

    def _until_answered(self, ask: Any) -> dict[str, Any]:
        """Ask again while nobody answers, or with an error of the server's."""
        while not self.stop.is_set():
            try:
                status, answer = ask()
            except (OSError, http.client.HTTPException, ValueError):
                status, answer = 599, {}
            if status < 300 or (status == 409 and answer["code"] == "chunk_out_of_order"):
                return dict(answer)
            assert status >= 500, (status, answer)
            time.sleep(0.05)
        raise AssertionError("stopped, because something else failed")


def test_what_was_acknowledged_outlives_web_and_database(killable: tuple[Product, dict[str, Any]]) -> None:
    product, world = killable
    stop = threading.Event()
    senders = [Sender(Phone(product.port, one), world["report"], stop) for one in world["sessions"]]
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(sender.send_all) for sender in senders]
        try:
            for kill in range(1, KILLS + 1):
                _wait_until(lambda kill=kill: sum(one.acknowledged for one in senders) > 80 * kill)  # type: ignore[misc]
                assert not all(one.done() for one in running)
                product.kill()
                product.start_database()
                product.start_web()
            for one in running:
                one.result(timeout=120)
        finally:
            stop.set()
    _look(product, senders)


def _look(product: Product, senders: list[Sender]) -> None:
    sent = {key: shots for sender in senders for key, shots in sender.sent.items()}
    hashes = {one.sha256: one for shots in sent.values() for one in shots}
    with psycopg.connect(product.database_url) as found:
        reports = found.execute("SELECT id FROM patrol_report").fetchall()
        states = found.execute("SELECT photos, count(*) FROM patrol_review GROUP BY 1").fetchall()
        files = found.execute("SELECT sha256, file, received_at IS NULL FROM patrol_photofile").fetchall()
        jobs = found.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'patrol.score_report'")
        assert (states, jobs.fetchall()) == ([("complete", len(sent))], [(len(sent),)])
    assert sorted(row[0] for row in reports) == sorted(sent)
    assert {row[0] for row in files} == set(hashes)
    assert [(product.media / name).read_bytes() == hashes[sha256].data for sha256, name, _ in files] == [True] * len(
        hashes
    )
    assert [path for path in (product.media / "uploads").rglob("*") if path.is_file()] == []
    assert len({key for sender in senders for key in sender.sent}) == CLIENTS * REPORTS


def _wait_until(is_so: Any) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "the clients did not get there"
        time.sleep(0.02)
