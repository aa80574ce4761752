"""Which of the changes that would let a site in are a planner's to make at the desk."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from planning.logic.assign import ChangeKind

# Somebody is asked for more, or a site counts more: for one plan, and whoever is asked may say no.
PLANNERS: Final = frozenset(
    {ChangeKind.EXTEND_RANGE, ChangeKind.ONE_MORE_VISIT, ChangeKind.MORE_TIME, ChangeKind.RAISE_URGENCY}
)


def is_planners_to_do(changes: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether all of the proposed changes can be made for one plan at the desk, and there are any."""
    changes = list(changes)
    return bool(changes) and all(
        one["kind"] in PLANNERS and (one["kind"] == ChangeKind.RAISE_URGENCY or one.get("volunteer_id"))
        for one in changes
    )
