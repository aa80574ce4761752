"""One shift on the organiser's desk: its places, the code at the place, who fits, and each person on its list."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from core.paper import square
from people.models import User
from people.queries import volunteers
from service.actions.activities import change_quota, drop_shift
from service.actions.afterwards import evaluate
from service.actions.applications import accept_application, refuse_application
from service.actions.attendance import confirm_service, note_no_show, record_presence
from service.actions.moving import move_shift
from service.actions.offers import call_in_waves, offer_shift
from service.errors import EvaluationNotYet, SecondPersonNeeded
from service.forms import EvaluationForm, PresenceForm, ShiftTimeForm, WhyForm
from service.logic.turning_code import code_at, step_of
from service.models import Application, Shift
from service.models.evaluation import About
from service.permissions import can_handle_activity
from service.queries.applications import applications_of, code_key
from service.queries.matching import people_for
from service.queries.policy import service_rules_on
from service.views.desk import organiser_of

SHOWN: Final = 30


@login_required
@require_POST
def change_shift(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Change the number of places or the time, call people in waves, confirm the list, or take an empty shift away."""
    organiser, shift = _handled(request, shift_id)
    act, at = request.POST.get("act", ""), timezone.now()
    try:
        if act == "waves":
            call_in_waves(shift=shift, by=organiser, at=at)
            messages.success(
                request, _("The best fitting people are asked now, and the next ones while places are left.")
            )
        elif act == "confirm":
            _confirm_all(request, organiser, shift)
        elif act == "move":
            _move(request, organiser, shift)
        elif act == "drop":
            drop_shift(shift=shift, by=organiser, at=at)
        elif (quota := request.POST.get("quota", "")).isdecimal() and 1 <= int(quota) <= 500:
            change_quota(shift=shift, quota=int(quota), by=organiser, at=at)
        else:
            messages.error(request, _("Give a number of places from 1 to 500."))
    except Problem as refusal:
        messages.error(request, refusal.detail)
    return redirect("service:board", shift.activity_id)


@login_required
@never_cache
@require_GET
def code(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Show the code at the place, large; it turns by itself."""
    _organiser, shift = _handled(request, shift_id)
    return render(request, "service/code.html", {"shift": shift, **_square(shift)})


@login_required
@never_cache
@require_GET
def code_now(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Give the code of this minute alone, for the page to put in place of the last."""
    _organiser, shift = _handled(request, shift_id)
    return render(request, "service/part_code.html", {"shift": shift, **_square(shift)})


@login_required
@require_GET
def matching(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Show who fits the shift best, with the reasons, and who was asked."""
    organiser, shift = _handled(request, shift_id)
    at = timezone.now()
    ranked = people_for(shift, at=at, viewer=organiser) if shift.starts_at > at and shift.places_left else []
    offers = shift.offers.select_related("volunteer").order_by("-made_at", "-score")
    # Whoever said yes is known by name, and whom the organiser lists anyway.
    named = {
        *shift.applications.values_list("volunteer", flat=True),
        *volunteers(organiser).values_list("pk", flat=True),
    }
    context = {
        "shift": shift,
        "ranked": ranked[:SHOWN],
        "count": len(ranked),
        "offers": [{"offer": one, "is_named": one.volunteer_id in named} for one in offers],
        "rules": service_rules_on(timezone.localdate(at)),
    }
    return render(request, "service/matching.html", context)


@login_required
@require_POST
def offer(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Ask somebody of the ranking."""
    organiser, shift = _handled(request, shift_id)
    person = _user(request.POST.get("person", ""))
    try:
        offer_shift(shift=shift, person=person, by=organiser, at=timezone.now())
    except Problem as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("Asked. You get the answer by notice; the offer ends by itself."))
    return redirect("service:matching", shift.pk)


@login_required
@require_POST
def application_act(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Do one thing with one person of the list."""
    organiser, application = _person_of_list(request, application_id)
    try:
        _act(request, application, organiser)
    except Problem as refusal:
        messages.error(request, refusal.detail)
    return redirect("service:board", application.shift.activity_id)


@login_required
@require_http_methods(["GET", "POST"])
def evaluate_person(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Say how a volunteer was."""
    organiser, application = _person_of_list(request, application_id)
    form = EvaluationForm(request.POST or None, about=About.VOLUNTEER)
    if form.is_valid():
        try:
            evaluate(
                application=application, about=About.VOLUNTEER, **form.cleaned_data, by=organiser, at=timezone.now()
            )
        except (EvaluationNotYet, NotAllowed) as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("Noted. The volunteer reads it."))
        return redirect("service:board", application.shift.activity_id)
    context = {"form": form, "application": application, "of": application.volunteer.name, "is_own": False}
    return render(request, "service/evaluate.html", context, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, application: Application, by: User) -> None:
    act, at = request.POST.get("act", ""), timezone.now()
    if act == "accept":
        accept_application(application=application, by=by, at=at)
    elif act == "refuse":
        why = WhyForm(request.POST)
        reason = why.cleaned_data["why"] if why.is_valid() else _("Other people fit this task better.")
        refuse_application(application=application, why=reason, by=by, at=at)
    elif act == "no_show":
        note_no_show(application=application, by=by, at=at)
    elif act == "confirm":
        confirm_service(application=application, by=by, at=at)
    elif act == "presence":
        form = PresenceForm(request.POST)
        if form.is_valid():
            in_at, out_at = form.moments(application.shift.starts_at)
            record_presence(application=application, in_at=in_at, out_at=out_at, by=by, at=at)
        else:
            messages.error(request, _("Write times as 09:00."))


def _move(request: HttpRequest, organiser: User, shift: Shift) -> None:
    """Put the shift to the time that was typed, and say whose places went with the old one."""
    form = ShiftTimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day and times that are still to come. The shift stays as it was."))
        return
    times = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at")}
    given_back = move_shift(shift=shift, **times, by=organiser, at=timezone.now())
    messages.success(request, _("The shift has its new time. Everybody who had asked was told."))
    if given_back:
        text = ngettext(
            "{n} person cannot come at that time: the place was given back.",
            "{n} people cannot come at that time: their places were given back.",
            given_back,
        )
        messages.warning(request, text.format(n=given_back))


def _confirm_all(request: HttpRequest, organiser: User, shift: Shift) -> None:
    """Confirm whoever checked out; who needs a second person is left and counted."""
    done = left = 0
    for application in applications_of(shift).filter(state="checked_in", out_at__isnull=False):
        try:
            confirm_service(application=application, by=organiser, at=timezone.now())
        except SecondPersonNeeded:
            left += 1
        else:
            done += 1
    said = ngettext("{n} service confirmed.", "{n} services confirmed.", done).format(n=done)
    messages.success(request, said)
    if left:
        text = ngettext(
            "{n} presence was written down by you: somebody else confirms it.",
            "{n} presences were written down by you: somebody else confirms them.",
            left,
        )
        messages.warning(request, text.format(n=left))


def _square(shift: Shift) -> dict[str, object]:
    seconds = service_rules_on(timezone.localdate()).code_seconds
    step = step_of(timezone.now().timestamp(), seconds=seconds)
    said = code_at(code_key(), str(shift.pk), step)
    return {"square": square(f"{settings.PUBLIC_URL}{reverse('service:check_in', args=[shift.pk, said])}")}


def _handled(request: HttpRequest, shift_id: UUID) -> tuple[User, Shift]:
    organiser = organiser_of(request)
    related = ("activity__organisation", "activity__site", "activity__service_point", "activity__kind")
    shift = Shift.objects.select_related(*related).filter(pk=shift_id).first()
    if shift is None or not can_handle_activity(organiser, shift.activity):
        raise NotFound
    return organiser, shift


def _person_of_list(request: HttpRequest, application_id: UUID) -> tuple[User, Application]:
    organiser = organiser_of(request)
    found = Application.objects.select_related("shift__activity", "volunteer").filter(pk=application_id).first()
    if found is None or not can_handle_activity(organiser, found.shift.activity):
        raise NotFound
    return organiser, found


def _user(said: str) -> User:
    try:
        return User.objects.get(pk=UUID(said))
    except (ValueError, User.DoesNotExist):
        raise NotFound from None
