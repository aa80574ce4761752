"""Who may know more of a site than the register says to everybody."""

from people.models import Role
from people.permissions import Person, has_right, has_role
from sites.models import Site


def can_see_condition(person: Person, site: Site) -> bool:
    """Say whether the person may know the site's condition: who patrols, and who answers for its district."""
    return has_role(person, Role.VOLUNTEER) or has_right(person, "see_exact_places", area=site.district_id)
