"""The officer's case board and one case with its timeline."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import NotAllowed, NotFound, Problem, Stale
from patrol.actions.cases import add_case_note, advance_case
from patrol.errors import ReinspectionMissing, StepNotPossible
from patrol.forms import StepForm
from patrol.logic.case_chain import ENDED, NEXT, OPEN
from patrol.models import Case
from patrol.permissions import can_handle_cases
from patrol.queries.inbox import all_cases
from people.permissions import signed_in

ROWS = 25


@login_required
@require_GET
def cases_page(request: HttpRequest) -> HttpResponse:
    """List the area's cases: open ones by due time, or ended ones."""
    if not can_handle_cases(request.user):
        raise NotAllowed
    is_ended = request.GET.get("show") == "ended"
    cases = all_cases(request.user).filter(closed_at__isnull=not is_ended)
    cases = cases.order_by("-closed_at") if is_ended else cases.order_by("due_at", "-severity", "number")
    tabs = [
        {"label": _("Open"), "url": "?", "is_current": not is_ended},
        {"label": _("Ended"), "url": "?show=ended", "is_current": is_ended},
    ]
    page = Paginator(cases, ROWS).get_page(request.GET.get("page"))
    return render(request, "patrol/desk/cases.html", {"page": page, "tabs": tabs, "now": timezone.now()})


@login_required
@require_http_methods(["GET", "POST"])
def case_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case and take its next step."""
    case = _case_in_area(request, case_id)
    form = StepForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        try:
            _step(request, case, form)
        except (Stale, ReinspectionMissing, StepNotPossible) as refusal:
            return _refused(request, case_id, refusal)
        return redirect("patrol:case", case.pk)
    status = 200 if request.method == "GET" else 422
    return render(request, "patrol/desk/case.html", {"form": form, **_case_context(case)}, status=status)


def _case_in_area(request: HttpRequest, case_id: UUID) -> Case:
    if not can_handle_cases(request.user):
        raise NotAllowed
    case = all_cases(request.user).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def _step(request: HttpRequest, case: Case, form: StepForm) -> None:
    person = signed_in(request)
    note, to = form.cleaned_data["note"], form.cleaned_data["to"]
    if not to:
        add_case_note(case=case, note=note, by=person, at=timezone.now())
        messages.success(request, _("Your line stands in the timeline."))
        return
    version = form.cleaned_data["version"]
    moved = advance_case(case=case, to=to, note=note, version=version, by=person, at=timezone.now())
    messages.success(request, _("The case is now: {state}.").format(state=moved.get_state_display()))


def _refused(request: HttpRequest, case_id: UUID, refusal: Problem) -> HttpResponse:
    """Show the case as it is now, why the step was not taken, and what was written, ready to be sent again."""
    case = _case_in_area(request, case_id)
    form = StepForm(initial={"version": case.version, "note": request.POST.get("note", "")})
    context = {"form": form, **_case_context(case), "refusal": refusal.detail}
    return render(request, "patrol/desk/case.html", context, status=refusal.status)


def _case_context(case: Case) -> dict[str, object]:
    entries = case.entries.select_related("by", "report", "finding__kind").order_by("-at", "-id")
    labels = dict(Case.State.choices)
    return {
        "case": case,
        "refusal": "",
        "chain": [labels[state] for state in OPEN] + [labels[ENDED[0]]],
        "chain_at": _place_in_chain(case.state),
        "now": timezone.now(),
        "steps": [(state, labels[state]) for state in NEXT[case.state]],
        "events": [
            {
                "at": entry.at,
                "title": labels[entry.state],
                "text": entry.note or (entry.finding.note if entry.finding else ""),
                "by": str(entry.by) if entry.by else _("the system"),
                "icon": "camera" if entry.finding else "case",
            }
            for entry in entries
        ],
        "reports": [entry.report for entry in entries if entry.report],
    }


def _place_in_chain(state: str) -> int:
    """Return which link of the chain the case stands at, from 1; past the last when it has ended."""
    return OPEN.index(state) + 1 if state in OPEN else len(OPEN) + 2
