"""The officer's queue of what citizens told, and one of these reports to decide about."""

import json
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import NotAllowed, NotFound, Problem
from patrol.actions.moderation import (
    add_to_case,
    mark_spam,
    open_case_of,
    refuse_public_report,
    take_public_report,
)
from patrol.forms.public import ModerationForm
from patrol.models import PublicContact, PublicReport
from patrol.permissions import can_moderate, can_see_contact
from patrol.queries.inbox import all_cases
from patrol.queries.public import (
    Near,
    alike_photos,
    alike_reports,
    public_report_of,
    public_reports,
    sites_near,
    visible_public_photo,
    waiting_public_reports,
)
from patrol.sentences.public import ODDITIES
from patrol.views.media import send_copy
from people.permissions import signed_in
from sites.models import Site

ROWS: Final = 25
SAID: Final = {
    "open_case": gettext_lazy("{number} is in case {case}."),
    "add_to_case": gettext_lazy("{number} is in case {case}."),
    "refuse": gettext_lazy("{number} is not followed; the citizen reads why."),
    "spam": gettext_lazy("{number} is put aside as spam."),
}
SHOWN: Final = {"held": ["held"], "decided": ["in_case", "refused", "spam"]}
# What a new case begins with, where nobody has looked yet.
FIRST_SEVERITY, URGENT_SEVERITY = 2, 3


@login_required
@require_safe
def public_reports_page(request: HttpRequest) -> HttpResponse:
    """List what waits, what looks odd, or what was decided."""
    if not can_moderate(request.user):
        raise NotAllowed
    show = request.GET.get("show", "")
    reports = waiting_public_reports(request.user)
    if show in SHOWN:
        order = "-decided_at" if show == "decided" else "-received_at"
        reports = public_reports(request.user).filter(state__in=SHOWN[show]).order_by(order, "-received_at")
    page = Paginator(reports, ROWS).get_page(request.GET.get("page"))
    tabs = [
        {"label": label, "url": url, "is_current": show == key or (key == "" and show not in SHOWN)}
        for key, label, url in (
            ("", _("Waiting"), "?"),
            ("held", _("Looks odd"), "?show=held"),
            ("decided", _("Decided"), "?show=decided"),
        )
    ]
    context = {"page": page, "tabs": tabs, "show": show}
    return render(request, "patrol/public/queue.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def public_report_page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a citizen's report with what lies near and looks alike, and take the decision."""
    report = _in_area(request, report_id)
    form = ModerationForm(request.POST or None, initial=_initial(report))
    if request.method == "POST" and form.is_valid():
        try:
            decided = _decide(request, report, form)
        except Problem as refusal:
            return _page(request, _in_area(request, report_id), form, refusal.detail, refusal.status)
        case = decided.case.number if decided.case else ""
        messages.success(request, str(SAID[form.cleaned_data["decision"]]).format(number=decided.number, case=case))
        following = waiting_public_reports(request.user).first()
        return redirect("patrol:public_report", following.pk) if following else redirect("patrol:public_reports")
    return _page(request, report, form, "", 200 if request.method == "GET" else 422)


@login_required
@require_POST
def take(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a report in hand, and with it the leave to know who told it."""
    report = _in_area(request, report_id)
    take_public_report(report=report, by=signed_in(request), at=timezone.now())
    return redirect("patrol:public_report", report.pk)


@login_required
@require_safe
def photo(request: HttpRequest, sha256: str, size: str) -> FileResponse:
    """Send a copy without EXIF of a citizen's photo to whoever decides about it."""
    return send_copy(visible_public_photo(request.user, sha256), size)


def _in_area(request: HttpRequest, report_id: UUID) -> PublicReport:
    if not can_moderate(request.user):
        raise NotAllowed
    report = public_report_of(request.user, report_id)
    if report is None:
        raise NotFound
    return report


def _initial(report: PublicReport) -> dict[str, Any]:
    severity = URGENT_SEVERITY if report.is_urgent else FIRST_SEVERITY
    return {"version": report.version, "kind": report.kind_id, "severity": severity}


def _decide(request: HttpRequest, report: PublicReport, form: ModerationForm) -> PublicReport:
    said, by, at = form.cleaned_data, signed_in(request), timezone.now()
    seen = {"report": report, "version": said["version"], "by": by, "at": at}
    if said["decision"] == "open_case":
        site = Site.objects.filter(pk=form.site_id, is_active=True).first() if form.site_id else None
        kind, severity = said["kind"] or report.kind, said["severity"]
        degree = severity.degree if severity is not None else FIRST_SEVERITY
        return open_case_of(**seen, site=site, kind=kind, severity=degree)
    if said["decision"] == "add_to_case":
        return add_to_case(**seen, case=all_cases(by).filter(pk=said["case"]).first())
    if said["decision"] == "refuse":
        return refuse_public_report(**seen, reason=said["reason"], answer=said["answer"])
    return mark_spam(**seen)


def _page(request: HttpRequest, report: PublicReport, form: ModerationForm, refusal: str, status: int) -> HttpResponse:
    may_see = can_see_contact(request.user, report)
    near = [] if report.is_decided else sites_near(request.user, report)
    context = {
        "report": report,
        "form": form,
        "refusal": refusal,
        "photos": _photos(report),
        "oddities": [ODDITIES[code] for code in report.oddities if code in ODDITIES],
        "near": near,
        "cases": _cases(near),
        "chosen": str(form["site"].value() or (near[0].site.pk if near else "")),
        "alike": alike_reports(report),
        "alike_photos": alike_photos(request.user, report),
        "contact": PublicContact.objects.filter(report=report).first() if may_see else None,
        "has_contact": PublicContact.objects.filter(report=report).exists(),
        "is_mine": report.handler_id == request.user.pk,
        "drawing": _drawing(report, near),
    }
    return render(request, "patrol/public/report_desk.html", context, status=status)


def _photos(report: PublicReport) -> list[dict[str, Any]]:
    found = []
    for number, one in enumerate(report.photos.all(), 1):
        urls = {
            size: reverse("patrol:public_photo", args=[one.file_id, size]) if getattr(one.file, size) else ""
            for size in ("thumbnail", "display")
        }
        caption = _("Photo {number}").format(number=number)
        note = "" if urls["display"] else _("cannot be shown") if one.file.error else _("being read")
        found.append(
            {"url": urls["display"], "href": urls["display"], "alt": caption, "caption": caption, "note": note}
        )
    return found


def _cases(near: list[Near]) -> list[dict[str, Any]]:
    """Return the open cases of the sites near, as choices."""
    found: list[dict[str, Any]] = []
    for one in near:
        found.extend({"case": case, "site": one.site, "distance_m": one.distance_m} for case in one.cases)
    return found


def _drawing(report: PublicReport, near: list[Near]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "geometry": _json(one.site.geom), "properties": {"kind": "survey", "label": one.site.name}}
        for one in near
    ]
    if report.geom is not None:
        shown = {"kind": "mine", "label": report.number, "radius": report.accuracy_m or 0}
        features.append({"type": "Feature", "geometry": _json(report.geom), "properties": shown})
    return {"features": features}


def _json(geom: Any) -> Any:
    return json.loads(geom.json)
