"""The calendars a person's app may read under one secret address: each app says which it has (`AppConfig.ready`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise


@dataclass(frozen=True)
class Feed:
    """One calendar: the name of its address, which takes the secret; what it is called and holds; and who has one."""

    url_name: str
    label: str | Promise
    text: str | Promise
    is_for: Callable[[Any], bool]


_FEEDS: Final[dict[str, Feed]] = {}


def register(app: str, feed: Feed) -> None:
    """Let an app say which calendar it has; said again it is the newer word."""
    _FEEDS[app] = feed


def feeds_for(person: Any) -> list[Feed]:
    """Return the calendars the person has."""
    return [feed for feed in _FEEDS.values() if feed.is_for(person)]
