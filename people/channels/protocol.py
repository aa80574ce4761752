"""What every channel is: it says whom it reaches and sends one message, or says why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise

from people.models import User

WITHIN_S = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One notice of a message: what it says, the absolute address of what it is about, and when it was made."""

    words: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told at once, in their language. `key` is the same when it is sent again after a crash."""

    to: User
    key: UUID
    subject: str
    lines: tuple[Line, ...]
    url: str
    is_urgent: bool
    # How many older ones the mail has no room for.
    left_out: int
    # What one tap stops ("": all mail), and where; no address for what cannot be switched off.
    stop_label: str | Promise
    stop_url: str
    choose_url: str


class NotSent(Exception):
    """The message did not go out. `answer` is the other side's (such as `HTTP 503`), without any address."""

    def __init__(self, answer: str, *, is_final: bool) -> None:
        super().__init__(answer)
        self.answer, self.is_final = answer[:40], is_final


class Gone(Exception):
    """There is nowhere to send it to any more."""


class Way(Protocol):
    """A channel."""

    def is_open(self) -> bool:
        """Say whether this installation has it."""

    def reach(self, *, is_urgent: bool) -> Q:
        """Return the condition on a user who can be told this way; an alarm also goes to an address nobody has confirmed yet."""

    def send(self, message: Message) -> None:
        """Send it, within seconds; raises `NotSent` or `Gone`."""
