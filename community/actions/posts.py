"""Posts, news, comments and thanks; what holds a listed word or a position waits for a moderator, and is never dropped."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from community.actions.writing import check_pace, check_voice, hear, note_hits
from community.errors import SaysNothing, ThanksForOthers
from community.logic.limits import MOST_PHOTOS
from community.logic.words import may_tell_a_place
from community.models import Comment, Follow, Post, PostPhoto, SensitiveWord, Thanks
from community.models.posts import Saying
from community.permissions import can_write, can_write_news
from core import audit
from core.errors import NotAllowed, NotFound
from core.jobs import later
from patrol.actions.photos import inspect_photo, keep_files
from patrol.errors import PhotoTypeNotAllowed, TooManyPhotos
from patrol.storage import StoredPhoto, content_type_of, sha256_of, store_photo
from people.actions import notify
from people.models import Organisation, User
from sites.models import Site

HELD, SHOWN, WITHDRAWN = Saying.HELD, Saying.SHOWN, Saying.WITHDRAWN


def publish_post(
    *,
    id: UUID,  # noqa: A002 - it is the post's id, from the sender
    text: str,
    photos: Sequence[BinaryIO] = (),
    site: Site | None = None,
    organisation: Organisation | None = None,
    by: User,
    at: datetime,
) -> Post:
    """Publish a person's post, once per id. Refuses NotAllowed, SaysNothing, IsMuted, TooMuchAtOnce and odd photos."""
    if not can_write(by):
        raise NotAllowed
    values = {"text": text.strip(), "site": site, "organisation": organisation}
    return _publish(id, values, photos, by, at)


def publish_news(
    *,
    id: UUID,  # noqa: A002 - it is the post's id, from the sender
    title: str,
    text: str,
    pinned_until: date | None,
    photos: Sequence[BinaryIO] = (),
    organisation: Organisation | None,
    by: User,
    at: datetime,
) -> Post:
    """Publish the news of an organisation, or of the federation; with `pinned_until` an announcement. Refuses NotAllowed."""
    if not can_write_news(by, organisation):
        raise NotAllowed
    kind = Post.Kind.ANNOUNCEMENT if pinned_until else Post.Kind.NEWS
    values = {"kind": kind, "title": title, "text": text.strip(), "organisation": organisation}
    return _publish(id, {**values, "pinned_until": pinned_until}, photos, by, at)


def withdraw_post(*, post: Post, by: User, at: datetime) -> None:
    """Take one's own post back; it stays for whoever asks about it later, but nobody is shown it. Refuses NotAllowed."""
    _withdraw(post, by, at)


def withdraw_comment(*, comment: Comment, by: User, at: datetime) -> None:
    """Take one's own comment back. Refuses NotAllowed."""
    _withdraw(comment, by, at)


def add_comment(*, id: UUID, post: Post, text: str, by: User, at: datetime) -> Comment:  # noqa: A002 - of the comment
    """Comment on a post that is shown, once per id. Refuses NotAllowed, NotFound, SaysNothing, IsMuted, TooMuchAtOnce."""
    if not can_write(by):
        raise NotAllowed
    if post.state != SHOWN:
        raise NotFound
    if not text.strip():
        raise SaysNothing
    words = hear(text=text, at=at)
    with transaction.atomic():
        check_pace(kind="comment", by=by, at=at)
        if known := Comment.objects.filter(pk=id, author=by).first():
            return known
        check_voice(by=by, at=at)
        comment = Comment.objects.create(
            id=id, post=post, author=by, text=text.strip(), made_at=at, state=_state(text, words)
        )
        note_hits(words=words, area=_area(post), at=at, comment=comment)
        audit.record("add_comment", comment, by=by, at=at, change={"post": str(post.pk), "state": comment.state})
        if comment.state == SHOWN and post.author_id != by.pk:
            url = reverse("community:post", args=[post.pk])
            notify(users=[post.author], kind="post_commented", params={"name": str(by)}, url=url, at=at)
    return comment


def thank(*, post: Post, by: User, at: datetime) -> None:
    """Thank for a post; twice is once. Refuses NotAllowed, NotFound and ThanksForOthers."""
    if not can_write(by):
        raise NotAllowed
    if post.state != SHOWN:
        raise NotFound
    if post.author_id == by.pk:
        raise ThanksForOthers
    with transaction.atomic():
        Thanks.objects.get_or_create(post=post, user=by, defaults={"at": at})


def take_thanks_back(*, post: Post, by: User, at: datetime) -> None:
    """Take one's thanks back."""
    with transaction.atomic():
        Thanks.objects.filter(post=post, user=by, at__lte=at).delete()


def follow(*, of: Site | Organisation, by: User, at: datetime) -> None:
    """Read from now on what is posted about the site or by the organisation; twice is once."""
    with transaction.atomic():
        Follow.objects.get_or_create(user=by, **_followed(of), defaults={"at": at})


def unfollow(*, of: Site | Organisation, by: User, at: datetime) -> None:
    """Follow no more; what a person followed is nobody's business, so the row goes."""
    with transaction.atomic():
        Follow.objects.filter(user=by, at__lte=at, **_followed(of)).delete()


def inspect_post_photos(*, post: Post, at: datetime) -> None:
    """Read the photos in the guarded reader and make copies without EXIF; safe to run again."""
    for photo in post.photos.select_related("file").order_by("position"):
        inspect_photo(file=photo.file, at=at)


def _publish(key: UUID, values: dict[str, Any], photos: Sequence[BinaryIO], by: User, at: datetime) -> Post:
    if not values["text"] and not photos:
        raise SaysNothing
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos
    check_voice(by=by, at=at)
    said = f"{values.get('title', '')}\n{values['text']}"
    words = hear(text=said, at=at)
    # Outside the transaction: the disk is waited for before any row is locked.
    stored = _stored(photos)
    with transaction.atomic():
        check_pace(kind="post", by=by, at=at)
        if known := Post.objects.filter(pk=key, author=by).first():
            return known
        check_voice(by=by, at=at)
        post = Post.objects.create(id=key, author=by, made_at=at, state=_state(said, words), **values)
        _keep_photos(post, stored, at)
        note_hits(words=words, area=_area(post), at=at, post=post)
        change = {"kind": post.kind, "state": post.state, "photos": len(stored)}
        audit.record("publish_post", post, by=by, at=at, change=change)
    return post


def _stored(photos: Sequence[BinaryIO]) -> list[StoredPhoto]:
    """Store each photo once, whatever the sender calls it; in the order of the post."""
    streams = {sha256_of(stream): stream for stream in photos}
    kinds = {sha256: content_type_of(stream) for sha256, stream in streams.items()}
    if None in kinds.values():
        raise PhotoTypeNotAllowed
    return [store_photo(streams[sha256], sha256, *kind) for sha256, kind in kinds.items() if kind is not None]


def _keep_photos(post: Post, stored: list[StoredPhoto], at: datetime) -> None:
    if not stored:
        return
    keep_files(stored=stored, at=at)
    PostPhoto.objects.bulk_create(
        PostPhoto(post=post, file_id=one.sha256, position=place) for place, one in enumerate(stored)
    )
    later("community.inspect_post_photos", post_id=str(post.pk))


def _state(text: str, words: list[SensitiveWord]) -> Saying:
    is_held = any(word.purpose == SensitiveWord.Purpose.HOLD for word in words) or may_tell_a_place(text)
    return HELD if is_held else SHOWN


def _area(post: Post) -> str:
    return post.site.district_id if post.site else ""


def _withdraw(said: Post | Comment, by: User, at: datetime) -> None:
    if said.author_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        locked = type(said)._default_manager.select_for_update(of=("self",)).get(pk=said.pk)
        if locked.state not in {SHOWN, HELD}:
            raise NotFound
        locked.state = WITHDRAWN
        locked.save(update_fields=["state"])
        audit.record("withdraw", locked, by=by, at=at)


def _followed(of: Site | Organisation) -> dict[str, Any]:
    return {"site": of} if isinstance(of, Site) else {"organisation": of}
