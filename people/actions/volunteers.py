"""A volunteer's own profile: what they can, when they are free, from where, how far and how; and their trainings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from core import audit
from core.errors import NotAllowed
from people.errors import FreeTimeWrong
from people.logic.week import Window
from people.models import FreeTimeException, Skill, Training, User, Volunteer
from people.permissions import can_keep_safety

# Degrees: about a kilometre. Nobody needs to know in which house a volunteer lives.
CELL: Final = 0.01


@dataclass(frozen=True, slots=True)
class ProfileValues:
    """What a volunteer says of themselves; `home` is (longitude, latitude) in WGS-84, kept as the middle of its cell."""

    skills: Sequence[Skill]
    languages: Sequence[str]
    free_time: Sequence[Window]
    home: tuple[float, float] | None
    range_km: int
    visits_per_month: int
    transport: str


def change_volunteer(*, values: ProfileValues, by: User, at: datetime) -> Volunteer:
    """Keep what the volunteer says of themselves. Refuses `NotAllowed` to whoever is none."""
    with transaction.atomic():
        profile = _own(by)
        profile.languages, profile.free_time = list(values.languages), list(values.free_time)
        profile.range_km, profile.visits_per_month = values.range_km, values.visits_per_month
        profile.transport = values.transport
        profile.home = Point(_middle(values.home[0]), _middle(values.home[1]), srid=4326) if values.home else None
        profile.save()
        profile.skills.set(values.skills)
        audit.record("change_volunteer", profile, by=by, at=at)
        return profile


def add_exception(
    *, from_on: date, to_on: date, starts: time | None, ends: time | None, by: User, at: datetime
) -> FreeTimeException:
    """Keep days on which the week does not hold: away, or free at these hours. Refuses `NotAllowed` and `FreeTimeWrong`."""
    try:
        with transaction.atomic():
            kept = FreeTimeException.objects.create(
                volunteer=_own(by), from_on=from_on, to_on=to_on, starts=starts, ends=ends
            )
            audit.record("add_free_time_exception", kept, by=by, at=at)
            return kept
    except IntegrityError as error:
        if "free_time_exception" in str(error):
            raise FreeTimeWrong from None
        raise


def remove_exception(*, exception_id: UUID, by: User, at: datetime) -> bool:
    """Let the week hold again on these days; return False where they were not the person's."""
    with transaction.atomic():
        found = FreeTimeException.objects.select_for_update().filter(pk=exception_id, volunteer=by.pk).first()
        if found is None:
            return False
        audit.record("remove_free_time_exception", found, by=by, at=at)
        found.delete()
        return True


def record_training(
    *,
    volunteer: Volunteer,
    title: str,
    given_by: str,
    valid: tuple[date, date | None],
    by: User,
    at: datetime,
    skill: Skill | None = None,
) -> Training:
    """Keep a training, valid from a day, perhaps to a day; the skill it gives is the volunteer's from now on. Refuses NotAllowed."""
    if not can_keep_safety(by, volunteer):
        raise NotAllowed
    with transaction.atomic():
        training = Training.objects.create(
            volunteer=volunteer,
            title=title,
            given_by=given_by,
            skill=skill,
            valid_from=valid[0],
            valid_until=valid[1],
            recorded_at=at,
            recorded_by=by,
        )
        if skill is not None:
            volunteer.skills.add(skill)
        audit.record("record_training", training, by=by, at=at, change={"until": valid[1]})
        return training


def _own(by: User) -> Volunteer:
    profile = Volunteer.objects.select_for_update().filter(user=by).first()
    if profile is None:
        raise NotAllowed
    return profile


def _middle(degrees: float) -> float:
    return round((degrees // CELL + 0.5) * CELL, 6)
