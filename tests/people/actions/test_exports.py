"""A copy of one's data: everything that names one, photos included, packed by the worker and handed to nobody else."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from core.personal import _PARTS, Part, Sheet, register
from people.actions.rights import ask_for_export, forget_exports, pack_export
from people.errors import ExportUnderWay
from people.models import DataExport, ExportPiece, Notice, SafetyRecord, User
from people.tasks import pack
from tests.conftest import signed_in
from tests.factories import joined, make
from tests.house.world import build


@pytest.fixture
def person(tmp_path: Path, settings: Settings, db: None) -> User:
    settings.MEDIA_ROOT = tmp_path
    found = build(tmp_path).people["volunteer"]
    assert found is not None
    found.data_exports.all().delete()
    return found


def packed(person: User) -> zipfile.ZipFile:
    asked = ask_for_export(by=person, at=timezone.now())
    pack_export(export_id=asked.pk, at=timezone.now())
    pieces = ExportPiece.objects.filter(export=asked).order_by("number").values_list("content", flat=True)
    return zipfile.ZipFile(io.BytesIO(b"".join(map(bytes, pieces))))


def test_copy_holds_what_every_app_keeps(person: User) -> None:
    archive = packed(person)
    names = set(archive.namelist())
    assert {
        "README.txt", "people/account.json", "people/account.csv", "people/volunteer.json", "patrol/report.json",
        "patrol/finding.json", "patrol/track.json", "patrol/trackbatch.json", "timebank/servicerecord.json",
        "timebank/certificate.json", "planning/planitem.json", "people/what_i_did.json",
    } <= names  # fmt: skip
    [account] = json.loads(archive.read("people/account.json"))
    assert account["email"] == person.email
    assert {row["volunteer_id"] for row in json.loads(archive.read("patrol/report.json"))} == {str(person.pk)}
    assert archive.read("patrol/report.csv").startswith(b"\xef\xbb\xbfid,")


def test_copy_opens_no_door_and_shows_no_key(person: User) -> None:
    archive = packed(person)
    said = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist() if name.endswith(".json"))
    assert [
        word for word in ("password", "token_sha256", "number_hash", "number_encrypted", "p256dh") if word in said
    ] == []


def test_nobody_elses_rows_are_in_it(person: User, site: object) -> None:
    other = make.volunteer("else@test.example")
    make.report(other, make.site(code="ELSE"), note="别人的")
    archive = packed(person)
    assert [name for name in archive.namelist() if "别人的" in archive.read(name).decode(errors="replace")] == []


def test_who_records_takes_nobodys_data_along(volunteer: User) -> None:
    head = make.user()
    joined.check(volunteer, first_by=head, real_name="别人的真名")
    SafetyRecord.objects.create(
        volunteer=volunteer.volunteer, emergency_name="别人的母亲", changed_at=make.NOW, changed_by=head
    )
    archive = packed(head)
    said = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert [word for word in ("别人的真名", "别人的母亲") if word in said] == []
    assert "别人的真名" in packed(volunteer).read("people/identitycheck.json").decode()


def test_one_copy_at_a_time_and_told_when_ready(person: User) -> None:
    asked = ask_for_export(by=person, at=timezone.now())
    with pytest.raises(ExportUnderWay):
        ask_for_export(by=person, at=timezone.now())
    pack(str(asked.pk))
    asked.refresh_from_db()
    assert (asked.state, asked.parts_done, asked.parts) == ("ready", 7, 7)
    assert Notice.objects.filter(user=person, kind="export_ready").count() == 1
    size = asked.size
    assert pack_export(export_id=asked.pk, at=timezone.now()) == size


@pytest.fixture
def broken_part() -> Iterator[None]:
    def sheets(_person: object) -> Iterator[Sheet]:
        raise RuntimeError
        yield

    register("maps", Part(sheets, lambda _gone: None))
    yield
    del _PARTS["maps"]


def test_what_cannot_be_packed_is_said_and_asked_again(volunteer: User, broken_part: None) -> None:
    asked = ask_for_export(by=volunteer, at=timezone.now())
    with pytest.raises(RuntimeError):
        pack(str(asked.pk))
    asked.refresh_from_db()
    assert asked.state == "failed"
    ask_for_export(by=volunteer, at=timezone.now())


def test_worker_that_died_holds_nobody_up(volunteer: User) -> None:
    at = timezone.now()
    ask_for_export(by=volunteer, at=at)
    ask_for_export(by=volunteer, at=at + timedelta(hours=7))
    assert DataExport.objects.filter(user=volunteer, state="failed").count() == 1


def test_link_opens_for_its_person_only_and_for_a_week(volunteer: User, stranger: User) -> None:
    made = joined.export(volunteer, b"PK-mine")
    url = f"/me/data/copy/{signing.dumps(str(made.pk), salt='people.export')}/"
    mine = signed_in(volunteer).get(url)
    assert b"".join(mine.streaming_content) == b"PK-mine"  # type: ignore[arg-type]
    assert (mine["Content-Length"], mine["Content-Type"]) == ("7", "application/zip")
    assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    assert signed_in(volunteer).get("/me/data/copy/guessed/").status_code == 404
    DataExport.objects.filter(pk=made.pk).update(ready_at=make.NOW, expires_at=make.NOW + timedelta(days=7))
    assert signed_in(volunteer).get(url).status_code == 404


def test_copies_are_forgotten_after_their_week(volunteer: User) -> None:
    joined.export(volunteer)
    assert forget_exports(at=timezone.now() + timedelta(days=6)) == 0
    assert forget_exports(at=timezone.now() + timedelta(days=8)) == 1
    assert (ExportPiece.objects.count(), DataExport.objects.get().state) == (0, "gone")


def test_ready_copy_ends_one_day(volunteer: User) -> None:
    with pytest.raises(IntegrityError, match="export_ready_expires"), transaction.atomic():
        DataExport.objects.create(user=volunteer, state="ready", asked_at=make.NOW)


def test_formula_in_a_table_is_text(volunteer: User) -> None:
    User.objects.filter(pk=volunteer.pk).update(name="=1+1")
    assert "'=1+1" in packed(volunteer).read("people/account.csv").decode()
