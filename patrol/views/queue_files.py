"""Queue files: what a phone could not send, filed by an officer."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.errors import NotAllowed, Problem
from patrol.actions.queue_files import FILED, KNOWN, REFUSED, WAITING, Filed, file_queue
from patrol.errors import QueueFileTooLarge
from patrol.forms import QueueFileForm
from patrol.permissions import can_review_reports
from patrol.serializers.submitted import read_entry
from people.models import User
from people.permissions import signed_in

MEGABYTE = 1024 * 1024
# Words, tone and icon of what became of an entry.
OUTCOMES = {
    FILED: (_("filed"), "good", "check"),
    KNOWN: (_("was here before"), "info", "check"),
    WAITING: (_("filed, photos are missing"), "warn", "camera"),
    REFUSED: (_("refused"), "bad", "close"),
}


@login_required
@require_http_methods(["GET", "POST"])
def queue_files(request: HttpRequest) -> HttpResponse:
    """Take a queue file, file its reports, and show what became of each entry."""
    if not can_review_reports(request.user):
        raise NotAllowed
    form = QueueFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "limit_mb": settings.UPLOAD_LIMIT_MB, "rows": None}
    if form.is_valid():
        try:
            volunteer, filed = _filed(form, signed_in(request))
        except Problem as problem:
            form.add_error("file", problem.detail)
            return render(request, "patrol/desk/queue_files.html", context, status=problem.status)
        context |= {"volunteer": volunteer, "rows": [_row(one) for one in filed]}
        return render(request, "patrol/desk/queue_files.html", context)
    return render(request, "patrol/desk/queue_files.html", context, status=422 if form.is_bound else 200)


def _filed(form: QueueFileForm, officer: User) -> tuple[User, list[Filed]]:
    file = form.cleaned_data["file"]
    if file.size > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        raise QueueFileTooLarge(limit_mb=settings.UPLOAD_LIMIT_MB)
    return file_queue(stream=cast("Any", file).file, read=read_entry, by=officer, at=timezone.now())


def _row(one: Filed) -> dict[str, Any]:
    label, tone, icon = OUTCOMES[one.outcome]
    return {"filed": one, "label": label, "tone": tone, "icon": icon, "why": one.problem.detail if one.problem else ""}
