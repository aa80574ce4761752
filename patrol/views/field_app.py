"""The installable field app: its one page, its manifest and its service worker. None of the three holds anything private."""

import json
from typing import Any, Final

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from patrol.sentences import missing_sentences
from patrol.views.field_shell import STYLES, csp_hash, import_map, path_of, shell

TABS: Final = (
    {"name": "visits", "label": gettext_lazy("My visits"), "icon": "clipboard"},
    {"name": "map", "label": gettext_lazy("Map"), "icon": "map"},
    {"name": "outing", "label": gettext_lazy("Patrol"), "icon": "route"},
    {"name": "pack", "label": gettext_lazy("Take along"), "icon": "download"},
    {"name": "queue", "label": gettext_lazy("Sending"), "icon": "upload"},
)
PAPER: Final = "#f6f2e9"


@require_GET
@vary_on_headers("Accept-Language", "Cookie")
def field_app(request: HttpRequest) -> HttpResponseBase:
    """Give the one page of the app: the same for everybody who reads its language, so that it may be kept on the phone.

    Its import map is let through by its hash: a nonce kept with the page would be the same for weeks.
    """
    return csp_update({"script-src": [csp_hash(import_map())]})(_page)(request)


def _page(_request: HttpRequest) -> HttpResponse:
    # The house's own text, no person's.
    text = mark_safe(import_map())  # noqa: S308
    context = {"tabs": TABS, "styles": STYLES, "import_map": text, "missing": missing_sentences()}
    answer = HttpResponse(render_to_string("patrol/field/app.html", context))
    answer.headers["X-Shell-Version"] = shell().version
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """Give the service worker for the whole site; what it keeps, and under which hash, stands in its first line."""
    kept = shell()
    listing = json.dumps(
        {
            "version": kept.version,
            "page": reverse("patrol:field_app"),
            "parts": kept.parts,
            "later": kept.later,
        }
    )
    text = path_of("patrol/field/worker.js").read_text(encoding="utf-8")
    answer = HttpResponse(f"self.SHELL = {listing};\n{text}", content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """Say how the app is installed: its name, its first page, its icons."""
    answer = JsonResponse(_manifest(), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Type"] = "application/manifest+json"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _manifest() -> dict[str, Any]:
    page = reverse("patrol:field_app")
    icons = [
        {"src": static(f"patrol/field/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    return {
        "id": page,
        "name": _("Heritage Patrol in the field"),
        "short_name": _("Heritage Patrol"),
        "description": _("Visit heritage sites, report what you see, also where there is no signal."),
        "start_url": page,
        "scope": "/",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
        "shortcuts": [{"name": str(tab["label"]), "url": f"{page}#/{tab['name']}"} for tab in TABS[1:]],
    }
