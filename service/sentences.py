"""How the things of service are told to people."""

from collections.abc import Iterable
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from service.models import Shift

REASONS: Final[dict[str, str | Promise]] = {
    "free": _("free at that time"),
    "partly_free": _("free for a part of it"),
    "near": _("near home"),
    "in_range": _("within range"),
    "skilled": _("all the skills"),
    "reliable": _("has always come so far"),
    "likes": _("often does such work"),
    "has_room": _("nothing else promised these weeks"),
    "unreliable": _("has failed to come"),
    "late": _("has given back at the last moment"),
    "busy": _("has promised much these weeks"),
    "far": _("beyond the usual range"),
    "not_free": _("usually not free then"),
}
AGAINST: Final = frozenset({"unreliable", "late", "busy", "far", "not_free"})


def reason_words(codes: Iterable[str]) -> list[str]:
    """Return the reasons in the reader's language, in their order."""
    return [str(REASONS[code]) for code in codes]


SAID: Final[dict[str, str | Promise]] = {
    "applied": _("You asked for a place. The organiser answers; you get a notice."),
    "waiting": _("All places are taken. You are on the waiting list and move up by yourself."),
    "accepted": _("You have a place. You find it under My activities."),
    "checked_in": _("You are checked in already."),
    "served": _("You have served here already."),
    "no_show": _("It was noted that you did not come. Ask the organiser if that is wrong."),
    "refused": _("The organiser said no to this place before. Choose another shift."),
}


def beginning(shift: Shift) -> str:
    """Return when a shift begins, as notices say it."""
    return f"{timezone.localtime(shift.starts_at):%Y-%m-%d %H:%M}"
