"""Reads a file's rows into staging and checks them against each other, the divisions and the register."""

import io
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow.csv as pacsv
import shapely
from django.db import connection, transaction

from core import audit
from core.errors import Problem
from core.jobs import later
from core.logic.datum import Datum, convert_geometries
from people.models import User
from people.permissions import areas_of
from sites.actions.districts import ensure_counties
from sites.actions.imports.reading import STAGED, Reading, RowReader
from sites.actions.imports.taking import SQL, forget_rows, opened_layer
from sites.errors import FileUnreadable, ImportBusy
from sites.files.reading import Layer, read, row_count
from sites.models import ImportBatch
from sites.queries.county_index import Divisions
from sites.sentences import refusal_sentence

SAMPLE_ROWS: Final = 20_000
HYPOTHESES: Final = (Datum.WGS84, Datum.GCJ02, Datum.BD09)
# McNemar: so many standard deviations must the better datum be better by, on the rows the two disagree about.
SURE: Final = 2.0
# District outlines are drawn coarsely; nearer than this to its own district a place is not called outside.
TOLERANCE_M: Final = 300
TOLERANCE_DEG: Final = 0.006
Progress = Callable[[int, int], None]
Part = tuple[int, memoryview]


class Cancelled(Exception):
    """Somebody stopped the import while it was read."""


@dataclass(frozen=True)
class Shares:
    """For each datum the share of rows inside the district they state (None where none states one), and the best."""

    inside: dict[str, float | None]
    best: Datum
    rows: int


@dataclass(frozen=True)
class CheckResult:
    """What the check of a file found."""

    rows: int
    good: int
    findings: dict[str, int]
    outcomes: dict[str, int]
    shares: Shares
    datum: Datum
    seconds: float


def look_at_datum(*, batch: ImportBatch) -> Shares:
    """Compare the datums on the file's first rows, and keep what was found for the question to ask."""
    with opened_layer(batch=batch) as layer:
        _refuse_nothing(batch, layer)
        shares, _ = _sniffed(batch, layer)
    batch.shares = _told(shares)
    batch.save(update_fields=["shares"])
    return shares


def ask_check(*, batch: ImportBatch, datum: Datum, basis: str, by: User, at: datetime) -> None:
    """Have the worker check the batch in that datum."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in ("uploaded", "checked"):
            raise ImportBusy(state=batch.get_state_display())
        batch.state, batch.datum, batch.datum_basis = ImportBatch.State.CHECKING, datum, basis
        batch.rows_done, batch.refusal = 0, {}
        batch.save(update_fields=["state", "datum", "datum_basis", "rows_done", "refusal"])
        audit.record("check_import", batch, by=by, at=at, change={"datum": str(datum), "basis": basis})
        later("sites.check_import", batch_id=str(batch.pk))


def _sniffed(batch: ImportBatch, layer: Layer) -> tuple[Shares, Divisions]:
    """Return in which datum the rows lie inside the districts they state, by the file's first rows, at most 20,000.

    With them come the divisions, among which the counties around these rows are now.
    """
    divisions = Divisions()
    reader = _reader(batch, Datum.WGS84, divisions)
    parts = [(reader.placed(part).shapes, reader.fields(part)) for part in read(layer, at_most=SAMPLE_ROWS)]
    if _ensure_counties(reader, [shapes for shapes, _ in parts]):
        divisions = Divisions()
        reader = _reader(batch, Datum.WGS84, divisions)
    inside: dict[Datum, list[Any]] = {datum: [] for datum in HYPOTHESES}
    for shapes, fields in parts:
        covered = {datum: reader.covering(convert_geometries(shapes, datum, Datum.WGS84)) for datum in HYPOTHESES}
        stated = reader.counties(fields, covered[Datum.WGS84])
        compared = (stated != "") & ~shapely.is_missing(shapes)
        for datum in HYPOTHESES:
            inside[datum].append((covered[datum] == stated)[compared])
    hits = {datum: np.concatenate([np.array([], bool), *found]) for datum, found in inside.items()}
    rows = len(hits[Datum.WGS84])
    shares = {str(datum): round(float(found.mean()), 4) if rows else None for datum, found in hits.items()}
    return Shares(shares, _best(hits), rows), divisions


def _reader(batch: ImportBatch, datum: Datum, divisions: Divisions) -> RowReader:
    return RowReader(Reading(batch.columns, datum, batch.crs, batch.system), divisions)


def _ensure_counties(reader: RowReader, shapes: list[Any]) -> int:
    places = np.concatenate([np.array([], object), *shapes])
    return ensure_counties(bare=places[reader.covering(places) == ""])


def _best(inside: dict[Datum, Any]) -> Datum:
    """Return the datum that is better than the plainer one before it beyond chance."""
    best = HYPOTHESES[0]
    for datum in HYPOTHESES[1:]:
        gained, lost = (inside[datum] & ~inside[best]).sum(), (inside[best] & ~inside[datum]).sum()
        if gained - lost > SURE * np.sqrt(gained + lost):
            best = datum
    return best


def check_import(*, batch: ImportBatch, datum: Datum | None, at: datetime, on_progress: Progress) -> CheckResult:
    """Stage and check all rows; `datum` None takes the best by comparison. Not to be called inside of a transaction.

    `on_progress(done, total)` is called after every part and may raise Cancelled. Running again starts afresh.
    """
    started = time.monotonic()
    with opened_layer(batch=batch) as layer:
        _refuse_nothing(batch, layer)
        shares, divisions = _sniffed(batch, layer)
        used = datum or shares.best
        _stage(layer, _reader(batch, used, divisions), on_progress)
        # Later rows may lie where the first ones did not.
        if ensure_counties(bare=_bare()):
            _stage(layer, _reader(batch, used, Divisions()), on_progress)
    with transaction.atomic():
        forget_rows(batch=batch)
        SQL.run("import_memory")
        by_areas = [""] if batch.by is None else areas_of(batch.by, "edit_sites")
        SQL.run(
            "import_check",
            {
                "batch": batch.pk,
                "areas": [f"{area}%" for area in by_areas],
                "era_is_stated": "era_bucket" in batch.columns.values(),
                "tolerance_m": TOLERANCE_M,
                "tolerance_deg": TOLERANCE_DEG,
            },
        )
        result = _counted(batch, shares, used, started)
        basis = batch.datum_basis or ("declared" if datum else "sniffed")
        _keep(batch, result, basis, at)
    return result


def _refuse_nothing(batch: ImportBatch, layer: Layer) -> None:
    told = set(batch.columns.values())
    if not told & {"name_zh", "code"} and not layer.has_shapes:
        raise FileUnreadable(reason=refusal_sentence("nothing_recognised", ", ".join(layer.columns)))


def _stage(layer: Layer, reader: RowReader, on_progress: Progress) -> None:
    """Copy the rows as they are read, so that memory stays flat whatever the file's size."""
    total, done = row_count(layer), 0
    with connection.cursor() as cursor:
        cursor.execute(SQL.text("import_staging"))
        cursor.execute("TRUNCATE incoming")
        command = f"COPY incoming ({', '.join(STAGED)}) FROM STDIN (FORMAT csv)"
        made = ((part.size, _csv(reader.table(part))) for part in read(layer))
        for size, rows in _ahead(made):
            with cursor.copy(command) as copy:
                copy.write(rows)
            done += size
            on_progress(done, max(total, done))
        cursor.execute("ANALYZE incoming")


def _ahead(parts: Generator[Part]) -> Iterator[Part]:
    """Yield the parts; the next one is made in a thread beside, so that reading and the database's writing overlap."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        coming = beside.submit(next, parts, None)
        try:
            while (part := coming.result()) is not None:
                coming = beside.submit(next, parts, None)
                yield part
        finally:
            beside.submit(parts.close).result()


def _bare() -> Any:
    """Return the places staged that no county covers."""
    rows = SQL.rows("import_bare")
    return shapely.from_wkb([bytes(row["place"]) for row in rows])


def _csv(table: Any) -> memoryview:
    target = io.BytesIO()
    pacsv.write_csv(table, target, pacsv.WriteOptions(include_header=False))
    return target.getbuffer()


def _counted(batch: ImportBatch, shares: Shares, datum: Datum, started: float) -> CheckResult:
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    good = 0
    for kind in SQL.rows("import_outcomes", {"batch": batch.pk}):
        outcomes[kind["outcome"]] += kind["rows"]
        findings.update(dict.fromkeys(kind["findings"], kind["rows"]))
        good += 0 if kind["findings"] else kind["rows"]
    most_first = dict(sorted(findings.items(), key=lambda found: (-found[1], found[0])))
    seconds = time.monotonic() - started
    return CheckResult(outcomes.total(), good, most_first, dict(outcomes), shares, datum, seconds)


def _keep(batch: ImportBatch, result: CheckResult, basis: str, at: datetime) -> None:
    kept = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if kept.state == ImportBatch.State.CANCELLED:
        raise Cancelled
    kept.state, kept.checked_at = ImportBatch.State.CHECKED, at
    kept.datum, kept.datum_basis = result.datum, basis
    kept.rows = kept.rows_done = result.rows
    kept.good, kept.findings, kept.outcomes = result.good, result.findings, result.outcomes
    kept.shares = _told(result.shares)
    kept.save()
    batch.refresh_from_db()


def _told(shares: Shares) -> dict[str, Any]:
    return {**shares.inside, "best": str(shares.best), "rows": shares.rows}


def note_progress(*, batch: ImportBatch) -> Progress:
    """Return what tells how far the check is, for the page that waits; it raises Cancelled once somebody stopped it."""

    def note(done: int, total: int) -> None:
        waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.CHECKING)
        if not waiting.update(rows=total, rows_done=done):
            raise Cancelled

    return note


def refuse_import(*, batch: ImportBatch, problem: Problem) -> None:
    """Note why a file could not be checked or applied; after a failed apply it can be checked again."""
    is_applying = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.APPLYING)
    refusal = {"code": problem.code, "detail": problem.detail}
    if not is_applying.update(state=ImportBatch.State.CHECKED, refusal=refusal):
        waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.CHECKING)
        waiting.update(state=ImportBatch.State.REFUSED, refusal=refusal)
