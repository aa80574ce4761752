"""Statements: handed in with one click, on their way, shown, corrected, and verified by whoever holds the paper."""

from typing import Any, Final
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

from core.errors import NotFound, Problem
from people.permissions import signed_in
from planning.actions.statements import ask_for_statement, cancel_statement
from planning.errors import StatementExists
from planning.forms.compliance import CorrectionForm, HandInForm
from planning.logic.compliance import Period
from planning.models import Statement, StatementWork
from planning.permissions import can_hand_in, check_sees_statement, coverage_areas
from planning.queries.jurisdictions import jurisdiction
from planning.queries.statements import (
    content_of_statement,
    genuineness,
    statement_by_number,
    statements_in,
    work_in,
)
from planning.views.known import known_at
from planning.views.statement_showing import period_words, told
from planning.views.tabs import coverage_tabs

ROWS: Final = 25
SHOWN_WORK: Final = 10


@login_required
@require_http_methods(["GET", "POST"])
def statements_page(request: HttpRequest) -> HttpResponse:
    """List the statements of the reader's areas, and take the click that hands one in."""
    areas = coverage_areas(request.user)
    if request.method == "POST":
        return _hand_in(request)
    page = Paginator(statements_in(areas), ROWS).get_page(request.GET.get("page"))
    names: dict[str, str] = {}
    context = {
        "tabs": coverage_tabs("planning:statements"),
        "page": page,
        "rows": [_row(one, names) for one in page],
        "works": [_row(one, names) for one in work_in(areas)[:SHOWN_WORK]],
        "may_hand_in": can_hand_in(request.user),
    }
    return render(request, "planning/statements.html", context)


@login_required
@require_GET
def statement_work(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Show a statement on its way; with HTMX only how far it is. Once it is handed in, that is what is shown."""
    work = _work(request, work_id)
    is_over = work.state not in (StatementWork.State.QUEUED, StatementWork.State.RUNNING)
    if work.statement is not None and not request.htmx:  # type: ignore[attr-defined]
        return redirect("planning:statement", work.statement.number)
    context = {"work": work, "row": _row(work, {}), "is_over": is_over}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "planning/statement_work.html", context)
    response = render(request, "planning/part_statement_work.html", context)
    if is_over:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def cancel(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Cancel a statement on its way."""
    work = _work(request, work_id)
    cancel_statement(work=work, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Cancelled. Nothing was handed in."))
    return redirect("planning:statements")


@login_required
@require_http_methods(["GET", "POST"])
def statement_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a statement, and take its correction."""
    statement = seen_statement(request, number)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            work = _correct(request, statement, form.cleaned_data["correction"])
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_error(None, problem.detail)
        else:
            return redirect("planning:statement_work", work.pk)
    context = {
        "statement": statement,
        "told": told(content_of_statement(statement)),
        "genuine": genuineness(statement),
        "form": form,
        "newer": getattr(statement, "superseded_by", None),
        "may_correct": can_hand_in(request.user, statement.area) and not hasattr(statement, "superseded_by"),
        "is_open": form.is_bound,
    }
    return render(request, "planning/statement.html", context, status=422 if form.is_bound else 200)


@require_GET
@never_cache
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Say to whoever holds the paper whether it is genuine, what its summary says and whether it was superseded; nothing more."""
    statement = statement_by_number(number)
    if statement is None:
        return render(request, "planning/verify.html", {"statement": None, "number": number}, status=404)
    content = content_of_statement(statement)
    shown = told({**content, "cases": [], "pauses": [], "sites": []})
    asked = request.GET.get("hash", "").strip().lower()
    context = {
        "statement": statement,
        "number": number,
        "told": shown,
        "genuine": genuineness(statement),
        "newer": getattr(statement, "superseded_by", None),
        "asked": asked,
        "is_same": asked == statement.sha256,
    }
    return render(request, "planning/verify.html", context)


def seen_statement(request: HttpRequest, number: str) -> Statement:
    """Return a statement the reader may see; refuse NotAllowed and NotFound."""
    coverage_areas(request.user)
    statement = statement_by_number(number)
    if statement is None:
        raise NotFound
    check_sees_statement(request.user, statement.area)
    return statement


def _hand_in(request: HttpRequest) -> HttpResponse:
    form = HandInForm(request.POST)
    if not form.is_valid():
        raise NotFound
    chosen, now = form.cleaned_data, timezone.now()
    try:
        work = ask_for_statement(
            area=chosen["area"],
            period=Period(chosen["from_on"], chosen["to_on"]),
            as_of=known_at(chosen["as_of"], now),
            by=signed_in(request),
            at=now,
        )
    except StatementExists as problem:
        messages.warning(request, problem.detail)
        return redirect("planning:statement", problem.extra["number"])
    return redirect("planning:statement_work", work.pk)


def _correct(request: HttpRequest, statement: Statement, correction: str) -> StatementWork:
    now = timezone.now()
    return ask_for_statement(
        area=statement.area,
        period=Period(statement.from_on, statement.to_on),
        as_of=now,
        by=signed_in(request),
        at=now,
        supersedes=statement,
        correction=correction,
    )


def _work(request: HttpRequest, work_id: UUID) -> StatementWork:
    coverage_areas(request.user)
    work = StatementWork.objects.select_related("by", "supersedes", "statement").filter(pk=work_id).first()
    if work is None:
        raise NotFound
    check_sees_statement(request.user, work.area)
    return work


def _row(one: Statement | StatementWork, names: dict[str, str]) -> dict[str, Any]:
    if one.area not in names:
        names[one.area] = jurisdiction(one.area).name
    return {
        "one": one,
        "area": names[one.area],
        "period": period_words(Period(one.from_on, one.to_on)),
        "newer": getattr(one, "superseded_by", None),
    }
