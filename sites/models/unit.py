"""Protected units (文物保护单位): what the state protects; one unit may hold many sites, and units merge."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from people.models import in_language
from sites.models.terms import Level


class ProtectedUnit(models.Model):
    """A protected unit, which may hold many sites. A merged unit stays, and says into which."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    batch = models.CharField(max_length=20, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        """A unit is not merged into itself."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="unit_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class UnitMerge(models.Model):
    """That one unit was merged into another: when it was announced, where that stands, which sites went along."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(ProtectedUnit, on_delete=models.PROTECT, related_name="merges_out")
    into = models.ForeignKey(ProtectedUnit, on_delete=models.PROTECT, related_name="merges_in")
    announced_on = models.DateField()
    source = models.CharField(max_length=200)
    site_codes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A unit goes into another one, once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit"], name="unit_merged_once"),
            models.CheckConstraint(condition=~Q(unit=F("into")), name="unit_merge_joins_two"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.into_id}"
