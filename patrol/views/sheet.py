"""The printable sheet of a site: one PDF with facts, map, zones, photos and visits, as its reader may know them."""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import qrcode
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from PIL import Image, ImageFile

from core.errors import NotFound
from patrol.errors import SheetUnavailable
from patrol.models import Photo
from patrol.queries.sheet import district_drawing, photos_of_site, place_drawing, sheet_site, visits_of
from patrol.storage import stored
from patrol.views.sheet_drawing import drawn
from people.permissions import Person
from sites.models import Site
from sites.permissions import can_see_condition
from sites.queries.exports import half_cell_m
from sites.queries.zones import zones_of

STYLES: Final = ("core/tokens.css", "patrol/sheet.css")
# Half the paper's width at 220 dots an inch.
PHOTO_PX: Final = (760, 760)
PHOTO_QUALITY: Final = 82


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Send the sheet; each reader's own, so nobody else keeps it."""
    site = sheet_site(request.user, code)
    if site is None:
        raise NotFound
    address = request.build_absolute_uri(reverse("sites:page", args=[site.code]))
    pdf = as_pdf(render_to_string("patrol/sheet.html", _said(site, request.user, address), request))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="site-{_file_name(site.code)}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_pdf(html: str) -> bytes:
    """Return the page as PDF: nothing is fetched for it, from no host and no disk."""
    try:
        # Loads Pango, and is slow to load: only who prints needs it.
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise SheetUnavailable from error
    # WeasyPrint switches this on for the whole process, and then half a photo would pass for one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    fetcher = URLFetcher(allowed_protocols=("data",))
    styles = [CSS(string=_static(name), url_fetcher=fetcher) for name in STYLES]
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=styles)
    return pdf


def _said(site: Site, viewer: Person, address: str) -> dict[str, Any]:
    place = site.place  # type: ignore[attr-defined]
    is_exact = site.is_exact  # type: ignore[attr-defined]
    return {
        "site": site,
        "language": get_language(),
        "facts": _facts(site, viewer),
        "place": place.centroid if is_exact else None,
        "uncertainty_m": half_cell_m(place.y) if place is not None and not is_exact else None,
        "is_secret": is_exact and site.shown_as != "exact",
        "drawing": drawn(place_drawing(site)),
        "district_drawing": drawn(district_drawing(site)),
        "zones": zones_of(site, on=timezone.localdate()),
        "photos": [(photo, data) for photo in photos_of_site(site, viewer) if (data := _picture(photo))],
        "visits": visits_of(site, viewer),
        "address": address,
        "code_modules": _modules(address),
        "printed_at": timezone.localtime(),
        "reader": str(viewer) if viewer.is_authenticated else "",
    }


def _facts(site: Site, viewer: Person) -> list[tuple[str, object]]:
    """Return label and value of what the reader may know and somebody has recorded."""
    said: list[tuple[str, object]] = [
        (_("Protection level"), site.level),
        (_("Category"), f"{site.category.parent} · {site.category}" if site.category.parent else site.category),
        (_("Era"), site.era),
        (_("District"), f"{site.district} ({site.district_id})"),
        (_("Protected unit"), f"{site.unit} ({site.unit.code})" if site.unit else ""),
        (_("Visitors"), site.get_open_to_display()),
        (_("A visit takes"), _("{count} minutes").format(count=site.visit_minutes)),
    ]
    if can_see_condition(viewer, site):
        said.append((_("Condition"), site.condition or _("not yet recorded")))
    if site.is_exact:  # type: ignore[attr-defined]
        said += [
            (_("Address"), site.address_zh),
            (_("Owner"), site.owner),
            (_("Used by"), site.used_by),
            (_("Way in"), site.access_note),
            (_("Dangers"), site.safety_note),
        ]
    return [(label, value) for label, value in said if value]


def _picture(photo: Photo) -> str:
    """Return a copy of the photo, small enough to print, as a data address; empty where its file is gone."""
    out = BytesIO()
    try:
        display = stored(photo.file.display)
    except FileNotFoundError:
        return ""
    with display, Image.open(display) as image:
        image.thumbnail(PHOTO_PX)
        image.convert("RGB").save(out, "JPEG", quality=PHOTO_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def _modules(address: str) -> dict[str, Any]:
    """Return the QR code of an address as SVG: the side in modules, and the dark ones as a path."""
    code = qrcode.QRCode(border=0)
    code.add_data(address)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"side": len(rows), "path": path}


def _static(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


def _file_name(code: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-" for letter in code)
