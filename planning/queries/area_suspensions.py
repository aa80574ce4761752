"""Areas whose visits are suspended, and what suspending another would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from patrol.models import Assignment
from planning.logic.duty import Status
from planning.models import AreaSuspension
from planning.queries.duties import duties, in_areas, today
from planning.queries.obligations import suspensions_of
from sites.models import District, Site

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class AreaEffect:
    """What a suspension meets as things stand now.

    `sites` in the area, `waiting` of them late or never visited, `already` suspended otherwise; `called_off` visits that somebody is
    to make within its days, `later` ones that may still be made after it.
    """

    sites: int
    waiting: int
    already: int
    called_off: int
    later: int


def area_suspensions(areas: Iterable[str]) -> list[AreaSuspension]:
    """Return the suspensions, running, to come and over, that concern a site of the areas: the latest first."""
    held = list(areas)
    found = AreaSuspension.objects.select_related("by", "lifted_by").order_by("-from_on", "-at", "pk")
    return [one for one in found if any(one.area.startswith(area) or area.startswith(one.area) for area in held)]


def suspensions_over(site: Site) -> "QuerySet[AreaSuspension]":
    """Return the suspensions of areas that hold the site as it stands in the register now, the latest first."""
    code = site.district_id
    found = AreaSuspension.objects.filter(
        area__in=[code[:length] for length in range(len(code) + 1)], level__in=["", site.level_id]
    )
    return found.select_related("by", "lifted_by").order_by("-from_on", "-at")


def reasons_on(site: Site, day: date) -> list[str]:
    """Return why the site need not be visited on a day, the latest end first; empty where it must."""
    found = [*suspensions_of(site), *suspensions_over(site)]
    running = [
        one for one in found if one.from_on <= day <= one.to_on and (one.lifted_on is None or day < one.lifted_on)
    ]
    return [one.reason for one in sorted(running, key=lambda one: one.to_on, reverse=True)]


def area_effect(one: AreaSuspension) -> AreaEffect:
    """Return what a suspension, not yet kept, meets; in two queries."""
    here = duties([one.area], on=today())
    if one.level:
        here = here.filter(level_id=one.level)
    counted = here.aggregate(
        sites=Count("pk"),
        waiting=Count("pk", filter=Q(status__in=[Status.OVERDUE, Status.NEVER])),
        already=Count("pk", filter=Q(status=Status.SUSPENDED)),
    )
    visits = open_visits(one).aggregate(
        called_off=Count("pk", filter=Q(do_by__lte=one.to_on)), later=Count("pk", filter=Q(do_by__gt=one.to_on))
    )
    return AreaEffect(**counted, **visits)


def open_visits(one: AreaSuspension) -> "QuerySet[Assignment]":
    """Return the visits to sites of the area that somebody is to make on its first day or later."""
    places = Site.objects.filter(level_id=one.level) if one.level else Site.objects.all()
    if one.area:
        places = places.filter(district__in=District.objects.filter(in_areas([one.area], "code")).values("pk"))
    found = Assignment.objects.filter(status=Assignment.Status.OPEN, do_by__gte=one.from_on)
    return found.filter(site__in=places.values("pk"))
