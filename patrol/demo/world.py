"""What the demo's reports are written about and by: sites with places to stand, volunteers, officers, vocabulary."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.contrib.gis.geos import LineString, Point, Polygon
from django.utils import timezone

from patrol.demo.history import Walker
from patrol.logic.policy import Policy, policy_from
from patrol.models import Campaign, ChecklistItem, EvidencePolicy
from patrol.queries.evidence import policy_on
from people.models import Role, RoleGrant, User, Volunteer
from sites.models import Category, Site

PLACES_TO_STAND = 6


@dataclass
class World:
    """Everything read once; `rng` decides all that is left to chance, `at` is now."""

    campaign: Campaign
    rng: random.Random
    at: datetime
    sites: dict[str, Site] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = Site.objects.filter(code__startswith="BJ-").order_by("code")
        self.sites = {site.code: site for site in found}
        users = User.objects.filter(volunteer__isnull=False).select_related("volunteer").order_by("volunteer__number")
        self.people = {user.email: user for user in users}

    @cached_property
    def walkers(self) -> list[Walker]:
        """The volunteers as the history knows them, by e-mail address."""
        return [_walker(user.email, user.volunteer) for user in self.people.values()]

    @cached_property
    def dated_policy(self) -> EvidencePolicy:
        """The evidence policy valid today."""
        return policy_on(timezone.localdate(self.at))

    @cached_property
    def policy(self) -> Policy:
        """The thresholds of that policy."""
        return policy_from(self.dated_policy.values)

    @cached_property
    def places(self) -> dict[str, list[tuple[float, float]]]:
        """Places to stand at each site, as (lon, lat) in degrees WGS-84."""
        return {code: list(_places(site, self.rng)) for code, site in self.sites.items()}

    @cached_property
    def questions(self) -> dict[str, dict[str, str]]:
        """The core questions of each site with the answer that means no harm."""
        parents = dict(Category.objects.values_list("code", "parent_id"))
        items = list(ChecklistItem.objects.filter(is_core=True).order_by("rank", "code"))
        return {
            code: {
                item.code: "no" if item.bad_answer == "yes" else "yes"
                for item in items
                if not item.categories or {site.category_id, parents[site.category_id]} & set(item.categories)
            }
            for code, site in self.sites.items()
        }

    @cached_property
    def officers(self) -> list[tuple[str, User]]:
        """The officers with their areas, the narrowest area first."""
        grants = RoleGrant.objects.filter(role=Role.OFFICER, revoked_at=None).select_related("user")
        return sorted(((grant.area, grant.user) for grant in grants), key=lambda one: (-len(one[0]), one[1].email))

    def officer(self, site: Site) -> User:
        """Return who decides at the site: the district's officer where there is one, else the city's."""
        return next(user for area, user in self.officers if site.district_id.startswith(area))


def _walker(email: str, volunteer: Volunteer) -> Walker:
    assert volunteer.home is not None  # noqa: S101 - everybody in people.json has one
    return Walker(
        key=email,
        lon=volunteer.home.x,
        lat=volunteer.home.y,
        range_km=volunteer.range_km,
        visits_per_month=volunteer.visits_per_month,
        joined_on=volunteer.joined_on,
        free={one["weekday"]: (_minute(one["start"]), _minute(one["end"])) for one in volunteer.free_time},
    )


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def _places(site: Site, rng: random.Random) -> Iterator[tuple[float, float]]:
    if isinstance(site.geom, Point):
        yield site.geom.x, site.geom.y
        return
    for _ in range(PLACES_TO_STAND):
        if isinstance(site.geom, LineString):
            point = site.geom.interpolate_normalized(rng.uniform(0.05, 0.95))
        else:
            point = _inside(site.geom, rng)
        yield point.x, point.y


def _inside(outline: Polygon, rng: random.Random) -> Point:
    west, south, east, north = outline.extent
    for _ in range(20):
        point = Point(rng.uniform(west, east), rng.uniform(south, north), srid=4326)
        if outline.contains(point):
            return point
    return outline.point_on_surface
