"""Document numbers: whether one can be right, how it is kept (encrypted, and found again by a peppered hash), what is shown."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import date
from typing import Final
from unicodedata import normalize

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

RESIDENT: Final = "resident"
SHOWN_AT_START, SHOWN_AT_END = 3, 2
SHORTEST, LONGEST = 5, 24


def compact(number: str) -> str:
    """Return the number without spaces and dashes, in capitals; wide digits of a Chinese keyboard as plain ones."""
    return "".join(letter for letter in normalize("NFKC", number) if letter.isalnum()).upper()


def is_possible(document: str, number: str) -> bool:
    """Say whether the number can be right: check digit, place and day of birth of a resident id (GB 11643), else its length."""
    if document == RESIDENT:
        return bool(ric.is_valid(number))
    return number.isascii() and SHORTEST <= len(number) <= LONGEST


def birth_of(document: str, number: str) -> date | None:
    """Return the day of birth a resident id tells; None for every other document."""
    if document != RESIDENT:
        return None
    try:
        found: date = ric.get_birth_date(number)
    except ValidationError:
        return None
    return found


def masked(number: str) -> str:
    """Return the number with its middle hidden: enough to recognise, not enough to misuse."""
    hidden = len(number) - SHOWN_AT_START - SHOWN_AT_END
    return "*" * len(number) if hidden < 2 else number[:SHOWN_AT_START] + "*" * hidden + number[-SHOWN_AT_END:]


def peppered(text: str, pepper: str) -> str:
    """Return a hash that finds the text again, and without the pepper tells nothing (HMAC-SHA-256, hex)."""
    return hmac.new(pepper.encode(), text.encode(), hashlib.sha256).hexdigest()


def key_from(secret: str) -> str:
    """Return a Fernet key derived from the installation's secret, where none was set."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"heritage-identity" + secret.encode()).digest()).decode()


def encrypted(text: str, keys: Sequence[str]) -> str:
    """Return the text encrypted with the first of the keys."""
    return _box(keys).encrypt(text.encode()).decode()


def decrypted(token: str, keys: Sequence[str]) -> str:
    """Return the text, by whichever of the keys opens it. LookupError: none does."""
    try:
        return _box(keys).decrypt(token.encode()).decode()
    except InvalidToken:
        raise LookupError("no key opens this") from None


def is_encrypted(text: str) -> bool:
    """Whether this is something `encrypted` made: every token of Fernet's first version begins so."""
    return text.startswith("gAAAA")


def rotated(token: str, keys: Sequence[str]) -> str:
    """Return the same secret, encrypted with the first of the keys now."""
    return _box(keys).rotate(token.encode()).decode()


def _box(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
