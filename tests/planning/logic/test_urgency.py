"""How urgent a visit is."""

from datetime import date

from planning.logic.urgency import urgency

TODAY = date(2026, 6, 30)


def test_urgency_of_a_site_in_time_is_its_levels_weight() -> None:
    assert urgency(level_rank=1, due_on=TODAY, interval_days=30, today=TODAY) == 5.0
    assert urgency(level_rank=5, due_on=date(2026, 7, 9), interval_days=30, today=TODAY) == 1.0


def test_urgency_of_a_visit_one_interval_late_is_double() -> None:
    assert urgency(level_rank=2, due_on=date(2026, 5, 31), interval_days=30, today=TODAY) == 8.0


def test_urgency_grows_for_three_intervals_only() -> None:
    assert urgency(level_rank=5, due_on=date(2020, 1, 1), interval_days=30, today=TODAY) == 4.0


def test_urgency_of_a_site_never_visited_counts_two_intervals() -> None:
    assert urgency(level_rank=1, due_on=None, interval_days=30, today=TODAY) == 15.0


def test_urgency_of_an_unknown_level_is_the_lowest() -> None:
    assert urgency(level_rank=9, due_on=TODAY, interval_days=30, today=TODAY) == 1.0
