"""The scheme of Standard Webhooks (standardwebhooks.com, version 1): headers, signature, and when to call again."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

PREFIX: Final = "whsec_"
# After the first, second, … failed call: as the standard proposes, in all three days and a bit.
WAITS: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of a call: a status, or the code of why there is none."""

    status: int | None
    error: str
    text: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Say whether the receiver took it: 2xx and nothing else, a redirect neither."""
        return self.status is not None and 200 <= self.status < 300


def secret_text(key: str, subscription: str, number: int) -> str:
    """Return a subscription's secret (`whsec_…`, 256 bits), made from the server's key and the number of its renewal."""
    made = hmac.new(key.encode(), f"webhook {subscription} {number}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def headers_for(secret: str, *, message_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the three headers of a call: id, second since 1970, and `v1,` with the HMAC-SHA256 over id, time and body."""
    seconds = int(at.timestamp())
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message_id}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }


def wait_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many failed calls (1 and up); None when it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None
