"""What falls due in the coming months against what volunteers can do, and what if."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planning.forms.coverage import ForecastForm
from planning.logic.forecast import Period, WhatIf, changed, forecast, grown, infeasible_districts, months, weeks
from planning.permissions import coverage_areas
from planning.queries.coverage import districts_in
from planning.queries.duties import today
from planning.queries.forecast import capacity_in, new_point, owed_in
from planning.views.tabs import coverage_tabs

MONTHS: Final = 6
WEEKS: Final = 13


@login_required
@require_safe
def forecast_page(request: HttpRequest) -> HttpResponse:
    """Show months and weeks, the districts that cannot manage, and the change that was asked for beside them."""
    areas, day = coverage_areas(request.user), today()
    districts = list(districts_in(areas))
    form = ForecastForm(request.GET, districts=districts)
    asked = form.chosen()
    here = (asked["district"],) if asked["district"] else areas
    owed, capacity = owed_in(here, on=day), capacity_in(here, on=day)
    change = _change(asked)
    what_if = (changed(owed, change), grown(capacity, change))
    names = {one.code: one.name for one in districts}
    context = {
        "tabs": coverage_tabs("planning:forecast"),
        "form": form,
        "is_changed": change != WhatIf(district=change.district),
        "months": _beside(owed, capacity, what_if, day, months(day, MONTHS)),
        "weeks": _beside(owed, capacity, what_if, day, weeks(day, WEEKS)),
        "districts": [
            {
                "name": names.get(code, code),
                "first": next(one for one in periods if not one.is_feasible),
                "last": periods[-1],
            }
            for code, periods in infeasible_districts(owed, capacity, today=day, edges=months(day, MONTHS)).items()
        ],
        "volunteers": sum(one.volunteers for one in capacity),
        "declared": sum(one.declared for one in capacity),
        "actual": sum(one.actual for one in capacity),
        "sites": sum(one.sites for one in owed),
        "point": new_point(here, **asked["point"]) if asked["point"] else None,
    }
    return render(request, "planning/forecast.html", context)


def _change(asked: dict[str, Any]) -> WhatIf:
    return WhatIf(
        interval_from=asked["interval_from"],
        interval_to=asked["interval_to"],
        # Without a district the volunteers are added somewhere: all districts are put together anyway.
        district=asked["district"] or "*",
        more_volunteers=asked["more_volunteers"],
    )


def _beside(owed: Any, capacity: Any, what_if: Any, day: Any, edges: Any) -> list[tuple[Period, Period]]:
    now = forecast(owed, capacity, today=day, edges=edges)
    then = forecast(*what_if, today=day, edges=edges)
    return list(zip(now, then, strict=True))
