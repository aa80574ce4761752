"""Who may see coverage and make plans, and where."""

from core.errors import NotAllowed, NotFound
from people.permissions import Person, areas_of, has_right
from planning.models import Plan


def can_see_coverage(person: Person, area: str | None = None) -> bool:
    """Say whether the person may see the coverage of the area (anywhere, without one)."""
    return has_right(person, "see_coverage", area=area)


def can_make_plans(person: Person, area: str | None = None) -> bool:
    """Say whether the person may make plans in the area (anywhere, without one)."""
    return has_right(person, "make_plans", area=area)


def coverage_areas(person: Person) -> tuple[str, ...]:
    """Return the areas whose coverage the person may see; refuse NotAllowed where there is none."""
    areas = areas_of(person, "see_coverage")
    if not areas:
        raise NotAllowed
    return areas


def planning_areas(person: Person) -> tuple[str, ...]:
    """Return the areas in which the person may make plans; refuse NotAllowed where there is none."""
    areas = areas_of(person, "make_plans")
    if not areas:
        raise NotAllowed
    return areas


def can_suspend(person: Person, area: str | None = None) -> bool:
    """Say whether the person may suspend the duty of sites in the area: whoever answers for the register there."""
    return has_right(person, "edit_sites", area=area)


def check_suspends(person: Person, area: str) -> None:
    """Refuse NotAllowed unless the person may suspend the duty of sites in the area."""
    if not can_suspend(person, area):
        raise NotAllowed


def check_makes_plans(person: Person, area: str) -> None:
    """Refuse NotAllowed unless the person may make plans in the area."""
    if not can_make_plans(person, area):
        raise NotAllowed


def check_sees_plan(person: Person, plan: Plan) -> None:
    """Refuse NotAllowed without the right to plan at all, NotFound for a plan of another area."""
    if not can_make_plans(person):
        raise NotAllowed
    if not can_make_plans(person, plan.district_id):
        raise NotFound


def can_hand_in(person: Person, area: str | None = None) -> bool:
    """Say whether the person may hand in statements for the area (anywhere, without one)."""
    return has_right(person, "hand_in_statements", area=area)


def check_hands_in(person: Person, area: str) -> None:
    """Refuse NotAllowed unless the person may hand in statements for the area."""
    if not can_hand_in(person, area):
        raise NotAllowed


def check_sees_statement(person: Person, area: str) -> None:
    """Refuse NotAllowed without the right to see coverage at all, NotFound for a statement of another area."""
    if not can_see_coverage(person):
        raise NotAllowed
    if not can_see_coverage(person, area):
        raise NotFound
