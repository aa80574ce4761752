"""The desk of good causes: what points may be given to, what came, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound
from timebank.actions.causes import close_cause, keep_cause, reopen_cause
from timebank.forms.causes import CauseForm, OutcomeForm
from timebank.models import CharityPool
from timebank.queries.causes import causes as all_causes
from timebank.views.keeping import keeper_of

ROWS = 20


@login_required
@require_GET
def causes(request: HttpRequest) -> HttpResponse:
    """Show every cause with what it received."""
    keeper_of(request)
    page = Paginator(all_causes(), ROWS).get_page(request.GET.get("page"))
    return render(request, "timebank/rewards/causes.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def cause(request: HttpRequest, cause_code: str = "") -> HttpResponse:
    """Write a cause."""
    person = keeper_of(request)
    known = _cause(cause_code) if cause_code else None
    form = CauseForm(request.POST or None, instance=_cause(cause_code) if cause_code else None)
    if form.is_valid():
        keep_cause(cause=known, values=form.cleaned_data, by=person, at=timezone.now())
        messages.success(request, _("Kept. Volunteers read it where they give."))
        return redirect("rewards:causes")
    outcome = OutcomeForm(initial={"outcome_zh": known.outcome_zh, "outcome_en": known.outcome_en} if known else None)
    context = {"form": form, "cause": known, "outcome_form": outcome}
    return render(request, "timebank/rewards/cause.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def close(request: HttpRequest, cause_code: str) -> HttpResponse:
    """Let it take no more, and say what became of it."""
    person, form = keeper_of(request), OutcomeForm(request.POST)
    if not form.is_valid():
        context = {"form": CauseForm(instance=_cause(cause_code)), "cause": _cause(cause_code), "outcome_form": form}
        return render(request, "timebank/rewards/cause.html", context, status=422)
    told = (form.cleaned_data["outcome_zh"], form.cleaned_data["outcome_en"])
    close_cause(cause=_cause(cause_code), outcome=told, by=person, at=timezone.now())
    messages.success(request, _("Closed. What it received stays with it."))
    return redirect("rewards:causes")


@login_required
@require_POST
def reopen(request: HttpRequest, cause_code: str) -> HttpResponse:
    """Let it take points again."""
    reopen_cause(cause=_cause(cause_code), by=keeper_of(request), at=timezone.now())
    messages.success(request, _("It takes points again."))
    return redirect("rewards:causes")


def _cause(code: str) -> CharityPool:
    found = all_causes().filter(pk=code).first()
    if found is None:
        raise NotFound
    return found
