"""What is kept of old imports: the account of each stays, its staged rows and its file go."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core import audit
from sites.actions.imports.taking import FOLDER, OPEN_STATES, forget_rows
from sites.models import ImportBatch, ImportRow

KEPT_DAYS: Final = 90
ENDED: Final = ("applied", "undone", "cancelled", "refused")


def forget_old_imports(*, at: datetime) -> int:
    """Forget the rows and files of imports older than `KEPT_DAYS`; those nobody went on with are cancelled. Return how many.

    What an import changed stays in the history of each site; only the way back in one step ends here.
    """
    old = ImportBatch.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS))
    with transaction.atomic():
        for batch in old.filter(state__in=OPEN_STATES).select_for_update():
            batch.state = ImportBatch.State.CANCELLED
            batch.save(update_fields=["state"])
            audit.record("cancel_import", batch, by=None, at=at, change={"after_days": KEPT_DAYS})
    count = 0
    staged = ImportRow.objects.order_by().values("batch_id").distinct()
    for batch in old.filter(state__in=ENDED, pk__in=staged):
        forget_rows(batch=batch)
        count += 1
    _forget_files(at)
    return count


def _forget_files(at: datetime) -> None:
    """Delete files that no import uses any more; one that is being taken in this moment is not old yet."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    used = set(
        ImportBatch.objects.filter(Q(at__gte=at - timedelta(days=KEPT_DAYS)) | ~Q(state__in=ENDED)).values_list(
            "file_sha256", flat=True
        )
    )
    oldest = (at - timedelta(days=KEPT_DAYS)).timestamp()
    for file in folder.glob("*"):
        if file.is_file() and file.name not in used and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
