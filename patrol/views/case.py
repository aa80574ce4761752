"""One case: its file, its next step, and everything an officer may do with it, each by a form of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from patrol.actions.cases import add_case_note, advance_case
from patrol.forms import cases as forms
from patrol.logic.case_chain import CAN_REOPEN, ENDED, NEXT, OPEN
from patrol.models import Case, RectificationOrder
from patrol.permissions import can_handle_cases
from patrol.queries.case_likeness import Twin, case_rules_on, twins_of
from patrol.queries.case_page import CaseFile, case_file, handlers_of, photos_before_after, reinspectors_of
from patrol.queries.cases import led_to
from patrol.queries.inbox import all_cases
from patrol.storage import stored
from patrol.views.case_acts import ACTS
from patrol.views.showing_cases import events_of, reasons_of, shown_photos, yuan
from people.permissions import signed_in

DAYS_TO_LOOK: Final = 7
# Steps with a form of their own are not among the plain buttons.
OWN_FORMS: Final = ("reported", "ordered", "reinspection")


@login_required
@require_http_methods(["GET", "POST"])
def case_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case and take its next step."""
    case = case_in_area(request, case_id)
    form = forms.StepForm(request.POST or None, initial=_initial(case), auto_id="step-%s")
    if request.method == "POST" and form.is_valid():
        try:
            _step(request, case, form)
        except Problem as refusal:
            return _refused(request, case_id, refusal, "step", form)
        return redirect("patrol:case", case.pk)
    status = 200 if request.method == "GET" else 422
    return render(request, "patrol/desk/case.html", _context(request, case, {"step": form}, "step"), status=status)


@login_required
@require_POST
def case_act(request: HttpRequest, case_id: UUID, act: str) -> HttpResponse:
    """Do one thing with a case, by the form of that name; a refusal shows the case as it is now, with what was written."""
    case = case_in_area(request, case_id)
    if act not in ACTS:
        raise NotFound
    form = _Forms(request, case, case_file(case)).form(act, request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "patrol/desk/case.html", _context(request, case, {act: form}, act), status=422)
    try:
        went_to = ACTS[act](request, case, form.cleaned_data, signed_in(request), timezone.now())
    except Problem as refusal:
        return _refused(request, case_id, refusal, act, form)
    return redirect("patrol:case", (went_to or case).pk)


@login_required
@require_GET
def order_document(request: HttpRequest, case_id: UUID, order_id: UUID) -> FileResponse:
    """Send the document of an order to who handles the case, as a file to keep, never as a page."""
    case = case_in_area(request, case_id)
    order = RectificationOrder.objects.filter(pk=order_id, case=case).exclude(document="").first()
    if order is None:
        raise NotFound
    try:
        stream = stored(order.document)
    except FileNotFoundError as gone:
        raise NotFound from gone
    answer = FileResponse(stream, as_attachment=True, filename=order.document_name, content_type=order.document_type)
    answer["Cache-Control"], answer["X-Content-Type-Options"] = "private, no-store", "nosniff"
    return answer


def case_in_area(request: HttpRequest, case_id: UUID) -> Case:
    """Return the case if the person handles cases of its area; refuses NotAllowed and NotFound."""
    if not can_handle_cases(request.user):
        raise NotAllowed
    case = (
        all_cases(request.user).select_related("merged_into", "split_from", "kind__parent").filter(pk=case_id).first()
    )
    if case is None:
        raise NotFound
    return case


@dataclass
class _Forms:
    """The forms of a case's page: what each may choose from, and what it begins with."""

    request: HttpRequest
    case: Case
    file: CaseFile

    def form(self, act: str, data: Any = None, files: Any = None) -> Form:
        """Return the form of an act, empty or with what was sent."""
        made: dict[str, Any] = {"auto_id": f"{act}-%s", "initial": {**_initial(self.case), **self._begin(act)}}
        kind, more = self._kinds()[act]
        return kind(data, files, **made, **more())

    def all(self) -> dict[str, Form]:
        """Return all of them, empty."""
        return {act: self.form(act) for act in ACTS}

    def _kinds(self) -> dict[str, tuple[type[Form], Callable[[], dict[str, Any]]]]:
        nothing: Callable[[], dict[str, Any]] = dict
        return {
            "handler": (forms.HandlerForm, lambda: {"handlers": handlers_of(self.case.site.district_id)}),
            "urgency": (forms.UrgencyForm, nothing),
            "authority": (forms.AuthorityForm, nothing),
            "order": (forms.OrderForm, nothing),
            "work": (forms.WorkForm, nothing),
            "work-end": (forms.WorkEndForm, nothing),
            "reinspection": (forms.ReinspectionForm, lambda: {"volunteers": reinspectors_of(self.case)}),
            "answer": (forms.AnswerForm, nothing),
            "add": (forms.FindingForm, nothing),
            "merge": (forms.OtherCaseForm, nothing),
            "apart": (forms.OtherCaseForm, nothing),
            "split": (forms.SplitForm, lambda: {"findings": _choices(self.file)}),
            "reopen": (forms.ReopenForm, nothing),
            "undo": (forms.VersionForm, nothing),
        }

    def _begin(self, act: str) -> dict[str, Any]:
        today = timezone.localdate()
        begin: dict[str, dict[str, Any]] = {
            "handler": {"handler": self.case.handler_id or self.request.user.pk},
            "urgency": {"urgency": self.case.urgency},
            "authority": {"notified_on": today},
            "order": {"issued_on": today, "deadline_on": today + timedelta(days=30)},
            "work": {"started_on": today},
            "work-end": {"finished_on": today},
            "reinspection": {"do_by": today + timedelta(days=DAYS_TO_LOOK)},
            "answer": {"public_answer": self.case.public_answer},
        }
        return begin.get(act, {})


def _initial(case: Case) -> dict[str, Any]:
    return {"version": case.version, "public_answer": case.public_answer}


def _choices(file: CaseFile) -> list[tuple[str, str]]:
    return [
        (str(one.pk), f"{one.report.finished_at:%Y-%m-%d} · {one.kind} · {one.note or one.report.volunteer}")
        for one in file.findings
    ]


def _step(request: HttpRequest, case: Case, form: forms.StepForm) -> None:
    person, said = signed_in(request), form.cleaned_data
    if not said["to"]:
        add_case_note(case=case, note=said["note"], said_by=said["said_by"], by=person, at=timezone.now())
        messages.success(request, _("Your line stands in the timeline."))
        return
    asked = {name: said[name] for name in ("to", "note", "version", "public_answer")}
    moved = advance_case(case=case, by=person, at=timezone.now(), **asked)
    messages.success(request, _("The case is now: {state}.").format(state=moved.get_state_display()))


def _refused(request: HttpRequest, case_id: UUID, refusal: Problem, act: str, form: Form) -> HttpResponse:
    """Show the case as it is now, why it was not done, and what was written, ready to be sent again."""
    if refusal.status in (403, 404):
        raise refusal
    case = case_in_area(request, case_id)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(case.version)  # type: ignore[index]
    context = {**_context(request, case, {act: form}, act), "refusal": refusal.detail}
    return render(request, "patrol/desk/case.html", context, status=refusal.status)


def _context(request: HttpRequest, case: Case, bound: dict[str, Form], act: str) -> dict[str, object]:
    file, now = case_file(case), timezone.now()
    before, after = photos_before_after(case, file)
    labels = dict(Case.State.choices)
    plain = {"step": forms.StepForm(initial=_initial(case), auto_id="step-%s")}
    return {
        "case": case,
        "file": file,
        "now": now,
        "refusal": "",
        "act": act if request.method == "POST" else "",
        "forms": plain | _Forms(request, case, file).all() | bound,
        "chain": [labels[state] for state in OPEN] + [labels[ENDED[0]]],
        "chain_at": OPEN.index(case.state) + 1 if case.state in OPEN else len(OPEN) + 2,
        "steps": [(state, labels[state]) for state in NEXT[case.state] if state not in OWN_FORMS],
        "possible": NEXT[case.state],
        "can_reopen": case.state in CAN_REOPEN,
        "can_undo_reopen": bool(file.entries) and file.entries[-1].kind == "reopened",
        "led_to": led_to(case) if case.merged_into_id else None,
        "running": next((one for one in file.reinspections if one.ended_at is None), None),
        "events": events_of(case, file),
        "before": shown_photos(before),
        "after": shown_photos(after),
        "twins": [_twin(one) for one in twins_of(case, case_rules_on(timezone.localdate(now)), at=now)],
        "works": [(one, yuan(one.cost_fen)) for one in file.works],
    }


def _twin(twin: Twin) -> dict[str, Any]:
    return {"case": twin.case, "finding": twin.finding, "reasons": reasons_of(twin.likeness)}
