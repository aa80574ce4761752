"""Who sees which numbers: whoever sees coverage in an area, managers their organisations and the area of their federation."""

from dataclasses import dataclass
from typing import Final

from core.errors import NotAllowed, NotFound
from people.models import Organisation, Role
from people.permissions import Person, areas_of, grants_of, managed_by

NAME_PEOPLE: Final = frozenset({Role.PLANNER, Role.ADMINISTRATOR})
DISTRICT_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person may see: areas by the beginning of division codes, and organisations by their codes."""

    areas: tuple[str, ...]
    organisations: tuple[str, ...]

    def holds_area(self, code: str) -> bool:
        """Say whether the area lies in one of theirs."""
        return any(code.startswith(area) for area in self.areas)


@dataclass(frozen=True, slots=True)
class View:
    """Whose numbers are looked at: an area's, or an organisation's."""

    area: str = ""
    organisation: str = ""


def reach_of(person: Person) -> Reach:
    """Return what the person may see; refuse NotAllowed where it is nothing."""
    managed = list(Organisation.objects.filter(pk__in=managed_by(person)).order_by("kind", "code"))
    federated = {one.area for one in managed if one.kind == Organisation.Kind.FEDERATION and one.area}
    areas = {area[:DISTRICT_DIGITS] for area in (*areas_of(person, "see_coverage"), *federated)}
    widest = {area for area in areas if not any(area != other and area.startswith(other) for other in areas)}
    if not widest and not managed:
        raise NotAllowed
    return Reach(tuple(sorted(widest)), tuple(one.code for one in managed))


def can_see_indicators(person: Person) -> bool:
    """Say whether the person sees any number of the board."""
    try:
        reach_of(person)
    except NotAllowed:
        return False
    return True


def check_sees(reach: Reach, view: View) -> None:
    """Refuse NotFound for an area or organisation that is none of the person's."""
    is_own = view.organisation in reach.organisations if view.organisation else reach.holds_area(view.area)
    if not is_own:
        raise NotFound


def can_name_people(person: Person, view: View) -> bool:
    """Say whether the rows may name volunteers: to planners and administrators of the area, to managers of the organisation."""
    if not person.is_authenticated:
        return False
    if view.organisation:
        return Organisation.objects.filter(pk__in=managed_by(person), code=view.organisation).exists()
    return any(role in NAME_PEOPLE and view.area.startswith(area) for role, area in grants_of(person))
