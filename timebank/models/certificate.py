"""The free certificate of volunteer service (志愿服务记录证明): asked for, published for a week, issued, provable anywhere."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import Organisation
from timebank.logic.certificate import NOTICE_DAYS


class Issuer(models.Model):
    """What an organisation's certificates say of it: its name, who answers for it, who handles them, where to ask."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="certificate_issuer"
    )
    name = models.CharField(_("Name on the certificate"), max_length=120)
    person_in_charge = models.CharField(_("Person in charge"), max_length=80)
    handler = models.CharField(_("Handled by"), max_length=80)
    contact = models.CharField(_("Contact"), max_length=120)
    seal = models.BinaryField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        """A seal is a small picture."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(person_in_charge="") & ~Q(handler="") & ~Q(contact=""),
                name="issuer_says_who_answers",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """What a certificate says, from the day it was asked for; only its fate changes afterwards (trigger `certificate_stays`).

    `token` leads to the page that verifies it. Of the document's number only `document_shown` is kept. `content` holds the
    lines of the paper: `[{"title", "organisation", "times", "first_on", "last_on", "seconds"}]`.
    """

    class State(models.TextChoices):
        """From the question to the end."""

        ANNOUNCED = "announced", _("in public notice")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REVOKED = "revoked", _("revoked")

    class Document(models.TextChoices):
        """By which document the person is known."""

        NONE = "", _("none stated")
        ID_CARD = "id_card", _("resident identity card")
        PASSPORT = "passport", _("passport")
        PERMIT = "permit", _("mainland travel permit")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    token = models.CharField(max_length=32, unique=True)
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    name = models.CharField(max_length=80)
    volunteer_number = models.CharField(max_length=32)
    document = models.CharField(max_length=8, choices=Document.choices, blank=True)
    document_shown = models.CharField(max_length=32, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    seconds = models.PositiveBigIntegerField()
    times = models.PositiveIntegerField()
    content = models.JSONField()
    remark = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    announced_at = models.DateTimeField()
    issuer = models.JSONField(default=dict)
    issued_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        """The law's week, and nothing without its reason."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "-announced_at"], name="certificate_of_organisation"),
            models.Index(fields=["volunteer", "-announced_at"], name="certificate_of_volunteer"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["volunteer"], condition=Q(state="announced"), name="certificate_announced_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(issued_at__gte=F("announced_at") + timedelta(days=NOTICE_DAYS)),
                name="certificate_published_for_a_week",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["announced", "withdrawn"], issued_at=None)
                | Q(state__in=["issued", "revoked"], issued_at__isnull=False),
                name="certificate_issued_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["announced", "issued"], ended_at=None)
                | Q(state__in=["withdrawn", "revoked"], ended_at__isnull=False) & ~Q(ended_why=""),
                name="certificate_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on"), seconds__gt=0, times__gt=0), name="certificate_holds_service"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Objection(models.Model):
    """What somebody of the unit says against a certificate in its week; it is not issued before that is answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An answer says something, and comes from somebody else."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="objection_answer_says_something",
            ),
            models.CheckConstraint(condition=~Q(answered_by=F("by")), name="objection_answered_by_another"),
        ]

    def __str__(self) -> str:
        return self.text
