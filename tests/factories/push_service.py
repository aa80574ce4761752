"""A push service and a browser on this machine: checks the signature of whoever sends and decrypts what is sent."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY = base64.urlsafe_b64encode(bytes(range(1, 33))).rstrip(b"=").decode()


@dataclass
class Browser:
    """One device: its keys, and what it was shown."""

    endpoint: str
    auth: bytes = bytes(range(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    shown: list[dict[str, Any]] = field(default_factory=list)

    @property
    def subscription(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": text_of(point), "auth": text_of(self.auth)}

    def show(self, body: bytes) -> None:
        self.shown.append(json.loads(http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth)))


@dataclass
class PushService:
    """Answers as it is told by path; keeps the headers of what it took."""

    address: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)

    def browser(self, name: str = "phone") -> Browser:
        self.browsers[f"/{name}"] = made = Browser(f"{self.address}/{name}")
        return made

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        if path in self.answers:
            return self.answers[path]
        if not is_signed(headers["authorization"], self.address):
            return 403
        self.headers.append(headers)
        self.browsers[path].show(body)
        return 201


@contextmanager
def push_service() -> Iterator[PushService]:
    """Start it."""
    service = PushService()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = service.take(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{service.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    service.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield service
    server.shutdown()
    server.server_close()


def is_signed(authorization: str, audience: str) -> bool:
    """Check a VAPID header as RFC 8292 asks: `vapid t=<JWT signed with ES256>,k=<public key>`, for us, for a day at most."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(parts["k"]))
    raw = bytes_of(signature)
    numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(numbers, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(bytes_of(claims))
    is_ours = hmac.compare_digest(_digest(bytes_of(parts["k"])), _digest(_public_of(KEY)))
    lasts = 0 < said["exp"] - time.time() <= 24 * 3600
    return scheme == "vapid" and is_ours and lasts and said["aud"] == audience and said["sub"].startswith("mailto:")


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _public_of(key: str) -> bytes:
    private = ec.derive_private_key(int.from_bytes(bytes_of(key), "big"), ec.SECP256R1())
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()
