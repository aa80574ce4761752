"""What is known of a volunteer beyond the profile: their real name, days off, training, and the texts they consented to."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models.languages import in_language

OWN: Final = settings.AUTH_USER_MODEL


class ConsentText(models.Model):
    """What exactly is consented to: one version of the words for one purpose. Never changed once it is there."""

    code = models.CharField(primary_key=True, max_length=40)
    purpose = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    valid_from = models.DateField()

    class Meta:
        """A version is written once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> str:
        """The words in the reader's language."""
        return in_language(self.text_zh, self.text_en)


class IdentityCheck(models.Model):
    """A person's real name and document, until two of the staff have seen that they are theirs.

    The number is kept encrypted, for the organiser's insurance only; it is found again by its peppered hash and shown masked.
    A check that corrects a confirmed one `replaces` it, and says why.
    """

    class State(models.TextChoices):
        """From the question to the answer."""

        WAITING = "waiting", _("waiting for the first of two")
        SEEN = "seen", _("seen by one, waiting for the second")
        CONFIRMED = "confirmed", _("confirmed by two")
        REFUSED = "refused", _("not confirmed")
        REPLACED = "replaced", _("replaced by a correction")
        WITHDRAWN = "withdrawn", _("withdrawn by the person")

    class Document(models.TextChoices):
        """By which document."""

        RESIDENT = "resident", _("resident identity card")
        PASSPORT = "passport", _("passport")
        PERMIT = "permit", _("mainland travel permit")

    class Registry(models.TextChoices):
        """What a registry of names said, where the installation asks one."""

        NOT_ASKED = "not_asked", _("no registry is asked here")
        WAITING = "waiting", _("the registry is being asked")
        MATCHES = "matches", _("the registry knows this name and number")
        DIFFERS = "differs", _("the registry does not know this name with this number")
        SILENT = "silent", _("the registry did not answer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="identity_checks")
    real_name = models.CharField(max_length=80)
    document = models.CharField(max_length=8, choices=Document.choices)
    number_encrypted = models.TextField()
    number_hash = models.CharField(max_length=64)
    number_shown = models.CharField(max_length=32)
    born_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registry = models.CharField(max_length=9, choices=Registry.choices, default=Registry.NOT_ASKED)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    filed_at = models.DateTimeField()
    first_by = models.ForeignKey(OWN, null=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(OWN, null=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(OWN, null=True, on_delete=models.PROTECT, related_name="+")
    refused_why = models.CharField(max_length=200, blank=True)

    class Meta:
        """Four eyes, none of them the person's own; one person, one document."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(first_by=F("second_by")), name="identity_seen_by_two_people"),
            models.CheckConstraint(
                condition=~Q(first_by=F("user")) & ~Q(second_by=F("user")), name="identity_not_confirmed_by_oneself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "replaced")) | Q(first_by__isnull=False, second_by__isnull=False),
                name="identity_confirmed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(refused_by__isnull=False) & ~Q(refused_why=""),
                name="identity_refused_says_why",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=("waiting", "seen")), name="identity_one_question_at_a_time"
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(state="confirmed"), name="identity_one_confirmed"),
            models.UniqueConstraint(
                fields=["number_hash"], condition=Q(state="confirmed"), name="identity_confirmed_is_one_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class FreeTimeException(models.Model):
    """Days on which the weekly pattern does not hold: away (no hours), or free at other hours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey("people.Volunteer", on_delete=models.CASCADE, related_name="free_time_exceptions")
    from_on = models.DateField()
    to_on = models.DateField()
    # Both or neither; neither: not free on any of these days.
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)

    class Meta:
        """Days in order, hours in order; one word on each day is enough (exclusion `free_time_exceptions_never_overlap`)."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="free_time_exception_days_in_order"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None)
                | Q(starts__isnull=False, ends__gt=F("starts")) & Q(ends__isnull=False),
                name="free_time_exception_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.from_on} – {self.to_on}"


class Training(models.Model):
    """A training a volunteer went through; some hold for a time only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey("people.Volunteer", on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=120)
    given_by = models.CharField(max_length=120, blank=True)
    skill = models.ForeignKey("people.Skill", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """It holds for some days at least."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="training_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.title}"


class PhoneCode(models.Model):
    """A one-time code sent to a phone: only its hash is kept, for some minutes and a few guesses."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    network = models.CharField(max_length=64, db_index=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    guesses = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Used once, guessed at five times at most."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(guesses__lte=5), name="phone_code_guessed_five_times_at_most"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="phone_code_expires"),
        ]

    def __str__(self) -> str:
        return str(self.id)
