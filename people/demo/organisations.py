"""Gives the demo's organisations a federation above, a team below, members, papers, work, and names that wait for two."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db import transaction

from people.actions.identity import number_hash
from people.demo import ADMINISTRATOR
from people.logic import identity
from people.models import (
    Agreement,
    Announcement,
    Consent,
    ConsentText,
    FreeTimeException,
    IdentityCheck,
    MemberImport,
    MemberRow,
    Membership,
    Organisation,
    Role,
    RoleGrant,
    Signature,
    StaffTask,
    Training,
    User,
    Volunteer,
)
from people.queries.keys import identity_keys

FEDERATION: Final = "bj-federation"
ABOUT: Final = {
    "jinghua-watch": "每月走访东城、西城的古建筑和近现代建筑，拍照记录，发现险情及时上报。新队员先跟老队员走两次。（演示）",
    "great-wall-rangers": "怀柔、延庆的长城巡护队，队员大多住在城墙脚下。上山两人同行，雨雪天不出。（演示）",
}
# Invented, each with a right check digit: the region is Dongcheng, the day and the serial are nobody's we know.
NUMBERS: Final = ("110101198001010010", "110101199203150030")
AGREEMENT: Final = (
    "一、安全第一：两人同行，不攀爬，不进危房，天气不好就改期。\n二、只看只拍，不动文物；发现险情先离开再上报。\n"
    "三、如实记录，不代签、不补录没有去过的巡查。\n四、尊重当地居民和管理单位。"
)


def load(*, at: datetime) -> str:
    """Add them once; say what is there."""
    if not Organisation.objects.filter(code=FEDERATION).exists():
        with transaction.atomic():
            _add(at)
    waiting = IdentityCheck.objects.filter(state__in=("waiting", "seen")).count()
    return f"{Organisation.objects.count()} organisations, {Membership.objects.count()} memberships, {waiting} names to confirm"


def _add(at: datetime) -> None:
    administrator, head = User.objects.get(email=ADMINISTRATOR), User.objects.get(email="manager@example.org")
    body = _hierarchy(administrator, at)
    people = list(Volunteer.objects.select_related("user", "organisation").order_by("number"))
    Membership.objects.bulk_create(
        _member(one.organisation, one.user, "active", one.joined_on, at) for one in people if one.organisation
    )
    team = Organisation.objects.get(code="bell-tower-team")
    for one, state in zip(
        people[2:9], ("active", "active", "active", "suspended", "applied", "applied", "invited"), strict=False
    ):
        _member(team, one.user, state, one.joined_on, at).save()
    newcomer = _newcomer(at)
    _member(body, newcomer, "applied", at.date(), at, "我住在鼓楼旁边，周末有空，喜欢摄影。").save()
    _papers(body, head, [one.user for one in people[:12]], at)
    _work(body, head, administrator, at)
    _list(body, head, at)
    _names(people, administrator, at)
    _federation(administrator, at)
    _lives(people, head, at)


def _hierarchy(administrator: User, at: datetime) -> Organisation:
    top = Organisation.objects.create(
        code=FEDERATION, kind="federation", name_zh="北京文物守护志愿者联合会（演示）", name_en="Beijing Heritage Volunteers (demo)",
        about="联系全市各志愿者组织，统一培训、保险和表彰。（演示）", contact="federation@example.org", area="11", reviewed_by=administrator,
    )  # fmt: skip
    for code, about in ABOUT.items():
        Organisation.objects.filter(code=code).update(parent=top, about=about, contact=f"{code}@example.org", area="11")
    body = Organisation.objects.get(code="jinghua-watch")
    Organisation.objects.create(
        code="bell-tower-team", kind="team", name_zh="钟鼓楼小队（演示）", name_en="Bell Tower Team (demo)", parent=body,
        about="就近看护钟鼓楼一带的四合院和寺庙。（演示）", area="110101",
    )  # fmt: skip
    Organisation.objects.create(
        code="waiting-team", kind="team", name_zh="燕山徒步队（演示）", name_en="Yanshan Walkers (demo)", parent=top, state="waiting",
        about="一群周末爬山的人，想顺路看看沿途的古道和碑刻。（演示）", contact="yanshan@example.org", area="110109",
        filed_by=User.objects.get(email="volunteer@example.org"), filed_at=at - timedelta(days=2),
    )  # fmt: skip
    return body


def _federation(administrator: User, at: datetime) -> None:
    """Let somebody stand above: who moves, closes and opens again; and one that was closed."""
    officer = User(email="federation@example.org", name="顾怀远", password=administrator.password, date_joined=at)
    officer.save()
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    top = Organisation.objects.get(code=FEDERATION)
    RoleGrant.objects.create(
        user=officer, role=Role.MANAGER, organisation=top, area="", granted_at=at, granted_by=administrator
    )
    Organisation.objects.create(
        code="moat-team", kind="team", name_zh="筒子河小队（演示）", name_en="Moat Team (demo)", parent=top, area="110101", state="closed",
        about="曾看护筒子河一带的值房和桥梁。（演示）", closed_at=at - timedelta(days=60), closed_by=officer,
        closed_why="队员并入京华文物守望志愿者协会。",
    )  # fmt: skip


def _member(where: Organisation, person: User, state: str, since: date, at: datetime, words: str = "") -> Membership:
    began = at - timedelta(days=max((at.date() - since).days, 0))
    joined = began if state in ("active", "suspended") else None
    return Membership(
        organisation=where, user=person, state=state, words=words, began_at=began, joined_at=joined, changed_at=at, changed_by=person
    )  # fmt: skip


def _newcomer(at: datetime) -> User:
    person = User(email="newcomer@example.org", name="白小溪", date_joined=at)
    person.set_unusable_password()
    person.save()
    return person


def _papers(body: Organisation, head: User, members: list[User], at: datetime) -> None:
    paper = Agreement.objects.create(
        organisation=body, version=1, title="志愿者约定（演示）", text=AGREEMENT, published_at=at - timedelta(days=200), published_by=head
    )  # fmt: skip
    # The first has not signed yet, so that whoever looks sees what is asked.
    Signature.objects.bulk_create(
        Signature(agreement=paper, user=one, signed_at=at - timedelta(days=190 - n))
        for n, one in enumerate(members[1:])
    )
    Announcement.objects.bulk_create(
        [
            Announcement(
                organisation=body, title="冬季巡查培训（演示）", at=at - timedelta(days=6), by=head, told=25,
                text="本周六上午九点在演示服务点集合，内容：古建筑防火、灭火器使用。请带好志愿者证。",
            ),
            Announcement(
                organisation=body, title="保险续保提醒（演示）", at=at - timedelta(days=40), by=head, told=25,
                text="年度意外险由联合会统一办理，续保不需要自己交钱。",
            ),
        ]
    )  # fmt: skip


def _work(body: Organisation, head: User, administrator: User, at: datetime) -> None:
    common: dict[str, Any] = {"organisation": body, "made_by": administrator, "made_at": at - timedelta(days=3)}
    StaffTask.objects.bulk_create(
        [
            StaffTask(
                title="核对新队员的保险登记",
                assignee=head,
                due_on=at.date() + timedelta(days=4),
                needs_approval=True,
                **common,
            ),
            StaffTask(
                title="整理培训签到表", state="done", done_by=administrator, done_at=at, needs_approval=True, **common
            ),
            StaffTask(title="准备季度表彰名单", due_on=at.date() + timedelta(days=20), **common),
        ]
    )


def _list(body: Organisation, head: User, at: datetime) -> None:
    batch = MemberImport.objects.create(
        organisation=body, file_name="社区报名表.csv", by=head, at=at - timedelta(days=1)
    )
    rows: tuple[tuple[str, str, str, list[str], bool], ...] = (
        ("林晚照", "lin.wanzhao@example.org", "+8613900000001", [], True),
        ("", "no-name@example.org", "", ["name_missing"], False),
        ("石敢当", "shi-example.org", "", ["email_wrong"], False),
        ("陆望山", "volunteer@example.org", "", ["already_member"], False),
        ("苏晓堤", "su.xiaodi@example.org", "", ["phone_wrong"], True),
    )
    MemberRow.objects.bulk_create(
        MemberRow(batch=batch, line=line, name=name, email=email, phone=phone, findings=found, is_usable=usable)
        for line, (name, email, phone, found, usable) in enumerate(rows, start=2)
    )


def _names(people: list[Volunteer], administrator: User, at: datetime) -> None:
    for one, number, state in zip(people[4:6], NUMBERS, ("waiting", "seen"), strict=True):
        IdentityCheck.objects.create(
            user=one.user, real_name=one.user.name, document="resident", number_hash=number_hash(number=number),
            number_encrypted=identity.encrypted(number, identity_keys()), number_shown=identity.masked(number),
            born_on=identity.birth_of("resident", number), state=state, filed_at=at - timedelta(days=1),
            first_by=administrator if state == "seen" else None, first_at=at if state == "seen" else None,
        )  # fmt: skip


def _lives(people: list[Volunteer], head: User, at: datetime) -> None:
    first = people[0]
    Volunteer.objects.filter(pk=first.pk).update(languages=["zh", "en"], transport="bicycle")
    FreeTimeException.objects.create(
        volunteer=first, from_on=at.date() + timedelta(days=9), to_on=at.date() + timedelta(days=13)
    )
    Training.objects.create(
        volunteer=first, title="古建筑防火（演示）", given_by="演示培训中心", skill_id="fire_safety", recorded_at=at, recorded_by=head,
        valid_from=at.date() - timedelta(days=300), valid_until=at.date() + timedelta(days=65),
    )  # fmt: skip
    text = ConsentText.objects.filter(purpose="public_name").order_by("-version").first()
    Consent.objects.create(user=first.user, purpose="public_name", text=text, given_at=at - timedelta(days=100))
    old = ConsentText.objects.filter(purpose="picture").first()
    times = {"given_at": at - timedelta(days=100), "revoked_at": at - timedelta(days=30)}
    Consent.objects.create(user=first.user, purpose="picture", text=old, **times)
