import pytest

from planning.logic.duty import Status
from planning.logic.summary import (
    StatusCounts,
    grouped,
    overall,
    worst_first,
)

COUNTS = (
    StatusCounts("110101", current=6, never=1, due_soon=3),
    StatusCounts("110105", overdue=3, suspended=4),
)


def test_overall_adds_up_groups() -> None:
    assert overall(COUNTS, "all") == StatusCounts("all", current=6, due_soon=3, overdue=3, never=1, suspended=4)


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
    counts = overall(COUNTS)
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
