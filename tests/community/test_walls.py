"""The community's walls, tried with plain SQL that goes round the code."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from community.models import (
    Adoption,
    Comment,
    Correspondence,
    HidingAppeal,
    Message,
    Mute,
    Post,
    PostPhoto,
    Ruling,
    Thanks,
)
from core.ids import new_id
from patrol.models import PhotoFile
from people.models import SafetyRecord, User
from tests.factories import make
from tests.timebank.test_walls import refused

NOW = make.NOW


def a_post(author: User) -> Post:
    return Post.objects.create(author=author, text="?", made_at=NOW)


def letters(one: User, other: User, state: str = "open") -> Correspondence:
    answered = None if state == "asked" else NOW
    return Correspondence.objects.create(
        asker=one, asked=other, state=state, asked_at=NOW, answered_at=answered, last_at=NOW
    )


def broken(wall: str, act: Callable[[], object]) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    assert refusal.value.__cause__.diag.constraint_name == wall  # type: ignore[union-attr]


def test_what_was_said_stays(volunteer: User, officer: User) -> None:
    post = a_post(volunteer)
    Comment.objects.create(post=post, author=officer, text="?", made_at=NOW)
    assert refused("UPDATE community_post SET text = 'x'") == "post_stays"
    assert refused("UPDATE community_comment SET text = 'x'") == "comment_stays"
    assert refused("DELETE FROM community_comment") == "comment_stays"
    Message.objects.create(correspondence=letters(volunteer, officer), author=volunteer, text="?", made_at=NOW)
    assert refused("UPDATE community_message SET text = 'x'") == "message_stays"
    assert refused("DELETE FROM community_correspondence") == "correspondence_stays"


def test_nothing_is_hidden_without_a_ruling_and_nobody_rules_on_themselves(volunteer: User, officer: User) -> None:
    post = a_post(volunteer)
    assert refused("UPDATE community_post SET state = 'hidden'") == "hidden_has_ruling"
    broken(
        "ruling_not_on_own_words",
        lambda: Ruling.objects.create(post=post, verdict="hide", reason="ad", by=volunteer, at=NOW),
    )
    broken("ruling_hides_with_reason", lambda: Ruling.objects.create(post=post, verdict="hide", by=officer, at=NOW))
    ruling = Ruling.objects.create(post=post, verdict="hide", reason="ad", by=officer, at=NOW)
    HidingAppeal.objects.create(ruling=ruling, by=volunteer, text="?", at=NOW)
    answer = "UPDATE community_hidingappeal SET outcome = 'reversed', answered_at = now(), answered_by_id = %s"
    assert refused(answer, officer.pk) == "hiding_appeal_answered_by_another"
    assert refused(answer, volunteer.pk) == "hiding_appeal_answered_by_another"
    assert refused("DELETE FROM community_ruling") == "community_ruling_append_only"
    assert refused("DELETE FROM community_hidingappeal") == "hiding_appeal_stays"


def test_whoever_is_muted_does_not_write(volunteer: User, officer: User) -> None:
    post = a_post(volunteer)
    ruling = Ruling.objects.create(post=post, verdict="hide", reason="ad", by=officer, at=NOW)
    mute = Mute.objects.create(user=volunteer, ruling=ruling, from_at=NOW, until=NOW + timedelta(days=1))
    broken("muted_does_not_write", lambda: a_post(volunteer))
    Post.objects.create(author=volunteer, text="?", made_at=NOW + timedelta(days=1))
    mute.lifted_at = NOW
    mute.save()
    a_post(volunteer)


def test_thanks_once_and_for_others(volunteer: User, officer: User) -> None:
    post = a_post(volunteer)
    broken("thanks_not_to_oneself", lambda: Thanks.objects.create(post=post, user=volunteer, at=NOW))
    Thanks.objects.create(post=post, user=officer, at=NOW)
    broken("thanks_once_per_person", lambda: Thanks.objects.create(post=post, user=officer, at=NOW))


def test_tenth_photo_has_no_place(volunteer: User) -> None:
    post = a_post(volunteer)
    file = PhotoFile.objects.create(sha256="ab" * 32, file="x.jpg", size=1, received_at=NOW)
    broken("post_has_nine_photos_at_most", lambda: PostPhoto.objects.create(post=post, file=file, position=9))


@pytest.mark.parametrize(
    "birth", [{"birth_year": None}, {"birth_year": timezone.localdate().year - 18}, {"birth_year": 2015}]
)
def test_no_letters_with_whoever_is_not_known_to_be_grown_up(officer: User, birth: dict[str, int | None]) -> None:
    child = make.volunteer(**birth)
    broken("correspondence_between_adults", lambda: letters(officer, child))
    broken("correspondence_between_adults", lambda: letters(child, officer, "asked"))


def test_birthday_decides_and_closes_letters_that_were_open(volunteer: User, officer: User) -> None:
    line = letters(officer, volunteer)
    today = timezone.localdate()
    record = {"volunteer": volunteer.volunteer, "changed_at": NOW, "changed_by": officer}
    SafetyRecord.objects.create(born_on=date(today.year - 17, 1, 1), **record)
    write = {"correspondence": line, "author": officer, "text": "?", "made_at": NOW}
    broken("message_needs_both_consents", lambda: Message.objects.create(**write))
    SafetyRecord.objects.update(born_on=date(today.year - 19, 1, 1))
    Message.objects.create(**write)


@pytest.mark.parametrize("state", ["asked", "refused", "blocked"])
def test_no_letter_without_both_consents(state: str, volunteer: User, officer: User, stranger: User) -> None:
    blocked = {} if state == "asked" else {"blocked_by": officer}
    line = Correspondence.objects.create(
        asker=volunteer, asked=officer, state=state, asked_at=NOW, last_at=NOW,
        answered_at=None if state == "asked" else NOW, **blocked,
    )  # fmt: skip
    wall = "message_needs_both_consents"
    broken(wall, lambda: Message.objects.create(correspondence=line, author=volunteer, text="?", made_at=NOW))
    Correspondence.objects.filter(pk=line.pk).update(state="open", blocked_by=None, answered_at=NOW)
    broken(wall, lambda: Message.objects.create(correspondence=line, author=stranger, text="?", made_at=NOW))
    broken("correspondence_once_for_two", lambda: letters(officer, volunteer))


def test_promise_is_possible_and_one(volunteer: User) -> None:
    site = make.site()
    values = {"user": volunteer, "site": site, "since": NOW}
    broken("adoption_times_possible", lambda: Adoption.objects.create(times_a_year=13, **values))
    Adoption.objects.create(times_a_year=1, **values)
    broken("adoption_one_running_per_site", lambda: Adoption.objects.create(id=new_id(), times_a_year=1, **values))
