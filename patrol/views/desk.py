"""The heritage officer's pages: desk, inbox, and routine reports accepted together."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import NotAllowed
from patrol.actions.review import Accepted, accept_routine
from patrol.forms.desk import InboxForm
from patrol.models import Photo, Report
from patrol.permissions import can_edit_reasons, can_review_reports
from patrol.queries.arrivals import photos_with_standing
from patrol.queries.inbox import (
    InboxFilters,
    all_cases,
    appeals,
    decided,
    desk_counts,
    in_area,
    inbox,
    spot_checks,
    waiting_for_others,
)
from patrol.queries.outings import out_now
from patrol.queries.public import waiting_public_reports
from patrol.queries.routine import routine_reports
from patrol.views.showing import thumbnails_by_report
from people.permissions import signed_in
from sites.models import District

ROWS: Final = 25
# So many are looked over at once; the rest follows when these are done.
ROUTINE_ROWS: Final = 24
SHOWS: Final = ("waiting", "others", "checks", "appeals", "decided")


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the officer what waits, most pressing first."""
    if not can_review_reports(request.user):
        raise NotAllowed
    now = timezone.now()
    context = {
        "counts": desk_counts(request.user, at=now),
        "waiting": inbox(request.user, at=now)[:5],
        "cases": all_cases(request.user).filter(closed_at=None).order_by("due_at", "-severity", "number")[:5],
        "out": out_now(request.user).count(),
        "now": now,
        "checks": spot_checks(request.user).count(),
        "appeals": appeals(request.user).count(),
        "citizens": waiting_public_reports(request.user).count(),
        "can_edit_reasons": can_edit_reasons(request.user),
    }
    return render(request, "patrol/desk/desk.html", context)


@login_required
@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    """List the reports that wait for this officer or for others, spot checks, appeals, or those already decided."""
    if not can_review_reports(request.user):
        raise NotAllowed
    show, filters = show_of(request), filters_of(request)
    reports = reports_of(request, show, filters)
    page = Paginator(reports, ROWS).get_page(request.GET.get("page"))
    chosen = said_filters(filters)
    context = {
        "page": page,
        "tabs": _tabs(show, chosen),
        "show": show,
        "filters": filters,
        "districts": _districts(request),
        "query": urlencode({"show": show, **chosen}),
        "is_filtered": bool(chosen),
        "routine": routine_reports(request.user, at=timezone.now()).count() if show == "waiting" else 0,
        "now": timezone.now(),
    }
    return render(request, "patrol/desk/inbox.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def routine_page(request: HttpRequest) -> HttpResponse:
    """Show the routine reports with their photos, and accept those that were chosen; what changed is said line by line."""
    if not can_review_reports(request.user):
        raise NotAllowed
    now = timezone.now()
    done: list[Accepted] = []
    if request.method == "POST":
        done = accept_routine(versions=_versions(request), by=signed_in(request), at=now)
    reports = list(routine_reports(request.user, at=now).select_related("condition")[:ROUTINE_ROWS])
    photos = photos_with_standing(Photo.objects.filter(report__in=reports, role__in=["far", "near"]))
    thumbnails = thumbnails_by_report(photos)
    context = {
        "rows": [{"report": report, "photos": thumbnails.get(report.pk, [])} for report in reports],
        "done": done,
        "accepted": sum(one.problem is None for one in done),
        "left": [one for one in done if one.problem is not None],
    }
    return render(request, "patrol/desk/routine.html", context)


def show_of(request: HttpRequest) -> str:
    """Return the part of the inbox the address names."""
    show = request.GET.get("show", "")
    return show if show in SHOWS else SHOWS[0]


def filters_of(request: HttpRequest) -> InboxFilters:
    """Return the filters of the address; what makes no sense is left out."""
    form = InboxForm(request.GET)
    form.is_valid()
    said: dict[str, Any] = form.cleaned_data
    return InboxFilters(**{name: value for name, value in said.items() if value})


def said_filters(filters: InboxFilters) -> dict[str, str]:
    """Return the filters as the address says them."""
    values = {
        "district": filters.district,
        "severity_from": str(filters.severity_from or ""),
        "evidence": filters.evidence,
        "late": "on" if filters.late else "",
        "q": filters.q,
    }
    return {name: value for name, value in values.items() if value}


def reports_of(request: HttpRequest, show: str, filters: InboxFilters) -> QuerySet[Report]:
    """Return the list that a part of the inbox shows."""
    now = timezone.now()
    if show == "others":
        return waiting_for_others(request.user, at=now, filters=filters)
    if show == "checks":
        return spot_checks(request.user, filters=filters)
    if show == "appeals":
        return appeals(request.user, filters=filters)
    if show == "decided":
        return decided(request.user, filters=filters)
    return inbox(request.user, at=now, filters=filters)


def _tabs(show: str, chosen: dict[str, str]) -> list[dict[str, object]]:
    labels = {
        "waiting": _("Waiting for you"),
        "others": _("Waiting for others"),
        "checks": _("Spot checks"),
        "appeals": _("Appeals"),
        "decided": _("Decided"),
    }
    return [
        {
            "label": label,
            "url": f"{reverse('patrol:inbox')}?{urlencode({'show': name, **chosen})}",
            "is_current": name == show,
        }
        for name, label in labels.items()
    ]


def _districts(request: HttpRequest) -> QuerySet[District]:
    """Return the districts of the officer's areas where any report came from."""
    came = Report.objects.filter(in_area(request.user, "review_reports", "site__district__code"))
    return District.objects.filter(pk__in=came.values("site__district")).defer("geom").order_by("code")


def _versions(request: HttpRequest) -> dict[UUID, int]:
    """Read `report=<id>:<version>` of each chosen report; what is no such pair is left out."""
    found = {}
    for said in request.POST.getlist("report"):
        key, _colon, version = said.partition(":")
        try:
            found[UUID(key)] = int(version)
        except ValueError:
            continue
    return found
