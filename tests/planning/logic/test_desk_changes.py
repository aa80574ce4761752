"""Which changes are a planner's to make."""

import pytest

from planning.logic.desk_changes import is_planners_to_do


@pytest.mark.parametrize(
    ("changes", "is_theirs"),
    [
        ([], False),
        ([("extend_range", "v")], True),
        ([("one_more_visit", "v"), ("more_time", "v")], True),
        ([("raise_urgency", None)], True),
        ([("extend_range", None)], False),
        ([("extend_range", "v"), ("teach_skills", "v")], False),
        ([("recruit", None)], False),
    ],
)
def test_only_asking_for_more_and_weighing_more(changes: list[tuple[str, str | None]], is_theirs: object) -> None:
    assert is_planners_to_do({"kind": kind, "volunteer_id": who} for kind, who in changes) is is_theirs
