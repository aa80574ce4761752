"""Who: accounts, organisations, volunteers with their skills and free time, roles with their areas, notices."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.sql import prepared_cursor
from people.models.calendar import CalendarKey
from people.models.languages import in_language
from people.models.notices import Channel, ChannelChoice, Delivery, Digest, NoticeSettings, PushDevice, Subject
from people.models.organisations import (
    Agreement,
    Announcement,
    MemberImport,
    MemberRow,
    Membership,
    Organisation,
    Signature,
    StaffTask,
)
from people.models.persons import ConsentText, FreeTimeException, IdentityCheck, PhoneCode, Training
from people.models.rights import DataExport, Erasure, ExportPiece

__all__ = [
    "Agreement",
    "Announcement",
    "CalendarKey",
    "Channel",
    "ChannelChoice",
    "Consent",
    "ConsentText",
    "DataExport",
    "Delivery",
    "Digest",
    "Erasure",
    "ExportPiece",
    "FreeTimeException",
    "GuardianConsent",
    "IdentityCheck",
    "Insurance",
    "MemberImport",
    "MemberRow",
    "Membership",
    "Notice",
    "NoticeSettings",
    "Organisation",
    "PhoneCode",
    "PushDevice",
    "Role",
    "RoleGrant",
    "SafetyRecord",
    "Signature",
    "Skill",
    "StaffTask",
    "Subject",
    "Training",
    "Transport",
    "User",
    "UserManager",
    "Volunteer",
    "in_language",
]


class UserManager(BaseUserManager["User"]):
    """Makes users known by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a user; the address is normalised."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store an operator of the machine."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get(self, *args: Any, **kwargs: Any) -> "User":
        """Return the one user; by the key alone, as every request asks for its person, through a prepared statement."""
        key = kwargs.get("pk")
        if args or len(kwargs) > 1 or not isinstance(key, UUID):
            return super().get(*args, **kwargs)
        names = [field.attname for field in self.model._meta.concrete_fields]
        columns = ", ".join(f'"{field.column}"' for field in self.model._meta.concrete_fields)
        with prepared_cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{self.model._meta.db_table}" WHERE id = $1::uuid', [key])  # noqa: S608 - names of the model
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist
        return self.model.from_db(self.db, names, row)


class User(AbstractUser):
    """An account. People sign in by e-mail; the name shown is `name`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    is_phone_verified = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        """An account is kept when its person leaves: others' records point to it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["phone"], condition=Q(is_phone_verified=True), name="verified_phone_is_one_persons"
            ),
            models.CheckConstraint(condition=~Q(phone="", is_phone_verified=True), name="verified_phone_is_there"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Skill(models.Model):
    """A skill of the seeded vocabulary."""

    code = models.CharField(primary_key=True, max_length=32)
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_language(self.label_zh, self.label_en)


class Transport(models.TextChoices):
    """How a volunteer moves."""

    WALK = "walk", _("on foot")
    BICYCLE = "bicycle", _("by bicycle or e-bike")
    TRANSIT = "transit", _("by bus and metro")
    CAR = "car", _("by car")


class Volunteer(models.Model):
    """A volunteer's profile. `home` is coarse (WGS-84) and seen by planners only."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.PROTECT, related_name="volunteer")
    number = models.CharField(max_length=32, unique=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="volunteers")
    home = gis.PointField(srid=4326, null=True, blank=True)
    range_km = models.PositiveSmallIntegerField(default=10)
    visits_per_month = models.PositiveSmallIntegerField(default=4)
    skills = models.ManyToManyField(Skill, blank=True)
    # The weekly pattern: `[{"weekday": 0, "start": "08:00", "end": "12:00"}]`; in SQL `people_free_window` and `people_is_free`.
    free_time = models.JSONField(default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    transport = models.CharField(max_length=8, choices=Transport.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField()

    class Meta:
        """Ranges a person can travel."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(range_km__gte=1, range_km__lte=300),
                name="volunteer_range_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Role(models.TextChoices):
    """What a person is here for; the rights stand in `people.permissions`."""

    VOLUNTEER = "volunteer", _("Patrol volunteer")
    MANAGER = "manager", _("Organisation manager")
    OFFICER = "officer", _("Heritage officer")
    PLANNER = "planner", _("Planner")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleGrant(models.Model):
    """A role held by a person for an area: a division code's prefix (`11` Beijing, `110105` Chaoyang, `` everywhere)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    area = models.CharField(max_length=12, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A role is held once per area."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "area", "organisation"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="role_held_once_per_area",
            ),
            models.CheckConstraint(condition=Q(area__regex=r"^[0-9]*$"), name="role_area_is_division_code"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.area or '*'}"


class Notice(models.Model):
    """Something a person is told. The sentence is made from `kind` and `params` in the reader's language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=200, blank=True)
    # The same kind about the same thing: told once an hour outside the inbox.
    topic = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The inbox is read newest first."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="notice_inbox"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user", "topic", "-created_at"], name="notice_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"


class Consent(models.Model):
    """A person's own consent to one thing, asked separately and taken back at any time (PIPL Art. 14, 15, 29)."""

    class Purpose(models.TextChoices):
        """What is consented to; never one for the other."""

        TRACK = "track", _("my track during a patrol")
        POSITION = "position", _("my last position while I am on patrol")
        IDENTITY = "identity", _("my real name and document number, to verify who I am")
        PUBLIC_NAME = "public_name", _("my name in public: honours, thanks and posts")
        PICTURE = "picture", _("pictures on which I can be recognised, in public")
        TRANSFER = "transfer", _("my service record, handed to another platform")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    text = models.ForeignKey(ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One running consent for each purpose; the earlier ones tell what held when."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(revoked_at=None), name="consent_one_running_per_purpose"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("given_at")),
                name="consent_revoked_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"


class SafetyRecord(models.Model):
    """What must be known of a volunteer before they go out: the day of birth, and whom to call. Seen by organisers only."""

    volunteer = models.OneToOneField(
        Volunteer, primary_key=True, on_delete=models.CASCADE, related_name="safety_record"
    )
    born_on = models.DateField(null=True, blank=True)
    emergency_name = models.CharField(max_length=80, blank=True)
    emergency_phone = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.volunteer_id)


class GuardianConsent(models.Model):
    """A guardian's written consent that a minor goes on patrol, for some time; `purposes` of the minor's data besides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="guardian_consents")
    guardian_name = models.CharField(max_length=80)
    guardian_phone = models.CharField(max_length=32)
    purposes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    warned_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """It holds for some days at least."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="guardian_consent_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} until {self.valid_until}"


class Insurance(models.Model):
    """A volunteer's accident insurance for some time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="insurances")
    insurer = models.CharField(max_length=120)
    policy_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField()
    warned_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """It holds for some days at least."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="insurance_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} until {self.valid_until}"
