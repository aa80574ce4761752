"""Posts with their photos, comments and thanks, and whom a person follows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models import PhotoFile
from people.models import Organisation
from sites.models import Site


class Saying(models.TextChoices):
    """Where something said stands; nothing is ever dropped."""

    SHOWN = "shown", _("shown")
    HELD = "held", _("waiting for a moderator")
    HIDDEN = "hidden", _("hidden")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class Post(models.Model):
    """A post of a person, or the news of an organisation (without one: of the federation). What was said never changes.

    `id` comes from the sender, so that a form sent twice is one post; the order is of `made_at`, which is the server's.
    """

    class Kind(models.TextChoices):
        """Who speaks."""

        POST = "post", _("Post")
        NEWS = "news", _("News")
        ANNOUNCEMENT = "announcement", _("Announcement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.POST)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Saying.choices, default=Saying.SHOWN)
    pinned_until = models.DateField(null=True, blank=True)

    class Meta:
        """Each feed reads its newest rows from an index of its own, however many posts there are."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-made_at", "-id"], name="post_newest", condition=Q(state="shown")),
            models.Index(fields=["site", "-made_at", "-id"], name="post_of_site", condition=Q(state="shown")),
            models.Index(
                fields=["organisation", "-made_at", "-id"], name="post_of_organisation", condition=Q(state="shown")
            ),
            models.Index(fields=["author", "-made_at", "-id"], name="post_of_author"),
            models.Index(fields=["-made_at", "-id"], name="post_news", condition=Q(state="shown") & ~Q(kind="post")),
            models.Index(fields=["made_at"], name="post_held", condition=Q(state="held")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=("post", "news", "announcement")), name="post_kind_known"),
            models.CheckConstraint(condition=Q(state__in=Saying.values), name="post_state_known"),
            models.CheckConstraint(
                condition=Q(kind="post", title="") | ~Q(kind="post") & ~Q(title=""), name="post_news_has_title"
            ),
            models.CheckConstraint(
                condition=Q(pinned_until=None) | Q(kind="announcement"), name="post_only_announcement_is_pinned"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:40]

    @property
    def is_news(self) -> bool:
        """Whether an organisation or the federation speaks, to everybody."""
        return self.kind != self.Kind.POST


class PostPhoto(models.Model):
    """A photo of a post, shown as a copy without EXIF only; append-only by trigger."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(PhotoFile, on_delete=models.PROTECT, related_name="post_uses")
    position = models.PositiveSmallIntegerField()

    class Meta:
        """Nine at most, in order."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "position"], name="post_photo_position_once"),
            models.CheckConstraint(condition=Q(position__lt=9), name="post_has_nine_photos_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.position}"


class Comment(models.Model):
    """What somebody says under a post; it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=500)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Saying.choices, default=Saying.SHOWN)

    class Meta:
        """Read under a post in order."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["post", "made_at"], name="comment_of_post"),
            models.Index(fields=["author", "-made_at"], name="comment_of_author"),
            models.Index(fields=["made_at"], name="comment_held", condition=Q(state="held")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(condition=Q(state__in=Saying.values), name="comment_state_known"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Thanks(models.Model):
    """One person's thanks for a post, taken back at will; never for one's own (trigger)."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="thanks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One thanks a person."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "user"], name="thanks_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.post_id}"


class Follow(models.Model):
    """That a person wants to read what is posted about a site or by an organisation; private, gone when ended."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One thing, once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(site__isnull=False, organisation=None) | Q(site=None, organisation__isnull=False),
                name="follow_of_one_thing",
            ),
            models.UniqueConstraint(fields=["user", "site"], name="site_followed_once"),
            models.UniqueConstraint(fields=["user", "organisation"], name="organisation_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.site_id or self.organisation_id}"
