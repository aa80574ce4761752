"""Lets the demo's invented people talk: posts, news, letters, something to moderate, promises, and a wet day for the alert board."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from community.actions.alerts import raise_alerts, read_citizens
from community.actions.care import adopt_site, call_season
from community.actions.letters import answer_question, ask_to_write, write_letter
from community.actions.order import report_abuse, rule
from community.actions.posts import add_comment, follow, publish_news, publish_post, thank
from community.models import Adoption, Comment, Post, PostPhoto
from core.ids import new_id
from patrol.models import Photo
from people.models import Organisation, User
from sites.models import Site

STORY: Final = Path(__file__).parent / "story.json"
ME: Final = "volunteer@example.org"


def load(*, at: datetime) -> str:
    """Tell the story once; say what is there."""
    if not Post.objects.exists():
        with transaction.atomic():
            _tell(json.loads(STORY.read_text(encoding="utf-8")), at)
    return f"{Post.objects.count()} posts, {Comment.objects.count()} comments, {Adoption.objects.count()} promises"


def _tell(story: dict[str, Any], at: datetime) -> None:
    people = {one.email: one for one in User.objects.filter(email__endswith="@example.org")}
    sites = {one.code: one for one in Site.objects.filter(code__in=_codes(story))}
    for row in sorted([*story["news"], *story["posts"], *story["held"]], key=lambda one: -int(one["days"])):
        _publish(row, people, sites, at)
    _follow(story["follow"], people[ME], sites, at)
    _promise(story["adopt"], people, sites, at)
    for asker, asked, state, letters in story["letters"]:
        _correspond(people[asker], people[asked], state, letters, at)
    _offend(story["rude"], people, at)
    call_season(at=at)
    read_citizens(at=at)
    raise_alerts(at=at)


def _codes(story: dict[str, Any]) -> set[str]:
    posts = {row["site"] for row in story["posts"]}
    return posts | set(story["follow"]["sites"]) | {row[1] for row in story["adopt"]}


def _publish(row: dict[str, Any], people: dict[str, User], sites: dict[str, Site], at: datetime) -> None:
    when = at - timedelta(days=row["days"], minutes=40)
    by = people[row["by"]]
    if "title" in row:
        organisation = Organisation.objects.filter(code=row["org"]).first()
        until = timezone.localdate(at) + timedelta(days=row["pin"]) if row["pin"] else None
        publish_news(
            id=new_id(),
            title=row["title"],
            text=row["text"],
            pinned_until=until,
            organisation=organisation,
            by=by,
            at=when,
        )
        return
    post = publish_post(id=new_id(), text=row["text"], site=sites.get(row["site"]), by=by, at=when)
    _show_photos(post, row.get("photos", 0))
    for number in row.get("thanks", ()):
        name = ME if number == 1 else f"volunteer{number:02d}@example.org"
        if people[name] != by:
            thank(post=post, by=people[name], at=when + timedelta(minutes=5))
    for minutes, (name, text) in enumerate(row.get("comments", ()), 10):
        add_comment(id=new_id(), post=post, text=text, by=people[name], at=when + timedelta(minutes=minutes))


def _show_photos(post: Post, count: int) -> None:
    """Take the demo's drawn photos of the site, which are read already."""
    drawn = Photo.objects.filter(report__site=post.site, file__thumbnail__gt="").order_by("-report__finished_at", "pk")
    files = list(dict.fromkeys(drawn.values_list("file", flat=True)[: 2 * count + 9]))[:count]
    PostPhoto.objects.bulk_create(
        PostPhoto(post=post, file_id=sha256, position=place) for place, sha256 in enumerate(files)
    )


def _follow(row: dict[str, list[str]], person: User, sites: dict[str, Site], at: datetime) -> None:
    for code in row["sites"]:
        follow(of=sites[code], by=person, at=at)
    for organisation in Organisation.objects.filter(code__in=row["organisations"]):
        follow(of=organisation, by=person, at=at)


def _promise(rows: list[list[Any]], people: dict[str, User], sites: dict[str, Site], at: datetime) -> None:
    for name, code, times, is_shown, days in rows:
        since = at - timedelta(days=days)
        adopt_site(site=sites[code], times_a_year=times, is_shown=is_shown, by=people[name], at=since)


def _correspond(asker: User, asked: User, state: str, letters: list[str], at: datetime) -> None:
    begun = at - timedelta(days=2)
    line = ask_to_write(whom=asked, words="看了您的帖子，想请教拍照的事。", by=asker, at=begun)
    if state != "open":
        return
    answer_question(line=line, is_yes=True, by=asked, at=begun + timedelta(hours=1))
    for number, text in enumerate(letters):
        by = asked if number % 2 else asker
        write_letter(id=new_id(), line=line, text=text, by=by, at=begun + timedelta(hours=2 + number))


def _offend(text: str, people: dict[str, User], at: datetime) -> None:
    """Let somebody be rude twice: once it is hidden already, once it waits for the moderator."""
    rude, me, officer = people["volunteer21@example.org"], people[ME], people["officer@example.org"]
    post = Post.objects.filter(author=me, state="shown").order_by("made_at").first()
    if post is None:
        return
    for hours, is_ruled in ((30, True), (3, False)):
        when = at - timedelta(hours=hours)
        comment = add_comment(id=new_id(), post=post, text=text, by=rude, at=when)
        report_abuse(said=comment, reason="insult", words="请看看这条。", by=me, at=when + timedelta(minutes=9))
        if is_ruled:
            rule(said=comment, verdict="hide", reason="insult", words="", by=officer, at=when + timedelta(hours=1))
