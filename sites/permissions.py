"""Who may know more of a site than the register says to everybody."""

from django.db.models import Q

from people.models import Role
from people.permissions import Person, areas_of, has_right, has_role
from sites.models import Site


def can_see_condition(person: Person, site: Site) -> bool:
    """Say whether the person may know the site's condition: who patrols, and who answers for its district."""
    return has_role(person, Role.VOLUNTEER) or has_right(person, "see_exact_places", area=site.district_id)


def knows_condition(person: Person) -> Q:
    """Return the condition under which the person may know a site's condition: `can_see_condition` for many sites."""
    if has_role(person, Role.VOLUNTEER):
        return ~Q(pk=None)
    known = Q(pk=None)
    for area in areas_of(person, "see_exact_places"):
        known |= Q(district__code__startswith=area)
    return known
