"""Writes one message of one or many notices, in the reader's language."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.channels.links import absolute, stop_url
from people.channels.protocol import Line, Message
from people.models import Delivery, Subject, User
from people.notices import outside_sentence, subject_of

MOST_LINES: Final = 50


def written(deliveries: Sequence[Delivery], person: User) -> Message:
    """Return the message of these deliveries, the oldest first; the language is the one in force."""
    lines = tuple(_line(delivery) for delivery in deliveries)
    subjects = {subject_of(delivery.notice.kind) for delivery in deliveries}
    # One subject is stopped alone; a mail of several stops all mail.
    stopped = subjects.pop() if len(subjects) == 1 else ""
    is_urgent = any(delivery.is_urgent for delivery in deliveries)
    return Message(
        to=person,
        key=deliveries[0].pk,
        subject=lines[0].words if len(lines) == 1 else _many(len(lines)),
        lines=lines[-MOST_LINES:],
        left_out=max(0, len(lines) - MOST_LINES),
        url=lines[0].url if len(lines) == 1 else absolute(reverse("people:notices")),
        is_urgent=is_urgent,
        stop_label=Subject(stopped).label if stopped else "",
        stop_url="" if is_urgent else stop_url(person.pk, stopped),
        choose_url=absolute(reverse("people:preferences")),
    )


def _line(delivery: Delivery) -> Line:
    notice = delivery.notice
    url = absolute(notice.url or reverse("people:notices"))
    return Line(outside_sentence(notice), url, notice.created_at)


def _many(n: int) -> str:
    return _("Heritage Patrol: {words}").format(words=ngettext("{n} notice", "{n} notices", n).format(n=n))
