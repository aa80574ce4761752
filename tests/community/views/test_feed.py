"""The feed: as many statements for three posts as for one, in order by key, fast among 100,000; children's names are short."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from community.actions.posts import add_comment, follow, thank
from community.queries.feed import ROWS, SQL, key_of, my_feed, read_key
from core.ids import new_id
from people.models import User
from sites.models import Site
from tests.community.actions.test_posts import NOW, say
from tests.conftest import signed_in
from tests.factories import make

MANY = """
    INSERT INTO community_post (id, kind, author_id, site_id, title, text, made_at, state)
    SELECT gen_random_uuid(), 'post', %s, CASE WHEN n %% 20000 = 0 THEN %s::uuid END, '', 'x',
        %s::timestamptz - n * interval '1 minute', 'shown'
    FROM generate_series(1, %s) n
"""


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "statements"), [("/community/", 12), ("/community/?show=all", 12)])
def test_feed_needs_no_more_for_more(
    url: str, statements: int, count: int, volunteer: User, officer: User, site: Site, django_assert_num_queries: Any
) -> None:
    follow(of=site, by=volunteer, at=NOW)
    for _turn in range(count):
        post = say(officer, site=site)
        thank(post=post, by=volunteer, at=NOW)
        add_comment(id=new_id(), post=post, text="好", by=volunteer, at=NOW)
    client = signed_in(volunteer)
    with django_assert_num_queries(statements):
        page = client.get(url)
    assert len(page.context["posts"]) == count


def test_pages_follow_each_other_by_key(volunteer: User, officer: User, site: Site) -> None:
    many(officer, site, 45)
    client, seen, after = signed_in(volunteer), [], ""
    while True:
        page = client.get("/community/", {"show": "all", "after": after})
        seen += [post.pk for post in page.context["posts"]]
        if not (after := page.context["after"]):
            break
    assert (len(seen), len(set(seen))) == (45, 45)


def test_my_feed_is_read_from_indexes_among_100000(volunteer: User, officer: User, site: Site) -> None:
    many(officer, site, 100_000)
    follow(of=site, by=volunteer, at=NOW)
    at, key = read_key("")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE community_post")
        values = {"person": volunteer.pk, "at": at, "key": key, "most": ROWS + 1}
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {SQL.text('my_feed')}", values)
        said = cursor.fetchone()[0]
    [plan] = json.loads(said) if isinstance(said, str) else said
    assert "Seq Scan on community_post" not in json.dumps(plan)
    assert read_rows(plan["Plan"]) < 200
    assert len(my_feed(volunteer).posts) == 5


def test_name_of_a_child_is_short(officer: User, site: Site) -> None:
    child = make.volunteer("王小明@test.example", birth_year=2014)
    post = say(child, site=site)
    page = signed_in(officer).get(f"/community/posts/{post.pk}/").content.decode()
    assert "小志愿者王某" in page
    assert "王小明" not in page


def test_feed_is_for_people_signed_in(volunteer: User) -> None:
    post = say(volunteer)
    assert Client().get("/community/").status_code == 302
    assert Client().get(f"/community/posts/{post.pk}/").status_code == 302


def test_odd_key_begins_at_the_newest(volunteer: User) -> None:
    post = say(volunteer)
    assert read_key(key_of(post)) == (post.made_at, post.pk)
    for odd in ("?", "YWJj", "é"):
        assert read_key(odd) == read_key("")


def many(author: User, site: Site, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY, [author.pk, site.pk, NOW, count])


def read_rows(node: dict[str, Any]) -> float:
    """Return how many rows of posts a plan touched."""
    own = node["Actual Rows"] * node["Actual Loops"] if node.get("Relation Name") == "community_post" else 0
    return own + sum(read_rows(below) for below in node.get("Plans", []))
