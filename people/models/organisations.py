"""Organisations: a team stands in an organisation, an organisation in a federation; their members, papers and work."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models.languages import in_language

OWN: Final = settings.AUTH_USER_MODEL


class Organisation(models.Model):
    """A volunteer organisation. A parent is of a higher kind, and nobody stands below themselves (`organisation_no_cycle`)."""

    class Kind(models.TextChoices):
        """How high it stands."""

        FEDERATION = "federation", _("federation")
        ORGANISATION = "body", _("organisation")
        TEAM = "team", _("team")

    class State(models.TextChoices):
        """From the registration on."""

        WAITING = "waiting", _("waiting for review")
        ACTIVE = "active", _("registered")
        REFUSED = "refused", _("not registered")
        CLOSED = "closed", _("no longer active")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORGANISATION)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    about = models.TextField(blank=True)
    contact = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=12, blank=True)
    # What is asked of those who apply: seen on the public page.
    is_recruiting = models.BooleanField(default=True)
    filed_by = models.ForeignKey(OWN, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(OWN, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_words = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(OWN, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """Reviewed by somebody else than who filed it; closed with a date and a reason, and empty (`organisation_closed_is_empty`)."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_is_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(reviewed_by=F("filed_by")), name="organisation_reviewed_by_another"),
            models.CheckConstraint(condition=Q(area__regex=r"^[0-9]*$"), name="organisation_area_is_division_code"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(review_words=""), name="organisation_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closed_why="")
                | ~Q(state="closed") & Q(closed_at=None, closed_by=None, closed_why=""),
                name="organisation_closed_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class Membership(models.Model):
    """That a person belongs to an organisation, or wants to. A new one begins after the last ended."""

    class State(models.TextChoices):
        """From the first word to the last."""

        INVITED = "invited", _("invited")
        APPLIED = "applied", _("wants to join")
        ACTIVE = "active", _("member")
        SUSPENDED = "suspended", _("suspended")
        REFUSED = "refused", _("not taken")
        LEFT = "left", _("left")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=9, choices=State.choices)
    words = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """One running membership for a person and organisation; the moves are walled by trigger `membership_moves`."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=~Q(state__in=("refused", "left")),
                name="membership_one_running",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("active", "suspended")) | Q(joined_at__isnull=False),
                name="membership_active_says_since_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "-changed_at"], name="membership_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.user_id} {self.state}"


class Agreement(models.Model):
    """What an organisation and its members agree on; a new text is a new version, and asks for new signatures."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each version once; append-only by trigger."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "version"], name="agreement_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Signature(models.Model):
    """That a member signed this version; append-only by trigger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()

    class Meta:
        """Signed once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agreement", "user"], name="agreement_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.user_id}"


class Announcement(models.Model):
    """What an organisation tells its members, and those of its teams."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="announcements")
    title = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="+")
    told = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.title


class StaffTask(models.Model):
    """Work among an organisation's managers: one does it, another approves it where that was asked."""

    class State(models.TextChoices):
        """From open to settled."""

        OPEN = "open", _("open")
        DONE = "done", _("done, waits for approval")
        SETTLED = "settled", _("settled")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff_tasks")
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey(OWN, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_by = models.ForeignKey(OWN, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(OWN, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Nobody approves their own work."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(approved_by=F("done_by")), name="staff_task_approved_by_another"),
            models.CheckConstraint(
                condition=~Q(state="settled", needs_approval=True) | Q(approved_by__isnull=False),
                name="staff_task_settled_with_approval",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MemberImport(models.Model):
    """A list of members that came as a file: looked at first, then applied, and taken back whole."""

    class State(models.TextChoices):
        """From the file to its end."""

        CHECKED = "checked", _("checked")
        APPLIED = "applied", _("invitations sent")
        UNDONE = "undone", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="member_imports")
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKED)
    by = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class MemberRow(models.Model):
    """One line of such a list, what was found about it, and the membership it became."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    findings = models.JSONField(default=list)
    is_usable = models.BooleanField()
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="member_row"
    )
    # Set where the list made the account, which is deleted with it as long as nobody used it.
    made_account = models.BooleanField(default=False)

    class Meta:
        """A line stands once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "line"], name="member_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.line}"
