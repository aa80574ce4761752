import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from django.test import Client, RequestFactory

from people.adapters import AccountAdapter, SocialAdapter
from people.models import User
from tests.factories import make

NEW = {"email": "Lin.Xiao@test.example", "password1": "a-long-enough-phrase", "password2": "a-long-enough-phrase"}


@pytest.fixture
def signed_up(client: Client, db: None) -> User:
    client.post("/accounts/signup/", NEW)
    return User.objects.get(email="lin.xiao@test.example")


def test_new_account_is_named_after_its_address_and_may_nothing(signed_up: User) -> None:
    assert (signed_up.name, signed_up.is_staff, signed_up.is_superuser) == ("lin.xiao", False, False)
    assert signed_up.role_grants.count() == 0


def test_new_account_signs_in_with_an_address_in_any_letters(signed_up: User) -> None:
    client = Client()
    response = client.post("/accounts/login/", {"login": "LIN.XIAO@Test.Example", "password": NEW["password1"]})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(signed_up.pk)


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123456", "lin.xiao@test.example"])
def test_weak_password_is_refused(password: str, client: Client, db: None) -> None:
    response = client.post("/accounts/signup/", {**NEW, "password1": password, "password2": password})
    assert (response.status_code, User.objects.count()) == (200, 0)


def test_address_that_is_taken_makes_no_second_account(client: Client, db: None) -> None:
    make.user("lin.xiao@test.example")
    client.post("/accounts/signup/", NEW)
    assert User.objects.count() == 1


def test_who_comes_by_wechat_needs_no_address(db: None) -> None:
    request = RequestFactory().get("/")
    person = SocialAdapter().populate_user(request, SocialLogin(user=User()), {"name": "望山", "username": "望山"})
    person.save()
    assert (person.name, person.email) == ("望山", f"{person.pk.hex}@wechat.invalid")
    address = EmailAddress(user=person, email=person.email)
    assert not AccountAdapter().should_send_confirmation_mail(request, address, signup=True)
    address.email = "lu@test.example"
    assert AccountAdapter().should_send_confirmation_mail(request, address, signup=True)
