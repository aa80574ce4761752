"""What a volunteer takes along: the visits before them, and what is told of each site only while its visit is open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from patrol.logic.order import walking_order
from patrol.models import Assignment, ChecklistItem, Finding, Photo, QuestionForm, Report, Review
from patrol.queries.assignments import goes_there, with_company
from patrol.queries.campaigns import campaign_of, running_campaigns
from patrol.queries.field import home_of
from patrol.queries.photos import seen_by
from patrol.queries.questions import asked_versions
from people.models import User
from sites.models import PhotoPoint, Site
from sites.queries import visible_sites

# Older than this a pack should be fetched again, even where no visit ended.
FRESH_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PackVisit:
    """A visit to take along. Without leave to know the exact place `last`, photos and photo points stay empty."""

    assignment: Assignment
    is_told: bool
    checklist: list[str]
    last: Report | None = None
    photos: list[Photo] = field(default_factory=list)
    photo_points: list[PhotoPoint] = field(default_factory=list)
    questions: QuestionForm | None = None

    @property
    def site(self) -> Any:
        """The site with the `place` its visitor may know."""
        return self.assignment.site


def pack_visits(person: User, *, on: date) -> list[PackVisit]:
    """Return the person's open visits, soonest first, in a fixed number of statements."""
    visits = _open_visits(person)
    told = {one.site_id for one in visits if one.site.is_exact and one.do_by >= on}  # type: ignore[attr-defined]
    reports = {report.site_id: report for report in _last_reports(told)}
    photos = _photos(person, [report.pk for report in reports.values()])
    points = _photo_points(told)
    items = list(ChecklistItem.objects.order_by("rank", "code"))
    questions = _questions(visits, on)
    return [
        PackVisit(
            assignment=one,
            is_told=one.site_id in told,
            checklist=_checklist(items, one.site),
            last=reports.get(one.site_id),
            photos=photos[one.site_id],
            photo_points=points[one.site_id],
            questions=questions.get(one.pk),
        )
        for one in visits
    ]


def in_walking_order(person: User, visits: Iterable[PackVisit]) -> list[PackVisit]:
    """Return the visits in the order to walk them from the person's home; those without a place come last."""
    placed = [(visit, visit.site.place.point_on_surface) for visit in visits if visit.site.place]
    home = home_of(person)
    order = walking_order([(point.x, point.y) for _visit, point in placed], _start(home))
    return [placed[stop][0] for stop in order] + [visit for visit in visits if not visit.site.place]


def stale_after(visits: Iterable[PackVisit], *, at: datetime) -> datetime:
    """Return when a pack made now must be fetched again: with the first visit whose exact place may be known no longer."""
    days = [visit.assignment.do_by for visit in visits if visit.is_told]
    ends = [timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) for day in days]
    return min([at + FRESH_FOR, *ends])


def photo_of_point(visit: PackVisit, point: PhotoPoint) -> Photo | None:
    """Return the picture of the last report that was taken at the photo point, if the phone said so."""
    said = visit.last.payload.get("photos", []) if visit.last else []
    places = {n for n, one in enumerate(said) if isinstance(one, dict) and one.get("photo_point") == str(point.pk)}
    return next((photo for photo in visit.photos if photo.position in places), None)


def _start(home: Point | None) -> tuple[float, float] | None:
    return (home.x, home.y) if home else None


def _open_visits(person: User) -> list[Assignment]:
    known = visible_sites(person).select_related("level", "district", "category", "condition").defer("district__geom")
    seen: Prefetch[str, QuerySet[Site], str] = Prefetch("site", known)
    still_open = Assignment.objects.filter(goes_there(person), status=Assignment.Status.OPEN, site__is_active=True)
    return list(with_company(still_open, person).prefetch_related(seen).order_by("do_by", "pk"))


def _last_reports(sites: Iterable[UUID]) -> QuerySet[Report]:
    accepted = Report.objects.filter(site__in=sites, review__state=Review.State.ACCEPTED)
    findings = Prefetch("findings", Finding.objects.select_related("kind").order_by("position"))
    newest = accepted.order_by("site", "-finished_at").distinct("site")
    return newest.select_related("condition").prefetch_related(findings)


def _photos(person: User, reports: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    found: dict[UUID, list[Photo]] = defaultdict(list)
    seen = Photo.objects.filter(seen_by(person), report__in=reports, file__error="").exclude(file__thumbnail="")
    for photo in seen.select_related("file", "report").order_by("report", "position").distinct():
        found[photo.report.site_id].append(photo)
    return found


def _photo_points(sites: Iterable[UUID]) -> dict[UUID, list[PhotoPoint]]:
    found: dict[UUID, list[PhotoPoint]] = defaultdict(list)
    for point in PhotoPoint.objects.filter(site__in=sites, is_active=True).order_by("number"):
        found[point.site_id].append(point)
    return found


def _questions(visits: Iterable[Assignment], on: date) -> dict[UUID, QuestionForm]:
    """Return what the campaign running at the site asks, by visit."""
    running = running_campaigns(on)
    asked = asked_versions(running)
    campaigns = ((one.pk, campaign_of(running, one.site.district_id)) for one in visits)
    return {key: asked[campaign.pk] for key, campaign in campaigns if campaign and campaign.pk in asked}


def _checklist(items: Iterable[ChecklistItem], site: Any) -> list[str]:
    codes = {site.category_id, site.category.parent_id or site.category_id}
    return [item.code for item in items if not item.categories or codes & set(item.categories)]
