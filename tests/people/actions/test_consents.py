"""Consents: purpose by purpose, in dated words, by the young with their guardian."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.actions import give_consent, record_guardian_consent, revoke_consent
from people.errors import GuardianNeeded
from people.logic.minors import may_consent
from people.models import Consent, ConsentText, User, Volunteer
from people.queries.persons import asked_consents, consent_history
from tests.conftest import signed_in
from tests.factories import joined, make

Purpose = Consent.Purpose


def young(years: int) -> User:
    person = make.volunteer(organisation=make.organisation())
    Volunteer.objects.filter(pk=person.pk).update(birth_year=make.NOW.year - years - 1)
    return person


def test_every_purpose_has_words_in_both_languages(db: None) -> None:
    texts = {one.purpose: one for one in ConsentText.objects.all()}
    assert set(texts) == set(Purpose.values)
    assert [one for one in texts.values() if not one.text_zh or not one.text_en] == []


def test_consent_is_to_the_words_in_force(volunteer: User) -> None:
    first = give_consent(purpose=Purpose.PICTURE, by=volunteer, at=make.NOW)
    assert first.text_id == "picture-1"
    new = ConsentText.objects.create(
        code="picture-2", purpose="picture", version=2, text_zh="新", text_en="new", valid_from=date(2026, 7, 1)
    )
    later = next(one for one in asked_consents(volunteer, on=date(2026, 7, 2)) if one.purpose == Purpose.PICTURE)
    assert (later.is_older, later.text) == (True, new)
    revoke_consent(purpose=Purpose.PICTURE, by=volunteer, at=make.NOW + timedelta(days=31))
    again = give_consent(purpose=Purpose.PICTURE, by=volunteer, at=make.NOW + timedelta(days=31))
    assert again.text_id == "picture-2"
    assert [one.text_id for one in consent_history(volunteer)] == ["picture-2", "picture-1"]


def test_words_once_written_stay(db: None) -> None:
    with pytest.raises(IntegrityError, match="write a new version"), transaction.atomic():
        ConsentText.objects.filter(pk="picture-1").update(text_zh="别的")


@pytest.mark.parametrize(
    ("age", "purpose", "agreed", "may"),
    [
        (None, "picture", (), True), (18, "picture", (), True), (17, "picture", (), False), (17, "track", (), True),
        (17, "picture", ("picture",), True), (13, "track", (), False), (13, "track", ("track",), True), (13, "track", ("picture",), False),
    ],
)  # fmt: skip
def test_what_the_young_may_agree_to(age: int | None, purpose: str, agreed: tuple[str, ...], *, may: bool) -> None:
    assert may_consent(age, purpose, agreed) is may


def test_child_agrees_only_with_the_guardian(db: None) -> None:
    child = young(12)
    with pytest.raises(GuardianNeeded):
        give_consent(purpose=Purpose.TRACK, by=child, at=make.NOW)
    head = joined.manager(child.volunteer.organisation)  # type: ignore[arg-type]
    record_guardian_consent(
        volunteer=child.volunteer, guardian_name="母亲", guardian_phone="138", purposes=["track"], by=head, at=make.NOW,
        valid=(make.NOW.date(), make.NOW.date() + timedelta(days=90)),
    )  # fmt: skip
    give_consent(purpose=Purpose.TRACK, by=child, at=make.NOW)
    with pytest.raises(GuardianNeeded):
        give_consent(purpose=Purpose.POSITION, by=child, at=make.NOW)


def test_page_gives_and_takes_back_in_one_tap(volunteer: User) -> None:
    client = signed_in(volunteer)
    client.post("/me/consents/change/", {"purpose": "public_name", "is_given": "on"})
    assert Consent.objects.filter(user=volunteer, purpose="public_name", revoked_at=None).count() == 1
    client.post("/me/consents/change/", {"purpose": "public_name"})
    assert Consent.objects.filter(user=volunteer, purpose="public_name", revoked_at=None).count() == 0
    assert client.get("/me/consents/").context["history"][0].revoked_at is not None
