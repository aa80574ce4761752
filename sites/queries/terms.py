"""The register's words by what files write: codes, labels and the mappings of an export system."""

from typing import Final

from django.db.models import Q

from sites.logic.words import folded
from sites.models import Category, Condition, Era, Level, Term, TermMapping

TERMS: Final[dict[str, type[Term]]] = {
    "level": Level,
    "category": Category,
    "condition": Condition,
    "era": Era,
}


def words_of(vocabulary: str, system: str = "") -> dict[str, str]:
    """Return {folded word: code}: our codes and labels, then what means the same everywhere, then the system's own words."""
    found: dict[str, str] = {}
    if vocabulary in TERMS:
        for code, zh, en in TERMS[vocabulary]._default_manager.values_list("code", "label_zh", "label_en"):
            found |= {folded(zh): code, folded(en): code, folded(code): code}
    mappings = TermMapping.objects.filter(Q(system="") | Q(system=system), vocabulary=vocabulary)
    return found | dict(mappings.order_by("system").values_list("given", "code"))


def systems() -> list[str]:
    """Return the export systems whose codes are known."""
    return list(TermMapping.objects.exclude(system="").order_by("system").values_list("system", flat=True).distinct())
