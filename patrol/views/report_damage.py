"""The public page on which anybody reports damage without an account, and the one on which they see what became of it."""

from datetime import timedelta
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.throttling import BaseThrottle

from core.errors import NotFound, Problem
from core.ids import new_id
from core.logic.position_text import UnreadablePosition, parse_position
from core.paper import square
from patrol.actions.public_reports import Sender, receive_public_report
from patrol.api.uploads import PhotoLimits, limit_upload
from patrol.forms.public import PublicReportForm
from patrol.logic.public_report import MOST_PHOTOS, Signs, hashed
from patrol.models import PublicReport
from patrol.queries.public import named_near, tracked
from patrol.sentences.public import HANDLED, STATES, final_answer, reason_sentence, state_sentence
from sites.models import Site
from sites.queries import visible_sites

VISITOR: Final = "reporter"
VISITOR_DAYS: Final = 30
LONGEST_OPEN: Final = timedelta(days=30)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def report_damage(request: HttpRequest) -> HttpResponse:
    """Take a citizen's report. The limits of the upload stand before anything reads it; then the token is asked for."""
    limits = limit_upload(cast("Any", request), most_files=MOST_PHOTOS) if request.method == "POST" else PhotoLimits()
    answer: HttpResponse = _report_damage(request, limits)
    return answer


@csrf_protect
def _report_damage(request: HttpRequest, limits: PhotoLimits) -> HttpResponse:
    if request.method != "POST":
        site = _site(request.GET.get("site", ""))
        initial = {
            "id": new_id(),
            "started": signing.dumps(timezone.now().timestamp(), salt=VISITOR),
            "site": site.code if site else "",
        }
        return _form_page(request, PublicReportForm(initial=initial), site, 200)
    form = PublicReportForm(request.POST, request.FILES)
    site = _site(request.POST.get("site", ""))
    if limits.refusal is not None:
        form.add_error("photos", limits.refusal.detail)
    if request.POST.get("site") and site is None:
        form.add_error(None, _("The site you named is not in the register. Choose the place on the map."))
    if not form.is_valid():
        return _form_page(request, form, site, 422 if limits.refusal is None else limits.refusal.status)
    visitor = request.COOKIES.get(VISITOR) or get_random_string(32)
    try:
        _report, secret = _receive(request, form, visitor)
    except Problem as refusal:
        form.add_error(None, refusal.detail)
        return _form_page(request, form, site, refusal.status)
    answer = redirect("patrol:track_report", secret)
    answer.set_cookie(
        VISITOR,
        visitor,
        max_age=VISITOR_DAYS * 86_400,
        path=reverse("patrol:report_damage"),
        httponly=True,
        samesite="Lax",
        secure=not settings.INSECURE_LOCAL,
    )
    return answer


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Offer, as a part of the page, the sites close to a point whose place this viewer may know; never a hidden one."""
    try:
        point = Point(*parse_position(request.GET.get("position", "")), srid=4326)
    except UnreadablePosition:
        return render(request, "patrol/public/near.html", {"sites": [], "chosen": ""})
    context = {"sites": named_near(request.user, point), "chosen": request.GET.get("site", "")}
    return render(request, "patrol/public/near.html", context)


@never_cache
@require_safe
def track(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whoever holds the secret how their report stands, in plain words; no place, no name, no photo."""
    report = tracked(hashed(secret))
    if report is None:
        raise NotFound
    url = settings.PUBLIC_URL + reverse("patrol:track_report", args=[secret])
    context = {
        "report": report,
        "url": url,
        "square": square(url, border=4),
        "state": state_sentence(report),
        "reason": reason_sentence(report),
        "answer": final_answer(report),
        "site": _told_site(report),
        "events": _events(report),
        "is_ended": report.state in ("refused", "spam")
        or (report.case is not None and report.case.closed_at is not None),
    }
    answer = render(request, "patrol/public/track.html", context)
    # The address is the key: no other site learns it, and no search engine keeps it.
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _receive(request: HttpRequest, form: PublicReportForm, visitor: str) -> tuple[PublicReport, str]:
    told = form.told("en" if get_language() == "en" else "zh-hans")
    signs = Signs(trap=form.cleaned_data["website"], seconds=_seconds_open(form.cleaned_data["started"]))
    address = BaseThrottle().get_ident(cast("Any", request)) or ""
    sender = Sender(address=address, visitor=visitor, signs=signs)
    files = [cast("Any", file) for file in form.cleaned_data["photos"]]
    return receive_public_report(told=told, photos=files, sender=sender, at=timezone.now())


def _seconds_open(started: str) -> float | None:
    """Return how long the form was open; None for a mark that is not ours or too old."""
    try:
        opened: float = signing.loads(started, salt=VISITOR, max_age=LONGEST_OPEN)
    except signing.BadSignature:
        return None
    return max(timezone.now().timestamp() - opened, 0.0)


def _form_page(request: HttpRequest, form: PublicReportForm, site: Site | None, status: int) -> HttpResponse:
    place = getattr(site, "place", None)
    features = [] if place is None else [{"type": "Feature", "properties": {}, "geometry": _point(place.centroid)}]
    context = {
        "form": form,
        "site": site,
        "drawing": {"features": features, "positions": reverse("sites:positions")},
        "limit_mb": settings.PHOTO_LIMIT_MB,
    }
    return render(request, "patrol/public/report.html", context, status=status)


def _point(place: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [place.x, place.y]}


def _site(code: str) -> Site | None:
    """Return a site of the register, with its place as the public may know it."""
    return visible_sites(AnonymousUser()).filter(code=code).first() if code else None


def _told_site(report: PublicReport) -> Site | None:
    """Return the site the citizen named; the one an officer found only where everybody may know its place."""
    if report.site is not None:
        return report.site
    if report.case is None:
        return None
    found: Any = visible_sites(AnonymousUser()).filter(pk=report.case.site_id).first()
    return found if found is not None and found.is_exact else None


def _events(report: PublicReport) -> list[dict[str, Any]]:
    """Return what happened, oldest first, each state once; officers' own words stay in the house."""
    found = [{"at": timezone.localtime(report.received_at), "title": _("received"), "icon": "check", "tone": ""}]
    if report.case is None:
        if report.decided_at is not None:
            found.append(
                {"at": timezone.localtime(report.decided_at), "title": _("decided"), "icon": "check", "tone": ""}
            )
        return found
    seen = set()
    for entry in report.case.entries.filter(at__gte=report.decided_at).order_by("at", "pk"):
        if entry.state not in seen:
            seen.add(entry.state)
            title = str(STATES.get(entry.state, HANDLED))
            found.append({"at": timezone.localtime(entry.at), "title": title, "icon": "check", "tone": ""})
    return found
