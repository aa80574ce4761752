"""Imports in the browser: upload, columns, datum, findings, apply, undo."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.csv_lines import csv_lines
from core.errors import NotAllowed, NotFound, Problem
from core.logic.datum import Datum
from people.models import User
from people.permissions import has_right, signed_in
from sites.actions.imports import (
    ask_apply,
    ask_check,
    cancel_import,
    choose_reading,
    keep_profile,
    look_at_datum,
    opened_layer,
    take_file,
    undo_import,
)
from sites.files.reading import read
from sites.forms.imports import ColumnsForm, DatumForm, TakeForm, UploadForm
from sites.models import DatumName, ImportBatch, ImportRow
from sites.queries.imports import explained, imports_of, places_of, rows_of
from sites.sentences import FINDINGS

PAGE_SIZE = 20
SHOWN_ROWS = 5
STEPS = (
    gettext_lazy("File"),
    gettext_lazy("Columns"),
    gettext_lazy("Datum"),
    gettext_lazy("Findings"),
    gettext_lazy("Finished"),
)


@login_required
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Show earlier imports, and take a file."""
    officer = _officer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            batch = _taken(form, officer)
        except Problem as problem:
            form.add_error("file", problem.detail)
        else:
            return redirect("sites:import", batch.pk)
    page = Paginator(imports_of(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "limit_mb": settings.UPLOAD_LIMIT_MB}
    return render(request, "sites/imports/list.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def import_page(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show an import at the step it is at."""
    batch = _batch(request, batch_id)
    if batch.state == ImportBatch.State.UPLOADED:
        return _datum_page(request, batch) if batch.shares else _columns_page(request, batch)
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    if batch.state in (ImportBatch.State.CHECKING, ImportBatch.State.APPLYING):
        template = "sites/imports/_waiting.html" if part else "sites/imports/waiting.html"
        return render(request, template, {"batch": batch, "steps": STEPS, "step": 4})
    response = render(request, "sites/imports/checked.html", _checked(request, batch))
    if part:
        # The page that waited shows the whole result.
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Say which column is which field."""
    batch = _batch(request, batch_id)
    return _columns_page(request, batch)


@login_required
@require_POST
def import_check(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Have the rows checked in a datum."""
    batch, form = _batch(request, batch_id), DatumForm(request.POST)
    if not form.is_valid():
        return _datum_page(request, batch, form)
    datum = Datum(form.cleaned_data["datum"])
    is_compared = bool(batch.shares.get("rows")) and str(datum) == batch.shares.get("best")
    basis = "sniffed" if is_compared else "declared"
    ask_check(batch=batch, datum=datum, basis=basis, by=signed_in(request), at=timezone.now())
    return redirect("sites:import", batch.pk)


@login_required
@require_POST
def import_apply(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Apply the good rows, or all."""
    batch, form = _batch(request, batch_id), TakeForm(request.POST)
    take = form.cleaned_data["take"] if form.is_valid() else ImportBatch.Take.GOOD
    ask_apply(batch=batch, take=take, by=signed_in(request), at=timezone.now())
    return redirect("sites:import", batch.pk)


@login_required
@require_POST
def import_cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Stop an import that was not applied."""
    cancel_import(batch=_batch(request, batch_id), by=signed_in(request), at=timezone.now())
    messages.success(request, _("The import was stopped. Nothing was taken from the file."))
    return redirect("sites:imports")


@login_required
@require_POST
def import_undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take a whole import back."""
    batch = _batch(request, batch_id)
    try:
        count = undo_import(batch=batch, by=signed_in(request), at=timezone.now())
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, _("The import was taken back: {count} sites.").format(count=count))
    return redirect("sites:import", batch.pk)


@login_required
@require_GET
def import_places(request: HttpRequest, batch_id: UUID) -> JsonResponse:
    """Answer with the places of the rows, for the map of the page."""
    features = list(places_of(_batch(request, batch_id)))
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_GET
def import_findings(request: HttpRequest, batch_id: UUID) -> StreamingHttpResponse:
    """Answer with the rows that have findings, as a table to work through."""
    batch = _batch(request, batch_id)
    response = StreamingHttpResponse(csv_lines(_finding_rows(batch)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="findings-{batch.pk}.csv"'
    return response


def _officer(request: HttpRequest) -> User:
    person = signed_in(request)
    if not has_right(person, "edit_sites"):
        raise NotAllowed
    return person


def _batch(request: HttpRequest, batch_id: UUID) -> ImportBatch:
    batch = imports_of(_officer(request)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def _taken(form: UploadForm, officer: User) -> ImportBatch:
    file, profile = form.cleaned_data["file"], form.cleaned_data["profile"]
    at = timezone.now()
    batch = take_file(stream=file, name=file.name, by=officer, at=at, limit_mb=settings.UPLOAD_LIMIT_MB)
    if profile is None:
        return batch
    with opened_layer(batch=batch) as layer:
        columns = {column: field for column, field in profile.columns.items() if column in layer.columns}
    return choose_reading(
        batch=batch, columns=columns or batch.columns, crs=profile.crs, system=profile.system, by=officer, at=at
    )


def _columns_page(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    with opened_layer(batch=batch) as layer:
        form = ColumnsForm(request.POST or None, batch=batch, layer=layer)
        first = next(iter(read(layer, batch=SHOWN_ROWS, at_most=SHOWN_ROWS)), None)
        samples = [
            [text for text in first.columns[column].to_pylist() if text][:2]
            if first and column in first.columns
            else []
            for column in layer.columns
        ]
    if form.is_valid() and _chosen(request, batch, form):
        return redirect("sites:import", batch.pk)
    columns = list(zip(form.column_fields(), samples, strict=True))
    context = {"batch": batch, "form": form, "columns": columns, "steps": STEPS, "step": 2, "layer": layer}
    return render(request, "sites/imports/columns.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest, batch: ImportBatch, form: ColumnsForm) -> bool:
    officer, at, told = signed_in(request), timezone.now(), form.cleaned_data
    try:
        chosen = choose_reading(
            batch=batch, columns=form.columns, crs=told["crs"], system=told["system"], by=officer, at=at
        )
        look_at_datum(batch=chosen)
    except Problem as problem:
        form.add_error(None, problem.detail)
        return False
    if told["profile_name"]:
        keep_profile(batch=chosen, name=told["profile_name"], by=officer, at=at)
    return True


def _datum_page(request: HttpRequest, batch: ImportBatch, form: DatumForm | None = None) -> HttpResponse:
    best = batch.shares.get("best", "wgs84")
    shares = [
        {"value": value, "label": label, "share": batch.shares.get(value), "is_best": value == best}
        for value, label in DatumName.choices
    ]
    told = [one["share"] for one in shares if one["share"] is not None]
    is_clear = bool(told) and batch.shares.get(best) == max(told)
    context = {"batch": batch, "form": form, "shares": shares, "is_clear": is_clear, "steps": STEPS, "step": 3}
    return render(request, "sites/imports/datum.html", context, status=422 if form else 200)


def _checked(request: HttpRequest, batch: ImportBatch) -> dict[str, object]:
    finding, outcome = request.GET.get("finding", ""), request.GET.get("outcome", "")
    rows = rows_of(batch, finding if finding in FINDINGS else "", outcome if outcome in ImportRow.Outcome else "")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    findings = [(code, *FINDINGS[code], count) for code, count in batch.findings.items()]
    outcomes = [(one.value, one.label, batch.outcomes.get(one.value, 0)) for one in ImportRow.Outcome]
    takeable = sum(batch.outcomes.get(one, 0) for one in ("new", "changed"))
    return {
        "batch": batch,
        "page": page,
        "rows": explained(list(page)),
        "findings": findings,
        "outcomes": outcomes,
        "finding": finding,
        "outcome": outcome,
        "takeable": takeable,
        "is_forgotten": batch.rows > 0 and not batch.staged.exists(),
        "steps": STEPS,
        "step": 4 if batch.state == ImportBatch.State.CHECKED else 5,
    }


def _finding_rows(batch: ImportBatch) -> Iterator[list[object]]:
    yield ["row", "code", "name", "outcome", "findings", "position"]
    for row in rows_of(batch).exclude(findings=[]).iterator():
        titles = "; ".join(str(FINDINGS[code][0]) for code in row.findings)
        yield [row.number, row.code, row.name_zh, row.get_outcome_display(), titles, row.given_position]
