"""Calls to servers whose address somebody else gave: never into a private network, never after a redirect, never long."""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from core.logic.network import is_reachable

CONNECT_S: Final = 5.0
WHOLE_S: Final = 15.0
AGENT: Final = "HeritagePatrol/1"
LOCAL: Final = ("127.0.0.1", "localhost")


class OutsideRefused(Exception):
    """The call was not made, or gave nothing; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Take the address apart; raises OutsideRefused for one that is never called (`not_https`, `unreadable`)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise OutsideRefused("unreadable") from None
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.password is not None:
        raise OutsideRefused("unreadable")
    is_local = settings.INSECURE_LOCAL and host in LOCAL
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise OutsideRefused("not_https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def fetch(url: str, limit_bytes: int) -> bytes:
    """Return what lies at the address; raises OutsideRefused, also for more than `limit_bytes` and any status but 200."""
    status, content = call("GET", url, None, {}, limit_bytes + 1)
    if status != http.HTTPStatus.OK:
        raise OutsideRefused("not_there")
    if len(content) > limit_bytes:
        raise OutsideRefused("too_large")
    return content


def call(method: str, url: str, body: bytes | None, headers: Mapping[str, str], most: int) -> tuple[int, bytes]:
    """Return the status and at most so many bytes of the answer; raises OutsideRefused for a call that gave none."""
    target = target_of(url)
    connection = _Secure(target) if target.scheme == "https" else _Plain(target)
    # A server that drips its answer keeps every single wait short: this ends them all.
    watch = threading.Timer(WHOLE_S, connection.give_up)
    watch.start()
    try:
        return connection.ask(method, body, {"User-Agent": AGENT, **headers}, most)
    except ssl.SSLError:
        raise OutsideRefused("timeout" if connection.has_given_up else "bad_certificate") from None
    except TimeoutError:
        raise OutsideRefused("timeout") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise OutsideRefused("timeout" if connection.has_given_up else "no_connection") from None
    finally:
        watch.cancel()
        connection.close()


def _open(target: Target) -> socket.socket:
    """Connect to the first address of the host that may be called; the address checked is the address called."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutsideRefused("unknown_host") from None
    allowed = tuple(settings.WEBHOOK_PRIVATE_NETWORKS)
    if settings.INSECURE_LOCAL and target.host in LOCAL:
        allowed += ("127.0.0.0/8", "::1/128")
    may = [one for one in found if is_reachable(ipaddress.ip_address(str(one[4][0]).split("%")[0]), allowed=allowed)]
    if not may or len(may) != len(found):
        # A name that leads to both sides is a trick.
        raise OutsideRefused("private_address")
    return socket.create_connection((str(may[0][4][0]), target.port), timeout=CONNECT_S)


class _Plain(http.client.HTTPConnection):
    """Connects where `_open` lets it."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_S)
        self.target = target
        self.has_given_up = False
        # Kept beside `sock`, which the library lets go of while the answer is still being read.
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.line = _open(self.target)

    def ask(self, method: str, body: bytes | None, headers: Mapping[str, str], most: int) -> tuple[int, bytes]:
        """Return the status and as many bytes of the answer; half an answer that was broken off is none."""
        self.request(method, self.target.path, body, dict(headers))
        answer = self.getresponse()
        content = answer.read(most)
        if self.has_given_up:
            raise OutsideRefused("timeout")
        return answer.status, content

    def give_up(self) -> None:
        """Break the line off, whatever it waits for."""
        self.has_given_up = True
        with contextlib.suppress(OSError):
            if self.line is not None:
                self.line.shutdown(socket.SHUT_RDWR)


class _Secure(_Plain):
    """The same over TLS, with the certificate checked for the name that was asked for."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = self.line = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)
