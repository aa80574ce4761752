"""What volunteers say of themselves, and what is told before it ends."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import NotAllowed
from people.actions.expiry import warn_of_endings
from people.actions.volunteers import add_exception, record_training, remove_exception
from people.errors import FreeTimeWrong
from people.logic.week import day_text, pattern, windows_of_day
from people.models import FreeTimeException, Insurance, Notice, Skill, Training, User, Volunteer
from tests.conftest import signed_in
from tests.factories import joined, make

BEIJING = ZoneInfo("Asia/Shanghai")
# 2026-06-01 is a Monday.
WEEK = [{"weekday": 0, "start": "08:00", "end": "12:00"}, {"weekday": 5, "start": "09:00", "end": "24:00"}]


def is_free(person: UUID, day: int, start: time, end: time) -> bool:
    moments = [datetime.combine(date(2026, 6, day), one, BEIJING) for one in (start, end)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_is_free(%s, %s, %s)", [person, *moments])
        return bool(cursor.fetchone()[0])


def test_profile_is_kept_coarsely(volunteer: User) -> None:
    skill = Skill.objects.order_by("code")[0]
    sent = {
        "skills": [skill.pk], "languages": ["zh", "en"], "transport": "bicycle", "range_km": 12, "visits_per_month": 3,
        "lon": "116.4178", "lat": "39.9312", "day_0": "8-12，14:00-17:30", "day_6": "",
    }  # fmt: skip
    assert signed_in(volunteer).post("/me/profile/volunteer/", sent).status_code == 302
    kept = Volunteer.objects.get(pk=volunteer.pk)
    assert kept.home is not None
    assert (kept.home.x, kept.home.y) == (116.415, 39.935)
    assert (kept.languages, kept.transport, kept.range_km) == (["zh", "en"], "bicycle", 12)
    assert kept.free_time == [
        {"weekday": 0, "start": "08:00", "end": "12:00"}, {"weekday": 0, "start": "14:00", "end": "17:30"}
    ]  # fmt: skip
    assert list(kept.skills.all()) == [skill]


@pytest.mark.parametrize("typed", ["12-8", "8-25", "abc", "8-12, 11-13", "08:70-09:00"])
def test_hours_that_make_no_sense_are_said(volunteer: User, typed: str) -> None:
    answer = signed_in(volunteer).post("/me/profile/volunteer/", {"range_km": 1, "visits_per_month": 1, "day_2": typed})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["day_2"]


def test_week_reads_back_as_it_was_typed() -> None:
    week = pattern([windows_of_day("14:00-17:30, 8–12"), *[[]] * 6])
    assert day_text(week, 0) == "08:00-12:00, 14:00-17:30"


def test_database_knows_who_is_free(volunteer: User) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(free_time=WEEK)
    key = volunteer.pk
    assert is_free(key, 1, time(8), time(12))
    assert not is_free(key, 1, time(8), time(12, 30))
    assert not is_free(key, 2, time(8), time(12))
    assert is_free(key, 6, time(20), time(23, 59))
    FreeTimeException.objects.create(volunteer_id=key, from_on=date(2026, 6, 1), to_on=date(2026, 6, 1))
    assert not is_free(key, 1, time(8), time(12))
    FreeTimeException.objects.create(
        volunteer_id=key, from_on=date(2026, 6, 2), to_on=date(2026, 6, 4), starts=time(18), ends=time(20)
    )
    assert is_free(key, 3, time(18), time(19))
    assert not is_free(key, 3, time(8), time(9))


def test_days_off_never_overlap(volunteer: User, stranger: User) -> None:
    days = {"from_on": date(2026, 6, 1), "to_on": date(2026, 6, 5), "starts": None, "ends": None}
    first = add_exception(**days, by=volunteer, at=make.NOW)
    with pytest.raises(FreeTimeWrong):
        add_exception(**{**days, "from_on": date(2026, 6, 5), "to_on": date(2026, 6, 9)}, by=volunteer, at=make.NOW)
    with pytest.raises(FreeTimeWrong):
        add_exception(**{**days, "to_on": date(2026, 5, 1)}, by=volunteer, at=make.NOW)
    with pytest.raises(IntegrityError, match="hours_in_order"), transaction.atomic():
        FreeTimeException.objects.filter(pk=first.pk).update(starts=time(9))
    with pytest.raises(NotAllowed):
        add_exception(**days, by=stranger, at=make.NOW)
    assert not remove_exception(exception_id=first.pk, by=stranger, at=make.NOW)
    assert remove_exception(exception_id=first.pk, by=volunteer, at=make.NOW)


def test_training_gives_its_skill(db: None) -> None:
    team = make.organisation()
    person, skill = make.volunteer(organisation=team), Skill.objects.order_by("code")[0]
    values = {"title": "高处作业", "given_by": "文物局", "valid": (date(2026, 1, 1), None), "skill": skill}
    record_training(volunteer=person.volunteer, **values, by=joined.manager(team), at=make.NOW)
    assert list(person.volunteer.skills.all()) == [skill]
    with pytest.raises(NotAllowed):
        record_training(volunteer=person.volunteer, **values, by=joined.manager(make.organisation()), at=make.NOW)
    with pytest.raises(IntegrityError, match="training_ends_after_start"), transaction.atomic():
        Training.objects.update(valid_until=date(2025, 1, 1))


def test_what_ends_is_told_once_a_month_before(db: None) -> None:
    team = make.organisation()
    person, head = make.volunteer(organisation=team), joined.manager(team)
    today = make.NOW.date()
    values = {"volunteer": person.volunteer, "insurer": "平安", "policy_number": "P", "recorded_at": make.NOW}
    soon = Insurance.objects.create(**values, valid_from=today, valid_until=today + timedelta(days=30))
    assert warn_of_endings(at=make.NOW - timedelta(days=1)) == 0
    assert warn_of_endings(at=make.NOW) == 1
    assert warn_of_endings(at=make.NOW) == 0
    told = Notice.objects.filter(kind="insurance_ends", params__day=str(soon.valid_until))
    assert {one.user_id for one in told} == {person.pk, head.pk}


def test_what_was_renewed_is_not_told(db: None) -> None:
    person, today = make.volunteer(), make.NOW.date()
    values = {"volunteer": person.volunteer, "insurer": "平安", "policy_number": "P", "recorded_at": make.NOW}
    Insurance.objects.create(**values, valid_from=today, valid_until=today + timedelta(days=10))
    Insurance.objects.create(**values, valid_from=today, valid_until=today + timedelta(days=375))
    assert warn_of_endings(at=make.NOW) == 0
