"""The heritage officer's pages: desk, inbox, one report to decide."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import NotAllowed, NotFound, Stale
from patrol.actions.review import decide_report
from patrol.forms import DecisionForm
from patrol.models import Report
from patrol.permissions import can_review_reports, can_see_report
from patrol.queries.evidence import fix_distance_m, latest_evidence
from patrol.queries.inbox import all_cases, decided, desk_counts, earlier_report, inbox, next_waiting
from patrol.queries.outings import out_now
from patrol.queries.sketch import evidence_sketch
from patrol.views.showing import answers_of, irregularities_of, pairs_of, photos_of, witnesses_of
from patrol.views.showing_questions import questions_of
from people.permissions import signed_in

ROWS = 25
SAID = {
    "accept": gettext_lazy("Accepted: {site}. The visit counts."),
    "more": gettext_lazy("More is asked about {site}."),
    "reject": gettext_lazy("Rejected: {site}."),
}


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the officer what waits, most pressing first."""
    if not can_review_reports(request.user):
        raise NotAllowed
    now = timezone.now()
    context = {
        "counts": desk_counts(request.user, at=now),
        "waiting": inbox(request.user)[:5],
        "cases": all_cases(request.user).filter(closed_at=None).order_by("due_at", "-severity", "number")[:5],
        "out": out_now(request.user).count(),
        "now": now,
    }
    return render(request, "patrol/desk/desk.html", context)


@login_required
@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    """List the reports that wait, or those already decided."""
    if not can_review_reports(request.user):
        raise NotAllowed
    is_decided = request.GET.get("show") == "decided"
    reports = decided(request.user) if is_decided else inbox(request.user)
    page = Paginator(reports, ROWS).get_page(request.GET.get("page"))
    tabs = [
        {"label": _("Waiting"), "url": "?", "is_current": not is_decided},
        {"label": _("Decided"), "url": "?show=decided", "is_current": is_decided},
    ]
    return render(request, "patrol/desk/inbox.html", {"page": page, "tabs": tabs, "is_decided": is_decided})


@login_required
@require_http_methods(["GET", "POST"])
def report_page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a report with its evidence beside the last photos, and take the decision."""
    report = _report_in_area(request, report_id)
    form = DecisionForm(request.POST or None, initial={"version": report.review.version})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, report, form)
        except Stale:
            return _overtaken(request, report_id)
        following = next_waiting(request.user, report)
        return redirect("patrol:report", following.pk) if following else redirect("patrol:inbox")
    status = 200 if request.method == "GET" else 422
    return render(request, "patrol/desk/report.html", _report_context(request, report, form), status=status)


def _report_in_area(request: HttpRequest, report_id: UUID) -> Report:
    known = Report.objects.select_related(
        "site__district", "site__level", "site__category", "condition", "volunteer", "review__decided_by", "campaign"
    )
    report = known.filter(pk=report_id).first()
    if report is None or not can_see_report(request.user, report):
        raise NotFound
    if not can_review_reports(request.user, report.site.district_id):
        raise NotAllowed
    return report


def _decide(request: HttpRequest, report: Report, form: DecisionForm) -> None:
    decide_report(report=report, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, str(SAID[form.cleaned_data["decision"]]).format(site=report.site))


def _overtaken(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show the report again, as the other officer left it; what this one wrote is not lost but was not sent."""
    report = _report_in_area(request, report_id)
    written = request.POST.get("reason", "")
    form = DecisionForm(initial={"version": report.review.version, "reason": written})
    context = {**_report_context(request, report, form), "is_overtaken": True, "written": written}
    return render(request, "patrol/desk/report.html", context, status=409)


def _report_context(request: HttpRequest, report: Report, form: DecisionForm) -> dict[str, object]:
    evidence = latest_evidence(report)
    before = earlier_report(report)
    return {
        "form": form,
        "report": report,
        "is_own": report.volunteer_id == request.user.pk,
        "is_overtaken": False,
        "written": "",
        "evidence": evidence,
        "witnesses": witnesses_of(evidence, request.user) if evidence else [],
        "sketch": evidence_sketch(report),
        "distance_m": fix_distance_m(report),
        "findings": report.findings.select_related("kind").order_by("position"),
        "answers": answers_of(report),
        "questions": questions_of(report),
        "irregularities": irregularities_of(report),
        "pairs": pairs_of(photos_of(report), photos_of(before) if before else []),
        "before": before,
    }
