"""What became of the damage somebody reported: their cases, told without the office's inner notes."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import NotAllowed, NotFound
from patrol.logic.case_chain import ENDED, OPEN
from patrol.models import Case, CaseEntry
from patrol.queries.cases import led_to, own_cases
from people.models import User
from people.permissions import has_right, signed_in

ROWS = 20
# What the office tells outside: where the case stands, never who noted what.
TOLD = (
    CaseEntry.Kind.STEP,
    CaseEntry.Kind.AUTHORITY,
    CaseEntry.Kind.ORDER,
    CaseEntry.Kind.REINSPECTION,
    CaseEntry.Kind.REOPENED,
)


@login_required
@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    """List the cases of what the volunteer reported, the newest first."""
    page = Paginator(own_cases(_volunteer(request)), ROWS).get_page(request.GET.get("page"))
    return render(request, "patrol/field/my_cases.html", {"page": page})


@login_required
@require_GET
def my_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show one to who reported it; the number of a merged one leads to where it went."""
    person = _volunteer(request)
    case = Case.objects.select_related("site__district", "kind").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    onward = led_to(case) if case.merged_into_id else case.pk
    if not own_cases(person).filter(pk=onward).exists():
        raise NotFound
    if onward != case.pk:
        return redirect("patrol:my_case", onward)
    return render(request, "patrol/field/my_case.html", _said(case, person))


def _said(case: Case, person: User) -> dict[str, Any]:
    labels = dict(Case.State.choices)
    entries = case.entries.filter(kind__in=TOLD).order_by("-at", "-id")
    mine = case.found.filter(finding__report__volunteer=person).select_related("finding__kind", "finding__report")
    return {
        "case": case,
        "is_ended": case.state in ENDED,
        "chain": [labels[state] for state in OPEN] + [labels[ENDED[0]]],
        "chain_at": OPEN.index(case.state) + 1 if case.state in OPEN else len(OPEN) + 2,
        "events": [_event(entry) for entry in entries],
        "findings": [one.finding for one in mine.order_by("finding__report__received_at")],
    }


def _event(entry: CaseEntry) -> dict[str, Any]:
    titles = {
        CaseEntry.Kind.REOPENED: _("Opened again"),
        CaseEntry.Kind.REINSPECTION: _("Somebody else is asked to look again"),
    }
    title = titles.get(CaseEntry.Kind(entry.kind), Case.State(entry.state).label)
    return {"at": entry.at, "title": title, "icon": "camera" if entry.finding_id else "case"}


def _volunteer(request: HttpRequest) -> User:
    person = signed_in(request)
    if not has_right(person, "submit_report"):
        raise NotAllowed
    return person
