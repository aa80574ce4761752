"""Who looks after an area."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from patrol.models import Outing
from people.models import Role, User, Volunteer
from people.queries import administrators, managers_of


def officers_of(area: str) -> QuerySet[User]:
    """Return the active officers whose area holds the division code."""
    return User.objects.filter(pk__in=RawSQL("SELECT patrol_officers_of(%s)", [area]))


def superiors_of(area: str, *, but: User | None) -> list[User]:
    """Return who stands above the officers of a district: those of the larger area, else the administrators; never `but`."""
    above = [area[:length] for length in range(len(area))]
    held = {"role_grants__role": Role.OFFICER, "role_grants__revoked_at": None, "role_grants__area__in": above}
    officers = User.objects.filter(is_active=True, **held).distinct().order_by("pk")
    found = [one for one in officers if one != but]
    return found or [one for one in administrators() if one != but]


def watchers_of(outing: Outing) -> list[User]:
    """Return who watches over an outing: the managers of its volunteer's organisation, the officers of its sites' areas."""
    profile = Volunteer.objects.select_related("organisation").filter(user=outing.volunteer_id).first()
    found = {person.pk: person for person in managers_of(profile.organisation if profile else None)}
    for area in outing.sites.values_list("district", flat=True).distinct():
        found |= {person.pk: person for person in officers_of(area)}
    return list(found.values())


def higher_watchers_of(outing: Outing) -> list[User]:
    """Return who is told when nobody acted: the managers above, and the administrators."""
    profile = Volunteer.objects.select_related("organisation__parent").filter(user=outing.volunteer_id).first()
    found = {person.pk: person for person in administrators()}
    above = profile.organisation.parent if profile and profile.organisation else None
    # Organisations stand in a tree of a few steps; a circle by mistake must not hold an alarm up.
    for _step in range(5):
        if above is None:
            break
        found |= {person.pk: person for person in managers_of(above)}
        above = above.parent
    return list(found.values())
