from datetime import date, timedelta

import pytest

from people.models import User
from tests.factories import make
from tests.timebank.test_walls import credit
from timebank.models import Currency, StarGrade
from timebank.queries import balance, is_time_free, service_records, standing, trial_balance

HOUR = 3_600
TODAY = make.NOW.date()


def serve(person: User, officer: User, hours: int) -> None:
    """Credit whole hours, as many a day as the rule allows."""
    for day, start in enumerate(range(0, hours, 12)):
        credit(person, officer, source=f"report:{day}", hours=min(12, hours - start), days_ago=day)


def test_balance_of_nobody_known_is_nothing(stranger: User) -> None:
    assert (balance(stranger), balance(stranger, Currency.POINTS), trial_balance()) == (0, 0, 0)


def test_balance_keeps_the_currencies_apart(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    assert (balance(volunteer), balance(volunteer, Currency.POINTS)) == (2 * HOUR, 20)


@pytest.mark.parametrize(
    ("hours", "stars", "next_stars", "next_hours"),
    [
        (0, 0, 1, 100),
        (99, 0, 1, 100),
        (100, 1, 2, 300),
        (300, 2, 3, 600),
        (600, 3, 4, 1_000),
    ],
)
def test_stars_are_reached_at_the_hour(
    hours: int, stars: int, next_stars: int, next_hours: int, volunteer: User, officer: User
) -> None:
    serve(volunteer, officer, hours)
    reached = standing(volunteer, on=TODAY)
    assert (reached.seconds, reached.stars) == (hours * HOUR, stars)
    assert (reached.next_stars, reached.next_seconds) == (next_stars, next_hours * HOUR)


def test_seeded_scheme_is_the_ministrys(db: None) -> None:
    grades = StarGrade.objects.filter(measure="hours").order_by("threshold").values_list("stars", "threshold")
    assert list(grades) == [(1, 100), (2, 300), (3, 600), (4, 1_000), (5, 1_500)]


def test_after_the_last_star_none_is_ahead(volunteer: User, officer: User) -> None:
    StarGrade.objects.exclude(stars=1, measure="hours").delete()
    serve(volunteer, officer, 101)
    reached = standing(volunteer, on=TODAY)
    assert (reached.stars, reached.next_stars, reached.next_seconds) == (1, None, None)


def test_stars_follow_the_scheme_of_the_day(volunteer: User, officer: User) -> None:
    StarGrade.objects.all().delete()
    old = {"scheme": "old", "stars": 1, "threshold": 1, "valid_from": date(2020, 1, 1), "valid_to": date(2025, 12, 31)}
    new = {"scheme": "new", "stars": 1, "threshold": 50, "valid_from": date(2026, 1, 1)}
    for grade in (old, new):
        StarGrade.objects.create(**grade)
    credit(volunteer, officer, hours=2)
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [standing(volunteer, on=day).stars for day in days] == [0, 1, 1, 0]
    assert standing(volunteer, on=date(2019, 12, 31)).next_stars is None


@pytest.mark.parametrize(
    ("begin", "end", "free"),
    [(-60, 0, True), (120, 180, True), (0, 120, False), (119, 121, False), (-1, 1, False), (30, 40, False)],
)
def test_time_is_free_outside_what_was_credited(
    begin: int,
    end: int,
    free: bool,  # noqa: FBT001
    volunteer: User,
    officer: User,
) -> None:
    credit(volunteer, officer)
    minute = timedelta(minutes=1)
    interval = (make.NOW + begin * minute, make.NOW + end * minute)
    assert is_time_free(volunteer, *interval) is free
    assert is_time_free(officer, *interval)


def test_service_records_are_ones_own_newest_first(volunteer: User, officer: User) -> None:
    other = make.volunteer()
    credit(other, officer, source="other")
    for days_ago in (3, 1, 2):
        credit(volunteer, officer, source=f"{days_ago}", days_ago=days_ago)
    assert [record.source for record in service_records(volunteer)] == ["1", "2", "3"]


def test_service_records_bring_their_postings(
    volunteer: User, officer: User, django_assert_num_queries: object
) -> None:
    for days_ago in range(3):
        credit(volunteer, officer, source=f"{days_ago}", days_ago=days_ago)
    with django_assert_num_queries(1):  # type: ignore[operator]
        sources = [record.transaction.source for record in service_records(volunteer)]
    assert sources == ["0", "1", "2"]
