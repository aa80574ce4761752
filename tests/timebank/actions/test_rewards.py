import pytest

from core.errors import NotAllowed
from people.models import Notice, User
from tests.timebank.rewarded import NOW, approved, shop, words
from timebank.actions import rewards
from timebank.errors import FourEyes, ProposalOver
from timebank.models import Item, Keeper, Proposal

Kind = Proposal.Kind


def test_an_item_stands_in_the_catalogue_after_a_second_person_saw_it(db: None) -> None:
    made = shop(stock=3, budget=500)
    assert (made.item.state, made.item.stock, made.sponsor.budget) == ("open", 3, 500)
    assert set(Proposal.objects.values_list("kind", "state")) == {
        ("budget", "approved"),
        ("stock", "approved"),
        ("opening", "approved"),
    }
    assert Notice.objects.filter(kind="proposal_waiting", user=made.second).count() == 3


def test_nobody_decides_alone_or_twice(db: None) -> None:
    made = shop()
    told = {"sponsor": made.sponsor, "item": None, "hours": None, "note": "协议", "at": NOW}
    one = rewards.propose(kind=Kind.BUDGET, amount=10, by=made.first, **told)
    with pytest.raises(FourEyes):
        rewards.decide(proposal=one, approve=True, by=made.first, at=NOW)
    rewards.decide(proposal=one, approve=False, by=made.second, at=NOW)
    with pytest.raises(ProposalOver):
        rewards.decide(proposal=one, approve=True, by=made.second, at=NOW)
    made.sponsor.refresh_from_db()
    assert made.sponsor.budget == 1_000


def test_a_package_of_volunteer_time_adds_to_the_budget(db: None) -> None:
    made = shop()
    approved(Kind.PACKAGE, made.sponsor, None, 1_000, made.first, made.second, hours=100)
    made.sponsor.refresh_from_db()
    assert made.sponsor.budget == 2_000


def test_what_is_rewritten_leaves_the_catalogue(db: None) -> None:
    made = shop()
    proposal = rewards.propose(
        kind=Kind.OPENING, sponsor=made.sponsor, item=made.item, amount=0, hours=None, note="?", by=made.first, at=NOW
    )
    later = NOW.replace(hour=9)
    rewards.keep_item(
        item=made.item, sponsor=made.sponsor, values=words(1), points=[made.point], by=made.first, at=later
    )
    made.item.refresh_from_db()
    assert (made.item.state, made.item.price) == ("draft", 1)
    with pytest.raises(ProposalOver):
        rewards.decide(proposal=proposal, approve=True, by=made.second, at=later)
    assert Item.objects.get().state == "draft"


def test_only_who_keeps_rewards_writes(volunteer: User) -> None:
    made = shop()
    writes = [
        lambda: rewards.keep_sponsor(code="x", values={}, by=volunteer, at=NOW),
        lambda: rewards.keep_item(item=None, sponsor=made.sponsor, values=words(), points=[], by=volunteer, at=NOW),
        lambda: rewards.close_item(item=made.item, by=volunteer, at=NOW),
        lambda: rewards.propose(
            kind=Kind.BUDGET, sponsor=made.sponsor, item=None, amount=1, hours=None, note="?", by=volunteer, at=NOW
        ),
        lambda: rewards.decide(proposal=Proposal.objects.all()[0], approve=True, by=volunteer, at=NOW),
        lambda: rewards.name_keeper(service_point=made.point, user=volunteer, by=volunteer, at=NOW),
        lambda: rewards.end_keeper(keeper=Keeper.objects.get(), by=volunteer, at=NOW),
    ]
    for write in writes:
        with pytest.raises(NotAllowed):
            write()


def test_a_keeper_is_named_once_and_ended(db: None) -> None:
    made = shop()
    again = rewards.name_keeper(service_point=made.point, user=made.keeper, by=made.first, at=NOW)
    assert Keeper.objects.get() == again
    rewards.end_keeper(keeper=again, by=made.first, at=NOW)
    assert Keeper.objects.get().ended_at == NOW
