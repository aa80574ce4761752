"""Old imports leave their account, and neither rows nor file."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from sites.actions.imports import KEPT_DAYS, apply_import, forget_old_imports, undo_import
from sites.errors import ImportTooOld
from sites.models import ImportBatch, Site
from tests.factories import make
from tests.sites.actions.imports.registers import checked, districts, table

ROW = "A-1,石桥,国保,古建筑,东城区,好,116.31,39.91"
OLD = make.NOW + timedelta(days=KEPT_DAYS, seconds=1)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    districts()


def kept_file(batch: ImportBatch) -> Path:
    """Return the batch's file, as old as the batch."""
    file = Path(settings.MEDIA_ROOT) / "imports" / batch.file_sha256
    os.utime(file, (make.NOW.timestamp(), make.NOW.timestamp()))
    return file


def test_rows_and_file_of_an_old_import_are_forgotten_and_its_sites_stay() -> None:
    batch, _ = checked(table(ROW))
    apply_import(batch=batch, take="good", by=None, at=make.NOW)
    file = kept_file(batch)
    assert forget_old_imports(at=OLD) == 1
    assert (batch.staged.count(), file.exists(), Site.objects.filter(code="A-1").count()) == (0, False, 1)
    assert forget_old_imports(at=OLD) == 0


def test_import_that_is_not_old_yet_keeps_its_rows_and_file() -> None:
    batch, _ = checked(table(ROW))
    apply_import(batch=batch, take="good", by=None, at=make.NOW)
    file = kept_file(batch)
    assert forget_old_imports(at=make.NOW + timedelta(days=KEPT_DAYS)) == 0
    assert (batch.staged.count(), file.exists()) == (1, True)


def test_file_of_an_old_import_stays_where_a_newer_one_uses_it() -> None:
    batch, _ = checked(table(ROW))
    file = kept_file(batch)
    checked(table(ROW))
    ImportBatch.objects.exclude(pk=batch.pk).update(at=OLD)
    assert (forget_old_imports(at=OLD), file.exists()) == (1, True)


def test_import_nobody_went_on_with_is_cancelled() -> None:
    batch, _ = checked(table(ROW))
    forget_old_imports(at=OLD)
    batch.refresh_from_db()
    assert (batch.state, batch.staged.count()) == ("cancelled", 0)


def test_old_import_cannot_be_undone_in_one_step() -> None:
    batch, _ = checked(table(ROW))
    apply_import(batch=batch, take="good", by=None, at=make.NOW)
    with pytest.raises(ImportTooOld):
        undo_import(batch=batch, by=None, at=OLD)
