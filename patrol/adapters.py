"""Calls to the receivers of webhooks, guarded by `core.outside`: every failure is an answer too."""

import time
from collections.abc import Mapping
from typing import Final

from core.outside import OutsideRefused, call, fetch, target_of
from patrol.logic.webhook import Answer

__all__ = ["OutsideRefused", "fetch", "post", "target_of"]
ANSWER_BYTES: Final = 4096
ANSWER_KEPT: Final = 300


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send the bytes and return what came back; every failure is an answer too. No redirect is followed."""
    started = time.monotonic()
    try:
        status, text = call("POST", url, body, headers, ANSWER_BYTES)
    except OutsideRefused as refusal:
        return Answer(None, refusal.code, "", _since(started))
    return Answer(status, "", text.decode(errors="replace").replace("\0", "")[:ANSWER_KEPT], _since(started))


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
