"""What the register does later: files are checked and applied by the worker."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from core.errors import Problem
from core.logic.datum import Datum
from sites.actions.imports import (
    Cancelled,
    apply_import,
    check_import,
    forget_old_imports,
    note_progress,
    refuse_import,
)
from sites.models import ImportBatch


@app.task(name="sites.check_import")
def check(batch_id: str) -> None:
    """Check a file that waits; running again after a worker's end starts afresh."""
    batch = ImportBatch.objects.filter(pk=UUID(batch_id), state=ImportBatch.State.CHECKING).first()
    if batch is None:
        return
    try:
        check_import(
            batch=batch,
            datum=Datum(batch.datum) if batch.datum else None,
            at=timezone.now(),
            on_progress=note_progress(batch=batch),
        )
    except Cancelled:
        return
    except Problem as problem:
        refuse_import(batch=batch, problem=problem)


@app.task(name="sites.apply_import")
def apply(batch_id: str) -> None:
    """Apply a checked file."""
    batch = ImportBatch.objects.filter(pk=UUID(batch_id), state=ImportBatch.State.APPLYING).first()
    if batch is None:
        return
    try:
        apply_import(batch=batch, take=batch.take, by=batch.by, at=timezone.now())
    except Problem as problem:
        refuse_import(batch=batch, problem=problem)


@app.periodic(cron="41 3 * * *")
@app.task(name="sites.forget_old_imports", queueing_lock="sites.forget_old_imports")
def forget(timestamp: int) -> None:
    """Forget the staged rows and files of old imports."""
    forget_old_imports(at=timezone.now())
