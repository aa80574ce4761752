"""What we know of people."""

from django.db.models import QuerySet

from people.models import Role, RoleGrant, User, Volunteer
from people.permissions import Person, has_right, has_role


def roles_of(user: User) -> QuerySet[RoleGrant]:
    """Return the roles a person holds now, with their areas."""
    return user.role_grants.filter(revoked_at=None).select_related("organisation").order_by("role", "area")


def volunteers(viewer: Person) -> QuerySet[Volunteer]:
    """Return the volunteers the viewer may list: all for planners, their own organisations' for managers."""
    known = Volunteer.objects.select_related("user", "organisation").prefetch_related("skills").order_by("number")
    if not has_right(viewer, "see_volunteers"):
        return known.none()
    if has_role(viewer, Role.PLANNER) or has_role(viewer, Role.ADMINISTRATOR):
        return known
    managed = RoleGrant.objects.filter(user=viewer.pk, role=Role.MANAGER, revoked_at=None).values("organisation")
    return known.filter(organisation__in=managed)
