"""A volunteer's appeal against a decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import NotFound, Problem
from patrol.actions.review import appeal_decision
from patrol.errors.review import AppealedBefore, AppealNotPossible, AppealTooLate
from patrol.forms.desk import AppealForm
from patrol.models import Report
from patrol.queries import field
from patrol.queries.appeals import appeal_standing
from people.permissions import signed_in


@login_required
@require_http_methods(["GET", "POST"])
def appeal_page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a volunteer's words about a rejection, once; or say why it can no longer be appealed."""
    person = signed_in(request)
    report = field.report_with_fate(report_id)
    if report is None or report.volunteer_id != person.pk:
        raise NotFound
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal_decision(report=report, text=form.cleaned_data["text"], by=person, at=timezone.now())
        except (AppealedBefore, AppealNotPossible, AppealTooLate) as problem:
            return _page(request, report, form, 409, problem)
        messages.success(request, _("Your appeal is sent. Somebody who did not decide looks at it."))
        return redirect("patrol:receipt", report.pk)
    return _page(request, report, form, 200 if request.method == "GET" else 422)


def _page(
    request: HttpRequest, report: Report, form: AppealForm, status: int, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "report": report,
        "form": form,
        "standing": appeal_standing(report, at=timezone.now()),
        "refusal": problem.detail if problem else "",
    }
    return render(request, "patrol/field/appeal.html", context, status=status)
