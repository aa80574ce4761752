"""What the report form asks, with its words."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.conf import settings

from patrol.logic.report import report_rules
from patrol.logic.submission import ANSWERS, CHUNK_BYTES, MOST_FINDINGS, MOST_PHOTOS, NOTE_CHARACTERS, REPORT_BYTES
from patrol.models import ChecklistItem, FindingKind, Photo, Severity
from patrol.queries.questions import questions_for
from sites.models import Category, Condition, Site

MEGABYTE: Final = 1024 * 1024
PHOTO_TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")


def form_of(site: Site | None) -> dict[str, Any]:
    """Return the form's words and limits, for the API and for the page that works without a network."""
    required = {rule["where"]["role"] for rule in report_rules() if "where" in rule}
    return {
        "conditions": Condition.objects.order_by("rank"),
        "checklist": checklist_for(site),
        "answers": ANSWERS,
        "finding_kinds": FindingKind.objects.order_by("rank"),
        "severities": Severity.objects.order_by("degree"),
        "photo_roles": [
            {"code": role.value, "label": str(role.label), "is_required": role.value in required} for role in Photo.Role
        ],
        "questions": questions_for(site) if site else None,
        "rules": report_rules(),
        "limits": {
            "photo_bytes": settings.PHOTO_LIMIT_MB * MEGABYTE,
            "photos": MOST_PHOTOS,
            "request_bytes": settings.UPLOAD_LIMIT_MB * MEGABYTE,
            "note_characters": NOTE_CHARACTERS,
            "findings": MOST_FINDINGS,
            "photo_types": PHOTO_TYPES,
            "chunk_bytes": CHUNK_BYTES,
            "report_bytes": REPORT_BYTES,
        },
    }


def checklist_for(site: Site | None = None) -> list[ChecklistItem]:
    """Return the checklist in its order; for a site, only what is asked of its category or sub-type."""
    items = ChecklistItem.objects.order_by("rank", "code")
    if site is None:
        return list(items)
    codes = _category_codes(site)
    return [item for item in items if not item.categories or codes & set(item.categories)]


def core_questions(site: Site) -> list[str]:
    """Return the codes of the questions every visit to the site must answer, in their order."""
    items = ChecklistItem.objects.filter(is_core=True).order_by("rank", "code").values_list("code", "categories")
    return asked_of(items, _category_codes(site))


def asked_of(items: Iterable[tuple[str, Collection[str]]], categories: Collection[str]) -> list[str]:
    """Return the codes of those items, (code, its categories), that are asked of a site of these categories."""
    return [code for code, of in items if not of or not set(of).isdisjoint(categories)]


def _category_codes(site: Site) -> set[str]:
    code, parent = Category.objects.values_list("code", "parent").get(pk=site.category_id)
    return {code, parent or code}
