"""What citizens tell without an account, on the website or through a city hotline; neither a visit nor service time."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from patrol.models.case import Case
from patrol.models.hotline import Hotline
from patrol.models.report import PhotoFile
from patrol.models.vocabulary import FindingKind
from sites.models import Site


class PublicReport(models.Model):
    """Damage a citizen told of. `id` comes from the sender; what was said never changes, and is decided once (triggers).

    `geom` is where it is (WGS-84), `area` the division code it belongs to ("" where none is known), `site` the one the
    citizen named. The tracking address holds a secret of which only the SHA-256 is kept. `network` and `visitor` are
    hashes under a salt of the day, dropped soon after; `oddities` say why a report is held back.
    """

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web", _("website")
        OPEN311 = "open311", _("city hotline")

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waiting")
        HELD = "held", _("looks odd")
        IN_CASE = "in_case", _("in a case")
        REFUSED = "refused", _("not followed")
        SPAM = "spam", _("spam")

    class Reason(models.TextChoices):
        """Why it is not followed."""

        NOT_HERITAGE = "not_heritage", _("not a heritage site")
        NOT_FOUND = "not_found", _("nothing found there")
        NO_DAMAGE = "no_damage", _("no damage")
        KNOWN = "known", _("known and being repaired")
        UNCLEAR = "unclear", _("photo or place unclear")
        ELSEWHERE = "elsewhere", _("another authority's")

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20, unique=True)
    content_sha256 = models.CharField(max_length=64)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    hotline = models.ForeignKey(Hotline, null=True, on_delete=models.PROTECT, related_name="reports")
    received_at = models.DateTimeField(db_index=True)
    geom = gis.PointField(srid=4326, null=True)
    accuracy_m = models.FloatField(null=True)
    area = models.CharField(max_length=12, blank=True)
    address = models.CharField(max_length=300, blank=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="public_reports")
    kind = models.ForeignKey(FindingKind, on_delete=models.PROTECT, related_name="+")
    is_urgent = models.BooleanField(default=False)
    text = models.TextField()
    media_url = models.URLField(max_length=500, blank=True)
    media_error = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    network = models.CharField(max_length=64, blank=True)
    visitor = models.CharField(max_length=64, blank=True)
    oddities = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=14, choices=Reason.choices, blank=True)
    answer = models.TextField(blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="public_reports")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Decided by somebody at some time, with a case or a reason; placed somewhere."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "held"], decided_by=None, decided_at=None)
                | Q(
                    state__in=["in_case", "refused", "spam"],
                    decided_by__isnull=False,
                    decided_at__gte=F("received_at"),
                ),
                name="public_report_decided_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(state="in_case", case__isnull=False) | ~Q(state="in_case") & Q(case=None),
                name="public_report_in_case_has_case",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(reason="") | ~Q(state="refused") & Q(reason=""),
                name="public_report_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(geom__isnull=False) | Q(site__isnull=False) | ~Q(address=""),
                name="public_report_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(channel="open311", hotline__isnull=False) | Q(channel="web", hotline=None),
                name="public_report_of_hotline_names_it",
            ),
            models.CheckConstraint(condition=Q(accuracy_m__gte=0), name="public_report_accuracy_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "received_at"], name="public_report_by_state"),
            models.Index(fields=["network", "received_at"], name="public_report_of_network"),
            models.Index(fields=["visitor", "received_at"], name="public_report_of_visitor"),
            models.Index(fields=["hotline", "received_at"], name="public_report_of_hotline"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_decided(self) -> bool:
        """Whether an officer has decided about it."""
        return self.decided_at is not None


class PublicPhoto(models.Model):
    """A photo of a citizen's report; append-only by trigger."""

    report = models.ForeignKey(PublicReport, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(PhotoFile, on_delete=models.PROTECT, related_name="public_uses")
    position = models.PositiveSmallIntegerField()

    class Meta:
        """Photos stand in order."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "position"], name="public_photo_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.position}"


class PublicContact(models.Model):
    """How the citizen may be reached, kept apart from what was said; deleted some days after the matter ended."""

    report = models.OneToOneField(PublicReport, primary_key=True, on_delete=models.PROTECT, related_name="contact")
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        """An empty contact is none."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="public_contact_reaches_somebody"),
        ]

    def __str__(self) -> str:
        return str(self.report_id)


class DaySalt(models.Model):
    """What network addresses are hashed with on one day; gone the day after, so that nobody can go back from the hash."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)
