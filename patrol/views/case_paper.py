"""The printable file of a case: one PDF with its facts, map, photos before and after, measures and timeline."""

import base64
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from PIL import Image

from core.paper import as_pdf, square
from core.sentences import SEVERITIES
from patrol.models import Case, Photo
from patrol.queries.case_page import CaseFile, case_file, photos_before_after
from patrol.queries.case_paper import case_drawing
from patrol.queries.sheet import sheet_site
from patrol.storage import stored
from patrol.views.case import case_in_area
from patrol.views.sheet_drawing import drawn
from patrol.views.showing_cases import events_of, yuan

STYLES: Final = ("core/tokens.css", "patrol/sheet.css", "patrol/case_file.css")
PHOTO_PX: Final = (760, 760)
PHOTO_QUALITY: Final = 82
MOST_PHOTOS: Final = 4


@login_required
@require_GET
def case_paper(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Send the file of a case; its reader's own, so nobody else keeps it."""
    case = case_in_area(request, case_id)
    address = request.build_absolute_uri(reverse("patrol:case", args=[case.pk]))
    html = render_to_string("patrol/case_file.html", _said(request, case, address), request)
    answer = HttpResponse(as_pdf(html, styles=STYLES), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{case.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _said(request: HttpRequest, case: Case, address: str) -> dict[str, Any]:
    file = case_file(case)
    before, after = photos_before_after(case, file)
    site = sheet_site(request.user, case.site.code)
    drawing, marks = case_drawing(case, site) if site is not None else (None, [])
    return {
        "case": case,
        "file": file,
        "severity": SEVERITIES[case.severity].label,
        "language": get_language(),
        "drawing": drawn(drawing),
        "marks": marks,
        "before": _pictures(before),
        "after": _pictures(after),
        "works": [(one, yuan(one.cost_fen)) for one in file.works],
        "total": _total(file),
        "events": list(reversed(events_of(case, file))),
        "address": address,
        "code_modules": square(address),
        "printed_at": timezone.localtime(),
        "reader": str(request.user),
    }


def _total(file: CaseFile) -> str:
    costs = [one.cost_fen for one in file.works if one.cost_fen is not None]
    return yuan(sum(costs)) if costs else ""


def _pictures(photos: list[Photo]) -> list[tuple[Photo, str]]:
    return [(photo, data) for photo in photos[:MOST_PHOTOS] if (data := _picture(photo))]


def _picture(photo: Photo) -> str:
    """Return a copy of the photo, small enough to print, as a data address; empty where there is none to show."""
    out = BytesIO()
    if not photo.file.display:
        return ""
    try:
        display = stored(photo.file.display)
    except FileNotFoundError:
        return ""
    with display, Image.open(display) as image:
        image.thumbnail(PHOTO_PX)
        image.convert("RGB").save(out, "JPEG", quality=PHOTO_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
