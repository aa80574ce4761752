"""The register to take along: the sites of the list page, as its reader may know them, in the format asked for."""

import tempfile
from pathlib import Path

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.errors import NotFound
from people.permissions import Person
from sites.actions.exports import record_export
from sites.errors import ExportFiltersUnknown, ExportTooLarge
from sites.files.writing import FORMATS, MOST_ROWS_AT_ONCE, Format
from sites.forms import SiteSearch
from sites.models import Site
from sites.queries import visible_sites
from sites.queries.exported_files import export_file, export_stream


@require_GET
def export(request: HttpRequest, format_name: str) -> HttpResponseBase:
    """Send the sites that the list page shows for the same filters."""
    if (chosen := FORMATS.get(format_name)) is None:
        raise NotFound
    form = SiteSearch(request.GET, viewer=request.user)
    if not form.is_valid():
        raise ExportFiltersUnknown
    sites = form.narrow(visible_sites(request.user)).order_by("code")
    _record(request, chosen, sites, {name: value for name, value in form.cleaned_data.items() if value})
    answer = _stream(chosen, sites, request.user) if chosen.is_streamed else _file(chosen, sites, request.user)
    answer["Content-Type"] = chosen.content_type
    answer["Content-Disposition"] = f'attachment; filename="sites-{timezone.localdate()}.{chosen.name}"'
    # What is in the file depends on who asks.
    answer["Cache-Control"] = "private, no-store"
    return answer


def _record(request: HttpRequest, chosen: Format, sites: QuerySet[Site], filters: dict[str, str]) -> None:
    """Refuse what is too large for a web request; keep who took what."""
    if chosen.is_streamed and not request.user.is_authenticated:
        return
    count = sites.count()
    if not chosen.is_streamed and count > MOST_ROWS_AT_ONCE:
        raise ExportTooLarge(limit=MOST_ROWS_AT_ONCE, count=count)
    if request.user.is_authenticated:
        record_export(by=request.user, at=timezone.now(), format_name=chosen.name, filters=filters, count=count)


def _stream(chosen: Format, sites: QuerySet[Site], viewer: Person) -> HttpResponseBase:
    return StreamingHttpResponse(export_stream(chosen.name, sites, viewer))


def _file(chosen: Format, sites: QuerySet[Site], viewer: Person) -> HttpResponseBase:
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / f"sites.{chosen.name}"
        export_file(path, chosen.name, sites, viewer)
        # The open file outlives its name: nothing is left behind when the answer is sent, or not.
        return FileResponse(path.open("rb"))
