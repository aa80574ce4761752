"""The code on the organiser's screen: signed for one shift and one short span of time, so that a photo of it is soon worthless."""

import hashlib
import hmac
from typing import Final

LETTERS: Final = 20


def step_of(timestamp: float, *, seconds: int) -> int:
    """Return which span of `seconds` a Unix time lies in."""
    return int(timestamp // seconds)


def code_at(key: bytes, shift: str, step: int) -> str:
    """Return the code of a shift in a span: 80 bits of HMAC-SHA-256 in hexadecimal."""
    said = f"{shift}:{step}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()[:LETTERS]


def is_fresh(key: bytes, shift: str, code: str, *, step: int) -> bool:
    """Say whether the code is this shift's, of this span or the one before: it may turn while somebody scans."""
    return any(hmac.compare_digest(code_at(key, shift, one), code) for one in (step, step - 1))
