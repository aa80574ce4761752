"""Organisations with their members and papers, and people with what they asked of their data."""

from datetime import timedelta
from typing import Any, Final

from django.core import signing
from django.utils import timezone

from people.actions.identity import number_hash
from people.models import (
    Agreement,
    DataExport,
    ExportPiece,
    FreeTimeException,
    IdentityCheck,
    MemberImport,
    MemberRow,
    Membership,
    Organisation,
    Role,
    RoleGrant,
    StaffTask,
    User,
)
from tests.factories import make

# A number with a right check digit: Beijing, 1980-01-01; invented.
RESIDENT_ID: Final = "110101198001010010"


def membership(person: User, organisation: Organisation, state: str = "active", **fields: Any) -> Membership:
    """Make a membership."""
    values = {"began_at": make.NOW, "joined_at": make.NOW, "changed_at": make.NOW, "changed_by": person, **fields}
    return Membership.objects.create(organisation=organisation, user=person, state=state, **values)


def manager(organisation: Organisation, email: str = "") -> User:
    """Make a manager of the organisation."""
    person = make.user(email)
    RoleGrant.objects.create(user=person, role=Role.MANAGER, organisation=organisation, granted_at=make.NOW)
    return person


def check(person: User, number: str = RESIDENT_ID, **fields: Any) -> IdentityCheck:
    """Make an open check of a real name."""
    values = {
        "real_name": "陆望山",
        "document": "resident",
        "number_encrypted": "?",
        "number_hash": number_hash(number=number),
        "number_shown": "110*************10",
        "filed_at": make.NOW,
    }
    return IdentityCheck.objects.create(user=person, **{**values, **fields})


def export(person: User, content: bytes = b"PK") -> DataExport:
    """Make a copy that is ready."""
    now = timezone.now()
    made = DataExport.objects.create(
        user=person, state="ready", size=len(content), asked_at=now, ready_at=now, expires_at=now + timedelta(days=7)
    )
    ExportPiece.objects.create(export=made, number=0, content=content)
    return made


def world(volunteer: User, head: User | None, other: User | None) -> dict[str, Any]:
    """Return what the addresses of the house tests name."""
    assert head is not None
    team = volunteer.volunteer.organisation
    assert team is not None
    batch = MemberImport.objects.create(organisation=team, file_name="名单.csv", by=head, at=make.NOW)
    MemberRow.objects.create(batch=batch, line=2, name="某人", email="new@example.org", is_usable=True)
    waiting = make.organisation(state="waiting", filed_by=other, filed_at=make.NOW)
    away = FreeTimeException.objects.create(volunteer=volunteer.volunteer, from_on="2998-01-01", to_on="2998-01-02")
    return {
        "organisation": team.code,
        "membership_id": membership(volunteer, team).pk,
        "agreement_id": Agreement.objects.create(
            organisation=team, version=1, title="约定", text="一起守护", published_at=make.NOW, published_by=head
        ).pk,
        "task_id": StaffTask.objects.create(organisation=team, title="盘点", made_by=head, made_at=make.NOW).pk,
        "member_batch_id": batch.pk,
        "waiting_organisation_id": waiting.pk,
        "check_id": check(volunteer).pk,
        "exception_id": away.pk,
        "export_token": signing.dumps(str(export(volunteer).pk), salt="people.export"),
    }
