"""The network between a phone and the product: passes everything on, and can be made as bad as in a hotel or on a mountain."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "accept-encoding"}
PORTAL = b"<!doctype html><title>Hotel</title><h1>Welcome! Please sign in to our network.</h1>"


@dataclass(frozen=True)
class Said:
    """What somebody in between answers in our place; status 0 cuts the line."""

    status: int
    body: bytes = b""
    kind: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()


Fault = Callable[[str, str], Said | None]


@dataclass
class Network:
    """A network at `url`; `fault(method, path)` may answer, `rewrite(path, body)` may change what the product said."""

    product: str
    url: str = ""
    fault: Fault | None = None
    version: str = ""
    log: list[tuple[str, str, int]] = field(default_factory=list)

    def count(self, method: str, path: str, status: int) -> int:
        """Say how often this was asked and so answered."""
        return self.log.count((method, path, status))


@contextmanager
def network_to(product: str) -> Iterator[Network]:
    """Lay a line to the product."""
    network = Network(product)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Line", (_Line,), {"network": network}))
    server.daemon_threads = True
    network.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield network
    finally:
        server.shutdown()
        server.server_close()


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    network: Network

    def do_GET(self) -> None:
        self._pass_on()

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - so the library names them

    def log_message(self, *_words: object) -> None:
        """Say nothing: the test asks `log`."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = self.network.fault(self.command, self.path) if self.network.fault else None
        if said is not None and said.status == 0:
            self.close_connection = True
            self.connection.close()
            return
        self._answer(said or self._ask(body))

    def _ask(self, body: bytes) -> Said:
        line = http.client.HTTPConnection(urlsplit(self.network.product).netloc, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        line.request(self.command, self.path, body=body or None, headers=headers)
        answer = line.getresponse()
        data = answer.read()
        kept = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP)
        line.close()
        return self._renewed(Said(answer.status, data, "", kept))

    def _renewed(self, said: Said) -> Said:
        """Give the app out as another version, as after a deployment."""
        if not self.network.version or self.path.split("?")[0] not in {"/field/", "/field-worker.js"}:
            return said
        old = next((value for name, value in said.headers if name == "X-Shell-Version"), "")
        if old:
            renewed = tuple((n, self.network.version if n == "X-Shell-Version" else v) for n, v in said.headers)
            return Said(said.status, said.body, "", renewed)
        head, rest = said.body.split(b'"version": "', 1)
        return Said(said.status, head + b'"version": "' + self.network.version.encode() + rest[16:], "", said.headers)

    def _answer(self, said: Said) -> None:
        self.network.log.append((self.command, self.path, said.status))
        try:
            self.send_response_only(said.status)
            for name, value in said.headers or (("Content-Type", said.kind),):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body if self.command != "HEAD" else b"")
        except OSError:
            self.close_connection = True
