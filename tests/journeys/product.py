"""Runs the whole product for browser tests: its own database with the demo in it, the web server and the worker."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.factories.push_service import KEY

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 180
WORKER_WITHIN_S = 60


@dataclass(frozen=True)
class Product:
    """A running product: its address, its database, and the environment its commands need."""

    url: str
    database_url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command against the product's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the product's database."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def wait_for(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Look until the worker has done what the statement asks for."""
        until = time.monotonic() + WORKER_WITHIN_S
        while not (found := self.rows(statement, *values)):
            assert time.monotonic() < until, f"the worker did not get there: {statement}"
            time.sleep(0.2)
        return found


@contextmanager
def running_product(server_url: str, database: str, media: Path) -> Iterator[Product]:
    """Make the database, fill it with the demo, start web and worker; stop them afterwards."""
    database_url = _fresh_database(server_url, database)
    port = _free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "INSECURE_LOCAL": "1",
        "DEBUG": "0",
        "MEDIA_ROOT": str(media),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
        "PUSH_PRIVATE_KEY": KEY,
    }
    product = Product(f"http://127.0.0.1:{port}", database_url, environment)
    for command in ("migrate", "seed_vocabulary", "seed_demo"):
        product.manage(command)
    web = [sys.executable, "-m", "gunicorn", "patrol.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "8"]
    worker = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"]
    with _process(web, environment), _process(worker, environment):
        _wait_for(f"{product.url}/healthz")
        yield product


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _fresh_database(server_url: str, name: str) -> str:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        template = sql.Identifier(os.environ.get("TEST_TEMPLATE", "template1"))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
    return server_url.rsplit("/", 1)[0] + "/" + name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
