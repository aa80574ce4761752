"""The reasons officers often give: seen by all of them, worded by the federation's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, NotFound
from patrol.actions.review import add_reason, end_reason
from patrol.forms.desk import ReasonForm
from patrol.models import ReasonTemplate
from patrol.permissions import can_edit_reasons, can_review_reports
from people.permissions import signed_in


@login_required
@require_http_methods(["GET", "POST"])
def reasons_page(request: HttpRequest) -> HttpResponse:
    """List the reasons with the days they hold, and take a new one."""
    if not can_review_reports(request.user):
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        # The right first: whoever may not is not told what was wrong in the form.
        if not can_edit_reasons(request.user):
            raise NotAllowed
        if form.is_valid():
            add_reason(**form.cleaned_data, by=signed_in(request), at=timezone.now())
            messages.success(request, _("The reason is offered from now on."))
            return redirect("patrol:reasons")
    context = {
        "reasons": ReasonTemplate.objects.order_by("decision", "rank", "code"),
        "form": form,
        "can_edit": can_edit_reasons(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "patrol/desk/reasons.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a reason no longer."""
    if not can_edit_reasons(request.user):
        raise NotAllowed
    reason = ReasonTemplate.objects.filter(pk=code).first()
    if reason is None:
        raise NotFound
    end_reason(reason=reason, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The reason is offered until today and no longer."))
    return redirect("patrol:reasons")
