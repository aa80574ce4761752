"""A phone as the server sees it: one kept connection, a session, and reports with photos nobody else has."""

import hashlib
import http.client
import json
import os
import uuid
from dataclasses import dataclass
from typing import Any

TOKEN = "a" * 32
BOUNDARY = "heritage-boundary"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@dataclass(frozen=True)
class Shot:
    """A photo of noise: the bytes are put together when they are sent, the hash is known before."""

    number: bytes
    noise: bytes
    sha256: str

    @property
    def data(self) -> bytes:
        """The whole file."""
        return JPEG + self.number + self.noise


def shot(noise: bytes) -> Shot:
    """Make a photo that differs from every other."""
    number = os.urandom(16)
    return Shot(number, noise, hashlib.sha256(JPEG + number + noise).hexdigest())


def report_of(template: dict[str, Any], shots: list[Shot]) -> dict[str, Any]:
    """Write a report that names the photos."""
    roles = ["far", "near", "finding"]
    photos = [{"position": n, "role": roles[min(n, 2)], "sha256": one.sha256} for n, one in enumerate(shots)]
    return {**template, "photos": photos}


class Phone:
    """One client on one kept connection."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    def send_report(self, key: uuid.UUID, said: dict[str, Any], **more: Any) -> tuple[int, dict[str, Any]]:
        """Send a report whose photos follow."""
        body = json.dumps({"report": said, **more}).encode()
        return self._ask("PUT", f"/api/v1/reports/{key}", body, {"Content-Type": "application/json"})

    def send_piece(
        self, key: uuid.UUID, one: Shot, start: int = 0, end: int | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Send a piece of a photo, by default all of it."""
        data = one.data
        end = len(data) if end is None else min(end, len(data))
        said = {"Content-Type": "application/octet-stream", "Content-Range": f"bytes {start}-{end - 1}/{len(data)}"}
        return self._ask("PUT", f"/api/v1/reports/{key}/photos/{one.sha256}", data[start:end], said)

    def send_form(self, key: uuid.UUID, said: dict[str, Any], shots: list[Shot]) -> tuple[int, dict[str, Any]]:
        """Send a report with its photos in one request."""
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self._ask("PUT", f"/api/v1/reports/{key}", form_body(said, shots), {"Content-Type": kind})

    def receipt(self, key: uuid.UUID) -> tuple[int, dict[str, Any]]:
        """Ask for a receipt."""
        return self._ask("GET", f"/api/v1/reports/{key}", None, {})

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> tuple[int, dict[str, Any]]:
        try:
            return self._once(method, path, body, more)
        except (ConnectionError, http.client.RemoteDisconnected):
            # The server closes a connection that was quiet for two seconds: as every client does, once more on a new one.
            return self._once(method, path, body, more)

    def _once(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> tuple[int, dict[str, Any]]:
        try:
            self.connection.request(method, path, body, {**self.headers, **more})
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            # The next request opens a new connection.
            self.connection.close()
            raise


def form_body(said: dict[str, Any], shots: list[Shot]) -> bytes:
    """Write the body of a form: the report, then a part for each photo."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="report"\r\n\r\n{json.dumps(said)}\r\n'.encode()]
    for number, one in enumerate(shots):
        name = f'name="photo_{number}"; filename="{number}.jpg"'
        parts += [
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\nContent-Type: image/jpeg\r\n\r\n".encode(),
            one.data,
            b"\r\n",
        ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
