"""Walks over every door of the product as every role and compares with the access table."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.house.access import TABLE, TAKE_ANY_METHOD
from tests.house.access_writes import WRITES
from tests.house.answers import ASK_NO_TOKEN, LIBRARIES, LIBRARY_PATHS, ROLES
from tests.house.standing import lent, standing
from tests.house.world import World

# A method nobody offers: the refusal names those that are.
UNHEARD_OF = "BREW"
BBOX = "116.2,39.7,116.6,40.1"
QUERIES = {
    "api_near": {"lat": "39.94", "lon": "116.39"},
    "sites:as_of_places": {"bbox": BBOX},
    "sites:neighbours": {"bbox": BBOX},
    "sites:zones": {"position": "116.4141, 39.9413", "datum": "wgs84", "accuracy_m": "5000"},
    "api_zones": {"lon": "116.4141", "lat": "39.9413", "accuracy_m": "5000"},
    "sites:positions": {"place_text": "116.39, 39.94"},
}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def standing_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world of the table."""
    with standing(django_db_blocker, tmp_path_factory.mktemp("media")) as made:
        yield made


@pytest.fixture
def world(standing_world: World) -> Iterator[World]:
    """The same for each test, as it was built."""
    with lent(standing_world):
        yield standing_world


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(ours()) == sorted(TABLE)


def test_every_address_that_takes_a_write_has_a_row(world: World) -> None:
    client = world.client("administrator")
    answers = {name: client.generic(UNHEARD_OF, url_of(name, world)) for name in TABLE}
    methods = {name: set(answer.headers["Allow"].split(", ")) for name, answer in answers.items() if "Allow" in answer}
    assert set(TABLE) - set(methods) == TAKE_ANY_METHOD
    assert {name: said & WRITING for name, said in methods.items() if said & WRITING} == {
        name: {method} for name, (method, _answers) in WRITES.items()
    }


@pytest.mark.parametrize("name", sorted(TABLE))
def test_address_answers_each_role(name: str, world: World) -> None:
    expected = dict(zip(ROLES, TABLE[name].split(), strict=True))
    url = url_of(name, world)
    assert {role: answer_to(world.client(role), "GET", url, QUERIES.get(name, {})) for role in ROLES} == expected


@pytest.mark.parametrize("name", sorted(WRITES))
def test_write_answers_each_role(name: str, world: World) -> None:
    method, row = WRITES[name]
    expected = dict(zip(ROLES, row.split(), strict=True))
    body = world.bodies.get(name, {})
    found = {role: answer_to(world.client(role), method, url_of(name, world), body) for role in ROLES}
    walls = {"in", "401", "403", "404", "405"}
    assert {role: said if said in walls else "may" for role, said in found.items()} == expected


@pytest.mark.parametrize("name", sorted(set(WRITES) - ASK_NO_TOKEN))
def test_write_without_a_token_is_refused(name: str, world: World) -> None:
    role = next(role for role, said in zip(ROLES, WRITES[name][1].split(), strict=True) if said == "may")
    client = world.client(role, enforce_csrf_checks=True)
    assert answer_to(client, WRITES[name][0], url_of(name, world), world.bodies.get(name, {})) == "403"


def ours() -> list[str]:
    """Return the names of all addresses but the libraries'; one without a name stands by its path."""
    return [name or path for path, name in addresses(get_resolver().url_patterns) if not is_library(path, name)]


def addresses(patterns: list[Any], path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, name with its namespace) of every pattern below."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, f"{space}{pattern.name}" if pattern.name else ""
        elif isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, here, inside)


def is_library(path: str, name: str) -> bool:
    """Say whether the address follows a library's rules."""
    return path.startswith(LIBRARY_PATHS) or name.startswith(LIBRARIES)


def url_of(name: str, world: World) -> str:
    """Return the address, filled with what the world holds."""
    named = world.addresses.get(name, world.addresses["*"])
    [possibility] = [params for _text, params in get_resolver_of(name).reverse_dict.getlist(name.split(":")[-1])[0][0]]
    return reverse(name, kwargs={key: named[key] for key in possibility})


def get_resolver_of(name: str) -> URLResolver:
    """Return the resolver that knows a name's parameters."""
    root = get_resolver()
    return root.namespace_dict[name.split(":")[0]][1] if ":" in name else root


def answer_to(client: Client, method: str, url: str, body: dict[str, Any]) -> str:
    """Return the answer in the table's words; whatever the request changed is undone."""
    with transaction.atomic():
        response = ask(client, method, url, body)
        transaction.set_rollback(True)
    return in_words(response)


def ask(client: Client, method: str, url: str, body: dict[str, Any]) -> HttpResponseBase:
    """Send the request as its door reads it: a form to a page, JSON to the API, parts to the report's door."""
    if method == "GET":
        return client.get(url, body)
    if method == "PUT":
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        return client.put(url, encode_multipart(BOUNDARY, body), MULTIPART_CONTENT)
    if url.startswith("/api/"):
        return client.post(url, body, content_type="application/json")
    return client.post(url, body)


def in_words(response: HttpResponseBase) -> str:
    """Name the answer: `in` and `go` for the two kinds of redirect, else the status."""
    if response.status_code != 302:
        return str(response.status_code)
    return "in" if response.headers["Location"].startswith("/accounts/login/") else "go"
