"""One proposal of service points: on a map, in a table, and beside the present points."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotFound, Stale
from people.permissions import signed_in
from planning.actions.posts import BUSY, discard_study, save_study, stop_study
from planning.forms.plans import VersionForm
from planning.models import JobState, PostPlace, PostStudy
from planning.permissions import check_sees_study
from planning.queries.coverage import outlines
from planning.queries.drawing import Frame
from planning.queries.posts import studies_in, study_sites
from planning.sentences import how_good_posts


@login_required
@require_GET
def study_page(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Show a proposal as it stands."""
    study = _seen(request, study_id)
    chosen = list(study.chosen.select_related("point").order_by("number"))
    context = {
        "study": study,
        "is_busy": study.state in BUSY,
        "is_ready": study.state == JobState.READY,
        "used": _used(study),
        "goodness": how_good_posts(study),
        "chosen": chosen,
        "new": [one for one in chosen if one.kind != PostPlace.Kind.POINT],
        "before": _percent(study.before_share),
        "after": _percent(study.after_share),
        "map": _map(study, chosen) if study.state == JobState.READY else None,
    }
    return render(request, "planning/study.html", context)


@login_required
@require_GET
def progress(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Answer the page that waits: how far it is, and to load again once it is done."""
    study = _seen(request, study_id)
    response = render(request, "planning/part_study_progress.html", {"study": study, "used": _used(study)})
    if study.state not in BUSY:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def stop(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Stop the search."""
    _seen(request, study_id)
    stop_study(study_id=study_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The search ends now; the best choice found so far is kept."))
    return redirect("planning:study", study_id)


@login_required
@require_POST
def save(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Keep the answer as a proposal."""
    _seen(request, study_id)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Stale
    save_study(study_id=study_id, **form.cleaned_data, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The proposal is kept."))
    return redirect("planning:study", study_id)


@login_required
@require_POST
def discard(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Put the answer aside."""
    _seen(request, study_id)
    discard_study(study_id=study_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The proposal was put aside."))
    return redirect("planning:posts")


def _seen(request: HttpRequest, study_id: UUID) -> PostStudy:
    study = studies_in(("",)).filter(pk=study_id).first()
    if study is None:
        # Whoever may not plan learns the same of every address.
        check_sees_study(request.user, PostStudy(district_id=""))
        raise NotFound
    check_sees_study(request.user, study)
    return study


def _used(study: PostStudy) -> float:
    if study.begun_at is None:
        return 0.0
    return min((timezone.now() - study.begun_at).total_seconds(), float(study.seconds_allowed))


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.0f}"


def _map(study: PostStudy, chosen: list[PostPlace]) -> dict[str, Any] | None:
    sites = study_sites(study)
    spots = [(one["lon"], one["lat"]) for one in sites]
    shapes = outlines((study.district_id,), points=[*spots, *((one.geom.x, one.geom.y) for one in chosen)])
    if not shapes:
        return None
    shape = shapes[0]
    frame = Frame(shape["x0"], shape["y0"], shape["scale"])
    return {
        "width": shape["width"],
        "height": shape["height"],
        "paths": [one["path"] for one in shapes],
        "sites": [frame.mark(lon, lat, "", 0) for lon, lat in spots],
        "places": [_place(one, study, frame) for one in chosen],
    }


def _place(one: PostPlace, study: PostStudy, frame: Frame) -> dict[str, Any]:
    label = one.point.name if one.point else _("New point {number}").format(number=one.number)
    radius = study.within_m * frame.stretch(one.geom.y) * frame.scale
    mark = frame.mark(one.geom.x, one.geom.y, label, one.number)
    return {"mark": mark, "radius": round(radius, 1), "is_present": one.kind == PostPlace.Kind.POINT, "kind": one.kind}
