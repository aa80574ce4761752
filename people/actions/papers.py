"""What passes between an organisation and its people: agreements to sign, announcements, and work among the staff."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from people.actions.notices import notify
from people.errors import AgreementOld, SecondPersonNeeded, TaskSettled
from people.models import Agreement, Announcement, Organisation, Signature, StaffTask, User
from people.permissions import can_manage
from people.queries.organisations import is_member, members_to_tell

State = StaffTask.State


def publish_agreement(*, organisation: Organisation, title: str, text: str, by: User, at: datetime) -> Agreement:
    """Publish a new version, which every member is asked to sign. Refuses `NotAllowed`."""
    with transaction.atomic():
        _kept(organisation, by)
        last = organisation.agreements.aggregate(last=Max("version"))["last"] or 0
        made = Agreement.objects.create(
            organisation=organisation, version=last + 1, title=title, text=text, published_at=at, published_by=by
        )
        audit.record("publish_agreement", made, by=by, at=at, change={"version": made.version})
        url = reverse("people:organisation", args=[organisation.code])
        params = {**_named(organisation), "title": title}
        notify(
            users=members_to_tell(organisation, below=False), kind="agreement_to_sign", params=params, url=url, at=at
        )
        return made


def sign_agreement(*, agreement_id: UUID, by: User, at: datetime) -> Signature:
    """Sign the newest version, as a member; signed twice is signed once. Refuses `NotAllowed` and `AgreementOld`."""
    agreement = Agreement.objects.select_related("organisation").filter(pk=agreement_id).first()
    if agreement is None or not is_member(by, agreement.organisation):
        raise NotAllowed
    if agreement.organisation.agreements.filter(version__gt=agreement.version).exists():
        raise AgreementOld
    with transaction.atomic():
        signature, is_new = Signature.objects.get_or_create(agreement=agreement, user=by, defaults={"signed_at": at})
        if is_new:
            audit.record("sign_agreement", signature, by=by, at=at)
        return signature


def announce(*, organisation: Organisation, title: str, text: str, by: User, at: datetime) -> Announcement:
    """Tell the members, and those of every organisation below. Refuses `NotAllowed`."""
    with transaction.atomic():
        _kept(organisation, by)
        told = list(members_to_tell(organisation, below=True))
        made = Announcement.objects.create(
            organisation=organisation, title=title, text=text, at=at, by=by, told=len(told)
        )
        audit.record("announce", made, by=by, at=at, change={"told": len(told)})
        url = reverse("people:organisation", args=[organisation.code])
        notify(users=told, kind="announcement", params={**_named(organisation), "title": title}, url=url, at=at)
        return made


def give_task(
    *,
    organisation: Organisation,
    title: str,
    due_on: date | None,
    needs_approval: bool,
    assignee: User | None,
    by: User,
    at: datetime,
) -> StaffTask:
    """Write down work among the organisation's managers; whoever it is for is told. Refuses `NotAllowed`."""
    if assignee is not None and not can_manage(assignee, organisation):
        raise NotAllowed
    with transaction.atomic():
        _kept(organisation, by)
        task = StaffTask.objects.create(
            organisation=organisation, title=title, due_on=due_on, needs_approval=needs_approval, assignee=assignee,
            made_by=by, made_at=at,
        )  # fmt: skip
        audit.record("give_task", task, by=by, at=at)
        if assignee is not None and assignee.pk != by.pk:
            url = reverse("people:staff_tasks", args=[organisation.code])
            notify(users=[assignee], kind="staff_task", params={**_named(organisation), "title": title}, url=url, at=at)
        return task


def move_task(*, task_id: UUID, act: str, by: User, at: datetime) -> StaffTask:
    """Do (`done`), approve (`approve`), give back (`again`) or drop (`drop`) a task; nobody approves what they did.

    Refuses `NotAllowed`, `TaskSettled` and `SecondPersonNeeded`.
    """
    with transaction.atomic():
        known = StaffTask.objects.select_for_update(of=("self",)).select_related("organisation")
        task = known.filter(pk=task_id).first()
        if task is None or not can_manage(by, task.organisation):
            raise NotAllowed
        starts = {"done": State.OPEN, "approve": State.DONE, "again": State.DONE, "drop": State.OPEN}
        if starts.get(act) != task.state:
            raise TaskSettled
        if act == "approve" and task.done_by_id == by.pk:
            raise SecondPersonNeeded
        _move(task, act, by, at)
        task.save()
        audit.record(f"task_{act}", task, by=by, at=at, change={"state": task.state})
        return task


def _move(task: StaffTask, act: str, by: User, at: datetime) -> None:
    if act == "done":
        task.done_by, task.done_at = by, at
        task.state = State.DONE if task.needs_approval else State.SETTLED
    if act == "approve":
        task.approved_by, task.state = by, State.SETTLED
    if act == "again":
        task.done_by, task.done_at, task.state = None, None, State.OPEN
    if act == "drop":
        task.state = State.DROPPED
    task.settled_at = at if task.state in (State.SETTLED, State.DROPPED) else None


def _kept(organisation: Organisation, by: User) -> None:
    if not can_manage(by, organisation):
        raise NotAllowed
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _named(organisation: Organisation) -> dict[str, list[str]]:
    return {"organisation": [organisation.name_zh, organisation.name_en]}
