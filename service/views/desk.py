"""The organiser's desk: needs written and published, their shifts, who comes, and the numbers of it all."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from people.models import User
from people.permissions import signed_in
from service.actions.activities import add_shift, cancel_activity, keep_activity, publish_activity
from service.actions.afterwards import keep_follow_up
from service.errors import ActivityNotOpen
from service.forms import ActivityForm, FollowUpForm, ShiftForm, ShiftTimeForm, WhyForm, initial_of
from service.models import Activity, FollowUp
from service.permissions import can_handle_activity, can_organise
from service.queries.activities import evaluations_of_activity, handled_activities, stars_of
from service.queries.applications import applications_of
from service.queries.matching import fill_rates

ROWS: Final = 20
WORDS: Final = 10


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show what the person organises."""
    organiser = organiser_of(request)
    page = Paginator(handled_activities(organiser), ROWS).get_page(request.GET.get("page"))
    return render(request, "service/desk.html", {"page": page, "rows": list(page)})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, activity_id: UUID | None = None) -> HttpResponse:
    """Write a need, or change it."""
    organiser = organiser_of(request)
    activity = handled_activity(organiser, activity_id) if activity_id else None
    first = initial_of(activity) if activity else {"site_code": request.GET.get("site", ""), "contact": organiser.name}
    form = ActivityForm(request.POST or None, by=organiser, initial=first)
    if form.is_valid():
        try:
            kept = keep_activity(
                activity=activity, values=form.values, skills=form.skills, by=organiser, at=timezone.now()
            )
        except NotAllowed:
            form.add_error("organisation", _("This place lies outside of your district."))
        except ActivityNotOpen as refusal:
            form.add_error(None, refusal.detail)
        else:
            return redirect("service:board", kept.pk)
    context = {"form": form, "activity": activity}
    return render(request, "service/edit.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def board(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Show one activity to its organisers: shifts, people, what was said."""
    organiser = organiser_of(request)
    activity = handled_activity(organiser, activity_id)
    return render(request, "service/board.html", _board(organiser, activity, ShiftForm()))


@login_required
@require_POST
def act(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Publish it, or call it off."""
    organiser = organiser_of(request)
    activity = handled_activity(organiser, activity_id)
    try:
        if request.POST.get("act") == "cancel":
            form = WhyForm(request.POST)
            if form.is_valid():
                cancel_activity(activity=activity, why=form.cleaned_data["why"], by=organiser, at=timezone.now())
                messages.success(request, _("Called off. Everybody who had asked was told."))
            else:
                messages.error(request, _("Say in a few words why."))
        else:
            publish_activity(activity=activity, by=organiser, at=timezone.now())
            messages.success(request, _("Published. Volunteers can apply now."))
    except Problem as refusal:
        messages.error(request, refusal.detail)
    return redirect("service:board", activity.pk)


@login_required
@require_POST
def new_shift(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Add a shift."""
    organiser = organiser_of(request)
    activity = handled_activity(organiser, activity_id)
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return render(request, "service/board.html", _board(organiser, activity, form), status=422)
    told = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "quota")}
    try:
        add_shift(activity=activity, **told, by=organiser, at=timezone.now())
    except Problem as refusal:
        messages.error(request, refusal.detail)
    return redirect("service:board", activity.pk)


@login_required
@require_POST
def follow_up(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Report what came of it."""
    organiser = organiser_of(request)
    activity = handled_activity(organiser, activity_id)
    form = FollowUpForm(request.POST)
    if form.is_valid():
        try:
            keep_follow_up(activity=activity, **form.cleaned_data, by=organiser, at=timezone.now())
        except Problem as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("Thank you. Everybody can read the report now."))
    else:
        messages.error(request, _("Write what was done and seen."))
    return redirect("service:board", activity.pk)


@login_required
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Show how well and how fast shifts were filled."""
    handled = list(handled_activities(organiser_of(request)).values_list("pk", flat=True))
    rows = list(fill_rates(handled))
    total = {
        name: sum(row[name] for row in rows) for name in ("shifts", "places", "taken", "served", "missed", "filled")
    }
    share = 100 * total["taken"] / total["places"] if total["places"] else 0
    return render(request, "service/numbers.html", {"rows": rows, "total": total, "share": share})


def organiser_of(request: HttpRequest) -> User:
    """Return the signed-in organiser, or refuse."""
    person = signed_in(request)
    if not can_organise(person):
        raise NotAllowed
    return person


def handled_activity(organiser: User, activity_id: UUID) -> Activity:
    """Return an activity of theirs; nobody else learns that a draft exists."""
    found = (
        Activity.objects.select_related("kind", "organisation", "site", "service_point").filter(pk=activity_id).first()
    )
    if found is None or not can_handle_activity(organiser, found):
        raise NotFound
    return found


def _board(organiser: User, activity: Activity, form: ShiftForm) -> dict[str, object]:
    now = timezone.now()
    shifts = [
        {
            "shift": shift,
            "people": list(applications_of(shift)),
            "is_begun": shift.starts_at <= now,
            "asked": shift.offers.count(),
            "time_form": ShiftTimeForm.of(shift) if shift.starts_at > now else None,
        }
        for shift in activity.shifts.order_by("starts_at", "pk")
    ]
    known = FollowUp.objects.filter(activity=activity).first()
    first = {"text": known.text, "reached": known.reached, "found": known.found} if known else {}
    return {
        "activity": activity,
        "shifts": shifts,
        "form": form,
        "now": now,
        "organiser": organiser,
        "follow_up": known,
        "follow_up_form": FollowUpForm(initial=first, auto_id="follow_%s"),
        "said": evaluations_of_activity(activity)[:WORDS],
        **stars_of(activity),
    }
