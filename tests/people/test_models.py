import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from people.models import Organisation, Role, RoleGrant, Skill, User, Volunteer, in_language
from tests.factories import make


def constraint_of(error: IntegrityError) -> str:
    return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_user_is_known_by_an_address_in_small_letters(db: None) -> None:
    person = User.objects.create_user("Lin.Xiao@Test.Example", make.PASSWORD, name="林晓")
    assert (person.email, str(person), person.check_password(make.PASSWORD)) == ("lin.xiao@test.example", "林晓", True)


def test_user_without_a_name_is_shown_by_address(db: None) -> None:
    assert str(User.objects.create_user("lin@test.example")) == "lin@test.example"


def test_user_without_a_password_cannot_sign_in(db: None) -> None:
    assert not User.objects.create_user("lin@test.example").has_usable_password()


def test_address_is_taken_once_whatever_its_letters(db: None) -> None:
    make.user("lin@test.example")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make.user("LIN@test.example")
    assert constraint_of(refusal.value).startswith("people_user_email")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "钟楼"), ("en", "Bell Tower"), ("de", "Bell Tower")])
def test_words_follow_the_readers_language(language: str, words: str) -> None:
    with translation.override(language):
        assert in_language("钟楼", "Bell Tower") == words
        assert Organisation(name_zh="钟楼", name_en="Bell Tower").name == words
        assert Skill(label_zh="钟楼", label_en="Bell Tower").label == words


def test_words_without_english_are_chinese() -> None:
    with translation.override("en"):
        assert in_language("钟楼", "") == "钟楼"
    with translation.override(None):
        assert in_language("钟楼", "Bell Tower") == "钟楼"


def test_role_is_held_once_in_an_area(officer: User) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make.grant(officer, Role.OFFICER, "110101")
    assert constraint_of(refusal.value) == "role_held_once_per_area"
    make.grant(officer, Role.OFFICER, "110105")


def test_role_is_held_again_after_it_was_revoked(officer: User) -> None:
    RoleGrant.objects.filter(user=officer).update(revoked_at=make.NOW)
    make.grant(officer, Role.OFFICER, "110101")
    assert RoleGrant.objects.filter(user=officer).count() == 2


@pytest.mark.parametrize(
    ("role", "area", "wall"), [("officer", "东城", "role_area_is_division_code"), ("king", "11", "role_known")]
)
def test_role_that_cannot_be_is_refused(role: str, area: str, wall: str, stranger: User) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make.grant(stranger, role, area)  # type: ignore[arg-type]
    assert constraint_of(refusal.value) == wall


@pytest.mark.parametrize("range_km", [0, 301])
def test_range_beyond_reason_is_refused(range_km: int, volunteer: User) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Volunteer.objects.filter(user=volunteer).update(range_km=range_km)
    assert constraint_of(refusal.value) == "volunteer_range_sane"


def test_account_others_records_point_to_is_kept(officer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_user WHERE id = %s", [officer.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert User.objects.filter(pk=officer.pk).exists()
