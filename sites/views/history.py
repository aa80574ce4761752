"""What was: the changes of a site, and the register as it stood on an earlier day."""

import json
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotAllowed, NotFound
from people.permissions import has_right, signed_in
from sites.forms.history import AsOfForm
from sites.models import Site
from sites.queries.as_of import changed_since, counts_as_of, end_of, fates_since, places_as_of, table_as_of
from sites.queries.history import Entry, history_of, site_with_history, states_of
from sites.sentences import FATE_LABELS

PAGE_SIZE: Final = 20
FULL_CIRCLE: Final = 360


@login_required
@require_safe
def site_history(request: HttpRequest, code: str) -> HttpResponse:
    """Show every change of a site, to whoever answers for its area: earlier places and notes are as secret as today's."""
    person = signed_in(request)
    site = site_with_history(person, code)
    if site is None:
        raise NotAllowed if Site.objects.filter(code=code, is_active=True).exists() else NotFound
    states = states_of(site)
    page = Paginator(states, PAGE_SIZE).get_page(request.GET.get("page"))
    first = page.start_index() - 1
    # One state more, to tell from what the last of the page came.
    entries = history_of(states[first : first + PAGE_SIZE + 1])[: len(page.object_list)]
    may_edit = has_right(person, "edit_sites", area=site.district_id)
    drawing = {"features": [one for key, entry in enumerate(entries, 1) for one in _places(str(key), entry)]}
    context = {"site": site, "page": page, "entries": entries, "may_edit": may_edit, "drawing": drawing}
    return render(request, "sites/history.html", context)


@require_safe
def as_of(request: HttpRequest) -> HttpResponse:
    """Show the register as it stood at the end of a day, and what became of it since."""
    form = _asked(request)
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    show = form.cleaned_data["show"] if form.is_valid() else ""
    at = end_of(day)
    counts, fates = counts_as_of(at), fates_since(at)
    total = sum(one.then for one in counts)
    page = _page(request, fates[show] if show else total)
    first = page.start_index() - 1 if page.paginator.count else 0
    rows: Any = (
        changed_since(at, show, first=first, count=PAGE_SIZE)
        if show
        else table_as_of(request.user, at, first=first, count=PAGE_SIZE)
    )
    context = {
        "form": form,
        "day": day,
        "on": day.isoformat(),
        "show": show,
        "show_label": FATE_LABELS.get(show, ""),
        "counts": counts,
        "total": {"then": total, "now": sum(one.now for one in counts)},
        "fates": [(name, label, fates[name]) for name, label in FATE_LABELS.items()],
        "page": page,
        "rows": rows,
        "drawing": {"url": f"{reverse('sites:as_of_places')}?on={day.isoformat()}"},
    }
    return render(request, "sites/as_of.html", context)


@require_safe
def as_of_places(request: HttpRequest) -> JsonResponse:
    """Answer with the register of a day in a frame (`bbox=west,south,east,north`), for its map."""
    form = _asked(request)
    if not form.is_valid():
        raise NotFound
    places = places_as_of(request.user, end_of(form.cleaned_data["on"]), frame_of(request.GET.get("bbox", "")))
    shown = _("{shown} places are shown.").format(shown=len(places.features))
    too_many = _("Too many for this part of the map: the first {shown} are shown. Zoom in for all.")
    body = {"type": "FeatureCollection", "features": places.features}
    note = too_many.format(shown=len(places.features)) if places.is_cut else shown
    response = JsonResponse({**body, "note": note})
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HttpRequest) -> AsOfForm:
    return AsOfForm({"on": timezone.localdate().isoformat(), **request.GET.dict()})


def frame_of(text: str) -> tuple[float, float, float, float]:
    """Read `west,south,east,north` in degrees (WGS-84)."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise NotFound from error
    if not (west < east and south < north and max(abs(west), abs(east)) <= FULL_CIRCLE):
        raise NotFound
    return west, south, east, north


def _places(key: str, entry: Entry) -> list[dict[str, Any]]:
    """Return both places of a change as GeoJSON features for the map."""
    told = {"before": entry.place_before, "after": entry.place_after}
    return [
        {"type": "Feature", "geometry": json.loads(geometry), "properties": {"kind": kind, "entry": key}}
        for kind, geometry in told.items()
        if geometry
    ]


def _page(request: HttpRequest, count: int) -> Any:
    """Return a page of so many rows, which the database cuts by itself."""
    return Paginator(range(count), PAGE_SIZE).get_page(request.GET.get("page"))
