"""Posts: published once, held for a word or a place, thanked, withdrawn; photos without EXIF; the pace."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from community.actions.posts import (
    add_comment,
    follow,
    inspect_post_photos,
    publish_news,
    publish_post,
    thank,
    withdraw_post,
)
from community.errors import SaysNothing, ThanksForOthers, TooMuchAtOnce
from community.models import Post, Thanks, WordHit
from core.errors import NotAllowed
from core.ids import new_id
from people.models import Notice, Role, RoleGrant, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make

NOW = make.NOW


def say(by: User, text: str = "雪停了", **more: object) -> Post:
    return publish_post(**{"id": new_id(), "text": text, "by": by, "at": NOW, **more})  # type: ignore[arg-type]


def test_post_sent_twice_is_one(volunteer: User, site: Site) -> None:
    key = new_id()
    assert say(volunteer, id=key, site=site).pk == say(volunteer, id=key, site=site).pk
    assert Post.objects.get().state == "shown"


@pytest.mark.parametrize("text", ["有人倒卖文物", "就在 116.3894, 39.9407 那里", "加 微 信 聊"])
def test_post_with_a_listed_word_or_a_place_waits_and_is_not_dropped(text: str, volunteer: User, officer: User) -> None:
    post = say(volunteer, text)
    assert (post.state, post.text) == ("held", text)
    assert signed_in(officer).get(f"/community/posts/{post.pk}/").status_code == 404
    assert signed_in(volunteer).get(f"/community/posts/{post.pk}/").status_code == 200


def test_word_of_damage_is_counted_in_the_district_and_holds_nothing(volunteer: User, site: Site) -> None:
    assert say(volunteer, "檐口漏雨，没有裂缝", site=site).state == "shown"
    assert list(WordHit.objects.values_list("word", "area", "purpose")) == [("leak", "110101", "damage")]


def test_stranger_and_empty_and_fast_are_refused(volunteer: User, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        say(stranger)
    with pytest.raises(SaysNothing):
        say(volunteer, "  ")
    for _turn in range(10):
        say(volunteer)
    with pytest.raises(TooMuchAtOnce):
        say(volunteer)


def test_comment_tells_the_author_and_thanks_are_for_others(volunteer: User, officer: User) -> None:
    post = say(volunteer)
    add_comment(id=new_id(), post=post, text="好", by=officer, at=NOW)
    assert [(one.user, one.kind) for one in Notice.objects.all()] == [(volunteer, "post_commented")]
    for _turn in range(2):
        thank(post=post, by=officer, at=NOW)
    assert Thanks.objects.count() == 1
    with pytest.raises(ThanksForOthers):
        thank(post=post, by=volunteer, at=NOW)


def test_withdrawn_post_stays_and_is_shown_to_nobody_else(volunteer: User, officer: User) -> None:
    post = say(volunteer)
    with pytest.raises(NotAllowed):
        withdraw_post(post=post, by=officer, at=NOW)
    withdraw_post(post=post, by=volunteer, at=NOW)
    assert Post.objects.get().state == "withdrawn"
    assert signed_in(officer).get(f"/community/posts/{post.pk}/").status_code == 404


def test_photos_are_shown_without_exif_to_who_may_read(volunteer: User, officer: User, media_root: Path) -> None:
    picture, exif = BytesIO(), Image.Exif()
    exif[0x0110] = "Some Phone"
    Image.effect_noise((640, 480), 80).convert("RGB").save(picture, "JPEG", exif=exif)
    file = SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")
    answer = signed_in(volunteer).post("/community/posts/new/", {"id": str(new_id()), "text": "看", "photos": [file]})
    assert answer.status_code == 302
    post = Post.objects.get()
    inspect_post_photos(post=post, at=NOW)
    url = f"/community/posts/{post.pk}/photos/0/display"
    shown = b"".join(signed_in(officer).get(url).streaming_content)  # type: ignore[attr-defined]
    assert len(Image.open(BytesIO(shown)).getexif()) == 0
    assert Client().get(url).status_code == 404


def test_news_are_written_for_ones_own_organisation_and_read_by_everybody(volunteer: User, officer: User) -> None:
    own, other = make.organisation(), make.organisation()
    RoleGrant.objects.create(user=volunteer, role=Role.MANAGER, organisation=own, granted_at=NOW)
    said = {"id": new_id(), "title": "周六集合", "text": "九点", "pinned_until": None, "at": NOW}
    for by, organisation in ((volunteer, other), (volunteer, None), (officer, own)):
        with pytest.raises(NotAllowed):
            publish_news(**said, organisation=organisation, by=by)
    post = publish_news(**said, organisation=own, by=volunteer)
    page = Client().get("/community/news/").content.decode()
    assert "周六集合" in page
    assert volunteer.name not in page
    assert Client().get(f"/community/posts/{post.pk}/").status_code == 200


def test_follow_twice_is_once_and_feed_shows_it(volunteer: User, officer: User, site: Site) -> None:
    say(officer, "关于钟楼", site=site)
    client = signed_in(volunteer)
    assert "关于钟楼" not in client.get("/community/").content.decode()
    for _turn in range(2):
        follow(of=site, by=volunteer, at=NOW)
    assert "关于钟楼" in client.get("/community/").content.decode()
