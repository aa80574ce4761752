"""Badges: certificates and stars as verifiable credentials (Open Badges 3.0), as they were signed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from timebank.models.certificate import Certificate


class Credential(models.Model):
    """A badge of a certificate or of a star level, signed once; only its end is added (trigger `credential_stays`).

    `serial` counts from 0 without gaps being asked for and says where its status stands; `token` is the signed JWT.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    serial = models.PositiveBigIntegerField(unique=True)
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="credentials")
    certificate = models.OneToOneField(Certificate, null=True, on_delete=models.PROTECT, related_name="credential")
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    token = models.TextField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    class Meta:
        """Of one thing, and one of each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(certificate__isnull=False, stars=None)
                | Q(certificate=None, stars__isnull=False, stars__gte=1, stars__lte=5),
                name="credential_of_certificate_or_stars",
            ),
            models.UniqueConstraint(
                fields=["volunteer", "stars"],
                condition=Q(stars__isnull=False, revoked_at=None),
                name="credential_of_stars_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_why="") | Q(revoked_at__gte=F("issued_at")) & ~Q(revoked_why=""),
                name="credential_revoked_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial}"
