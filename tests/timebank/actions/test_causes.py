"""Good causes are written, receive, and end with what became of them; people of sponsors are kept encrypted."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from core.errors import NotAllowed
from core.ids import new_id
from core.models import AuditEntry
from core.personal import Gone
from people.actions.keys import rotate_identity_keys
from people.models import User
from people.queries.keys import identity_keys
from tests.conftest import signed_in
from tests.factories import make
from tests.timebank.rewarded import NOW, rich, shop
from timebank.actions.causes import close_cause, keep_cause
from timebank.actions.contacts import end_contact, keep_contact
from timebank.actions.giving import donate_points
from timebank.errors import PoolClosed
from timebank.models import CharityPool, SponsorContact
from timebank.personal import erase
from timebank.queries.causes import causes, open_causes
from timebank.queries.contacts import contacts_of

ENGLISH = {"Accept-Language": "en"}
SAID = {"name": "茶小满", "phone": "+8613900000001", "email": "csr@example.org"}


@pytest.fixture
def desk(officer: User) -> Client:
    return signed_in(officer)


def said_of(**fields: Any) -> dict[str, Any]:
    return {"label_zh": "图书角", "label_en": "Bookshelf", "story_zh": "给山里的孩子", "story_en": "For children", "aim": 100, **fields}  # fmt: skip


def give(person: User, cause: CharityPool, points: int) -> None:
    donate_points(donation_id=new_id(), pool=cause, points=points, by=person, at=NOW)


def test_cause_from_its_story_to_what_became_of_it(
    desk: Client, officer: User, as_volunteer: Client, volunteer: User
) -> None:
    assert desk.get("/rewards/desk/causes/", headers=ENGLISH).text.count("No good cause yet") == 1
    refused = desk.post("/rewards/desk/causes/new/", said_of(story_zh="", aim=-1))
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"story_zh", "aim"})
    assert desk.post("/rewards/desk/causes/new/", said_of()).status_code == 302
    cause = CharityPool.objects.get()
    page = as_volunteer.get("/hours/giving/", headers=ENGLISH).text
    assert (page.count("For children"), page.count("Nobody has given yet")) == (1, 1)
    other = rich(make.volunteer(), officer)
    rich(volunteer, officer)
    for person, points in ((volunteer, 10), (volunteer, 5), (other, 7)):
        give(person, cause, points)
    assert [(one.given, one.givers) for one in causes()] == [(22, 2)]
    assert as_volunteer.get("/hours/giving/", headers=ENGLISH).text.count("2 people gave 22 points.") == 1
    for words in ("还没有", "添了三本书"):
        desk.post(f"/rewards/desk/causes/{cause.pk}/close/", {"outcome_zh": words, "outcome_en": ""})
    with pytest.raises(PoolClosed):
        give(volunteer, cause, 1)
    after = as_volunteer.get("/hours/giving/").text
    assert (after.count("添了三本书"), after.count("还没有"), list(open_causes())) == (1, 0, [])
    desk.post(f"/rewards/desk/causes/{cause.pk}/reopen/")
    give(volunteer, cause, 1)
    assert list(AuditEntry.objects.filter(verb__endswith="_cause").values_list("verb", flat=True).order_by("at")) == [
        "keep_cause",
        "close_cause",
        "close_cause",
        "reopen_cause",
    ]


def test_nobody_else_writes_causes_and_walls_hold(volunteer: User, officer: User) -> None:
    values = {**said_of(), "sponsor": None}
    with pytest.raises(NotAllowed):
        keep_cause(cause=None, values=values, by=volunteer, at=NOW)
    cause = keep_cause(cause=None, values=values, by=officer, at=NOW)
    with pytest.raises(NotAllowed):
        close_cause(cause=cause, outcome=("", ""), by=volunteer, at=NOW)
    for wrong, wall in (({"is_open": False}, "pool_closed_says_when"), ({"story_zh": ""}, "pool_tells_its_story")):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            CharityPool.objects.update(**wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_causes_ask_the_same_for_one_and_three(count: int, desk: Client, django_assert_num_queries: Any) -> None:
    for number in range(count):
        CharityPool.objects.create(code=f"c-{number}", label_zh="?", story_zh="?")
    with django_assert_num_queries(6):
        page = desk.get("/rewards/desk/causes/", headers=ENGLISH)
    assert len(page.context["page"].object_list) == count


def test_contact_is_kept_encrypted_and_read_by_who_keeps_rewards(desk: Client, as_volunteer: Client, db: None) -> None:
    made = shop()
    url = f"/rewards/desk/sponsors/{made.sponsor.pk}/contacts/"
    for wrong, field in (
        ({"name": "茶小满"}, "phone"),
        ({"name": "?", "phone": "ring"}, "phone"),
        ({"email": "a@b.cn"}, "name"),
    ):
        answer = desk.post(url, wrong)
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    desk.post(url, {"name": "茶小满", "duty": "公益", "phone": "139 0000 0001", "email": "csr@example.org"})
    [kept] = contacts_of(made.sponsor)
    assert (kept.name, kept.phone, kept.email) == tuple(SAID.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT timebank_sponsorcontact::text FROM timebank_sponsorcontact")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(core_auditentry::text, '') FROM core_auditentry")
        trail = cursor.fetchone()[0]
    assert [word for word in SAID.values() if word in row + trail] == []
    assert as_volunteer.get(url).status_code == 403
    desk.post(f"{url}{kept.id}/", {"name": "茶小满", "duty": "", "phone": "010-12345678", "email": ""})
    assert [(one.duty, one.phone, one.email) for one in contacts_of(made.sponsor)] == [("", "010-12345678", "")]
    assert [desk.post(f"{url}{kept.id}/end/").status_code for _ in range(2)] == [302, 404]
    assert SponsorContact.objects.count() == 0


def test_contacts_follow_the_keys_and_go_with_the_erased(officer: User, settings: Settings) -> None:
    made = shop()
    kept = keep_contact(contact=None, sponsor=made.sponsor, duty="", said=SAID, by=officer, at=NOW)
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *identity_keys()]
    assert rotate_identity_keys() == 1
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]
    assert [one.name for one in contacts_of(made.sponsor)] == ["茶小满"]
    with pytest.raises(NotAllowed):
        end_contact(contact=kept, by=make.user(), at=NOW)
    person = make.user()
    erase(Gone(person.pk, "用户 7", "某人", "other@example.org", ""))
    assert SponsorContact.objects.count() == 1
    erase(Gone(person.pk, "用户 7", "茶小满", "CSR@example.org", ""))
    assert SponsorContact.objects.count() == 0
