"""Lists of members: findings per row, invitations, and taken back whole."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import NotAllowed
from people.actions.member_lists import apply_member_list, take_member_list, undo_member_list
from people.actions.memberships import move_membership
from people.errors import ListSettled, ListUnreadable
from people.models import MemberImport, Membership, Organisation, User
from tests.conftest import signed_in
from tests.factories import joined, make

CSV = """姓名,邮箱,手机号,备注
陆望山,lu@test.example,13800138000,
,nameless@test.example,,
白丁,not-an-address,,
同名,twice@test.example,12,
同名,twice@test.example,,
老队员,member@test.example,,
已注册,known@test.example,,
,,,
"""


@pytest.fixture
def team(db: None) -> Organisation:
    joined_already = make.organisation(kind="team", name_zh="守望队")
    joined.membership(make.volunteer("member@test.example"), joined_already)
    make.user("known@test.example")
    return joined_already


@pytest.fixture
def head(team: Organisation) -> User:
    return joined.manager(team)


def taken(team: Organisation, head: User, content: bytes | None = None, name: str = "名单.csv") -> MemberImport:
    return take_member_list(organisation=team, file_name=name, content=content or CSV.encode(), by=head, at=make.NOW)


def test_every_row_says_what_was_found(team: Organisation, head: User) -> None:
    before = (User.objects.count(), Membership.objects.count())
    rows = taken(team, head).rows.order_by("line")
    assert [(row.line, row.findings, row.is_usable) for row in rows] == [
        (2, [], True),
        (3, ["name_missing"], False),
        (4, ["email_wrong"], False),
        (5, ["email_twice", "phone_wrong"], False),
        (6, ["email_twice"], False),
        (7, ["already_member"], False),
        (8, ["account_known"], True),
    ]
    assert (User.objects.count(), Membership.objects.count()) == before


def test_same_list_as_gb18030_and_as_workbook(team: Organisation, head: User) -> None:
    book = openpyxl.Workbook()
    for line in CSV.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    book.active["C2"] = 13800138000
    out = io.BytesIO()
    book.save(out)
    expected = list(taken(team, head).rows.values_list("line", "name", "email", "phone", "is_usable"))
    for content in (CSV.encode("gb18030"), out.getvalue()):
        assert (
            list(taken(team, head, content).rows.values_list("line", "name", "email", "phone", "is_usable")) == expected
        )


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\x00\xff\xfe", b"PK\x03\x04broken", b"\n"])
def test_what_is_no_list_is_refused(content: bytes, team: Organisation, head: User) -> None:
    with pytest.raises(ListUnreadable):
        taken(team, head, content)


def test_applied_list_invites_and_is_taken_back_but_for_who_said_yes(team: Organisation, head: User) -> None:
    batch = taken(team, head)
    assert apply_member_list(batch_id=batch.pk, by=head, at=make.NOW) == 2
    new = User.objects.get(email="lu@test.example")
    assert (new.name, new.has_usable_password()) == ("陆望山", False)
    known = Membership.objects.get(user__email="known@test.example")
    assert known.state == "invited"
    with pytest.raises(ListSettled):
        apply_member_list(batch_id=batch.pk, by=head, at=make.NOW)
    move_membership(membership_id=known.pk, act="join", by=known.user, at=make.NOW)
    assert undo_member_list(batch_id=batch.pk, by=head, at=make.NOW) == (1, 1)
    assert not User.objects.filter(email="lu@test.example").exists()
    assert Membership.objects.get(pk=known.pk).state == "active"
    with pytest.raises(ListSettled):
        undo_member_list(batch_id=batch.pk, by=head, at=make.NOW)


def test_stranger_brings_no_list(team: Organisation, head: User, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        taken(team, stranger)
    batch = taken(team, head)
    for act in (apply_member_list, undo_member_list):
        with pytest.raises(NotAllowed):
            act(batch_id=batch.pk, by=stranger, at=make.NOW)


def test_pages_bring_look_apply_and_undo(team: Organisation, head: User) -> None:
    client = signed_in(head)
    sent = client.post(f"/organisations/{team.code}/lists/", {"file": SimpleUploadedFile("名单.csv", CSV.encode())})
    assert sent.status_code == 302
    assert client.get(sent["Location"]).context["usable"] == 2
    client.post(sent["Location"], {"do": "apply"})
    client.post(sent["Location"], {"do": "undo"})
    assert MemberImport.objects.get().state == "undone"
    bad = client.post(f"/organisations/{team.code}/lists/", {"file": SimpleUploadedFile("x.csv", b"1")})
    assert list(bad.context["form"].errors) == ["file"]
