"""The alert board for officers: quiet when nothing is unusual, with the rows behind each number."""

from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from community.models.alerts import AlertKind
from community.permissions import alert_areas
from community.queries.alerts import WEEK, board, is_within, rows_behind
from core.errors import NotAllowed, NotFound
from sites.models import District

# Where a row is looked at; what has no page of its own is told by its kind and time.
PAGES: Final = {
    "public_report": "patrol:public_report",
    "post": "community:post",
    "appeal": "patrol:answer_appeal",
    "evaluation": "service:activity",
}
SHOWN: Final = {"abuse": "community:moderation"}


@login_required
@require_GET
def alerts_page(request: HttpRequest) -> HttpResponse:
    """Show what is unusual today or this week, and all the rest folded away."""
    areas = _areas(request)
    on = _day(request)
    lines = board(areas, on=on)
    unusual = [line for line in lines if line.is_unusual]
    context = {"unusual": unusual, "usual": [line for line in lines if not line.is_unusual], "on": on}
    return render(request, "community/alerts.html", {**context, "today": timezone.localdate()})


@login_required
@require_GET
def rows_page(request: HttpRequest) -> HttpResponse:
    """Show the rows behind a number."""
    areas = _areas(request)
    kind, area = request.GET.get("kind", AlertKind.CITIZENS), request.GET.get("area", "")
    if kind not in AlertKind.values or (area and not is_within(area, areas)):
        raise NotFound
    days = WEEK if request.GET.get("days") == str(WEEK) else 1
    on = _day(request)
    rows = rows_behind(kind, area, on=on, days=days) if is_within(area, areas) else []
    district = District.objects.filter(code=area).only("code", "name_zh", "name_en").first()
    context = {
        "kind": AlertKind(kind),
        "district": district,
        "on": on,
        "days": days,
        "rows": [{**row, "url": _url(row)} for row in rows],
    }
    return render(request, "community/alert_rows.html", context)


def _areas(request: HttpRequest) -> tuple[str, ...]:
    areas = alert_areas(request.user)
    if not areas:
        raise NotAllowed
    return areas


def _day(request: HttpRequest) -> date:
    try:
        return min(datetime.fromisoformat(request.GET.get("on", "")).date(), timezone.localdate())
    except ValueError:
        return timezone.localdate()


def _url(row: dict[str, Any]) -> str:
    if row["source"] in SHOWN:
        return reverse(SHOWN[row["source"]])
    return reverse(PAGES[row["source"]], args=[row["key"]]) if row["source"] in PAGES else ""
