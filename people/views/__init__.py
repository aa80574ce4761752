"""A person's own pages: notices and profile; volunteers and their safety records for those who organise them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound
from people.actions import (
    change_profile,
    keep_safety_record,
    mark_notices_read,
    record_guardian_consent,
    record_insurance,
)
from people.actions.volunteers import record_training
from people.errors import NameIsVerified
from people.forms import GuardianConsentForm, InsuranceForm, ProfileForm, SafetyRecordForm
from people.forms.persons import TrainingForm
from people.models import User, Volunteer
from people.notices import sentence
from people.permissions import can_keep_safety, has_right, signed_in
from people.queries import roles_of, volunteers

ROWS = 30


@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Show the person's notices, newest first."""
    person = signed_in(request)
    page = Paginator(person.notices.order_by("-created_at", "-id"), ROWS).get_page(request.GET.get("page"))
    rows = [{"notice": notice, "sentence": sentence(notice)} for notice in page]
    return render(request, "people/notices.html", {"page": page, "rows": rows})


@login_required
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    person = signed_in(request)
    mark_notices_read(by=person, at=timezone.now())
    return redirect("people:notices")


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the person's account and let them correct it."""
    person = signed_in(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(user=person, by=person, at=timezone.now(), **form.cleaned_data)
            return redirect("people:profile")
        except NameIsVerified as problem:
            form.add_error("name", problem.detail)
    return render(request, "people/profile.html", {"form": form, "roles": roles_of(person)})


@login_required
@require_GET
def volunteer_list(request: HttpRequest) -> HttpResponse:
    """List the volunteers with what an organiser needs; homes stay with the planner's tools."""
    if not has_right(request.user, "see_volunteers"):
        raise NotAllowed
    page = Paginator(volunteers(request.user), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "keeps_safety": has_right(request.user, "keep_safety")}
    return render(request, "people/volunteers.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def safety(request: HttpRequest, number: str) -> HttpResponse:
    """Show what must be known before the volunteer goes out, and let their organisation record it."""
    person = signed_in(request)
    volunteer = _kept_volunteer(person, number)
    sent = request.POST.get("form", "")
    forms = {
        name: _form(request, volunteer, name, is_sent=name == sent)
        for name in ("record", "insurance", "consent", "training")
    }
    if sent in forms and forms[sent].is_valid():
        _keep(sent, forms[sent], volunteer, person)
        return redirect("people:safety", number)
    context = {
        "volunteer": volunteer,
        "forms": forms,
        "insurances": volunteer.insurances.order_by("-valid_until"),
        "consents": volunteer.guardian_consents.order_by("-valid_until"),
        "trainings": volunteer.trainings.select_related("skill").order_by("-valid_from"),
        "today": timezone.localdate(),
    }
    return render(request, "people/safety.html", context)


def _kept_volunteer(person: User, number: str) -> Volunteer:
    if not has_right(person, "keep_safety"):
        raise NotAllowed
    found = Volunteer.objects.select_related("user", "organisation", "safety_record").filter(number=number).first()
    if found is None or not can_keep_safety(person, found):
        raise NotFound
    return found


def _form(request: HttpRequest, volunteer: Volunteer, name: str, *, is_sent: bool) -> Any:
    data = request.POST if is_sent else None
    if name == "record":
        return SafetyRecordForm(data, prefix=name, instance=getattr(volunteer, "safety_record", None))
    kinds: dict[str, type[Any]] = {"insurance": InsuranceForm, "consent": GuardianConsentForm, "training": TrainingForm}
    return kinds[name](data, prefix=name)


def _keep(name: str, form: Any, volunteer: Volunteer, person: User) -> None:
    now = timezone.now()
    values = dict(form.cleaned_data)
    if name == "record":
        keep_safety_record(volunteer=volunteer, by=person, at=now, **values)
        return
    if name == "training":
        valid = (values.pop("valid_from"), values.pop("valid_until"))
        record_training(volunteer=volunteer, valid=valid, by=person, at=now, **values)
        return
    values = {key: value for key, value in values.items() if not key.startswith("valid_")}
    record = record_insurance if name == "insurance" else record_guardian_consent
    record(volunteer=volunteer, valid=form.valid, by=person, at=now, **values)
