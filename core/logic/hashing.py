"""Fingerprints: SHA-256 of files, and of values written in one canonical way (same id, same content, same receipt)."""

import hashlib
import json
from typing import Any, BinaryIO

CHUNK_BYTES = 1024 * 1024
# Above 2**53 a JSON number is no longer exact in JavaScript.
LARGEST_EXACT_INTEGER = 2**53


def stream_sha256(stream: BinaryIO) -> str:
    """Hash a binary stream from where it stands to its end, in chunks; 64 lower-case hexadecimal digits."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def canonical_sha256(value: Any) -> str:
    """Hash a JSON value so that key order, white space and `1` against `1.0` make no difference.

    After RFC 8785 but for the spelling of very large and very small floats. Raises ValueError for NaN and infinity,
    TypeError for what JSON cannot hold: dates and ids are made text by the caller, who knows their form.
    """
    text = json.dumps(_canonical(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of a JSON object are text")
        return {key: _canonical(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT_INTEGER:
        return int(value)
    return value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
