from datetime import date, datetime, timedelta

import pytest

from people.models import Notice, User
from tests.factories import make
from tests.timebank.rewarded import NOW, held, rich, shop
from tests.timebank.test_walls import credit
from timebank.actions import restore, reverse
from timebank.actions.points import earn_points, expire_points, warn_of_expiry
from timebank.errors import DayFull
from timebank.models import BankPolicy, Currency, PointLot, ServiceRecord
from timebank.queries import balance, trial_balance

POINTS, DAY = Currency.POINTS, timedelta(days=1)
LAST = date(2027, 6, 1)


def at_shanghai(day: date, hour: int = 0, minute: int = 5) -> datetime:
    """Return a moment of that day in Shanghai."""
    return NOW.replace(year=day.year, month=day.month, day=day.day, hour=0) + timedelta(hours=hour - 8, minutes=minute)


def test_service_is_thanked_by_the_rule_of_the_day(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    lot = PointLot.objects.get()
    assert (lot.amount, lot.left, lot.seconds, lot.earned_on, lot.expires_on) == (20, 20, 7_200, NOW.date(), LAST)


def test_before_the_first_rule_nothing_is_thanked_and_no_day_is_full(volunteer: User, officer: User) -> None:
    BankPolicy.objects.all().delete()
    credit(volunteer, officer, hours=20)
    assert (balance(volunteer), balance(volunteer, POINTS)) == (72_000, 0)


def test_a_full_day_takes_no_more_and_the_last_service_is_cut(volunteer: User, officer: User) -> None:
    credit(volunteer, officer, hours=6, hours_later=-10)
    record = credit(volunteer, officer, hours=8, source="report:2", hours_later=-3)
    assert (record.during.upper - record.during.lower, balance(volunteer)) == (6 * timedelta(hours=1), 12 * 3_600)
    with pytest.raises(DayFull):
        credit(volunteer, officer, hours=1, source="report:3", hours_later=6)
    assert ServiceRecord.objects.count() == 2


def test_what_was_taken_back_makes_room(volunteer: User, officer: User) -> None:
    credit(volunteer, officer, hours=11, hours_later=-11)
    reverse(source="report:1", why="?", by=officer, at=NOW)
    assert credit(volunteer, officer, hours=5, source="report:2").transaction.entries.count() == 2


def test_reversal_takes_the_points_and_restoring_gives_them_back(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    reverse(source="report:1", why="?", by=officer, at=NOW)
    assert (balance(volunteer), balance(volunteer, POINTS)) == (0, 0)
    restore(source="report:1", why="?", by=officer, at=NOW)
    assert (balance(volunteer), balance(volunteer, POINTS), PointLot.objects.get().left) == (7_200, 20, 20)
    assert (trial_balance(), trial_balance(POINTS)) == (0, 0)


def test_reversal_leaves_spent_what_is_spent(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    credit(volunteer, officer, source="report:2", hours=1, days_ago=2)
    held(shop(price=25), volunteer)
    reverse(source="report:1", why="?", by=officer, at=NOW)
    assert (balance(volunteer), balance(volunteer, POINTS)) == (3_600, 0)
    restore(source="report:1", why="?", by=officer, at=NOW)
    assert (balance(volunteer, POINTS), trial_balance(POINTS)) == (5, 0)


def test_points_are_warned_of_once_thirty_days_before(volunteer: User, officer: User) -> None:
    rich(volunteer, officer, hours=2)
    assert warn_of_expiry(at=at_shanghai(LAST - 31 * DAY)) == 0
    assert [warn_of_expiry(at=at_shanghai(LAST - 30 * DAY)) for _ in range(2)] == [1, 0]
    notice = Notice.objects.get(kind="points_expiring")
    assert (notice.user, notice.params) == (volunteer, {"points": 20, "on": str(LAST)})


def test_points_expire_after_the_last_day_of_shanghai(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    warn_of_expiry(at=at_shanghai(LAST - 30 * DAY))
    assert expire_points(at=at_shanghai(LAST, 23, 59)) == 0
    assert [expire_points(at=at_shanghai(LAST + DAY)) for _ in range(2)] == [20, 0]
    assert (balance(volunteer, POINTS), balance(volunteer), trial_balance(POINTS)) == (0, 7_200, 0)


def test_points_nobody_was_warned_of_live_on(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    late = LAST + 5 * DAY
    assert expire_points(at=at_shanghai(late)) == 0
    warn_of_expiry(at=at_shanghai(late))
    assert Notice.objects.get(kind="points_expiring").params["on"] == str(late + 30 * DAY)
    assert [expire_points(at=at_shanghai(late + days * DAY)) for days in (29, 30)] == [0, 20]


def test_the_soonest_to_expire_go_first_and_only_they_expire(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    older = make.NOW - 20 * DAY
    earn_points(volunteer=volunteer, seconds=3_600, source="older", by=officer, at=older)
    held(shop(price=5), volunteer)
    assert list(PointLot.objects.order_by("expires_on").values_list("left", flat=True)) == [5, 20]
    warn_of_expiry(at=at_shanghai(LAST - 40 * DAY))
    assert expire_points(at=at_shanghai(LAST - 5 * DAY)) == 5
    assert balance(volunteer, POINTS) == 20
