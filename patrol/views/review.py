"""One report on the officer's desk: its evidence, the decision, what another decided meanwhile, and the second look."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem, Stale
from patrol.actions.review import answer_appeal, confirm_acceptance, decide_report, overturn_report
from patrol.errors.review import AppealOver, SpotCheckOver, VotedAlready, VoteNotOffered
from patrol.forms import DecisionForm
from patrol.forms.desk import AnswerForm, SecondLookForm
from patrol.models import Report, Review
from patrol.permissions import can_review_reports, can_see_report
from patrol.queries.inbox import neighbours
from patrol.views.desk import filters_of, reports_of, said_filters, show_of
from patrol.views.review_page import report_context
from people.permissions import signed_in

SAID: Final = {
    "accept": gettext_lazy("Accepted: {site}. The visit counts."),
    "more": gettext_lazy("More is asked about {site}."),
    "reject": gettext_lazy("Rejected: {site}."),
}
DECISIONS: Final = {
    Review.State.ACCEPTED: "accept",
    Review.State.MORE: "more",
    Review.State.REJECTED: "reject",
}


@login_required
@require_http_methods(["GET", "POST"])
def report_page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a report with its evidence beside the last photos, and take the officer's vote; then the next one."""
    report = report_in_area(request, report_id)
    form = DecisionForm(request.POST or None, initial={"version": report.review.version})
    if request.method == "POST" and form.is_valid():
        following = _after(request, report)
        try:
            _decide(request, report, form)
        except Stale:
            return _overtaken(request, report_id)
        except (VotedAlready, VoteNotOffered) as problem:
            return _page(request, report_in_area(request, report_id), status=409, refusal=problem)
        return redirect(following)
    return _page(request, report, status=200 if request.method == "GET" else 422, form=form)


@login_required
@require_POST
def second_look(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take the answer to a spot check: it stands, or the acceptance is taken back."""
    report = report_in_area(request, report_id)
    form = SecondLookForm(request.POST)
    if not form.is_valid():
        return _page(request, report, status=422, second_look_form=form)
    following, person, now = _after(request, report), signed_in(request), timezone.now()
    try:
        if form.cleaned_data["answer"] == "overturn":
            reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
            overturn_report(report=report, reason=reason, version=version, by=person, at=now)
            said = _("Taken back: {site}. The visit and its hours no longer count.")
        else:
            confirm_acceptance(report=report, note=form.cleaned_data["reason"], by=person, at=now)
            said = _("Looked at again: {site}. It stands.")
    except (Stale, SpotCheckOver) as problem:
        return _page(request, report_in_area(request, report_id), status=409, refusal=problem)
    messages.success(request, said.format(site=report.site))
    return redirect(following)


@login_required
@require_POST
def answer_page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take the answer to the volunteer's appeal."""
    report = report_in_area(request, report_id)
    if not hasattr(report, "appeal"):
        raise NotFound
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, report, status=422, answer_form=form)
    following = _after(request, report)
    try:
        answer_appeal(appeal=report.appeal, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
    except AppealOver as problem:
        return _page(request, report_in_area(request, report_id), status=409, refusal=problem)
    messages.success(request, _("The appeal about {site} is answered.").format(site=report.site))
    return redirect(following)


def report_in_area(request: HttpRequest, report_id: UUID) -> Report:
    """Return the report with what its page shows; NotFound where the person may not see it, NotAllowed for its sender."""
    known = Report.objects.select_related(
        "site__district",
        "site__level",
        "site__category",
        "condition",
        "volunteer",
        "review__decided_by",
        "campaign__organisation",
        "assignment",
        "overturn__by",
        "appeal__decided_by",
        "spot_check__by",
        "manual_entry__filed_by",
    ).defer("site__district__geom")
    report = known.filter(pk=report_id).first()
    if report is None or not can_see_report(request.user, report):
        raise NotFound
    if not can_review_reports(request.user, report.site.district_id):
        raise NotAllowed
    return report


def _decide(request: HttpRequest, report: Report, form: DecisionForm) -> None:
    review = decide_report(report=report, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
    if review.state == Review.State.PENDING:
        said = _("Your vote on {site} is kept. Another officer confirms it.")
    else:
        said = str(SAID[DECISIONS[Review.State(review.state)]])
    messages.success(request, said.format(site=report.site))


def _after(request: HttpRequest, report: Report) -> str:
    """Return the address of the next report in the officer's list, or of the list."""
    show, filters = show_of(request), filters_of(request)
    query = urlencode({"show": show, **said_filters(filters)})
    before, after = neighbours(reports_of(request, show, filters), report.pk)
    # A list of what was decided is read, not worked through.
    following = None if show == "decided" else after or before
    place = reverse("patrol:report", args=[following]) if following else reverse("patrol:inbox")
    return f"{place}?{query}" if query != "show=waiting" else place


def _overtaken(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show the report as the other officer left it beside what this one was about to do; nothing written is lost."""
    report = report_in_area(request, report_id)
    mine = {"decision": request.POST.get("decision", ""), "reason": request.POST.get("reason", "")}
    return _page(request, report, status=409, mine=mine)


def _page(
    request: HttpRequest, report: Report, *, status: int, refusal: Problem | None = None, **more: Any
) -> HttpResponse:
    show, filters = show_of(request), filters_of(request)
    previous, following = neighbours(reports_of(request, show, filters), report.pk)
    query = urlencode({"show": show, **said_filters(filters)})
    context = report_context(request, report, following=following, **more)
    context |= {
        "refusal": refusal.detail if refusal else "",
        "query": query,
        "previous": f"{reverse('patrol:report', args=[previous])}?{query}" if previous else "",
        "following": f"{reverse('patrol:report', args=[following])}?{query}" if following else "",
        "inbox_query": query,
    }
    return render(request, "patrol/desk/report.html", context, status=status)
