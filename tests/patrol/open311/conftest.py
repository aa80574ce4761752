"""A running server for clients that are programs of their own."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def served(committed_db: None) -> Iterator[str]:
    """Serve the product over HTTP on a free port; return its address. Not `live_server`: that one empties every table."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
