"""Who may publish needs and handle who comes: the managers of an organisation, the officers of the district, administrators."""

from django.db.models import Q, QuerySet

from people.models import Organisation, Role, Volunteer
from people.permissions import Person, areas_of, has_right, has_role, managed_by
from service.models import Activity


def can_organise(person: Person) -> bool:
    """Say whether the person publishes needs at all."""
    if not has_right(person, "organise"):
        return False
    is_office = has_role(person, Role.OFFICER) or has_role(person, Role.ADMINISTRATOR)
    return is_office or bool(managed_by(person))


def can_handle_activity(person: Person, activity: Activity) -> bool:
    """Say whether the person handles this activity: a manager of its organisation, an officer of its district, an administrator."""
    if not has_right(person, "organise"):
        return False
    if _is_office_of(person, activity.district_id):
        return True
    return activity.organisation_id in managed_by(person)


def handled(person: Person) -> Q:
    """Return the condition on activities of `can_handle_activity`, for many."""
    condition = Q(organisation__in=managed_by(person))
    if has_role(person, Role.ADMINISTRATOR):
        return ~Q(pk=None)
    for area in office_areas(person):
        condition |= Q(district__code__startswith=area)
    return condition


def office_areas(person: Person) -> tuple[str, ...]:
    """Return the division-code prefixes in which the person organises as an officer; `("",)` means everywhere."""
    if has_role(person, Role.ADMINISTRATOR):
        return ("",)
    return areas_of(person, "edit_sites") if has_role(person, Role.OFFICER) else ()


def organising_for(person: Person) -> QuerySet[Organisation]:
    """Return the organisations in whose name the person publishes: their own as manager, any as officer or administrator."""
    if not can_organise(person):
        return Organisation.objects.none()
    open_ones = Organisation.objects.filter(state=Organisation.State.ACTIVE)
    if office_areas(person):
        return open_ones.order_by("code")
    return open_ones.filter(pk__in=managed_by(person)).order_by("code")


def can_take_part(person: Person) -> bool:
    """Say whether the person applies for shifts: an active volunteer."""
    if not has_right(person, "take_part"):
        return False
    return person.is_authenticated and Volunteer.objects.filter(user=person.pk, is_active=True).exists()


def _is_office_of(person: Person, district_id: str) -> bool:
    return any(district_id.startswith(area) for area in office_areas(person))
