"""The volunteer's phone pages: near me, a site, the report form, the receipt, my visits."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed, NotFound, Problem
from patrol.actions.assignments import release_assignment, take_assignment
from patrol.models import Assignment, Report, Review
from patrol.permissions import can_see_report, can_take_assignment
from patrol.queries import field
from patrol.queries.appeals import appeal_standing
from patrol.queries.assignments import own_assignments
from patrol.queries.evidence import latest_evidence
from patrol.queries.form import form_of
from patrol.queries.photos import visible_photo
from patrol.queries.questions import questions_for
from patrol.queries.reports import irregularities_of, last_photos, own_reports
from patrol.sentences import QUESTION_WORDS, irregularity_sentence, missing_sentences
from patrol.serializers.answers import FormSerializer
from patrol.views.ground import district_tiles
from patrol.views.showing import appeal_events
from people.models import User
from people.permissions import has_right, signed_in

ROWS = 20

ARRIVED: Mapping[str, Promise] = {
    Review.Photos.COMPLETE: gettext_lazy("The report and its photos arrived whole."),
    Review.Photos.AWAITED: gettext_lazy("The report arrived; photos are still on their way."),
    Review.Photos.MISSING: gettext_lazy("The report arrived; photos did not come in time."),
}


@login_required
@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """Show the volunteer what needs a visit nearby; the page asks the phone for its place and the API for the list."""
    person = _volunteer(request)
    home = field.home_of(person)
    settings = {
        "near": reverse("api_near"),
        "site": reverse("patrol:field_site", args=["CODE"]),
        "tiles": district_tiles(),
        "home": {"longitude": home.x, "latitude": home.y} if home else None,
    }
    context = {
        "visits": own_assignments(person, Assignment.Status.OPEN),
        "today": timezone.localdate(),
        "districts": field.district_starts(),
        "has_home": home is not None,
        "settings": settings,
    }
    return render(request, "patrol/field/near.html", context)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List the volunteer's open visits and sent reports with where they stand."""
    person = _volunteer(request)
    context = {
        "visits": own_assignments(person, Assignment.Status.OPEN),
        "offers_url": reverse("planning:offers"),
        "page": Paginator(own_reports(person), ROWS).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "patrol/field/mine.html", context)


@login_required
@never_cache
@require_GET
def field_site(request: HttpRequest, code: str) -> HttpResponse:
    """Show one site to who may go there: facts, place as far as it may be known, last look, and what to do."""
    person = _volunteer(request)
    site = _site(person, code)
    visit = field.open_visit(site, person)
    is_mine = visit is not None and person.pk in (visit.volunteer_id, visit.companion_id)
    context = {
        "site": site,
        "visit": visit,
        "is_mine": is_mine,
        "is_taken": visit is not None and not is_mine and visit.do_by >= timezone.localdate(),
        "can_take": can_take_assignment(person, site.district_id),
        "today": timezone.localdate(),
        "point": site.place.point_on_surface if site.place else None,
        "last": field.last_look(site),
        "photos": _last_photos(person, site),
    }
    return render(request, "patrol/field/site.html", context)


@login_required
@require_POST
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take the visit; a refusal is told on the site's page."""
    person = _volunteer(request)
    site = _site(person, code)
    try:
        visit = take_assignment(site=site, by=person, at=timezone.now())
    except Problem as refusal:
        messages.error(request, refusal.detail)
    else:
        day = date_format(visit.do_by, "DATE_FORMAT")
        messages.success(request, _("The visit is yours. Go there by {day}.").format(day=day))
    return redirect("patrol:field_site", code)


@login_required
@require_POST
def give_back(request: HttpRequest, code: str) -> HttpResponse:
    """Give the volunteer's own open visit back; a refusal is told on the site's page."""
    person = _volunteer(request)
    visit = own_assignments(person, Assignment.Status.OPEN).filter(site__code=code).first()
    if visit is None:
        raise NotFound
    try:
        release_assignment(assignment=visit, by=person, at=timezone.now())
    except Problem as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("You gave the visit back. Somebody else can take it now."))
    return redirect("patrol:field_site", code)


@login_required
@never_cache
@require_GET
def report_form(request: HttpRequest, code: str) -> HttpResponse:
    """Show the one-page report; everything it needs to work without a network is in it."""
    person = _volunteer(request)
    site = _site(person, code)
    visit = own_assignments(person, Assignment.Status.OPEN).filter(site=site).first()
    form = json.loads(json.dumps(FormSerializer(form_of(site)).data))
    last = field.last_look(site)
    context = {
        "site": site,
        "missing": missing_sentences(),
        "settings": {
            "site": {"id": str(site.pk), "code": site.code, "name": str(site)},
            "person": {"id": str(person.pk), "name": str(person)},
            "assignment": str(visit.pk) if visit else None,
            "outing": None,
            "form": form,
            "checklist": None,
            "lastCondition": last.condition if last else None,
            "lastPhotos": [{"role": one["role"], "url": one["href"]} for one in _last_photos(person, site)],
            "photoPoints": [],
            "questions": _questions(site),
            "api": reverse("api_report", args=[UUID(int=0)]).replace(str(UUID(int=0)), "ID"),
            "receipt": reverse("patrol:receipt", args=[UUID(int=0)]).replace(str(UUID(int=0)), "ID"),
        },
    }
    return render(request, "patrol/field/report_form.html", context)


@login_required
@require_GET
def receipt(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show what arrived and where it stands, to its sender and to officers of the area."""
    person = signed_in(request)
    report = field.report_with_fate(report_id)
    if report is None or not can_see_report(person, report):
        raise NotFound
    standing = appeal_standing(report, at=timezone.now())
    context = {
        "report": report,
        "review": report.review,
        "photos": [
            {"label": photo.get_role_display(), "sha256": photo.file_id} for photo in report.photos.order_by("position")
        ],
        "irregularities": [irregularity_sentence(code) for code in irregularities_of(report)],
        "standing": standing,
        "events": [*_events(report), *appeal_events(standing)],
        "is_sender": report.volunteer_id == person.pk,
    }
    return render(request, "patrol/field/receipt.html", context)


def _volunteer(request: HttpRequest) -> User:
    person = signed_in(request)
    if not has_right(person, "submit_report"):
        raise NotAllowed
    return person


def _site(person: User, code: str) -> Any:
    site = field.field_site(person, code)
    if site is None:
        raise NotFound
    return site


def _questions(site: Any) -> dict[str, Any] | None:
    """Return the campaign's own questions with the words around them, where it asks some."""
    asked = questions_for(site)
    return (
        {"form": asked.form, "words": {name: str(words) for name, words in QUESTION_WORDS.items()}} if asked else None
    )


def _last_photos(person: User, site: Any) -> list[dict[str, str]]:
    return [
        {
            "role": photo.role,
            "url": reverse("patrol:photo", args=[photo.file_id, "thumbnail"]),
            "href": reverse("patrol:photo", args=[photo.file_id, "display"]),
            "alt": _("{role} of {site}, {date}").format(
                role=photo.get_role_display(), site=site, date=date_format(photo.report.finished_at, "DATE_FORMAT")
            ),
            "caption": photo.get_role_display(),
        }
        for photo in last_photos(site)[:4]
        if photo.file.thumbnail and visible_photo(person, photo.file_id)
    ]


def _events(report: Report) -> list[dict[str, object]]:
    evidence = latest_evidence(report)
    review = report.review
    events: list[dict[str, object]] = [
        {
            "at": report.received_at,
            "title": _("Received"),
            "icon": "check",
            "tone": "good",
            "text": ARRIVED[review.photos],
        },
    ]
    if evidence:
        events.append({"at": evidence.computed_at, "title": _("Evidence computed"), "icon": "shield", "tone": "good"})
    # After an appeal or an acceptance taken back the review tells only the end; the steps stand in their own rows.
    if review.state != Review.State.PENDING:
        tone = "good" if review.state == Review.State.ACCEPTED else "warn"
        events.append(
            {
                "at": review.decided_at,
                "title": review.get_state_display(),
                "text": review.reason,
                "icon": "user",
                "tone": tone,
            }
        )
    return events
