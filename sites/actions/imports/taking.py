"""Takes a file, opens it safely, and notes how it is to be read."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.db import transaction

from core import audit
from core.errors import NotAllowed
from core.sql import Statements
from people.models import User
from people.permissions import has_right
from sites.errors import ColumnUnknown, FileHostile, FileTooLarge, FileUnreadable, ImportBusy
from sites.files.reading import Layer, open_layer
from sites.files.unpack import Bomb, Refused, unpack
from sites.logic.columns import fields, guess
from sites.models import ImportBatch, ImportProfile
from sites.sentences import refusal_sentence

SQL: Final = Statements(Path(__file__).resolve().parents[2] / "sql")
FOLDER: Final = "imports"
CHUNK: Final = 1 << 20
HOSTILE: Final = frozenset({"path_escapes", "link_in_archive", "calls_other_files"})
OPEN_STATES: Final = ("uploaded", "checking", "checked")


def take_file(
    *, stream: BinaryIO, name: str, by: User | None, at: datetime, limit_mb: int | None = None
) -> ImportBatch:
    """Keep the uploaded file and guess how it is read; raises a Problem where it cannot be read at all.

    `by` is None only for the operator of the machine.
    """
    if by is not None and not has_right(by, "edit_sites"):
        raise NotAllowed
    sha256, size = _store(stream, limit_mb)
    batch = ImportBatch(file_name=Path(name).name[:200], file_sha256=sha256, file_bytes=size, by=by, at=at)
    with opened_layer(batch=batch) as layer:
        batch.layer, batch.crs, batch.columns = layer.name, _crs(layer), guess(layer.columns)
    with transaction.atomic():
        batch.save(force_insert=True)
        audit.record("take_import", batch, by=by, at=at, change={"file": batch.file_name, "sha256": sha256})
    return batch


@contextmanager
def opened_layer(*, batch: ImportBatch, layer: str = "") -> Iterator[Layer]:
    """Open the batch's file in a folder that goes away afterwards; refusals of the file become Problems."""
    with tempfile.TemporaryDirectory(prefix="import-", dir=_folder()) as folder, _as_problems():
        yield open_layer(unpack(_file_of(batch), Path(folder)), layer or batch.layer)


def _file_of(batch: ImportBatch) -> Path:
    """Return where the batch's file lies."""
    return _folder() / batch.file_sha256


def choose_reading(
    *,
    batch: ImportBatch,
    columns: Mapping[str, str],
    by: User | None,
    at: datetime,
    layer: str = "",
    crs: str = "",
    system: str = "",
) -> ImportBatch:
    """Note which column is which field; raises ColumnUnknown for a column or field there is not."""
    with opened_layer(batch=batch, layer=layer) as opened:
        _refuse_unknown(columns, opened)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in ("uploaded", "checked"):
            raise ImportBusy(state=batch.get_state_display())
        batch.layer, batch.columns, batch.system = opened.name, dict(columns), system
        batch.crs = crs or _crs(opened)
        batch.state, batch.shares = ImportBatch.State.UPLOADED, {}
        batch.save(update_fields=["layer", "columns", "crs", "system", "state", "shares"])
    return batch


def keep_profile(*, batch: ImportBatch, name: str, by: User, at: datetime) -> ImportProfile:
    """Keep how this file is read under a name, for the next file of its kind; the name's earlier profile is replaced."""
    profile, _ = ImportProfile.objects.update_or_create(
        name=name,
        defaults={
            "columns": batch.columns,
            "datum": batch.datum,
            "crs": batch.crs[:40],
            "system": batch.system,
            "by": by,
            "at": at,
        },
    )
    return profile


def cancel_import(*, batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Stop an import that was not applied; its rows are forgotten."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in OPEN_STATES:
            raise ImportBusy(state=batch.get_state_display())
        batch.state = ImportBatch.State.CANCELLED
        batch.save(update_fields=["state"])
        forget_rows(batch=batch)
        audit.record("cancel_import", batch, by=by, at=at)


def forget_rows(*, batch: ImportBatch) -> None:
    """Delete what was staged of the batch, in one statement."""
    SQL.run("import_forget", {"batch": batch.pk})


def _refuse_unknown(columns: Mapping[str, str], layer: Layer) -> None:
    for column, field in columns.items():
        if column not in layer.columns:
            raise ColumnUnknown(name=column, kind="column", known=", ".join(layer.columns))
        if field not in fields():
            raise ColumnUnknown(name=field, kind="field", known=", ".join(fields()))


def _crs(layer: Layer) -> str:
    # Degrees of WGS-84 or CGCS2000 need no projection; whether they are shifted is asked later.
    return "" if layer.crs in ("", "EPSG:4326", "EPSG:4490", "OGC:CRS84") else layer.crs


def _store(stream: BinaryIO, limit_mb: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=_folder(), delete=False) as target:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if limit_mb is not None and size > limit_mb << 20:
                Path(target.name).unlink()
                raise FileTooLarge(limit_mb=limit_mb)
            digest.update(chunk)
            target.write(chunk)
    Path(target.name).replace(_folder() / digest.hexdigest())
    return digest.hexdigest(), size


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _as_problems() -> Iterator[None]:
    try:
        yield
    except Bomb as bomb:
        raise FileHostile(reason=refusal_sentence(bomb.reason, bomb.detail)) from bomb
    except Refused as refused:
        problem = FileHostile if refused.reason in HOSTILE else FileUnreadable
        raise problem(reason=refusal_sentence(refused.reason, refused.detail)) from refused
