from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.ids import new_id
from people.models import User
from tests.conftest import signed_in
from tests.factories import make
from tests.timebank.rewarded import held, rich, shop, words
from timebank.models import Item, Proposal, Voucher

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_shelf_is_open_to_everybody(count: int, client: Client, db: None, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        shop()
    with django_assert_num_queries(2):
        text = client.get("/rewards/", headers=ENGLISH).content.decode()
    assert text.count("A box of tea") == count


def test_drafts_are_nobodys(client: Client, db: None) -> None:
    made = shop()
    Item.objects.update(state="draft")
    assert client.get(f"/rewards/items/{made.item.pk}/").status_code == 404
    assert client.get("/rewards/", headers=ENGLISH).content.decode().count("Nothing here yet") == 1


def test_goods_of_a_county_tell_their_story(client: Client, db: None) -> None:
    made = shop(kind="charity", county="云岭县", story_zh="梯田上的小米")
    text = client.get(f"/rewards/items/{made.item.pk}/").content.decode()
    assert (text.count("云岭县"), text.count("梯田上的小米")) == (1, 1)


def test_pressing_twice_is_one_voucher(as_volunteer: Client, volunteer: User, officer: User) -> None:
    made = shop()
    rich(volunteer, officer)
    page = as_volunteer.get(f"/rewards/items/{made.item.pk}/")
    for _ in range(2):
        answer = as_volunteer.post(f"/rewards/items/{made.item.pk}/redeem/", {"voucher": page.context["voucher_id"]})
        assert answer.headers["Location"] == f"/rewards/vouchers/{page.context['voucher_id']}/"
    assert Voucher.objects.count() == 1


def test_who_has_too_few_points_is_told(as_volunteer: Client, volunteer: User, officer: User) -> None:
    made = shop(price=70)
    rich(volunteer, officer)
    assert as_volunteer.get(f"/rewards/items/{made.item.pk}/").context["missing"] == 10
    answer = as_volunteer.post(
        f"/rewards/items/{made.item.pk}/redeem/", {"voucher": str(new_id())}, follow=True, headers=ENGLISH
    )
    assert answer.content.decode().count("You have 60 points, and this needs 70.") == 1


def test_a_code_is_typed_as_it_is_read(volunteer: User, officer: User) -> None:
    made = shop()
    voucher = held(made, rich(volunteer, officer))
    keeper = signed_in(made.keeper)
    typed = f" {voucher.code[:5].lower()}  {voucher.code[5:]} "
    answer = keeper.post("/rewards/counter/", {"code": typed})
    assert answer.headers["Location"] == f"/rewards/counter/{voucher.code}/"
    assert keeper.post("/rewards/counter/", {"code": "ABCDEFGHJK"}).status_code == 422


def test_a_sponsor_sees_the_hours_behind_what_was_redeemed(volunteer: User, officer: User) -> None:
    made = shop()
    voucher = held(made, rich(volunteer, officer), at=timezone.now())
    contact = make.user()
    made.sponsor.contacts.add(contact)
    page = signed_in(contact)
    assert page.get(f"/rewards/sponsors/{made.sponsor.pk}/").context["impact"].seconds == 0
    signed_in(made.keeper).post(f"/rewards/counter/{voucher.code}/", {"point": made.point.pk})
    response = page.get(f"/rewards/sponsors/{made.sponsor.pk}/")
    impact = response.context["impact"]
    assert (impact.vouchers, impact.points, impact.people, impact.seconds) == (1, 20, 1, 7_200)


def test_a_written_item_waits_for_a_second_person(db: None) -> None:
    made = shop()
    first, second = signed_in(made.first), signed_in(made.second)
    told = {**words(40), "sponsor": made.sponsor.pk, "service_points": [made.point.pk]}
    assert first.post("/rewards/desk/items/", told).headers["Location"] == "/rewards/desk/"
    proposal = Proposal.objects.get(state="waiting")
    assert first.post(f"/rewards/desk/proposals/{proposal.pk}/", {"decision": "approve"}).status_code == 403
    assert second.post(f"/rewards/desk/proposals/{proposal.pk}/", {"decision": "approve"}).status_code == 302
    assert Item.objects.get(price=40).state == "open"


def test_goods_of_a_county_without_a_story_are_not_kept(db: None) -> None:
    made = shop()
    told = {**words(40, kind="charity"), "sponsor": made.sponsor.pk, "service_points": [made.point.pk]}
    assert signed_in(made.first).post("/rewards/desk/items/", told).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_vouchers_are_listed_newest_first(
    count: int, as_volunteer: Client, volunteer: User, officer: User, django_assert_num_queries: Any
) -> None:
    rich(volunteer, officer)
    for _ in range(count):
        held(shop(), volunteer)
    with django_assert_num_queries(8):
        page = as_volunteer.get("/rewards/vouchers/").context["page"]
    assert len(page.object_list) == count
