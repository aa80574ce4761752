"""A person's rights over their data: a copy of all of it, and that it goes. The parts come from every app (`core.personal`)."""

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from psycopg.errors import LockNotAvailable

from core import audit, personal
from core.jobs import later
from people.actions.notices import notify
from people.errors import ErasureAsked, ExportUnderWay, StillOnDuty
from people.models import DataExport, Erasure, ExportPiece, Role, User

KEPT: Final = timedelta(days=7)
THINK_AGAIN: Final = timedelta(days=7)
# A worker that is not done with it by then has died; the copy is asked for anew.
LOST_AFTER: Final = timedelta(hours=6)
PIECE_BYTES: Final = 1 << 20
State = DataExport.State
# The erasure gives way: so long it waits for what another holds (less than PostgreSQL's deadlock_timeout, a second), then begins anew.
PATIENCE: Final = "500ms"
TURNS: Final = 5
OFFICES: Final = tuple(role for role in Role if role != Role.VOLUNTEER)


def ask_for_export(*, by: User, at: datetime) -> DataExport:
    """Let the worker pack a copy of everything kept about the person. Refuses `ExportUnderWay`."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        running = person.data_exports.filter(state__in=(State.WAITING, State.PACKING))
        running.filter(asked_at__lte=at - LOST_AFTER).update(state=State.FAILED)
        if running.exists():
            raise ExportUnderWay
        export = DataExport.objects.create(user=person, asked_at=at, parts=len(personal.parts()))
        audit.record("ask_for_export", export, by=by, at=at)
        later("people.pack_export", export_id=str(export.pk))
        return export


def pack_export(*, export_id: UUID, at: datetime) -> int:
    """Pack the copy, part by part, and keep it for a week; return its bytes. Safe to repeat: it begins anew."""
    export = DataExport.objects.select_related("user").get(pk=export_id)
    if export.state not in (State.WAITING, State.PACKING):
        return export.size
    DataExport.objects.filter(pk=export_id).update(state=State.PACKING, parts_done=0, parts=len(personal.parts()))
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", README)
            for number, part in enumerate(personal.parts().values(), start=1):
                _add(archive, part, export.user_id)
                DataExport.objects.filter(pk=export_id).update(parts_done=number)
        return _keep(export, file, at)


def fail_export(*, export_id: UUID) -> None:
    """Say that a copy could not be packed, so that its person may ask again."""
    DataExport.objects.filter(pk=export_id, state__in=(State.WAITING, State.PACKING)).update(state=State.FAILED)


def forget_exports(*, at: datetime) -> int:
    """Delete the copies whose week is over; return how many."""
    with transaction.atomic():
        over = list(DataExport.objects.select_for_update().filter(state=State.READY, expires_at__lte=at))
        ExportPiece.objects.filter(export__in=over).delete()
        return DataExport.objects.filter(pk__in=[one.pk for one in over]).update(state=State.GONE)


def ask_for_erasure(*, by: User, at: datetime) -> Erasure:
    """Note that the person's data goes in a week. Refuses `StillOnDuty` and `ErasureAsked`."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=by.pk)
        if person.role_grants.filter(revoked_at=None, role__in=OFFICES).exists():
            raise StillOnDuty
        if person.erasures.filter(cancelled_at=None).exists():
            raise ErasureAsked
        erasure = Erasure(user=person, asked_at=at, due_at=at + THINK_AGAIN)
        erasure.pseudonym = f"已注销-{erasure.pk.hex[-8:]}"
        erasure.save()
        audit.record("ask_for_erasure", erasure, by=by, at=at)
        notify(
            users=[person],
            kind="erasure_asked",
            params={"day": erasure.due_at.date()},
            url=reverse("people:data"),
            at=at,
        )
        return erasure


def cancel_erasure(*, by: User, at: datetime) -> bool:
    """Take it back while it has not begun; return False where there was nothing to take back."""
    with transaction.atomic():
        waiting = Erasure.objects.select_for_update().filter(user=by, cancelled_at=None, started_at=None).first()
        if waiting is None:
            return False
        waiting.cancelled_at = at
        waiting.save(update_fields=["cancelled_at"])
        audit.record("cancel_erasure", waiting, by=by, at=at)
        return True


def erase_due(*, at: datetime) -> int:
    """Erase everybody whose week is over, each in a transaction of their own; return how many."""
    due = Erasure.objects.filter(due_at__lte=at, cancelled_at=None, ended_at=None).order_by("due_at")
    return sum(erase(erasure_id=key, at=at) for key in list(due.values_list("pk", flat=True)))


def erase(*, erasure_id: UUID, at: datetime) -> bool:
    """Take the person out of every app, whole or not at all; return False where it was taken back, or somebody was faster.

    Locks in the order that stands in `core.personal`. Where others hold too much for too long, the next run does it.
    """
    for _turn in range(TURNS):
        try:
            return _erase(erasure_id, at)
        except _GiveWay:
            continue
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
    return False


class _GiveWay(Exception):
    """Something new of the person came while the erasure waited for them."""


def _erase(erasure_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update(of=("self",)).select_related("user").get(pk=erasure_id)
        if erasure.cancelled_at is not None or erasure.ended_at is not None or erasure.due_at > at:
            return False
        person = _locked_with_matters(erasure.user_id)
        erasure.started_at = at
        erasure.save(update_fields=["started_at"])
        with connection.cursor() as cursor:
            # Opens the walls for text, until this transaction ends (function core_erases).
            cursor.execute("SELECT set_config('core.erasing', %s, true)", [str(erasure.pk)])
        gone = personal.Gone(person.pk, erasure.pseudonym, person.name, person.email, person.phone)
        for part in personal.parts().values():
            part.erase(gone)
        audit.record("erase", erasure, by=None, at=at)
        erasure.ended_at = at
        erasure.save(update_fields=["ended_at"])
        return True


def _locked_with_matters(key: UUID) -> User:
    """Lock what others lock before a person, then the person; from then on nothing new of them can come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    locked = {
        (number, one)
        for number, rows in enumerate(_matters(key))
        for one in rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    }
    person = User.objects.select_for_update().get(pk=key)
    known = {(number, one) for number, rows in enumerate(_matters(key)) for one in rows.values_list("pk", flat=True)}
    if known - locked:
        raise _GiveWay
    return person


def _matters(key: UUID) -> Iterator[QuerySet[Any]]:
    for part in personal.parts().values():
        yield from part.matters(key)


def _add(archive: zipfile.ZipFile, part: personal.Part, person: UUID) -> None:
    for sheet in part.sheets(person):
        rows = [dict(row) for row in sheet.rows]
        archive.writestr(f"{sheet.name}.json", json.dumps(rows, cls=_Plain, ensure_ascii=False, indent=1))
        archive.writestr(f"{sheet.name}.csv", "\ufeff" + _as_csv(rows))
    for attachment in part.files(person):
        try:
            with attachment.open() as stream, archive.open(attachment.name, "w") as place:
                while block := stream.read(PIECE_BYTES):
                    place.write(block)
        except FileNotFoundError:
            archive.writestr(f"{attachment.name}.missing.txt", "")


def _as_csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as a table shows it; what a spreadsheet would run as a formula is text."""
    text = json.dumps(value, cls=_Plain, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    if value is None:
        return ""
    return f"'{text}" if text[:1] in {"=", "+", "@", "\t"} else text


class _Plain(DjangoJSONEncoder):
    """Writes places, ranges and everything else as text."""

    def default(self, o: Any) -> Any:
        """Return a plain value."""
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def _keep(export: DataExport, file: IO[bytes], at: datetime) -> int:
    size, digest = file.seek(0, 2), hashlib.sha256()
    with transaction.atomic():
        ExportPiece.objects.filter(export=export).delete()
        for number, piece in enumerate(_pieces(file)):
            digest.update(piece)
            ExportPiece.objects.create(export=export, number=number, content=piece)
        values = {"size": size, "sha256": digest.hexdigest(), "ready_at": at, "expires_at": at + KEPT}
        DataExport.objects.filter(pk=export.pk).update(state=State.READY, **values)
        notify(users=[export.user], kind="export_ready", params={}, url=reverse("people:data"), at=at)
    return size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        yield piece


README: Final = """\
这里是“文物巡查”保存的、与您有关的全部数据：每类一个 JSON 文件和一个内容相同的 CSV 表格；photos 里是您上报的原始照片。
其他人只以编号出现。密码、验证码和密钥不在其中。

Everything Heritage Patrol keeps about you: for each kind one file of JSON and the same as a table (CSV); in "photos" the
pictures you sent, as you sent them. Other people appear as their ids only. Passwords, codes and keys are not among it.
"""
