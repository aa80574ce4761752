"""What keeps people coming: adopted sites, calls of the season, and the year one may share."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language
from sites.models import Site


class Adoption(models.Model):
    """A promise to look at a site so many times a year. It gives no right and takes none; it ends without a reproach."""

    class Ending(models.TextChoices):
        """How it ended."""

        TAKEN_BACK = "taken_back", _("taken back")
        QUIET = "quiet", _("nobody looked for long")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="adoptions")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="adoptions")
    times_a_year = models.PositiveSmallIntegerField()
    # The person's consent that their name stands on the site's page.
    is_shown = models.BooleanField(default=False)
    since = models.DateTimeField()
    nudged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        """One running promise a person and site."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "site"], condition=Q(ended_at=None), name="adoption_one_running_per_site"
            ),
            models.CheckConstraint(
                condition=Q(times_a_year__gte=1, times_a_year__lte=12), name="adoption_times_possible"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | Q(ended_at__gte=F("since")) & ~Q(ending=""),
                name="adoption_ends_some_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.site_id}"


class SeasonalCall(models.Model):
    """What to look at in a season, by the sites' category and condition; a row of data with its dates and source.

    `first_day` and `last_day` are days of a year as MM-DD; a season may run over the new year.
    """

    code = models.CharField(primary_key=True, max_length=40)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120)
    text_zh = models.TextField()
    text_en = models.TextField()
    first_day = models.CharField(max_length=5)
    last_day = models.CharField(max_length=5)
    categories = models.JSONField(default=list)
    conditions = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Days are days."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    first_day__regex=r"^(0[1-9]|1[0-2])-[0-3][0-9]$", last_day__regex=r"^(0[1-9]|1[0-2])-[0-3][0-9]$"
                ),
                name="seasonal_call_days_are_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_zh, self.title_en)

    @property
    def text(self) -> str:
        """The call in the reader's language."""
        return in_language(self.text_zh, self.text_en)


class SeasonTold(models.Model):
    """That a season's call went out in a year: once."""

    id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(SeasonalCall, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Once a season."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "year"], name="season_told_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.year}"


class YearShare(models.Model):
    """A person's consent that whoever holds the link reads the summary of their year; ended by one tap."""

    token = models.CharField(primary_key=True, max_length=43)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="year_shares")
    year = models.PositiveSmallIntegerField()
    shows_name = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One running link a year."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "year"], condition=Q(ended_at=None), name="year_shared_by_one_link"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.year}"
