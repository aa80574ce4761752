"""One-time codes for phones: how long one holds, how often one may be asked for, what a phone number is."""

import re
from datetime import timedelta
from typing import Final

DIGITS: Final = 6
HOLDS: Final = timedelta(minutes=10)
MOST_GUESSES: Final = 5
# Texts cost money, and a stranger's phone is no toy: so many to one phone and from one network within an hour.
WITHIN: Final = timedelta(hours=1)
MOST_TO_A_PHONE: Final = 3
MOST_FROM_A_NETWORK: Final = 20
PHONE: Final = re.compile(r"^\+[1-9]\d{6,14}$")
HOME_CODE: Final = "+86"


def phone_of(text: str) -> str | None:
    """Return the number in international form (E.164); None: it is none. Eleven digits that begin with 1 are of the mainland."""
    digits = re.sub(r"[\s\-()]", "", text)
    if re.fullmatch(r"1\d{10}", digits):
        digits = HOME_CODE + digits
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return digits if PHONE.match(digits) else None


def masked_phone(phone: str) -> str:
    """Return the number as its owner recognises it."""
    return phone[:-8] + "****" + phone[-4:] if len(phone) > 8 else "****"
