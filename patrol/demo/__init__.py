"""Loads a year of invented field work; told once, then left as it is."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from core import audit
from patrol.demo.history import Goal, PastVisit, year_of_visits
from patrol.demo.inbox import fill_inbox
from patrol.demo.outings import ask_around, tell_volunteer
from patrol.demo.pictures import Bar, add_photos, timeline_visits, visits_of_closed_cases, visits_with_photos
from patrol.demo.reports import write_year
from patrol.demo.script import case_scripts, certain_visits, inbox_scripts, open_hazards
from patrol.demo.second_looks import look_again
from patrol.demo.stories import tell_cases
from patrol.demo.told import tell_public
from patrol.demo.world import World
from patrol.models import Campaign, Case, Report
from people.models import Organisation, User
from sites.models import PhotoPoint

__all__ = ["Size", "Wanted", "certain_visits", "is_loaded", "load", "open_hazards", "summary"]

CAMPAIGN: Final = "demo"
SEED: Final = 20260101


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made: at most so many visits a site (None: all of a year), and photos for so many sites."""

    visits_a_site: int | None = None
    sites_with_photos: int = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a site shall stand: visited how often, how many days ago last (None: never), and whether it waits."""

    interval_days: int
    last_days_ago: int | None
    is_waiting: bool


def is_loaded() -> bool:
    """Say whether the demo's field work is there."""
    return Campaign.objects.filter(code=CAMPAIGN).exists()


def load(wanted: Mapping[str, Wanted], *, at: datetime, size: Size, bar: Bar) -> None:
    """Make the year that leads to the wanted state of each site (by code), all or nothing; `bar` is told the progress."""
    rng = random.Random(SEED)  # noqa: S311 - the same demo every time
    with transaction.atomic():
        world = World(campaign=_add_campaign(timezone.localdate(at)), rng=rng, at=at)
        visits = _visits(wanted, world, size)
        stories = [*(report.site for report in inbox_scripts()), *(case.site for case in case_scripts())]
        points = {
            one.site.code: one
            for one in PhotoPoint.objects.filter(number=1).select_related("site").only("geom", "number", "site__code")
        }
        timelines = timeline_visits(visits, points)
        photographed = visits_with_photos(visits, stories, size.sites_with_photos) | visits_of_closed_cases()
        photographed |= {(code, day) for code, days in timelines.items() for day in days}
        written = write_year(visits, world, scored_later=photographed)
        tell_cases(written, world)
        shown = [one for one in written if (one.visit.code, one.visit.days_ago) in photographed]
        add_photos(shown, timelines=timelines, points=points, bar=bar)
        fill_inbox(visits, world)
        look_again(world)
        ask_around({code: one.last_days_ago for code, one in wanted.items() if one.is_waiting}, world)
        tell_volunteer(world)
        tell_public(world)
        administrator = User.objects.get(email="administrator@example.org")
        change = {"reports": len(written), "seed": SEED}
        audit.record("load_demo", world.campaign, by=administrator, at=at, change=change)


def summary() -> str:
    """Say what is there."""
    counts = {
        state: Report.objects.filter(review__state=state).count() for state in ("accepted", "pending", "rejected")
    }
    return (
        f"{counts['accepted']} accepted reports, {counts['pending']} waiting, {counts['rejected']} rejected, "
        f"{Case.objects.count()} cases"
    )


def _add_campaign(today: date) -> Campaign:
    return Campaign.objects.create(
        code=CAMPAIGN,
        name_zh=f"演示·北京文物巡查行动（{today.year - 1}—{today.year}）",
        name_en=f"Demo: Beijing heritage patrol ({today.year - 1}–{today.year})",
        organisation=Organisation.objects.get(code="jinghua-watch"),
        area="11",
        starts_on=(today - timedelta(days=370)).replace(day=1),
        ends_on=date(today.year + 1, 12, 31),
    )


def _visits(wanted: Mapping[str, Wanted], world: World, size: Size) -> list[PastVisit]:
    certain = certain_visits()
    goals = [
        Goal(
            code=code,
            lon=world.places[code][0][0],
            lat=world.places[code][0][1],
            interval_days=one.interval_days,
            minutes=world.sites[code].visit_minutes,
            condition=world.sites[code].condition_id or "good",
            last_days_ago=one.last_days_ago,
            certain_days_ago=certain.get(code, ()),
        )
        for code, one in wanted.items()
    ]
    today = timezone.localdate(world.at)
    return year_of_visits(goals, world.walkers, today=today, rng=world.rng, at_most=size.visits_a_site)
