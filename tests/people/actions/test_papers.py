"""Agreements, announcements, and work among the staff."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed
from people.actions.papers import announce, give_task, move_task, publish_agreement, sign_agreement
from people.errors import AgreementOld, SecondPersonNeeded, TaskSettled
from people.models import Agreement, Announcement, Notice, Organisation, Signature, StaffTask, User
from tests.factories import joined, make


@pytest.fixture
def body(db: None) -> Organisation:
    return make.organisation()


@pytest.fixture
def head(body: Organisation) -> User:
    return joined.manager(body)


def publish(body: Organisation, head: User) -> Agreement:
    return publish_agreement(organisation=body, title="志愿者约定", text="安全第一", by=head, at=make.NOW)


def task(body: Organisation, head: User, **fields: object) -> StaffTask:
    values = {"title": "核对保险", "due_on": None, "needs_approval": True, "assignee": None, **fields}
    return give_task(organisation=body, **values, by=head, at=make.NOW)  # type: ignore[arg-type]


def test_members_sign_the_newest_version_once(body: Organisation, head: User, volunteer: User, stranger: User) -> None:
    joined.membership(volunteer, body)
    first = publish(body, head)
    assert volunteer.notices.get().kind == "agreement_to_sign"
    signed = sign_agreement(agreement_id=first.pk, by=volunteer, at=make.NOW)
    assert sign_agreement(agreement_id=first.pk, by=volunteer, at=make.NOW) == signed
    assert publish(body, head).version == 2
    with pytest.raises(AgreementOld):
        sign_agreement(agreement_id=first.pk, by=volunteer, at=make.NOW)
    with pytest.raises(NotAllowed):
        sign_agreement(agreement_id=first.pk, by=stranger, at=make.NOW)
    with pytest.raises(NotAllowed):
        publish(body, volunteer)


def test_what_was_published_and_signed_stays(body: Organisation, head: User, volunteer: User) -> None:
    joined.membership(volunteer, body)
    sign_agreement(agreement_id=publish(body, head).pk, by=volunteer, at=make.NOW)
    announce(organisation=body, title="培训", text="周六", by=head, at=make.NOW)
    for model, change in (
        (Agreement, {"text": "?"}),
        (Signature, {"signed_at": make.NOW}),
        (Announcement, {"text": "?"}),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.all()._raw_delete(using="default")


def test_announcement_reaches_the_teams_below_once(body: Organisation, head: User) -> None:
    team = make.organisation(kind="team", parent=body)
    inside, below, left = make.volunteer(), make.volunteer(), make.volunteer()
    joined.membership(inside, body)
    joined.membership(inside, team)
    joined.membership(below, team)
    joined.membership(left, team, "left")
    assert announce(organisation=body, title="培训", text="周六", by=head, at=make.NOW).told == 2
    assert {one.user_id for one in Notice.objects.filter(kind="announcement")} == {inside.pk, below.pk}
    with pytest.raises(NotAllowed):
        announce(organisation=body, title="?", text="?", by=joined.manager(team), at=make.NOW)


def test_nobody_approves_their_own_work(body: Organisation, head: User) -> None:
    other = joined.manager(body)
    given = task(body, head, assignee=other)
    assert other.notices.get().kind == "staff_task"
    done = move_task(task_id=given.pk, act="done", by=other, at=make.NOW)
    assert done.state == "done"
    with pytest.raises(SecondPersonNeeded):
        move_task(task_id=given.pk, act="approve", by=other, at=make.NOW)
    assert move_task(task_id=given.pk, act="again", by=head, at=make.NOW).state == "open"
    move_task(task_id=given.pk, act="done", by=other, at=make.NOW)
    assert move_task(task_id=given.pk, act="approve", by=head, at=make.NOW).state == "settled"
    with pytest.raises(TaskSettled):
        move_task(task_id=given.pk, act="drop", by=head, at=make.NOW)
    with pytest.raises(IntegrityError, match="staff_task_approved_by_another"), transaction.atomic():
        StaffTask.objects.update(approved_by=other)
    with pytest.raises(IntegrityError, match="staff_task_settled_with_approval"), transaction.atomic():
        StaffTask.objects.update(approved_by=None)


def test_plain_work_is_settled_when_done_and_strangers_get_none(body: Organisation, head: User, stranger: User) -> None:
    given = task(body, head, needs_approval=False)
    assert move_task(task_id=given.pk, act="done", by=head, at=make.NOW).state == "settled"
    with pytest.raises(NotAllowed):
        task(body, head, assignee=stranger)
    with pytest.raises(NotAllowed):
        move_task(task_id=given.pk, act="done", by=stranger, at=make.NOW)
