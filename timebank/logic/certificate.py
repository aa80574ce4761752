"""Rules of the certificate of volunteer service: its number, its notice, what of a document is kept, what the paper lists.

Ministry of Civil Affairs, order 67 (2021): published inside the unit for at least seven days; four parts; free of charge.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.iso7064 import mod_97_10

NOTICE_DAYS: Final = 7
SHOWN_AT_START, SHOWN_AT_END = 3, 2


@dataclass(frozen=True, slots=True)
class Served:
    """One service: what, for whom, on which day, how long (seconds)."""

    title: str
    organisation: str
    on: date
    seconds: int


@dataclass(frozen=True, slots=True)
class Line:
    """What the paper says of all services of one kind: how often, from when to when, how long (seconds)."""

    title: str
    organisation: str
    times: int
    first_on: date
    last_on: date
    seconds: int


def number_of(year: int, serial: int) -> str:
    """Return the certificate's number: year, serial of six digits, and two check digits (ISO 7064, mod 97-10)."""
    digits = f"{year:04d}{serial:06d}"
    return f"{digits[:4]}-{digits[4:]}-{mod_97_10.calc_check_digits(digits)}"


def is_number(text: str) -> bool:
    """Say whether the text is a number that could have been given: no digit wrong, no two exchanged."""
    digits = "".join(letter for letter in text if letter.isalnum())
    return len(digits) == 12 and digits.isdecimal() and bool(mod_97_10.is_valid(digits))


def masked(document: str) -> str:
    """Return a document's number with its middle hidden: enough to recognise, not enough to misuse."""
    hidden = max(len(document) - SHOWN_AT_START - SHOWN_AT_END, 0)
    if hidden < 2:
        return "*" * len(document)
    return document[:SHOWN_AT_START] + "*" * hidden + document[-SHOWN_AT_END:]


def lines(served: Iterable[Served]) -> list[Line]:
    """Sum services up by what was done and for whom, the longest first; of equal ones the earlier first."""
    found: dict[tuple[str, str], Line] = {}
    for one in served:
        key = (one.title, one.organisation)
        line = found.get(key, Line(one.title, one.organisation, 0, one.on, one.on, 0))
        found[key] = Line(
            one.title,
            one.organisation,
            line.times + 1,
            min(line.first_on, one.on),
            max(line.last_on, one.on),
            line.seconds + one.seconds,
        )
    return sorted(found.values(), key=lambda line: (-line.seconds, line.first_on, line.title, line.organisation))
