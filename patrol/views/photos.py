"""A site's photos over the years: series by date, two to compare, condition as a chart; and what looks different, for officers."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from core.errors import NotAllowed, NotFound
from patrol.models import PhotoChange
from patrol.permissions import can_review_reports
from patrol.queries.photo_series import Frame, Series, changes_for, changes_of, grades_of, series_of
from patrol.views.condition_chart import condition_chart
from people.permissions import Person
from sites.models import Site
from sites.queries import visible_sites

ROWS: Final = 20
PANEL_PHOTOS: Final = 4


@login_required
@require_GET
def photo_timeline(request: HttpRequest, code: str) -> HttpResponse:
    """Show the series of a site's photos the viewer may look at, two of them side by side, and its condition over the years."""
    site = _site(request.user, code)
    found = series_of(site, request.user)
    chosen = next((one for one in found if one.key == request.GET.get("series")), found[0] if found else None)
    changes = changes_of(chosen.frames) if chosen else {}
    grades = grades_of(site, request.user)
    context = {
        "site": site,
        "tabs": [_tab(one, site, chosen) for one in found],
        "series": chosen,
        "title": _title(chosen) if chosen else "",
        "frames": [_shown(one, changes) for one in chosen.frames] if chosen else [],
        "pair": _pair(request, chosen, changes),
        "grades": grades,
        "chart": condition_chart(grades),
    }
    return render(request, "patrol/photos/timeline.html", context)


@require_safe
def site_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Show the latest photos on the site's page; nothing to whoever may look at none."""
    site = _site(request.user, code)
    frames = sorted(
        (frame for one in series_of(site, request.user) for frame in one.frames), key=lambda one: one.taken_at
    )
    if not frames:
        return HttpResponse()
    page = reverse("patrol:photo_timeline", args=[site.code])
    pictures = [_picture(frame) for frame in reversed(frames[-PANEL_PHOTOS:])]
    latest = [{**one, "caption": one["day"], "note": one["condition"], "href": page} for one in pictures]
    return render(request, "patrol/photos/_site_panel.html", {"site": site, "latest": latest, "count": len(frames)})


@login_required
@require_GET
def photo_changes(request: HttpRequest) -> HttpResponse:
    """List the pairs that look different in the officer's areas, newest first."""
    if not can_review_reports(request.user):
        raise NotAllowed
    page = Paginator(changes_for(request.user), ROWS).get_page(request.GET.get("page"))
    rows = [{"change": one, "url": _pair_url(one)} for one in page]
    return render(request, "patrol/photos/changes.html", {"page": page, "rows": rows})


def _site(viewer: Person, code: str) -> Site:
    site = visible_sites(viewer).defer("geom", "shown_geom").filter(code=code).first()
    if site is None:
        raise NotFound
    return site


def _tab(one: Series, site: Site, chosen: Series | None) -> dict[str, Any]:
    return {
        "label": _title(one),
        "url": f"{reverse('patrol:photo_timeline', args=[site.code])}?series={one.key}",
        "is_current": chosen is not None and one.key == chosen.key,
        "count": len(one.frames),
    }


def _title(one: Series) -> str:
    if one.number:
        return _("Photo point {number}: {name}").format(number=one.number, name=one.name)
    return _("Whole site") if one.role == "far" else _("Near views")


def _picture(frame: Frame, size: str = "thumbnail") -> dict[str, Any]:
    day = f"{timezone.localtime(frame.taken_at):%Y-%m-%d}"
    return {
        "id": frame.id,
        "day": day,
        "url": reverse("patrol:photo", args=[frame.sha256, size]),
        "alt": _("Photo of {day}").format(day=day),
        "condition": frame.condition,
    }


def _shown(frame: Frame, changes: dict[tuple[UUID, UUID], PhotoChange]) -> dict[str, Any]:
    change = next((one for (_earlier, later), one in changes.items() if later == frame.id), None)
    is_flagged = change is not None and change.verdict == PhotoChange.Verdict.CHANGED
    return {**_picture(frame), "is_flagged": is_flagged}


def _pair(
    request: HttpRequest, chosen: Series | None, changes: dict[tuple[UUID, UUID], PhotoChange]
) -> dict[str, Any] | None:
    """Return the two photos asked for, else the last two; none where there are not two."""
    if chosen is None or len(chosen.frames) < 2:
        return None
    by_id = {str(one.id): one for one in chosen.frames}
    later = by_id.get(request.GET.get("later", ""), chosen.frames[-1])
    earlier = by_id.get(request.GET.get("earlier", "")) or _one_before(chosen.frames, later)
    if earlier.taken_at > later.taken_at:
        earlier, later = later, earlier
    change = changes.get((earlier.id, later.id))
    boxes = change.boxes if change is not None else []
    return {
        "earlier": _picture(earlier, "display"),
        "later": _picture(later, "display"),
        "change": change,
        "boxes": [{"x": 100 * x, "y": 100 * y, "width": 100 * w, "height": 100 * h} for x, y, w, h in boxes],
        "days": (later.taken_at - earlier.taken_at).days,
    }


def _one_before(frames: tuple[Frame, ...], later: Frame) -> Frame:
    place = frames.index(later)
    return frames[place - 1] if place else frames[1]


def _pair_url(one: PhotoChange) -> str:
    page = reverse("patrol:photo_timeline", args=[one.later.report.site.code])
    return f"{page}?earlier={one.earlier_id}&later={one.later_id}"
