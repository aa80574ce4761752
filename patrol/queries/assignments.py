"""Visits people have before them."""

from django.db.models import Prefetch, QuerySet

from patrol.models import Assignment
from people.models import User
from sites.models import Site
from sites.queries import visible_sites


def own_assignments(person: User, status: str = "") -> QuerySet[Assignment]:
    """Return the person's assignments, soonest first; each site with the `place` the person may know."""
    seen: Prefetch[str, QuerySet[Site], str] = Prefetch(
        "site", visible_sites(person).select_related("level", "district")
    )
    own = Assignment.objects.filter(volunteer=person, site__is_active=True).prefetch_related(seen)
    if status:
        own = own.filter(status=status)
    return own.order_by("do_by", "pk")
