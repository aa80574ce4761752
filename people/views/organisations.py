"""Organisations: the public list and page, joining and leaving, registering and reviewing."""

from typing import Any
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
from people.actions.memberships import apply_to_join, move_membership
from people.actions.organisations import register_organisation, review_organisation
from people.actions.papers import sign_agreement
from people.forms.organisations import ActForm, ApplyForm, NewOrganisationForm, ReopenForm, ReviewForm
from people.logic.membership import PERSON, acts_from
from people.models import Agreement, Organisation, Signature
from people.permissions import Person, can_manage, has_right, managed_by, signed_in
from people.queries.organisations import (
    counts_of,
    memberships_of,
    newest_agreement,
    public_organisations,
    waiting_organisations,
)
from people.queries.standing import closed_organisations, may_place
from people.sentences import act_label

ROWS = 30
SHOWN = 5


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """List the registered organisations; to whoever is signed in, where they belong."""
    shows_closed = "closed" in request.GET
    known = closed_organisations() if shows_closed else public_organisations()
    page = Paginator(known, ROWS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "mine": [], "managed": frozenset(), "may_review": False}
    context["shows_closed"] = shows_closed
    if request.user.is_authenticated:
        mine = memberships_of(request.user).exclude(state__in=("refused", "left"))
        context["mine"] = [{"membership": one, "acts": _acts(one.state)} for one in mine]
        context["managed"] = managed_by(request.user)
        context["may_review"] = has_right(request.user, "review_organisations")
        context["filed"] = Organisation.objects.filter(filed_by=request.user, state__in=("waiting", "refused"))
    return render(request, "people/organisations.html", context)


@require_GET
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show an organisation; to its members also what it tells them, and what is to be signed."""
    found = known_organisation(organisation, "active", "closed")
    context = {
        "organisation": found,
        "may_place": may_place(request.user, found),
        "reopen_form": ReopenForm() if found.state == "closed" else None,
        "teams": found.teams.filter(state="active").order_by("code"),
        "counts": counts_of(found),
        "may_manage": can_manage(request.user, found),
        **_as_member(request.user, found),
    }
    return render(request, "people/organisation.html", context)


@login_required
@require_POST
def join(request: HttpRequest, organisation: str) -> HttpResponse:
    """Ask to join."""
    person, form = signed_in(request), ApplyForm(request.POST)
    if form.is_valid():
        apply_to_join(organisation=find_organisation(organisation), **form.cleaned_data, by=person, at=timezone.now())
        messages.success(request, _("Your wish is with the organisation. You are told here when it answers."))
    return redirect("people:organisation", organisation)


@login_required
@require_POST
def move(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Do something with a membership: as its person, or as a manager."""
    form = ActForm(request.POST)
    if not form.is_valid():
        raise NotFound
    act = form.cleaned_data["act"]
    moved = move_membership(membership_id=membership_id, act=act, by=signed_in(request), at=timezone.now())
    if act in acts_of_person():
        return redirect("people:organisations")
    return redirect("people:members", moved.organisation.code)


@login_required
@require_POST
def sign(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Sign an agreement."""
    signature = sign_agreement(agreement_id=agreement_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Signed. Thank you."))
    return redirect("people:organisation", signature.agreement.organisation.code)


@login_required
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Ask for a new organisation."""
    person, form = signed_in(request), NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        parent = said.pop("parent")
        try:
            register_organisation(values=said, parent=parent, by=person, at=timezone.now())
            messages.success(request, _("Your organisation waits for review. You are told here."))
            return redirect("people:organisations")
        except Problem as problem:
            form.add_error("parent", problem.detail)
    return render(request, "people/new_organisation.html", {"form": form})


@login_required
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the registrations that wait."""
    if not has_right(request.user, "review_organisations"):
        raise NotAllowed
    page = Paginator(waiting_organisations(), ROWS).get_page(request.GET.get("page"))
    return render(request, "people/organisation_reviews.html", {"page": page, "form": ReviewForm()})


@login_required
@require_POST
def review(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Let it be an organisation, or say why not."""
    person, form = signed_in(request), ReviewForm(request.POST)
    if not has_right(person, "review_organisations"):
        raise NotAllowed
    if form.is_valid():
        review_organisation(organisation_id=organisation_id, **form.cleaned_data, by=person, at=timezone.now())
    else:
        messages.error(request, _("Say why."))
    return redirect("people:organisation_reviews")


def find_organisation(code: str) -> Organisation:
    """Return a registered organisation by its code."""
    return known_organisation(code, "active")


def known_organisation(code: str, *states: str) -> Organisation:
    """Return an organisation by its code, in one of these states."""
    found = Organisation.objects.select_related("parent").filter(code=code, state__in=states).first()
    if found is None:
        raise NotFound
    return found


def acts_of_person() -> frozenset[str]:
    """Return what people do with their own memberships."""
    return frozenset(act for state in ("invited", "applied", "active", "suspended") for act in acts_from(state, PERSON))


def _acts(state: str) -> list[tuple[str, str]]:
    return [(act, act_label(act)) for act in acts_from(state, PERSON)]


def _as_member(person: Person, found: Organisation) -> dict[str, Any]:
    if not person.is_authenticated:
        return {"membership": None, "agreement": None, "signature": None, "announcements": [], "form": None}
    running = found.memberships.filter(user=person).exclude(state__in=("refused", "left")).first()
    is_inside = (running is not None and running.state == "active") or can_manage(person, found)
    agreement: Agreement | None = newest_agreement(found) if is_inside else None
    signature = Signature.objects.filter(agreement=agreement, user=person).first() if agreement else None
    told = found.announcements.select_related("by").order_by("-at")[:SHOWN] if is_inside else []
    return {
        "membership": running,
        "agreement": agreement,
        "signature": signature,
        "announcements": told,
        "form": ApplyForm() if running is None and found.is_recruiting and found.state == "active" else None,
    }
