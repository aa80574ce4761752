"""Saying yes or no to a visit."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import Problem
from patrol.actions.promises import accept_assignment, decline_assignment
from people.permissions import signed_in


@login_required
@require_POST
def accept(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Say yes to the visit."""
    accept_assignment(assignment_id=assignment_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Thank you. The visit is yours."))
    return redirect("patrol:mine")


@login_required
@require_POST
def decline(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Say no to the visit, and why."""
    words = request.POST.get("words", "")
    try:
        decline_assignment(assignment_id=assignment_id, words=words, by=signed_in(request), at=timezone.now())
    except Problem as refusal:
        if refusal.status != 422:
            raise
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("You said no. Somebody else is looked for."))
    return redirect("patrol:mine")
