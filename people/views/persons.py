"""A person's own pages: profile as a volunteer, consents, real name, their data; and the checks others answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, Problem
from people.actions import give_consent, revoke_consent
from people.actions.identity import confirm_identity, file_identity, refuse_identity, withdraw_identity
from people.actions.volunteers import ProfileValues, add_exception, change_volunteer, remove_exception
from people.forms.persons import ConsentForm, ExceptionForm, IdentityForm, VolunteerForm, WhyForm
from people.models import Consent, IdentityCheck, User, Volunteer
from people.permissions import has_right, signed_in
from people.queries.persons import asked_consents, checks_to_answer, consent_history, identity_of

ROWS = 30


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def volunteer_profile(request: HttpRequest) -> HttpResponse:
    """Show what the volunteer says of themselves, and let them change it."""
    person = signed_in(request)
    profile = _own_profile(person)
    form = VolunteerForm(request.POST or None, profile=profile)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        values = ProfileValues(**{name: said[name] for name in ProfileValues.__dataclass_fields__})
        change_volunteer(values=values, by=person, at=timezone.now())
        messages.success(request, _("Kept."))
        return redirect("people:volunteer_profile")
    return render(request, "people/volunteer_profile.html", {"form": form, **_times(profile, ExceptionForm())})


@login_required
@require_POST
def new_exception(request: HttpRequest) -> HttpResponse:
    """Keep days on which the week does not hold."""
    person = signed_in(request)
    profile, form = _own_profile(person), ExceptionForm(request.POST)
    if form.is_valid():
        try:
            add_exception(**form.cleaned_data, by=person, at=timezone.now())
            return redirect("people:volunteer_profile")
        except Problem as problem:
            form.add_error(None, problem.detail)
    context = {"form": VolunteerForm(profile=profile), **_times(profile, form)}
    return render(request, "people/volunteer_profile.html", context, status=422)


@login_required
@require_POST
def end_exception(request: HttpRequest, exception_id: UUID) -> HttpResponse:
    """Let the week hold again on these days."""
    remove_exception(exception_id=exception_id, by=signed_in(request), at=timezone.now())
    return redirect("people:volunteer_profile")


@login_required
@never_cache
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    """Show what the person agreed to, purpose by purpose, and the history of it."""
    person = signed_in(request)
    context = {"asked": asked_consents(person, on=timezone.localdate()), "history": consent_history(person)[:ROWS]}
    return render(request, "people/consents.html", context)


@login_required
@require_POST
def change_consent(request: HttpRequest) -> HttpResponse:
    """Give one consent, or take it back in one tap."""
    person, form = signed_in(request), ConsentForm(request.POST)
    if form.is_valid():
        purpose, at = Consent.Purpose(form.cleaned_data["purpose"]), timezone.now()
        if form.cleaned_data["is_given"]:
            # Older words are taken back first: the new consent is to the new words.
            revoke_consent(purpose=purpose, by=person, at=at)
            give_consent(purpose=purpose, by=person, at=at)
        else:
            revoke_consent(purpose=purpose, by=person, at=at)
    return redirect("people:consents")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Show where the person's real name stands, and let them file or correct it."""
    person = signed_in(request)
    form = IdentityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _file(form.cleaned_data, person)
            messages.success(request, _("Thank you. Two people look at it, each alone; you are told here."))
            return redirect("people:identity")
        except Problem as problem:
            form.add_error(None, problem.detail)
    context = {"form": form, "check": identity_of(person), "states": IdentityCheck.State}
    return render(request, "people/identity.html", context)


@login_required
@require_POST
def take_identity_back(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Withdraw one's own question."""
    withdraw_identity(check_id=check_id, by=signed_in(request), at=timezone.now())
    return redirect("people:identity")


@login_required
@never_cache
@require_GET
def identities(request: HttpRequest) -> HttpResponse:
    """Show the real names that wait for one of two."""
    person = signed_in(request)
    if not has_right(person, "check_identities"):
        raise NotAllowed
    page = Paginator(checks_to_answer(person), ROWS).get_page(request.GET.get("page"))
    return render(request, "people/identities.html", {"page": page, "form": WhyForm()})


@login_required
@require_POST
def answer_identity(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Confirm, or say why not."""
    person, at = signed_in(request), timezone.now()
    if not has_right(person, "check_identities"):
        raise NotAllowed
    if request.POST.get("answer") == "yes":
        check = confirm_identity(check_id=check_id, by=person, at=at)
        is_done = check.state == IdentityCheck.State.CONFIRMED
        messages.success(request, _("Confirmed.") if is_done else _("Noted. Somebody else must see it too."))
    else:
        form = WhyForm(request.POST)
        if form.is_valid():
            refuse_identity(check_id=check_id, why=form.cleaned_data["why"], by=person, at=at)
        else:
            messages.error(request, _("Say why."))
    return redirect("people:identities")


def _file(said: dict[str, Any], person: User) -> None:
    at = timezone.now()
    give_consent(purpose=Consent.Purpose.IDENTITY, by=person, at=at)
    values = {name: said[name] for name in ("real_name", "document", "number", "why")}
    file_identity(**values, by=person, at=at)


def _own_profile(person: User) -> Volunteer:
    profile = Volunteer.objects.prefetch_related("skills").filter(user=person).first()
    if profile is None:
        raise NotAllowed
    return profile


def _times(profile: Volunteer, form: ExceptionForm) -> dict[str, Any]:
    coming = profile.free_time_exceptions.filter(to_on__gte=timezone.localdate()).order_by("from_on")
    return {"exceptions": coming, "exception_form": form}
