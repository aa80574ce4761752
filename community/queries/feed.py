"""What a person reads: their feed, the news, a site's and an organisation's posts, one post with its comments.

A feed is read by key (made_at, id) backwards, never by number: the hundredth page costs what the first did. The ids of a
page come from one statement that takes at most a page from each thing followed (`sql/my_feed.sql`).
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from community.models import Comment, Follow, Post, PostPhoto, Thanks
from community.models.posts import Saying
from community.permissions import can_moderate
from core.sql import Statements
from people.models import Organisation
from people.permissions import Person
from sites.models import Site

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
ROWS: Final = 20
GROWN_UP: Final = 18
# No post is later; the greatest key of all.
LATEST: Final = (datetime(9999, 1, 1, tzinfo=timezone.get_fixed_timezone(0)), UUID(int=2**128 - 1))

Key = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Some posts, newest first, and the key of what comes after them ("" at the end)."""

    posts: list[Post]
    after: str


def my_feed(viewer: Person, after: str = "") -> FeedPage:
    """Return what the person follows, all news, and their own posts."""
    at, key = read_key(after)
    rows = SQL.rows("my_feed", {"person": viewer.pk, "at": at, "key": key, "most": ROWS + 1})
    return _page([row["id"] for row in rows], viewer)


def everything(viewer: Person, after: str = "") -> FeedPage:
    """Return the posts of everybody."""
    return _newest(Post.objects.filter(state=Saying.SHOWN), viewer, after)


def news(viewer: Person, after: str = "") -> FeedPage:
    """Return the news of organisations and the federation."""
    return _newest(_all_news(), viewer, after)


def news_of(organisation: Organisation, viewer: Person, after: str = "") -> FeedPage:
    """Return the news of one organisation."""
    return _newest(_all_news().filter(organisation=organisation), viewer, after)


def site_feed(site: Site, viewer: Person, after: str = "") -> FeedPage:
    """Return the posts about a site."""
    return _newest(Post.objects.filter(state=Saying.SHOWN, site=site), viewer, after)


def posts_of_site(site: Site, viewer: Person, most: int) -> list[Post]:
    """Return the newest posts about a site."""
    keys = Post.objects.filter(site=site, state=Saying.SHOWN).order_by("-made_at", "-id").values_list("pk", flat=True)
    return _in_order(list(keys[:most]), viewer)


def pinned(viewer: Person, *, at: datetime, organisation: Organisation | None = None) -> list[Post]:
    """Return the announcements that are pinned today."""
    found = _all_news().filter(kind=Post.Kind.ANNOUNCEMENT, pinned_until__gte=timezone.localdate(at))
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return _in_order(list(found.order_by("-made_at", "-id").values_list("pk", flat=True)[:5]), viewer)


def visible_posts(viewer: Person) -> Q:
    """Return the condition under which a person may open a post: shown ones (news: everybody), and their own."""
    shown = Q(state=Saying.SHOWN)
    if not viewer.is_authenticated:
        return shown & ~Q(kind=Post.Kind.POST)
    return shown | Q(author=viewer.pk)


def visible_post(viewer: Person, key: UUID) -> Post | None:
    """Return the post as the person may see it, or none."""
    return told(viewer).filter(visible_posts(viewer), pk=key).first()


def told(viewer: Person) -> QuerySet[Post]:
    """Return posts with all a page shows of them: photos, counts, whether the person has thanked, the author's least age."""
    thanks = Thanks.objects.filter(post=OuterRef("pk"))
    photos = PostPhoto.objects.select_related("file").order_by("position")
    posts = Post.objects.select_related("author", "organisation", "site__district").defer("site__district__geom")
    return posts.prefetch_related(Prefetch("photos", photos)).annotate(
        thanked=Func(thanks.values("post").annotate(n=Count("pk")).values("n"), Value(0), function="coalesce"),
        said=Func(
            Comment.objects.filter(post=OuterRef("pk"), state=Saying.SHOWN)
            .order_by()
            .values("post")
            .annotate(n=Count("pk"))
            .values("n"),
            Value(0),
            function="coalesce",
        ),
        is_thanked=Exists(thanks.filter(user=viewer.pk)),
        author_age=least_age("author_id"),
    )


def comments_of(post: Post, viewer: Person) -> QuerySet[Comment]:
    """Return the comments under a post, oldest first: those that are shown, and the person's own that wait."""
    mine = Q(author=viewer.pk, state=Saying.HELD) if viewer.is_authenticated else Q(pk=None)
    found = Comment.objects.filter(Q(state=Saying.SHOWN) | mine, post=post)
    return found.select_related("author").annotate(author_age=least_age("author_id")).order_by("made_at", "pk")


def least_age(column: str) -> Func:
    """Return the author's least age today, NULL where nothing is known: names of children are shortened."""
    return Func(
        F(column), Value(timezone.localdate()), function="community_least_age", output_field=IntegerField(null=True)
    )


def visible_post_photo(viewer: Person, post: UUID, position: int) -> PostPhoto | None:
    """Return a post's photo where the person may see the post, or decides about it."""
    found = PostPhoto.objects.select_related("file").filter(post=post, position=position)
    if not can_moderate(viewer):
        found = found.filter(post__in=Post.objects.filter(visible_posts(viewer)))
    return found.first()


def followed(viewer: Person) -> QuerySet[Follow]:
    """Return what the person follows."""
    found = Follow.objects.filter(user=viewer.pk).select_related("site__district", "organisation")
    return found.defer("site__district__geom", "site__geom", "site__shown_geom").order_by("-at")


def is_followed(viewer: Person, of: Site | Organisation) -> bool:
    """Say whether the person follows it."""
    what = {"site": of} if isinstance(of, Site) else {"organisation": of}
    return viewer.is_authenticated and Follow.objects.filter(user=viewer.pk, **what).exists()


def key_of(post: Post) -> str:
    """Return the key of a post as an address holds it."""
    return base64.urlsafe_b64encode(f"{post.made_at.isoformat()} {post.pk}".encode()).decode().rstrip("=")


def read_key(text: str) -> Key:
    """Read a key from an address; what is none begins at the newest."""
    try:
        said = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        at, _space, key = said.rpartition(" ")
        moment = datetime.fromisoformat(at)
        return (moment, UUID(key)) if moment.tzinfo else LATEST
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return LATEST


def _all_news() -> QuerySet[Post]:
    return Post.objects.filter(state=Saying.SHOWN).exclude(kind=Post.Kind.POST)


def _newest(posts: QuerySet[Post], viewer: Person, after: str) -> FeedPage:
    at, key = read_key(after)
    later = Q(made_at__lt=at) | Q(made_at=at, pk__lt=key)
    # The first condition says the same and lets the index begin where the page does.
    keys = posts.filter(later, made_at__lte=at).order_by("-made_at", "-id").values_list("pk", flat=True)
    return _page(list(keys[: ROWS + 1]), viewer)


def _page(keys: list[UUID], viewer: Person) -> FeedPage:
    posts = _in_order(keys[:ROWS], viewer)
    return FeedPage(posts, key_of(posts[-1]) if len(keys) > ROWS and posts else "")


def _in_order(keys: list[UUID], viewer: Person) -> list[Post]:
    found: dict[Any, Post] = {post.pk: post for post in told(viewer).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]
