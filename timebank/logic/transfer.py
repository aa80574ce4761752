"""Rules of the transfer between platforms (docs/exchange.md): what a message says, which records are taken, when it is said again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from core.logic.jose import base64url, canonical

PROTOCOL: Final = "heritage-transfer/1"
TYPE: Final = "heritage-transfer+jws"
STEPS: Final = frozenset({"prepare", "confirm", "abort"})
MOST_RECORDS: Final = 200
MOST_BYTES: Final = 262_144
LONGEST: Final = timedelta(hours=24)
# How old a call may be, and how far ahead its clock; a number-used-once is remembered longer than that.
FRESH: Final = timedelta(minutes=5)
NONCE_KEPT: Final = timedelta(hours=1)
# What is prepared here and never confirmed ends.
PREPARED_FOR: Final = timedelta(days=14)
WAITS_S: Final = (10, 30, 60, 300, 900, 3_600)
CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH: Final = 12


class Unreadable(ValueError):
    """The message is not one of this protocol."""


@dataclass(frozen=True, slots=True)
class Told:
    """A record as a platform tells it; times with their zone."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    title: str
    organisation: str

    @property
    def seconds(self) -> int:
        """How long it took."""
        return int((self.ends_at - self.starts_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Message:
    """A message taken apart."""

    step: str
    sender: str
    recipient: str
    batch: UUID
    counter: int
    name: str
    code: str
    records: tuple[Told, ...]


def written(
    step: str, *, sender: str, recipient: str, batch: UUID, counter: int, more: Mapping[str, Any] | None = None
) -> str:
    """Return a message's text, in the one spelling of RFC 8785."""
    told = {"protocol": PROTOCOL, "step": step, "from": sender, "to": recipient, "batch": str(batch)}
    return canonical({**told, "counter": counter, **(more or {})}).decode()


def person_and_records(name: str, code: str, records: Iterable[Told]) -> dict[str, Any]:
    """Return what `prepare` says beside the frame."""
    return {
        "person": {"name": name, "code": code},
        "records": [
            {
                "id": str(one.id),
                "starts_at": _time(one.starts_at),
                "ends_at": _time(one.ends_at),
                "title": one.title,
                "organisation": one.organisation,
            }
            for one in records
        ],
    }


def read(body: bytes) -> Message:
    """Take a message apart; raises Unreadable for another protocol, another spelling, and anything missing or odd."""
    try:
        told = json.loads(body)
        if canonical(told) != body or told["protocol"] != PROTOCOL or told["step"] not in STEPS:
            raise Unreadable
        is_first = told["step"] == "prepare"
        records = tuple(_record(one) for one in told["records"]) if is_first else ()
        message = Message(
            step=told["step"],
            sender=_text(told["from"], 200),
            recipient=_text(told["to"], 200),
            batch=UUID(told["batch"]),
            counter=_counter(told["counter"]),
            name=_text(told["person"]["name"], 80) if is_first else "",
            code=_text(told["person"]["code"], 24) if is_first else "",
            records=records,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Unreadable from None
    if (is_first and not 0 < len(records) <= MOST_RECORDS) or len({one.id for one in records}) != len(records):
        raise Unreadable
    return message


def refusals(records: Iterable[Told], at: datetime) -> dict[UUID, str]:
    """Return why single records are not taken, before the ledger is asked: `too_long`, `not_over`, `overlaps`."""
    found: dict[UUID, str] = {}
    last_end: datetime | None = None
    for one in sorted(records, key=lambda record: (record.starts_at, record.id)):
        if not timedelta(0) < one.ends_at - one.starts_at <= LONGEST:
            found[one.id] = "too_long"
        elif one.ends_at > at:
            found[one.id] = "not_over"
        elif last_end is not None and one.starts_at < last_end:
            found[one.id] = "overlaps"
        else:
            last_end = one.ends_at
    return found


def is_fresh(said_at: Any, at: datetime) -> bool:
    """Say whether a call was made now, give or take the clocks (`iat`, seconds since 1970)."""
    return isinstance(said_at, int) and abs(at.timestamp() - said_at) <= FRESH.total_seconds()


def next_try(tries: int, at: datetime) -> datetime:
    """Return when to call again after so many calls without an answer."""
    return at + timedelta(seconds=WAITS_S[min(tries, len(WAITS_S)) - 1])


def code_of(random: bytes) -> str:
    """Return a receiving code of random bytes: letters and digits nobody confuses, in three groups."""
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in random[:CODE_LENGTH])
    return "-".join(letters[place : place + 4] for place in range(0, CODE_LENGTH, 4))


def folded(code: str) -> str:
    """Return a code as it is compared: without blanks and strokes, in capitals."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def answer(batch: UUID, state: str, refused: Mapping[UUID, str], reason: str = "") -> str:
    """Return the text of an answer: the state of the batch here, and why single records are not taken."""
    told = {"protocol": PROTOCOL, "batch": str(batch), "state": state, "reason": reason}
    return canonical({**told, "refused": {str(key): why for key, why in refused.items()}}).decode()


def read_answer(body: bytes, batch: UUID) -> tuple[str, str, dict[UUID, str]]:
    """Return state, reason and refused records of an answer about the batch; raises Unreadable."""
    try:
        told = json.loads(body)
        if told["protocol"] != PROTOCOL or UUID(told["batch"]) != batch:
            raise Unreadable
        refused = {UUID(key): _text(why, 40) for key, why in told["refused"].items()}
        return _text(told["state"], 12), _text(told["reason"], 40), refused
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Unreadable from None


def nonce_of(random: bytes) -> str:
    """Return a number-used-once of random bytes."""
    return base64url(random)


def _record(told: Mapping[str, Any]) -> Told:
    starts_at, ends_at = datetime.fromisoformat(told["starts_at"]), datetime.fromisoformat(told["ends_at"])
    if starts_at.tzinfo is None or ends_at.tzinfo is None or ends_at <= starts_at or starts_at.year < 2000:
        raise Unreadable
    title = _text(told["title"], 160)
    if not title:
        raise Unreadable
    return Told(UUID(told["id"]), starts_at, ends_at, title, _text(told["organisation"], 120))


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Unreadable
    return value


def _counter(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**53:
        raise Unreadable
    return value


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
