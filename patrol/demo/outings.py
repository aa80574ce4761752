"""Visits people are asked to make: some for the demo volunteer near Qianmen, some for others, and what they are told."""

from datetime import timedelta
from typing import Final

from django.db.models import F
from django.urls import reverse

from core.logic.geodesy import distance_m
from patrol.actions.assignments import assign_many, take_assignment
from patrol.demo.world import World
from patrol.models import Assignment, Report
from people.actions import notify
from people.models import Notice, User
from sites.models import Site

DEMO_VOLUNTEER: Final = "volunteer@example.org"
PLANNER: Final = "planner@example.org"
QIANMEN: Final = (116.3976, 39.8996)
HOME_DISTRICT: Final = "110101"
BUILDINGS: Final = "0300"
# Left to the demo's plan, which asks people itself.
PLANNED_DISTRICT: Final = "110109"
OTHERS: Final = 12
READ_AFTER_DAYS: Final = 3


def ask_around(waiting: dict[str, int | None], world: World) -> int:
    """Ask volunteers to visit sites that wait (code → days since the last visit); return how many visits are open."""
    planner = User.objects.get(email=PLANNER)
    at = world.at - timedelta(days=2, hours=3)
    own, volunteer = _near_qianmen(waiting, world), world.people[DEMO_VOLUNTEER]
    assign_many(pairs=[(site, volunteer) for site in own[:2]], by=planner, at=at)
    take_assignment(site=own[2], by=volunteer, at=at + timedelta(days=1))
    assign_many(pairs=_for_others(waiting, world), by=planner, at=at)
    return Assignment.objects.filter(status=Assignment.Status.OPEN).count()


def tell_volunteer(world: World) -> None:
    """Tell the demo volunteer of their latest accepted report; what is older than three days has been read."""
    report = Report.objects.filter(volunteer__email=DEMO_VOLUNTEER, review__state="accepted").latest("finished_at")
    minutes = round((report.finished_at - report.arrived_at).total_seconds() / 60)
    params = {"site": [report.site.name_zh, report.site.name_en]}
    url, at = reverse("patrol:receipt", args=[report.pk]), world.at - timedelta(hours=5)
    notify(users=[report.volunteer], kind="report_accepted", params=params, url=url, at=at)
    notify(users=[report.volunteer], kind="hours_posted", params={**params, "minutes": minutes}, url=url, at=at)
    old = Notice.objects.filter(read_at=None, created_at__lt=world.at - timedelta(days=READ_AFTER_DAYS))
    old.update(read_at=F("created_at") + timedelta(hours=9))


def _near_qianmen(waiting: dict[str, int | None], world: World) -> list[Site]:
    known = (HOME_DISTRICT, BUILDINGS)
    sites = [site for site in _free(waiting, world) if (site.district_id, site.category_id) == known]
    return sorted(sites, key=lambda site: distance_m(*QIANMEN, *world.places[site.code][0]))


def _for_others(waiting: dict[str, int | None], world: World) -> list[tuple[Site, User]]:
    """Pair waiting sites, spread over the districts, each with the nearest volunteer who has none yet."""
    pairs: list[tuple[Site, User]] = []
    districts, people = {HOME_DISTRICT, PLANNED_DISTRICT}, {DEMO_VOLUNTEER}
    for site in _free(waiting, world):
        if site.district_id in districts or len(pairs) == OTHERS:
            continue
        place = world.places[site.code][0]
        free = [walker for walker in world.walkers if walker.key not in people]
        nearest = min(free, key=lambda walker: distance_m(*place, walker.lon, walker.lat))
        pairs.append((site, world.people[nearest.key]))
        districts.add(site.district_id)
        people.add(nearest.key)
    return pairs


def _free(waiting: dict[str, int | None], world: World) -> list[Site]:
    """Return the waiting sites for which nobody has an open visit or a report in the inbox."""
    asked = {Assignment.Status.OPEN, Assignment.Status.REPORTED}
    taken = set(Assignment.objects.filter(status__in=asked).values_list("site__code", flat=True))
    return [world.sites[code] for code in sorted(waiting) if code not in taken]
