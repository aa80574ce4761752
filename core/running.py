"""What an organisation still has under way, app by app: each registers what runs and how it goes over to another organisation.

`people` closes organisations without knowing who stands above it: `register` is called in `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID


@dataclass(frozen=True)
class Running:
    """Things of one kind under way: a word for them with their number, how many, and the page where they are ended one by one."""

    label: str
    n: int
    url: str = ""


class HandOver(Protocol):
    """Gives all that runs of an organisation to another one, inside the caller's transaction; returns how many."""

    def __call__(self, *, organisation: Any, to: Any, by: Any, at: datetime) -> int:
        """Hand over."""
        ...


@dataclass(frozen=True)
class Part:
    """One app's part."""

    running: Callable[[UUID, datetime], Iterable[Running]]
    hand_over: HandOver


_PARTS: Final[dict[str, Part]] = {}


def register(app: str, part: Part) -> None:
    """Let an app say what it has under way; said again it is the newer word."""
    _PARTS[app] = part


def running_of(organisation: UUID, at: datetime) -> Iterator[Running]:
    """Yield what the organisation has under way at that time; kinds of which there is nothing are left out."""
    for part in _PARTS.values():
        yield from (found for found in part.running(organisation, at) if found.n)


def hand_over_all(*, organisation: Any, to: Any, by: Any, at: datetime) -> int:
    """Let every app hand over what it has under way; return how many."""
    return sum(part.hand_over(organisation=organisation, to=to, by=by, at=at) for part in _PARTS.values())
