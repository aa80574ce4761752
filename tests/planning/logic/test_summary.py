import pytest

from planning.logic.duty import Status
from planning.logic.summary import (
    StatusCounts,
    StatusRow,
    by_district,
    by_level,
    grouped,
    overall,
    worst_first,
)

ROWS = [
    StatusRow("national", "110101", Status.CURRENT, 6),
    StatusRow("national", "110105", Status.OVERDUE, 2),
    StatusRow("county", "110101", Status.NEVER, 1),
    StatusRow("county", "110101", Status.DUE_SOON, 3),
    StatusRow("county", "110105", Status.SUSPENDED, 4),
    StatusRow("county", "110105", Status.OVERDUE, 1),
]


def test_by_level_adds_up_each_level() -> None:
    assert by_level(ROWS) == (
        StatusCounts("county", never=1, due_soon=3, suspended=4, overdue=1),
        StatusCounts("national", current=6, overdue=2),
    )


def test_by_district_adds_up_each_district() -> None:
    assert by_district(ROWS) == (
        StatusCounts("110101", current=6, never=1, due_soon=3),
        StatusCounts("110105", overdue=3, suspended=4),
    )


def test_overall_is_the_same_by_level_and_by_district() -> None:
    expected = StatusCounts("all", current=6, due_soon=3, overdue=3, never=1, suspended=4)
    assert overall(by_level(ROWS), "all") == expected
    assert overall(by_district(ROWS), "all") == expected


def test_overall_of_nothing_is_empty() -> None:
    assert overall([], "all") == StatusCounts("all")


def test_shares_leave_the_suspended_out_of_duty() -> None:
    counts = StatusCounts("county", current=4, due_soon=1, overdue=3, never=2, suspended=10)
    assert (counts.total, counts.on_duty) == (20, 10)
    assert (counts.overdue_share, counts.unmet_share) == (0.3, 0.5)
    assert counts.share(Status.SUSPENDED) == 0.5


def test_shares_of_an_empty_group_are_zero() -> None:
    counts = StatusCounts("none")
    assert (counts.overdue_share, counts.unmet_share, counts.share(Status.CURRENT)) == (0, 0, 0)


def test_shares_of_every_status_make_one() -> None:
    counts = overall(by_level(ROWS))
    assert sum(counts.share(status) for status in Status) == pytest.approx(1)


def test_worst_first_orders_by_unmet_share_then_number() -> None:
    groups = [
        StatusCounts("fine", current=9),
        StatusCounts("half", current=1, never=1),
        StatusCounts("half of many", current=5, overdue=5),
    ]
    assert [one.key for one in worst_first(groups)] == ["half of many", "half", "fine"]


def test_grouped_adds_repeated_rows() -> None:
    assert grouped([("a", Status.CURRENT, 1), ("a", Status.CURRENT, 2)]) == (StatusCounts("a", current=3),)
