"""Two running products that exchange: each its own database, web server, worker and key; and a line between them one can tap."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from core.logic import jose

ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 120


@dataclass
class Line:
    """What goes to a platform passes here. `fault` sees each message's step before and after, and may stop it."""

    target: str = ""
    url: str = ""
    calls: list[tuple[str, bytes, int]] = field(default_factory=list)
    # Told (step, "asked" or "answered"); True breaks the line off at this place.
    fault: Callable[[str, str], bool] | None = None


@dataclass
class Instance:
    """A running product without demo: people are made as its tests need them."""

    url: str
    database_url: str
    environment: dict[str, str]
    worker: subprocess.Popen[bytes] | None = None

    @property
    def public(self) -> str:
        """Its public key."""
        return jose.public_key(jose.from_base64url(self.environment["PLATFORM_KEY"]))

    def shell(self, program: str) -> str:
        """Run Python inside the product."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def wait_for(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Look until something is there."""
        until = time.monotonic() + WITHIN_S
        while not (found := self.rows(statement, *values)):
            assert time.monotonic() < until, statement
            time.sleep(0.2)
        return found

    def hours(self, email: str) -> int:
        """Return somebody's balance in seconds."""
        found = self.rows(
            "SELECT coalesce(sum(e.amount), 0) FROM timebank_entry e JOIN timebank_account a ON a.id = e.account_id"
            " JOIN people_user u ON u.id = a.owner_id WHERE u.email = %s",
            email,
        )
        return int(found[0][0])

    def house(self, code: str) -> int:
        """Return the balance of an account of the house."""
        found = self.rows(
            "SELECT coalesce(sum(e.amount), 0) FROM timebank_entry e JOIN timebank_account a ON a.id = e.account_id"
            " WHERE a.code = %s",
            code,
        )
        return int(found[0][0])

    def trial_balance(self) -> int:
        """Return the sum of everything: zero."""
        return int(self.rows("SELECT coalesce(sum(amount), 0) FROM timebank_entry")[0][0])

    def start_worker(self) -> None:
        """Start the worker."""
        command = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"]
        self.worker = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)

    def kill_worker(self) -> None:
        """Kill the worker at once: no farewell, no clean-up."""
        assert self.worker is not None
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait(timeout=10)
        self.worker = None


@contextmanager
def tapped() -> Iterator[Line]:
    """Run the line; its target is set once the platform behind it runs."""
    line = Line()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            step = json.loads(body)["step"]
            if line.fault and line.fault(step, "asked"):
                return
            names = ("Content-Type", "Accept", "Heritage-Signature")
            status, answer = post(line.target + self.path, body, {name: self.headers[name] for name in names})
            line.calls.append((self.headers["Heritage-Signature"], body, status))
            if line.fault and line.fault(step, "answered"):
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    line.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send bytes; return status and answer, whatever they are."""
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - our own servers
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


@contextmanager
def instance(server_url: str, name: str, seed: bytes, public_url: str, port: int, media: Path) -> Iterator[Instance]:
    """Run a product on a fresh database, known to others under `public_url`."""
    database_url = _fresh_database(server_url, name)
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "INSECURE_LOCAL": "1",
        "DEBUG": "0",
        "MEDIA_ROOT": str(media),
        "PUBLIC_URL": public_url,
        "LOG_LEVEL": "WARNING",
        "PLATFORM_KEY": jose.base64url(seed),
        "PLATFORM_NAME": f"{name} 志愿平台",
    }
    made = Instance(f"http://127.0.0.1:{port}", database_url, environment)
    for command in ("migrate", "seed_vocabulary"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity", "0"],
            cwd=ROOT, env=environment, check=True, capture_output=True,
        )  # fmt: skip
    with ExitStack() as stack:
        web = [sys.executable, "-m", "gunicorn", "patrol.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
        process = subprocess.Popen(web, cwd=ROOT, env=environment)
        stack.callback(_end, process)
        _wait(f"{made.url}/healthz")
        made.start_worker()
        stack.callback(lambda: made.worker is not None and _end(made.worker))
        yield made


def _fresh_database(server_url: str, name: str) -> str:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        template = sql.Identifier(os.environ.get("TEST_TEMPLATE", "template1"))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
    return server_url.rsplit("/", 1)[0] + "/" + name


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait(url: str) -> None:
    until = time.monotonic() + WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            assert time.monotonic() < until, url
            time.sleep(0.2)
