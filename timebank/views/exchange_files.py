"""Exchange files in the entities of MZ/T 061-2015: given, taken with findings per row, and what the mapping says."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, Problem
from people.models import User
from people.permissions import signed_in
from timebank.actions.exchange_files import give_exchange_file, take_exchange_file
from timebank.files.exchange import MOST_BYTES, scheme
from timebank.forms.exchange import GiveFileForm, TakeFileForm
from timebank.permissions import can_exchange_files
from timebank.queries.exchange_files import exchange_files

ROWS: Final = 20
CONTENT: Final = {"xml": "application/xml", "json": "application/json"}


@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Show the files given and taken, and take one."""
    person = _administrator(request)
    form = TakeFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = take_exchange_file(
                name=file.name,
                content=file.read(MOST_BYTES + 1),
                adds_organisations=form.cleaned_data["adds_organisations"],
                by=person,
                at=timezone.now(),
            )
        except Problem as problem:
            form.add_error("file", problem.detail)
        else:
            return redirect("timebank:exchange_file", taken.pk)
    context: dict[str, Any] = {
        "form": form,
        "give_form": GiveFileForm(),
        "page": Paginator(exchange_files(), ROWS).get_page(request.GET.get("page")),
        "scheme": scheme(),
    }
    return render(
        request, "timebank/exchange_files.html", context, status=422 if form.is_bound and form.errors else 200
    )


@login_required
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Send a file of an organisation, or of everybody."""
    person = _administrator(request)
    form = GiveFileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose an organisation and a format."))
        return redirect("timebank:exchange_files")
    told = form.cleaned_data
    given, content = give_exchange_file(
        organisation=told["organisation"], file_format=told["file_format"], by=person, at=timezone.now()
    )
    answer = HttpResponse(content, content_type=CONTENT[told["file_format"]])
    answer["Content-Disposition"] = f'attachment; filename="{given.name}"'
    return answer


@login_required
@require_GET
def findings(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show what was in a file, and what was wrong with its rows."""
    _administrator(request)
    found = get_object_or_404(exchange_files(), pk=file_id)
    entities = {entity.name: entity for entity in scheme().entities}
    counts = [(entities[name], n) for name, n in found.counts.items() if name in entities]
    rows = [{**one, "entity": entities.get(one["entity"])} for one in found.findings]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "timebank/exchange_file.html", {"file": found, "counts": counts, "page": page})


def _administrator(request: HttpRequest) -> User:
    person = signed_in(request)
    if not can_exchange_files(person):
        raise NotAllowed
    return person
