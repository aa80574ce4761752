"""Telling people: a notice in the inbox and, in the same transaction, a row for every channel it goes out by."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from core.jobs import later
from people.channels import open_ways
from people.logic.delivery import due_at, may_be_a_place
from people.models import Channel, Delivery, Notice, Subject, User
from people.notices import subject_of, topic_of
from people.queries.wishes import Wishes, tellable, wishes_of


def notify(*, users: Iterable[User], kind: str, params: Mapping[str, Any], url: str, at: datetime) -> None:
    """Tell the users something, in the inbox of each and by the channels they chose; alarms by all, at once.

    `kind` is a sentence of `people.notices`; its params hold only what everybody may know (a site's name), never a place.
    """
    if any(may_be_a_place(value) for value in params.values()):
        raise ValueError(f"{kind}: a place stands behind the link, not in the notice")
    topic = topic_of(kind, url)
    notices = [Notice(user=user, kind=kind, params=dict(params), url=url, topic=topic, created_at=at) for user in users]
    if not notices:
        return
    with transaction.atomic():
        Notice.objects.bulk_create(notices)
        Delivery.objects.bulk_create(_deliveries(notices, subject_of(kind), at))
        if subject_of(kind) == Subject.ALARM:
            later("people.deliver")


def mark_notices_read(*, by: User, at: datetime) -> int:
    """Mark all of the person's notices as read; return how many were unread."""
    return Notice.objects.filter(user=by, read_at=None).update(read_at=at)


def _deliveries(notices: list[Notice], subject: Subject, at: datetime) -> list[Delivery]:
    is_urgent = subject == Subject.ALARM
    reach = {channel: way.reach(is_urgent=is_urgent) for channel, way in open_ways().items()}
    people = {person.pk: person for person in tellable({notice.user_id for notice in notices}, reach)}
    return [
        Delivery(notice=notice, channel=channel, is_urgent=is_urgent, next_try_at=_due(channel, wishes, is_urgent, at))
        for notice in notices
        if (person := people.get(notice.user_id)) is not None and (wishes := wishes_of(person))
        for channel in reach
        if getattr(person, f"by_{channel}") and wishes.wants(subject, channel)
    ]


def _due(channel: str, wishes: Wishes, is_urgent: bool, at: datetime) -> datetime:  # noqa: FBT001 - private
    return at if is_urgent else due_at(at, wishes.habits, is_mail=channel == Channel.EMAIL)
