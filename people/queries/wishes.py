"""How people want to be told: their own words over the defaults."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import get_default_timezone

from people.logic.delivery import Habits
from people.models import Channel, ChannelChoice, Delivery, NoticeSettings, PushDevice, Subject, User
from people.notices import DEFAULTS

CHOSEN: Final = "chosen"


@dataclass(frozen=True, slots=True)
class Wishes:
    """A person's language and habits, and which subjects go by which channel."""

    language: str
    habits: Habits
    chosen: dict[tuple[str, str], bool]

    def wants(self, subject: Subject, channel: str) -> bool:
        """Say whether the subject goes by the channel; alarms always do."""
        default = subject in DEFAULTS[Channel(channel)]
        return subject == Subject.ALARM or self.chosen.get((subject, channel), default)


def tellable(people: Iterable[UUID], reach: dict[str, Q]) -> QuerySet[User]:
    """Return the people whose account is open, with their wishes and `by_<channel>`: whether they can be told that way."""
    known = User.objects.filter(pk__in=people, is_active=True)
    return with_wishes(known).annotate(**{f"by_{channel}": condition for channel, condition in reach.items()})


def with_wishes(people: QuerySet[User]) -> QuerySet[User]:
    """Read the wishes along with the people."""
    choices = Prefetch("channel_choices", queryset=ChannelChoice.objects.all(), to_attr=CHOSEN)
    return people.select_related("notice_settings").prefetch_related(choices)


def wishes_of(person: User) -> Wishes:
    """Return a person's wishes; at no further cost where they were read `with_wishes`."""
    kept = settings_of(person)
    choices = getattr(person, CHOSEN, None)
    rows = person.channel_choices.all() if choices is None else choices
    return Wishes(
        language=kept.language,
        habits=Habits(
            quiet=(kept.quiet_from, kept.quiet_until) if kept.is_quiet_at_night else None,
            digest=kept.digest,
            morning=kept.quiet_until,
            zone=get_default_timezone(),
        ),
        chosen={(row.subject, row.channel): row.is_on for row in rows},
    )


def settings_of(person: User) -> NoticeSettings:
    """Return the person's settings, or the defaults, not stored."""
    return getattr(person, "notice_settings", None) or NoticeSettings(user=person)


def devices_of(person: User) -> QuerySet[PushDevice]:
    """Return the devices on which the person is shown notices."""
    return PushDevice.objects.filter(user=person).order_by("made_at")


def waiting_for(person: User) -> int:
    """Return how many notices wait to be told to the person outside the inbox."""
    return (
        Delivery.objects.filter(notice__user=person, state=Delivery.State.WAITING).values("notice").distinct().count()
    )
