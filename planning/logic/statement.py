"""What a statement is as bytes: its canonical text, its fingerprint, and what is signed."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

SCHEMA = 1


def canonical(content: Mapping[str, Any]) -> str:
    """Return JSON that is the same, byte by byte, for the same content: sorted keys, no spaces, no floats.

    Raises TypeError for what JSON cannot hold and for floats, which are spelt differently by other programs.
    """
    _refuse_floats(content)
    return json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the text as UTF-8, 64 hexadecimal digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def signed_words(number: str, fingerprint_hex: str, supersedes: str) -> bytes:
    """Return what the signature covers: the number, the fingerprint, and the number of what it takes the place of ("" for none)."""
    return f"heritage-patrol statement {SCHEMA}\n{number}\n{fingerprint_hex}\n{supersedes}\n".encode()


def per_mille(done: int, required: int) -> int | None:
    """Return a share in thousandths, rounded down so that only all is 1000; none where nothing was required."""
    return 1000 * done // required if required else None


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a statement holds whole numbers only")
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        _refuse_floats(one)
