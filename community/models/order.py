"""How order is kept: words to look at, reports of abuse, rulings, appeals and mutes. All of it stays."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models.letters import Message
from community.models.posts import Comment, Post
from core.ids import new_id

ABOUT_ONE: Final = (
    Q(post__isnull=False, comment=None, message=None)
    | Q(post=None, comment__isnull=False, message=None)
    | Q(post=None, comment=None, message__isnull=False)
)


class SensitiveWord(models.Model):
    """A word that holds back what says it for a moderator, or that the alert board counts; with its dates and source.

    `variants` are other ways to write it, `but_not` phrases in which it is harmless. `is_whole_word` is for Latin letters.
    """

    class Purpose(models.TextChoices):
        """What a hit does."""

        HOLD = "hold", _("held for a moderator")
        DAMAGE = "damage", _("counted as a sign of damage")

    code = models.CharField(primary_key=True, max_length=40)
    word = models.CharField(_("Word"), max_length=40)
    variants = models.JSONField(default=list, blank=True)
    but_not = models.JSONField(default=list, blank=True)
    is_whole_word = models.BooleanField(default=False)
    purpose = models.CharField(_("What a hit does"), max_length=8, choices=Purpose.choices)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """A word is not nothing, and ends after it began."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(word=""), name="sensitive_word_says_something"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="sensitive_word_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class WordHit(models.Model):
    """That something said holds a word of the list: a post, a comment, or a citizen's report. `area` is its district."""

    id = models.BigAutoField(primary_key=True)
    word = models.ForeignKey(SensitiveWord, on_delete=models.PROTECT, related_name="hits")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="hits")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="hits")
    public_report = models.ForeignKey(
        "patrol.PublicReport", null=True, on_delete=models.PROTECT, related_name="word_hits"
    )
    purpose = models.CharField(max_length=8, choices=SensitiveWord.Purpose.choices)
    area = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Counted by day; each word once in one thing."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["purpose", "at"], name="word_hit_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, comment=None, public_report=None)
                | Q(post=None, comment__isnull=False, public_report=None)
                | Q(post=None, comment=None, public_report__isnull=False),
                name="word_hit_in_one_thing",
            ),
            models.UniqueConstraint(fields=["word", "post"], name="word_hit_once_in_post"),
            models.UniqueConstraint(fields=["word", "comment"], name="word_hit_once_in_comment"),
            models.UniqueConstraint(fields=["word", "public_report"], name="word_hit_once_in_report"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.at:%F}"


class AbuseReport(models.Model):
    """Somebody's word that something said breaks the rules; it waits until a moderator rules."""

    class Reason(models.TextChoices):
        """What is wrong."""

        INSULT = "insult", _("insult or harassment")
        FALSE = "false", _("false or misleading")
        PLACE = "place", _("tells the place of a hidden site")
        PRIVACY = "privacy", _("tells something personal of somebody")
        AD = "ad", _("advertising or fraud")
        OTHER = "other", _("something else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="abusereports")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="abusereports")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="abusereports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    ruling = models.ForeignKey("community.Ruling", null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        """Once a person about one thing."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="abuse_report_open", condition=Q(ruling=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=ABOUT_ONE, name="abuse_report_about_one"),
            models.UniqueConstraint(fields=["by", "post"], name="abuse_report_once_of_post"),
            models.UniqueConstraint(fields=["by", "comment"], name="abuse_report_once_of_comment"),
            models.UniqueConstraint(fields=["by", "message"], name="abuse_report_once_of_message"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%F}"

    @property
    def said(self) -> Post | Comment | Message:
        """What it is about."""
        return _one_of(self)


class Ruling(models.Model):
    """A moderator's decision, with its reason; append-only, never about one's own words (triggers)."""

    class Verdict(models.TextChoices):
        """What is decided."""

        SHOW = "show", _("show it")
        HIDE = "hide", _("hide it")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="rulings")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="rulings")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="rulings")
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    reason = models.CharField(max_length=8, choices=AbuseReport.Reason.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Hiding says why."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="ruling_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=ABOUT_ONE, name="ruling_about_one"),
            models.CheckConstraint(
                condition=Q(verdict="show") | Q(verdict="hide") & ~Q(reason=""), name="ruling_hides_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.at:%F}"

    @property
    def said(self) -> Post | Comment | Message:
        """What it is about."""
        return _one_of(self)


class HidingAppeal(models.Model):
    """The author's word against a hiding, answered by somebody who did not rule (trigger)."""

    class Outcome(models.TextChoices):
        """What becomes of it."""

        UPHELD = "upheld", _("the hiding stands")
        REVERSED = "reversed", _("shown again")

    ruling = models.OneToOneField(Ruling, primary_key=True, on_delete=models.PROTECT, related_name="appeal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Answered wholly or not."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_by=None, answered_at=None)
                | ~Q(outcome="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="hiding_appeal_answered_wholly",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ruling_id)


class Mute(models.Model):
    """That a person may not write for some days after repeated hidings; lifted when one of them is reversed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mutes")
    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="mute")
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """For some time."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "-until"], name="mute_of_user")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(until__gt=F("from_at")), name="mute_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.until:%F}"


def _one_of(row: AbuseReport | Ruling) -> Post | Comment | Message:
    found = row.post or row.comment or row.message
    assert found is not None, "a constraint says so"  # noqa: S101 - for the type alone
    return found
