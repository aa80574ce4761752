"""What the report form asks, with its words."""

from collections.abc import Iterable

from patrol.models import ChecklistItem
from sites.models import Category, Site


def checklist_for(site: Site | None = None) -> list[ChecklistItem]:
    """Return the checklist in its order; for a site, only what is asked of its category or sub-type."""
    items = ChecklistItem.objects.order_by("rank", "code")
    if site is None:
        return list(items)
    codes = _category_codes(site)
    return [item for item in items if not item.categories or codes & set(item.categories)]


def core_questions(site: Site) -> list[str]:
    """Return the codes of the questions every visit to the site must answer, in their order."""
    return _codes(item for item in checklist_for(site) if item.is_core)


def _category_codes(site: Site) -> set[str]:
    category = Category.objects.get(pk=site.category_id)
    return {category.code, category.parent_id or category.code}


def _codes(items: Iterable[ChecklistItem]) -> list[str]:
    return [item.code for item in items]
