"""Pages of organisations: few questions to the database, and nothing inside for whoever stands outside."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from people.actions.identity import confirm_identity
from people.actions.papers import announce, publish_agreement
from people.models import Organisation, User
from tests.conftest import signed_in
from tests.factories import joined, make

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_three(
    count: int, client: Client, db: None, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        joined.membership(make.user(), make.organisation(parent=make.organisation(kind="federation", state="waiting")))
    with django_assert_num_queries(2):
        page = client.get("/organisations/", headers=ENGLISH)
    assert [one.members for one in page.context["page"]] == [1] * count


@pytest.mark.parametrize("count", [1, 3])
def test_own_memberships_ask_the_same_for_one_and_three(
    count: int, stranger: User, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        joined.membership(stranger, make.organisation(kind="team"))
    client = signed_in(stranger)
    with django_assert_num_queries(9):
        page = client.get("/organisations/", headers=ENGLISH)
    assert len(page.context["mine"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_names_to_confirm_ask_the_same_for_one_and_three(count: int, db: None, django_assert_num_queries: Any) -> None:
    team = make.organisation()
    for number in range(count):
        joined.check(make.volunteer(organisation=team), number=str(number))
    client = signed_in(joined.manager(team))
    with django_assert_num_queries(7):
        page = client.get("/me/identities/", headers=ENGLISH)
    assert len(page.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_work_asks_the_same_for_one_and_three(count: int, db: None, django_assert_num_queries: Any) -> None:
    body = make.organisation()
    head = joined.manager(body)
    for number in range(count):
        body.staff_tasks.create(title=f"工作{number}", made_by=head, made_at=make.NOW, assignee=head)
    client = signed_in(head)
    with django_assert_num_queries(9):
        page = client.get(f"/organisations/{body.code}/tasks/", headers=ENGLISH)
    assert len(page.context["page"].object_list) == count


def test_what_members_are_told_is_not_public(client: Client, volunteer: User, stranger: User) -> None:
    body = make.organisation()
    head = joined.manager(body)
    joined.membership(volunteer, body)
    announce(organisation=body, title="内部培训", text="?", by=head, at=make.NOW)
    publish_agreement(organisation=body, title="内部约定", text="?", by=head, at=make.NOW)
    inside = signed_in(volunteer).get(f"/organisations/{body.code}/").content.decode()
    assert ("内部培训" in inside, "内部约定" in inside) == (True, True)
    for outside in (client, signed_in(stranger)):
        said = outside.get(f"/organisations/{body.code}/").content.decode()
        assert ("内部培训" in said, "内部约定" in said, str(volunteer) in said) == (False, False, False)


def test_confirming_page_says_who_must_look_too(volunteer: User, db: None) -> None:
    team = make.organisation()
    type(volunteer.volunteer).objects.filter(pk=volunteer.pk).update(organisation=team)
    check, head = joined.check(volunteer), joined.manager(team)
    confirm_identity(check_id=check.pk, by=head, at=make.NOW)
    said = signed_in(head).get("/me/identities/", headers=ENGLISH).content.decode()
    assert "You confirmed this. Somebody else must see it too." in said
    assert "I have seen the document" not in said


def test_refused_review_says_why(db: None) -> None:
    administrator = make.user()
    make.grant(administrator, "administrator")  # type: ignore[arg-type]
    waiting = make.organisation(state="waiting", filed_by=make.user(), filed_at=make.NOW)
    client = signed_in(administrator)
    client.post(f"/organisations/reviews/{waiting.pk}/", {"words": ""})
    assert Organisation.objects.get(pk=waiting.pk).state == "waiting"
    client.post(f"/organisations/reviews/{waiting.pk}/", {"words": "请补充联系人"})
    assert Organisation.objects.get(pk=waiting.pk).state == "refused"


def test_link_signed_for_something_else_opens_nothing(volunteer: User) -> None:
    made = joined.export(volunteer)
    other = signing.dumps(str(made.pk), salt="people.stop")
    assert signed_in(volunteer).get(f"/me/data/copy/{other}/").status_code == 404
