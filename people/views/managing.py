"""What an organisation's managers do: members, lists of members, papers, work among the staff, its own page."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from people.actions.member_lists import apply_member_list, take_member_list, undo_member_list
from people.actions.memberships import invite
from people.actions.organisations import appoint_manager, change_organisation
from people.actions.papers import announce, give_task, move_task, publish_agreement
from people.forms.organisations import (
    AppointForm,
    InviteForm,
    ListForm,
    OrganisationForm,
    PaperForm,
    TaskActForm,
    TaskForm,
)
from people.logic.membership import MANAGER, acts_from
from people.models import MemberImport, Membership, Organisation, User
from people.permissions import can_manage, has_right, signed_in
from people.queries.organisations import (
    managers_with_areas,
    members_of,
    members_to_tell,
    newest_agreement,
    staff_of,
    tasks_of,
)
from people.sentences import act_label, finding_label
from people.views.organisations import find_organisation

ROWS: Final = 30


@login_required
@require_http_methods(["GET"])
def members(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the members and what each asks for."""
    found = _managed(request, organisation)
    state = request.GET.get("state", "")
    known = members_of(found)
    if state in Membership.State.values:
        known = known.filter(state=state)
    page = Paginator(known, ROWS).get_page(request.GET.get("page"))
    rows = [
        {"membership": one, "acts": [(act, act_label(act)) for act in acts_from(one.state, MANAGER)]} for one in page
    ]
    context = {
        "organisation": found,
        "page": page,
        "rows": rows,
        "states": Membership.State.choices,
        "state": state,
        "managers": managers_with_areas(found),
        "agreement": newest_agreement(found),
        "invite_form": InviteForm(),
        "appoint_form": AppointForm(members=members_to_tell(found, below=False)),
    }
    return render(request, "people/members.html", context)


@login_required
@require_POST
def invite_member(request: HttpRequest, organisation: str) -> HttpResponse:
    """Invite somebody who has an account; whether they have one is not told."""
    found, form = _managed(request, organisation), InviteForm(request.POST)
    if form.is_valid():
        person = User.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
        if person is not None:
            invite(organisation=found, person=person, by=signed_in(request), at=timezone.now())
        messages.success(request, _("If there is an account with this address, it is invited now."))
    else:
        messages.error(request, _("This is no e-mail address."))
    return redirect("people:members", organisation)


@login_required
@require_POST
def appoint(request: HttpRequest, organisation: str) -> HttpResponse:
    """Let a member manage the organisation."""
    found = _managed(request, organisation)
    form = AppointForm(request.POST, members=members_to_tell(found, below=False))
    if form.is_valid():
        appoint_manager(organisation=found, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        messages.success(request, _("They manage the organisation too now."))
    else:
        messages.error(request, _("Choose a member, and an area by its division code."))
    return redirect("people:members", organisation)


@login_required
@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Let the managers say what stands on the public page."""
    found = _managed(request, organisation)
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        change_organisation(organisation=found, values=form.cleaned_data, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Kept."))
        return redirect("people:organisation", organisation)
    return render(request, "people/edit_organisation.html", {"organisation": found, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, organisation: str) -> HttpResponse:
    """Announce something to the members, or publish an agreement they sign."""
    found, person, at = _managed(request, organisation), signed_in(request), timezone.now()
    kind = request.POST.get("kind", "")
    forms = {name: PaperForm(request.POST if name == kind else None, prefix=name) for name in ("news", "agreement")}
    if kind in forms and forms[kind].is_valid():
        publish = announce if kind == "news" else publish_agreement
        publish(organisation=found, **forms[kind].cleaned_data, by=person, at=at)
        messages.success(request, _("Published. The members are told."))
        return redirect("people:papers", organisation)
    context = {
        "organisation": found,
        "forms": forms,
        "announcements": found.announcements.select_related("by").order_by("-at")[:ROWS],
        "agreements": found.agreements.order_by("-version"),
    }
    return render(request, "people/papers.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def staff_tasks(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the work among the managers, and take more."""
    found, person = _managed(request, organisation), signed_in(request)
    form = TaskForm(request.POST or None, staff=staff_of(found))
    if request.method == "POST" and form.is_valid():
        give_task(organisation=found, **form.cleaned_data, by=person, at=timezone.now())
        return redirect("people:staff_tasks", organisation)
    page = Paginator(tasks_of(found), ROWS).get_page(request.GET.get("page"))
    return render(
        request, "people/staff_tasks.html", {"organisation": found, "form": form, "page": page, "me": person.pk}
    )


@login_required
@require_POST
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Do, approve, give back or drop a task."""
    form = TaskActForm(request.POST)
    if not form.is_valid():
        raise NotFound
    moved = move_task(task_id=task_id, act=form.cleaned_data["act"], by=signed_in(request), at=timezone.now())
    return redirect("people:staff_tasks", moved.organisation.code)


@login_required
@require_http_methods(["GET", "POST"])
def member_lists(request: HttpRequest, organisation: str) -> HttpResponse:
    """Take a list of members, and show those that came."""
    found, person = _managed(request, organisation), signed_in(request)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = take_member_list(
                organisation=found, file_name=file.name, content=file.read(), by=person, at=timezone.now()
            )
            return redirect("people:member_list", batch.pk)
        except Problem as problem:
            form.add_error("file", problem.detail)
    batches = found.member_imports.select_related("by").order_by("-at")[:ROWS]
    return render(request, "people/member_lists.html", {"organisation": found, "form": form, "batches": batches})


@login_required
@require_http_methods(["GET", "POST"])
def member_list(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show a list row by row with what was found; apply it, or take it back."""
    person = signed_in(request)
    if not has_right(person, "manage_organisation"):
        raise NotAllowed
    batch = MemberImport.objects.select_related("organisation", "by").filter(pk=batch_id).first()
    if batch is None or not can_manage(person, batch.organisation):
        raise NotFound
    if request.method == "POST":
        _settle(request, batch, person)
        return redirect("people:member_list", batch_id)
    page = Paginator(batch.rows.select_related("membership").order_by("line"), ROWS).get_page(request.GET.get("page"))
    rows = [{"row": row, "findings": [finding_label(code) for code in row.findings]} for row in page]
    usable = batch.rows.filter(is_usable=True).count()
    context = {"batch": batch, "page": page, "rows": rows, "usable": usable, "total": page.paginator.count}
    return render(request, "people/member_list.html", context)


def _settle(request: HttpRequest, batch: MemberImport, person: User) -> None:
    at = timezone.now()
    if request.POST.get("do") == "apply":
        done = apply_member_list(batch_id=batch.pk, by=person, at=at)
        messages.success(request, _("{n} people are invited.").format(n=done))
    else:
        gone, left = undo_member_list(batch_id=batch.pk, by=person, at=at)
        messages.success(
            request, _("{n} invitations taken back; {left} people had answered and stay.").format(n=gone, left=left)
        )


def _managed(request: HttpRequest, code: str) -> Organisation:
    person = signed_in(request)
    if not has_right(person, "manage_organisation"):
        raise NotAllowed
    found = find_organisation(code)
    if not can_manage(person, found):
        raise NotFound
    return found
