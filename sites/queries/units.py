"""Protected units, how many sites each has, and what was merged into what."""

from django.db.models import Count, Q, QuerySet

from sites.models import ProtectedUnit, UnitMerge


def units(words: str = "") -> QuerySet[ProtectedUnit]:
    """Return units not merged away, with `site_count` of active sites, strictest level first; narrowed by name or code."""
    found = ProtectedUnit.objects.filter(merged_into=None).select_related("level")
    if words:
        is_named = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(code__icontains=words)
        found = found.filter(is_named)
    counted = found.annotate(site_count=Count("sites", filter=Q(sites__is_active=True)))
    return counted.order_by("level__rank", "code")


def merges_of(unit: ProtectedUnit) -> QuerySet[UnitMerge]:
    """Return the merges into and out of a unit, the newest first."""
    both = UnitMerge.objects.filter(Q(unit=unit) | Q(into=unit))
    return both.select_related("unit", "into", "by").order_by("-announced_on", "-at")
