"""Where an organisation stands and whether it goes on: moved, closed, handed over and opened again by whoever stands above."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, Problem
from people.actions.closing import close_organisation, hand_over_running, reopen_organisation
from people.actions.organisations import place_organisation
from people.errors import OrganisationMoved
from people.forms.organisations import CloseForm, HandOverForm, PlaceForm, ReopenForm
from people.models import Organisation
from people.permissions import signed_in
from people.queries.standing import closing_of, heirs_for, may_place, parents_for, placing_of
from people.views.organisations import known_organisation


@login_required
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what a move would do, and move it."""
    found, person = _placed(request, organisation), signed_in(request)
    if found.state == Organisation.State.CLOSED:
        return _closed_meanwhile(request, found)
    said = request.POST if request.method == "POST" else request.GET if "parent" in request.GET else None
    form = PlaceForm(said, parents=parents_for(person, found), initial={"parent": found.parent_id})
    parent = form.cleaned_data["parent"] if form.is_bound and form.is_valid() else None
    is_other = form.is_bound and form.is_valid() and (parent.pk if parent else None) != found.parent_id
    if request.method == "POST" and form.is_valid():
        try:
            place_organisation(organisation=found, parent=parent, by=person, at=timezone.now())
            messages.success(request, _("Moved. Its managers, and those above, are told."))
            return redirect("people:organisation", organisation)
        except Problem as problem:
            form.add_error("parent", problem.detail)
    context = {
        "organisation": found,
        "form": form,
        "parent": parent,
        "is_same": form.is_bound and not form.errors and not is_other,
        "effect": placing_of(found, parent) if is_other and not form.errors else None,
    }
    return render(request, "people/place_organisation.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what a closing ends and what stands in its way, and close it."""
    found, person = _placed(request, organisation), signed_in(request)
    if found.state == Organisation.State.CLOSED:
        return _closed_meanwhile(request, found)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["why"]
            close_organisation(organisation=found, why=why, by=person, at=timezone.now())
            messages.success(request, _("Closed. Its members are told; their hours and certificates stay valid."))
            return redirect("people:organisation", organisation)
        except Problem as problem:
            form.add_error(None, problem.detail)
    context = {
        "organisation": found,
        "form": form,
        "hand_over_form": HandOverForm(heirs=heirs_for(person, found)),
        "effect": closing_of(found, at=timezone.now()),
    }
    return render(request, "people/close_organisation.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def hand_over(request: HttpRequest, organisation: str) -> HttpResponse:
    """Give all that is under way to another organisation."""
    found, person = _placed(request, organisation), signed_in(request)
    form = HandOverForm(request.POST, heirs=heirs_for(person, found))
    if form.is_valid():
        to = form.cleaned_data["to"]
        n = hand_over_running(organisation=found, to=to, by=person, at=timezone.now())
        told = ngettext("{n} thing went over to {name}.", "{n} things went over to {name}.", n)
        messages.success(request, told.format(n=n, name=to.name))
    else:
        messages.error(request, _("Choose who takes it over."))
    return redirect("people:close_organisation", organisation)


@login_required
@require_POST
def reopen(request: HttpRequest, organisation: str) -> HttpResponse:
    """Open a closed organisation again."""
    found, person = _placed(request, organisation), signed_in(request)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            reopen_organisation(organisation=found, **form.cleaned_data, by=person, at=timezone.now())
            messages.success(request, _("Open again. Who managed it manages it."))
        except Problem as problem:
            messages.error(request, problem.detail)
    return redirect("people:organisation", organisation)


def _closed_meanwhile(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.info(request, OrganisationMoved().detail)
    return redirect("people:organisation", organisation.code)


def _placed(request: HttpRequest, code: str) -> Organisation:
    found = known_organisation(code, "active", "closed")
    if not may_place(request.user, found):
        raise NotAllowed
    return found
