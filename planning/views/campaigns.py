"""How far campaigns have come."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.views.decorators.http import require_GET

from core.errors import NotFound
from patrol.models import Campaign
from people.models import in_language
from planning.logic.pace import Day
from planning.permissions import planning_areas
from planning.queries.campaigns import by_district, by_volunteer, campaigns_in, progress
from planning.queries.duties import today

ROWS_A_PAGE = 50
WIDTH, HEIGHT = 640.0, 220.0


@login_required
@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns of the planner's areas with what is done and what is late."""
    page = Paginator(campaigns_in(planning_areas(request.user)), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "planning/campaigns.html", {"page": page})


@login_required
@require_GET
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """Show a campaign: how its visits stand, day by day, by volunteer and district, and when it ends at this pace."""
    areas = planning_areas(request.user)
    found: Campaign | None = campaigns_in(areas).select_related("organisation").filter(code=code).first()
    if found is None:
        raise NotFound
    on = today()
    so_far = progress(found, areas, on=on)
    districts = [
        {**row, "name": in_language(row["site__district__name_zh"], row["site__district__name_en"])}
        for row in by_district(found, areas, on=on)
    ]
    context = {
        "campaign": found,
        "progress": so_far,
        "total": sum(so_far.counts[name] for name in ("waiting", "late", "reported", "done")),
        "chart": _chart(so_far.days),
        "people": Paginator(by_volunteer(found, areas, on=on), ROWS_A_PAGE).get_page(request.GET.get("page")),
        "districts": districts,
        "is_late": so_far.forecast.ends_on is not None and so_far.forecast.ends_on > found.ends_on,
        "days_over": max((so_far.forecast.ends_on - found.ends_on) / timedelta(days=1), 0)
        if so_far.forecast.ends_on
        else 0,
    }
    return render(request, "planning/campaign.html", context)


def _chart(days: tuple[Day, ...]) -> dict[str, Any]:
    """Return two lines in drawing units: visits asked for, and visits done."""
    most = max((day.asked for day in days), default=0) or 1
    step = WIDTH / max(len(days) - 1, 1)
    lines = {
        name: " ".join(
            f"{number * step:.1f},{HEIGHT - HEIGHT * getattr(day, name) / most:.1f}" for number, day in enumerate(days)
        )
        for name in ("asked", "done")
    }
    ends = [formats.date_format(day.on, "Y-m-d") for day in (days[0], days[-1])] if days else ["", ""]
    return {**lines, "most": most, "first": ends[0], "last": ends[1], "is_drawn": len(days) > 1}
