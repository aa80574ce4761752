"""Seeded words of the register, and how the words and codes of other systems are folded into them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import in_language


class Term(models.Model):
    """A word of a seeded vocabulary: code, labels, where it comes from and since when it holds."""

    code = models.CharField(primary_key=True, max_length=32)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """The house's one abstract base."""

        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_language(self.label_zh, self.label_en)


class Visibility(models.TextChoices):
    """How exactly the public may know a place."""

    EXACT = "exact", _("exact place")
    CELL = "cell", _("1 km cell")
    DISTRICT = "district", _("district only")


class Level(Term):
    """Protection level (保护级别), strictest first by `rank`."""


class Category(Term):
    """Category (类别) or sub-type of the national survey, and how exactly the public may know such places."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subtypes")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.EXACT)


class Condition(Term):
    """State of preservation (保存现状), best first by `rank`."""


class Era(Term):
    """A bucket of time (时代) on the register's scale; years are rounded, BCE negative, open ends None."""

    from_year = models.SmallIntegerField(null=True, blank=True)
    to_year = models.SmallIntegerField(null=True, blank=True)


class TermMapping(models.Model):
    """A row that folds a word or code of an export into ours; `system` is empty where it means the same everywhere."""

    class Vocabulary(models.TextChoices):
        """Which of our vocabularies the row leads into."""

        LEVEL = "level", _("protection level")
        CATEGORY = "category", _("category")
        CONDITION = "condition", _("condition")
        ERA = "era", _("era")
        OPEN_TO = "open_to", _("visitors")

    vocabulary = models.CharField(max_length=12, choices=Vocabulary.choices)
    system = models.CharField(max_length=40, blank=True)
    given = models.CharField(max_length=120)
    code = models.CharField(max_length=32)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """A system's word leads to one place, written as `sites.logic.words.folded` writes it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vocabulary", "system", "given"], name="term_mapped_once"),
            models.CheckConstraint(condition=~Q(given=""), name="term_mapping_says_a_word"),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.system} {self.given} → {self.code}"
