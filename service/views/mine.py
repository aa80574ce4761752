"""A volunteer's own: asking for places, giving them back, checking in and out, answering offers, saying how it was."""

from datetime import timedelta
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
from service.actions.afterwards import evaluate
from service.actions.applications import apply_to_shift, cancel_application
from service.actions.attendance import check_by_code, check_by_fix
from service.actions.offers import accept_offer, decline_offer
from service.errors import EvaluationNotYet
from service.forms import EvaluationForm, FixForm
from service.logic.states import SHOWN
from service.models import Application, Offer, Shift
from service.models.evaluation import About
from service.permissions import can_take_part
from service.queries.applications import coming_applications, open_offers, own_applications, past_applications
from service.queries.matching import shifts_for_person
from service.sentences import SAID, reason_words

ROWS: Final = 20
BEST: Final = 20
# From then on the button to check in is shown; whether it is time, the policy says.
SOON: Final = timedelta(hours=2)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what the person is asked, what is before them, and what was."""
    person, at = _participant(request), timezone.now()
    page = Paginator(past_applications(person, at=at), ROWS).get_page(request.GET.get("page"))
    offers = [{"offer": one, "reasons": reason_words(one.reasons)} for one in open_offers(person, at=at)]
    coming = list(coming_applications(person, at=at))
    return render(
        request, "service/mine.html", {"offers": offers, "coming": coming, "page": page, "now": at, "soon": at + SOON}
    )


@login_required
@require_GET
def for_me(request: HttpRequest) -> HttpResponse:
    """Show the shifts that fit the person best, with the reasons."""
    person = _participant(request)
    return render(request, "service/for_me.html", {"rows": shifts_for_person(person, at=timezone.now())[:BEST]})


@login_required
@require_POST
def apply(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Ask for a place."""
    person = _participant(request)
    shift = Shift.objects.select_related("activity").filter(pk=shift_id, activity__state__in=SHOWN).first()
    if shift is None:
        raise NotFound
    try:
        application = apply_to_shift(shift=shift, by=person, at=timezone.now())
    except NotFound:
        raise
    except Problem as refusal:
        messages.error(request, refusal.detail)
        return redirect("service:activity", shift.activity_id)
    messages.success(request, str(SAID[application.state]))
    return redirect("service:activity", shift.activity_id)


@login_required
@require_POST
def cancel(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Give a place back."""
    application = _own(request, application_id)
    person = signed_in(request)
    try:
        done = cancel_application(
            application=application, why=request.POST.get("why", ""), by=person, at=timezone.now()
        )
    except Problem as refusal:
        messages.error(request, refusal.detail)
    else:
        late = _("It was less than a day before: next time please say so earlier. The place goes to the next person.")
        messages.success(request, late if done.is_late else _("The place was given back. Thank you for saying so."))
    return redirect("service:mine")


@login_required
@require_POST
def check(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Check in or out by position."""
    application, person = _own(request, application_id), signed_in(request)
    form = FixForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Your phone did not tell its position. Allow it, or scan the code at the place."))
        return redirect("service:mine")
    try:
        done = check_by_fix(application=application, **form.cleaned_data, by=person, at=timezone.now())
    except Problem as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _checked(done))
    return redirect("service:mine")


@login_required
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, shift_id: UUID, check_code: str) -> HttpResponse:
    """Where the code at the place leads: one button that checks in, or out."""
    person = _participant(request)
    application = own_applications(person).filter(shift=shift_id).first()
    if application is None:
        raise NotFound
    refusal = None
    if request.method == "POST":
        try:
            done = check_by_code(application=application, code=check_code, by=person, at=timezone.now())
        except Problem as found:
            refusal = found
        else:
            messages.success(request, _checked(done))
            return redirect("service:mine")
    context = {"application": application, "refusal": refusal.detail if refusal else ""}
    return render(request, "service/check_in.html", context, status=refusal.status if refusal else 200)


@login_required
@require_POST
def answer_offer(request: HttpRequest, service_offer_id: UUID) -> HttpResponse:
    """Say yes or no to an offer."""
    person = _participant(request)
    offer = Offer.objects.select_related("shift").filter(pk=service_offer_id, volunteer=person).first()
    if offer is None:
        raise NotFound
    try:
        if request.POST.get("answer") == "yes":
            accept_offer(offer=offer, by=person, at=timezone.now())
            messages.success(request, str(SAID["accepted"]))
        else:
            decline_offer(offer=offer, by=person, at=timezone.now())
            messages.info(request, _("Noted. We will ask you another time."))
    except Problem as refusal:
        messages.error(request, refusal.detail)
    return redirect("service:mine")


@login_required
@require_http_methods(["GET", "POST"])
def evaluate_activity(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Say how an activity was."""
    application, person = _own(request, application_id), signed_in(request)
    form = EvaluationForm(request.POST or None, about=About.ACTIVITY)
    if form.is_valid():
        try:
            evaluate(application=application, about=About.ACTIVITY, **form.cleaned_data, by=person, at=timezone.now())
        except EvaluationNotYet as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("Thank you. The organiser reads it without your name."))
        return redirect("service:mine")
    context = {"form": form, "application": application, "of": application.shift.activity.title, "is_own": True}
    return render(request, "service/evaluate.html", context, status=422 if form.is_bound else 200)


def _checked(application: Application) -> str:
    if application.out_at is not None:
        return _("You are checked out. Your hours follow when the organiser has confirmed the list.")
    return _("You are checked in. Check out when you leave: only the time between the two counts.")


def _own(request: HttpRequest, application_id: UUID) -> Application:
    application = own_applications(_participant(request)).filter(pk=application_id).first()
    if application is None:
        raise NotFound
    return application


def _participant(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_take_part(person):
        raise NotAllowed
    return person
