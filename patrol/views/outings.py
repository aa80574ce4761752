"""Who is out now: for managers and officers, as a table and on a map."""

import json
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed, NotFound
from patrol.actions.alarms import close_outing
from patrol.models import Outing
from patrol.permissions import can_see_outings
from patrol.queries.outings import back_lately, out_now, visible_outings
from patrol.sentences import unsafe_sentence
from people.models import User
from people.permissions import signed_in
from sites.queries import visible_sites

LATELY: Final = timedelta(hours=24)


@login_required
@never_cache
@require_GET
def outings(request: HttpRequest) -> HttpResponse:
    """Show who is out, the longest expected first, and who came back since yesterday."""
    person, now = _watcher(request), timezone.now()
    out = list(out_now(person))
    context = {
        "rows": [_row(outing, now) for outing in out],
        "late": sum(outing.due_back_at < now for outing in out),
        "back": back_lately(person, since=now - LATELY)[:20],
        "features": _features(person, out),
        "map_url": _map_url(),
        "now": now,
    }
    return render(request, "patrol/desk/outings.html", context)


@login_required
@require_POST
def close(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """End the outing of somebody who is known to be back."""
    person = _watcher(request)
    outing = visible_outings(person).filter(pk=outing_id).first()
    if outing is None:
        raise NotFound
    close_outing(outing=outing, by=person, at=timezone.now())
    messages.success(request, _("The patrol of {name} has ended.").format(name=outing.volunteer))
    return redirect("patrol:outings")


def _watcher(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_see_outings(person):
        raise NotAllowed
    return person


def _row(outing: Outing, now: Any) -> dict[str, Any]:
    return {
        "outing": outing,
        "is_late": outing.due_back_at < now,
        "sites": sorted(outing.sites.all(), key=lambda site: site.code),
        "company": [str(outing.buddy)] * bool(outing.buddy) + outing.companions,
        "position": getattr(outing, "last_position", None),
        "record": getattr(outing.volunteer.volunteer, "safety_record", None),
        "unsafe": [unsafe_sentence(code) for code in outing.irregularities],
    }


def _features(person: User, out: list[Outing]) -> dict[str, Any]:
    """Return what the map shows: sites as far as the viewer may know them, people where they were last, by their consent."""
    wanted = {site.pk for outing in out for site in outing.sites.all()}
    known: QuerySet[Any] = visible_sites(person).filter(pk__in=wanted)
    sites = [
        {"type": "Feature", "geometry": json.loads(site.place.geojson), "properties": {"label": site.name}}
        for site in known
        if site.place
    ]
    return {"features": sites + [_person(outing) for outing in out if hasattr(outing, "last_position")]}


def _person(outing: Outing) -> dict[str, Any]:
    last = outing.last_position
    label = _("{name}, {age} ago").format(name=outing.volunteer, age=timesince(last.fix_at))
    properties = {"kind": "mine", "label": label, "radius": last.accuracy_m or 0}
    return {"type": "Feature", "geometry": json.loads(last.geom.geojson), "properties": properties}


def _map_url() -> str:
    """Address the map by name: the maps stand to the right of us, and without them the table says it all."""
    try:
        return reverse("maps:drawing", args=["outings"])
    except NoReverseMatch:
        return ""
