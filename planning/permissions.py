"""Who may see coverage and make plans, and where."""

from core.errors import NotAllowed, NotFound
from patrol.permissions import can_go_out
from people.permissions import Person, areas_of, has_right
from planning.models import Plan, PostStudy, Route, RouteWalker


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


def can_suspend_area(person: Person, area: str | None = None) -> bool:
    """Say whether the person may suspend the visits of the whole area (anywhere, without one)."""
    return has_right(person, "suspend_areas", area=area)


def check_suspends_area(person: Person, area: str) -> None:
    """Refuse NotAllowed unless the person may suspend the visits of the whole area."""
    if not can_suspend_area(person, area):
        raise NotAllowed


def can_set_rules(person: Person, area: str | None = None) -> bool:
    """Say whether the person may add and end visit rules for the area (anywhere, without one)."""
    return has_right(person, "edit_sites", area=area)


def check_sets_rules(person: Person, area: str) -> None:
    """Refuse NotAllowed unless the person may set the visit rules of the whole area."""
    if not can_set_rules(person, area):
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


def can_make_routes(person: Person) -> bool:
    """Say whether the person may make routes: for others in an area, or for themselves."""
    return can_make_plans(person) or can_go_out(person)


def check_makes_routes(person: Person) -> None:
    """Refuse NotAllowed unless the person may make routes."""
    if not can_make_routes(person):
        raise NotAllowed


def can_change_route(person: Person, route: Route) -> bool:
    """Say whether the person may change the route: its maker, and for a planners' route whoever plans there."""
    if route.district_id is None:
        return person.pk == route.made_by_id
    return can_make_plans(person, route.district_id)


def check_changes_route(person: Person, route: Route) -> None:
    """Refuse NotFound unless the person may change the route: nobody learns of another's way."""
    if not can_change_route(person, route):
        raise NotFound


def check_sees_route(person: Person, route: Route) -> None:
    """Refuse NotFound unless the person may change the route or goes one of its trips."""
    is_walker = person.is_authenticated and RouteWalker.objects.filter(route=route, volunteer=person.pk).exists()
    if not is_walker and not can_change_route(person, route):
        raise NotFound


def check_sees_study(person: Person, study: PostStudy) -> None:
    """Refuse NotAllowed without the right to plan at all, NotFound for a proposal of another area."""
    if not can_make_plans(person):
        raise NotAllowed
    if not can_make_plans(person, study.district_id):
        raise NotFound
