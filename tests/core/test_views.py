import pytest
from django.test import Client

from people.models import User

ENGLISH = {"Accept-Language": "en"}


def test_healthz_answers_when_the_database_does(client: Client, db: None) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content, response.headers["Content-Type"]) == (200, b"ok", "text/plain")


def test_healthz_is_asked_without_https(client: Client, db: None, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert client.get("/healthz").status_code == 200
    assert client.get("/sites/").headers["Location"] == "https://testserver/sites/"


def test_form_without_a_token_is_refused_with_a_remedy(volunteer: User) -> None:
    client = Client(enforce_csrf_checks=True, headers=ENGLISH)
    client.force_login(volunteer)
    response = client.post("/me/notices/read/")
    sentence = "This page had been open for too long. Go back, load it again and send once more."
    assert response.status_code == 403
    assert response.content.decode().count(f"<h1>{sentence}</h1>") == 1


def test_type_of_a_problem_document_leads_to_what_it_means(client: Client, db: None) -> None:
    told = client.get("/api/v1/sites/nothing-here", headers=ENGLISH).json()
    page = client.get(told["type"], headers=ENGLISH)
    assert (told["code"], page.status_code) == ("not_found", 200)
    assert page.content.decode().count("There is nothing here, or you may not see it.") == 1


def test_values_of_one_refusal_are_left_open_on_the_page_of_its_kind(client: Client, db: None) -> None:
    page = client.get("/problems/import_built_on", headers=ENGLISH).content.decode()
    assert page.count("This import cannot be undone: … of its sites were changed") == 1


def test_problem_nobody_knows_is_not_found(client: Client, db: None) -> None:
    assert client.get("/problems/no_such_code").status_code == 404


@pytest.mark.parametrize("page", ["", "9999", "abc"])
def test_styleguide_stands_on_every_page_of_its_pager(page: str, client: Client, db: None) -> None:
    response = client.get("/styleguide/", {"page": page} if page else {})
    assert response.status_code == 200


def test_language_is_chosen_and_kept(client: Client, db: None) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/sites/"})
    assert client.get("/sites/").headers["Content-Language"] == "en"
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/sites/"})
    assert client.get("/sites/").headers["Content-Language"] == "zh-hans"


def test_language_leads_to_no_other_host(client: Client, db: None) -> None:
    response = client.post("/i18n/setlang/", {"language": "en", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_unknown_address_is_a_page_of_ours(client: Client, db: None) -> None:
    response = client.get("/no-such-page", headers=ENGLISH)
    assert (response.status_code, response.templates[0].name) == (404, "404.html")
