"""Lists of members from a file: looked at, applied as invitations, and taken back whole."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.actions.memberships import invite
from people.errors import ListSettled, ListUnreadable
from people.files.tables import read_table
from people.logic.member_list import MOST_ROWS, read
from people.models import MemberImport, MemberRow, Membership, Organisation, User
from people.permissions import can_manage

State = MemberImport.State


def take_member_list(
    *, organisation: Organisation, file_name: str, content: bytes, by: User, at: datetime
) -> MemberImport:
    """Read a CSV or XLSX file and keep its rows with what was found about each; nothing else changes.

    Refuses `NotAllowed` and `ListUnreadable`.
    """
    if not can_manage(by, organisation):
        raise NotAllowed
    try:
        rows = read(read_table(content, most_rows=MOST_ROWS), members=_known(organisation))
    except ValueError:
        raise ListUnreadable from None
    with transaction.atomic():
        batch = MemberImport.objects.create(organisation=organisation, file_name=file_name[:120], by=by, at=at)
        MemberRow.objects.bulk_create(
            MemberRow(
                batch=batch, line=row.line, name=row.name, email=row.email, phone=row.phone,
                findings=list(row.findings), is_usable=row.is_usable,
            )
            for row in rows
        )  # fmt: skip
        audit.record("take_member_list", batch, by=by, at=at, change={"rows": len(rows)})
        return batch


def apply_member_list(*, batch_id: UUID, by: User, at: datetime) -> int:
    """Invite everybody whose row can be used; whoever has no account gets one that waits for them. Return how many.

    An address typed by somebody else is not confirmed: its owner sets a password by mail first. Refuses `ListSettled`.
    """
    with transaction.atomic():
        batch = _locked(batch_id, by, State.CHECKED)
        done = sum(_invite(row, batch, by, at) for row in batch.rows.filter(is_usable=True).order_by("line"))
        batch.state, batch.applied_at = State.APPLIED, at
        batch.save()
        audit.record("apply_member_list", batch, by=by, at=at, change={"invited": done})
        return done


def undo_member_list(*, batch_id: UUID, by: User, at: datetime) -> tuple[int, int]:
    """Take the invitations back, and the accounts nobody used; return (taken back, left: who said yes stays).

    Refuses `ListSettled`.
    """
    with transaction.atomic():
        batch = _locked(batch_id, by, State.APPLIED)
        gone = left = 0
        for row in batch.rows.select_related("membership__user").filter(membership__isnull=False):
            if row.membership is None or row.membership.state != Membership.State.INVITED:
                left += 1
                continue
            person, is_unused = row.membership.user, row.made_account and row.membership.user.last_login is None
            row.membership.delete()
            if is_unused and not person.has_usable_password():
                person.delete()
            gone += 1
        batch.state, batch.undone_at = State.UNDONE, at
        batch.save()
        audit.record("undo_member_list", batch, by=by, at=at, change={"gone": gone, "left": left})
        return gone, left


def _invite(row: MemberRow, batch: MemberImport, by: User, at: datetime) -> bool:
    person = User.objects.filter(email=row.email).first()
    if person is None:
        person = User(email=row.email, name=row.name, phone=row.phone)
        person.set_unusable_password()
        person.save()
        row.made_account = True
    membership = invite(organisation=batch.organisation, person=person, by=by, at=at)
    if MemberRow.objects.filter(membership=membership).exists():
        return False
    row.membership = membership
    row.save(update_fields=["membership", "made_account"])
    return True


def _known(organisation: Organisation) -> dict[str, str]:
    running = Membership.objects.filter(organisation=organisation).exclude(state__in=("refused", "left"))
    members = set(running.values_list("user__email", flat=True))
    known = User.objects.filter(is_active=True).values_list("email", flat=True)
    return {email: "member" if email in members else "known" for email in known.iterator()}


def _locked(batch_id: UUID, by: User, state: MemberImport.State) -> MemberImport:
    known = MemberImport.objects.select_for_update(of=("self",)).select_related("organisation")
    batch = known.filter(pk=batch_id).first()
    if batch is None or not can_manage(by, batch.organisation):
        raise NotAllowed
    if batch.state != state:
        raise ListSettled
    return batch
