"""The container's question to its web process."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class OnlyThePublicName(BaseHTTPRequestHandler):
    """Serves /healthz to the public name over what the proxy calls HTTPS, and refuses everything else."""

    def do_GET(self) -> None:
        asked = (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"])
        self.send_response(200 if asked == ("/healthz", "patrol.example.org", "https") else 400)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the base class
        """Stay quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    """Run the server for one test."""
    server = HTTPServer(("127.0.0.1", 0), OnlyThePublicName)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_healthcheck_of_a_web_process_that_serves(port: int) -> None:
    assert healthcheck(port, "https://patrol.example.org") == 0


def test_healthcheck_of_a_web_process_that_refuses(port: int) -> None:
    assert healthcheck(port, "https://other.example.org") == 1


def test_healthcheck_where_nobody_listens() -> None:
    assert healthcheck(9, "https://patrol.example.org") == 1


def healthcheck(port: int, public_url: str) -> int:
    """Run the script as the container does and return its exit code."""
    environment = {**os.environ, "HEALTHCHECK_PORT": str(port), "PUBLIC_URL": public_url}
    command = [sys.executable, str(ROOT / "scripts" / "healthcheck.py")]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode
