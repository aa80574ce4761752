"""What waits for moderators, what was decided, and what became of a person's own words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet

from community.models import AbuseReport, Comment, HidingAppeal, Message, Mute, Post, Ruling
from community.models.posts import Saying
from community.queries.feed import told
from people.models import User
from people.permissions import Person

MOST: Final = 100
Said = Post | Comment | Message
NAMES: Final[dict[type, str]] = {Post: "post", Comment: "comment", Message: "message"}


@dataclass
class Waiting:
    """Something said that waits for a ruling: why, and since when."""

    said: Said
    since: datetime
    reports: list[AbuseReport] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What it is, as addresses name it."""
        return NAMES[type(self.said)]


def waiting(viewer: Person) -> list[Waiting]:
    """Return what is held or reported, the oldest first; not one's own words."""
    posts = told(viewer).prefetch_related("hits__word")
    comments = Comment.objects.select_related("author", "post").prefetch_related("hits__word")
    found: dict[object, Waiting] = {}
    for rows in (posts, comments):
        for said in rows.filter(state=Saying.HELD).order_by("made_at")[:MOST]:
            found[said.pk] = Waiting(said, said.made_at)
    for report in open_reports(viewer):
        one = found.setdefault(report.said.pk, Waiting(report.said, report.at))
        one.reports.append(report)
    for one in found.values():
        if not isinstance(one.said, Message):
            one.words = [hit.word.word for hit in one.said.hits.all() if hit.purpose == "hold"]
    return sorted((one for one in found.values() if one.said.author_id != viewer.pk), key=lambda one: one.since)


def open_reports(viewer: Person) -> QuerySet[AbuseReport]:
    """Return the reports of abuse that nobody has answered."""
    found = AbuseReport.objects.filter(ruling=None).select_related("by", "comment__author", "comment__post")
    posts = Prefetch("post", told(viewer).prefetch_related("hits__word"))
    found = found.select_related("message__author").prefetch_related(posts, "comment__hits__word")
    return found.order_by("at")[:MOST]


def open_appeals() -> QuerySet[HidingAppeal]:
    """Return the appeals nobody has answered, the oldest first."""
    found = HidingAppeal.objects.filter(answered_at=None).select_related("by", "ruling__by")
    return _with_said(found, "ruling__").order_by("at")


def decided() -> QuerySet[Ruling]:
    """Return the rulings, newest first."""
    return _with_said(Ruling.objects.select_related("by", "appeal"), "").order_by("-at")


def hidings_of(person: Person) -> QuerySet[Ruling]:
    """Return the hidings of a person's own words, newest first, with the appeal."""
    mine = Q(post__author=person.pk) | Q(comment__author=person.pk) | Q(message__author=person.pk)
    found = Ruling.objects.filter(mine, verdict=Ruling.Verdict.HIDE).select_related("appeal", "mute")
    return _with_said(found, "").order_by("-at")


def hidings_of_author(user: User) -> int:
    """Return how many hidings a person's words have had."""
    mine = Q(post__author=user) | Q(comment__author=user) | Q(message__author=user)
    return Ruling.objects.filter(mine, verdict=Ruling.Verdict.HIDE).exclude(appeal__outcome="reversed").count()


def running_mute(person: Person, *, at: datetime) -> Mute | None:
    """Return the silence a person is under, if any."""
    running = Mute.objects.filter(user=person.pk, lifted_at=None, from_at__lte=at, until__gt=at)
    return running.order_by("-until").first()


def held_of(person: Person) -> list[Post | Comment]:
    """Return the person's own words that wait for a moderator."""
    posts = Post.objects.filter(author=person.pk, state=Saying.HELD).order_by("-made_at")[:MOST]
    comments = Comment.objects.filter(author=person.pk, state=Saying.HELD).order_by("-made_at")[:MOST]
    return [*posts, *comments]


def _with_said(rows: QuerySet[Any], to: str) -> QuerySet[Any]:
    names = [f"{to}{name}__author" for name in ("post", "comment", "message")]
    return rows.select_related(*names)
