"""Why a plan proposes nothing, and the cheapest help."""

from typing import Any

from planning.logic.emptiness import Group, Help, LeftOut, cheapest_help, reasons


def change(kind: str, amount: float = 1, who: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "amount": amount, "name": who or "", "volunteer_id": who, "skills": []}


def left(*changes: dict[str, Any], price: float = 1.0, reason: str = "nobody_in_range", needed: int = 2) -> LeftOut:
    return LeftOut(reason, needed, changes, price)


def test_reasons_are_counted_most_sites_first() -> None:
    found = reasons([left(reason="all_full", needed=1), left(), left()])
    assert found == [Group("nobody_in_range", 2, 2), Group("all_full", 1, 1)]


def test_nothing_left_out_needs_no_help() -> None:
    assert reasons([]) == []
    assert cheapest_help([left()]) == []


def test_help_is_the_cheapest_for_each_site_and_of_each_kind_one() -> None:
    recruit, near, far = change("recruit"), change("extend_range", 2.0, "v"), change("extend_range", 9.0, "v")
    rows = [left(recruit, price=10)] * 4 + [left(near, price=2), left(far, price=9)]
    assert cheapest_help(rows) == [Help((near,), 2, 1), Help((recruit,), 10, 4)]


def test_more_of_the_same_is_enough_for_less() -> None:
    rows = [left(change("extend_range", km, "v"), price=km) for km in (2.0, 2.5, 3.0)]
    assert cheapest_help(rows) == [Help(rows[2].changes, 3.0, 3)]


def test_three_are_told_and_two_thousand_sites_are_quick() -> None:
    rows = [left(change("extend_range", n / 10, f"v{n % 5}"), price=n / 10) for n in range(1, 2001)]
    assert [len(one.changes) for one in cheapest_help(rows)] == [1, 1, 1]
