"""What Collect is offered: the inspection form in both languages, and the list of one's own sites beside it."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import override
from pyxform.errors import PyXFormError

from core.errors import NotFound
from patrol.logic.inspection_form import Extra, Question, Words, extra_of, inspection_definition
from patrol.logic.report import report_rules
from patrol.logic.submission import PHOTOS_WITHIN_DAYS
from patrol.logic.xform import xform_of
from patrol.models import (
    Assignment,
    Campaign,
    ChecklistItem,
    CollectInstance,
    CollectToken,
    FindingKind,
    QuestionForm,
    Severity,
)
from patrol.permissions import review_areas
from patrol.queries.assignments import goes_there
from patrol.queries.campaigns import campaign_of, running_campaigns
from patrol.sentences import INSPECTION
from people.models import User
from people.permissions import Person
from sites.models import Condition
from sites.queries import visible_sites

FORM_ID: Final = "heritage-inspection"
PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")
TITLE: Final = "文物巡查 Heritage inspection"
COLUMNS: Final = ("name", "label", "category", "assignment", "geometry")


@dataclass(frozen=True, slots=True)
class CollectForm:
    """A form of Collect's list: its id, title and version, the XForm, and the campaign whose sites it is for."""

    form_id: str
    title: str
    version: str
    xform: str
    campaign: str | None = None


def forms_of(person: User) -> list[CollectForm]:
    """Return the forms the person may fill in: the inspection, and one for each campaign of their visits that asks more."""
    words = inspection_words()
    more = [_campaign_form(words, questions) for questions in _questions_of(person)]
    return [_form(words, FORM_ID, TITLE), *more]


def form_named(person: User, form_id: str) -> CollectForm:
    """Return one of the person's forms; raises NotFound."""
    found = next((form for form in forms_of(person) if form.form_id == form_id), None)
    if found is None:
        raise NotFound
    return found


def opens_in_collect(form: Mapping[str, Any]) -> bool:
    """Say whether a campaign's questions (see `patrol.logic.questions`) make a form of Collect together with the inspection."""
    try:
        xform_of(inspection_definition(inspection_words(), FORM_ID, TITLE, extra_of(form)))
    except PyXFormError:
        return False
    return True


def sites_csv(person: User, form: CollectForm) -> bytes:
    """Return the person's assigned sites as the form's list (UTF-8): id, words, categories, assignment, place.

    `geometry` ("latitude longitude 0 0", WGS-84) is there only where the person may know the exact place.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    assignments = {one.site_id: one for one in open_assignments(person, form)}
    sites = visible_sites(person).filter(pk__in=assignments).select_related("category", "district")
    for site in sites.order_by("name_zh", "code"):
        table.writerow(_site_row(site, assignments[site.pk]))
    return out.getvalue().encode()


def open_assignments(person: User, form: CollectForm) -> list[Assignment]:
    """Return the visits a form is for: those of its campaign, or those of no campaign that asks more."""
    asking = {str(questions.campaign_id) for questions in _questions_of(person)}
    visits = [(visit, str(campaign.pk) if campaign else None) for visit, campaign in _visits(person)]
    if form.campaign is not None:
        return [visit for visit, campaign in visits if campaign == form.campaign]
    return [visit for visit, campaign in visits if campaign not in asking]


def inspection_words() -> Words:
    """Return the vocabularies of the form, in both languages."""
    kinds = list(FindingKind.objects.order_by("rank"))
    groups = {kind.parent_id for kind in kinds if kind.parent_id}
    rule = next(rule for rule in report_rules() if rule["code"] == "finding_note_missing")
    return Words(
        conditions=[(one.code, _label(one)) for one in Condition.objects.order_by("rank")],
        kinds=[(kind.code, _label(kind)) for kind in kinds if kind.code not in groups],
        severities=[(str(one.degree), _label(one)) for one in Severity.objects.order_by("degree")],
        checklist=[
            Question(item.code, _label(item), item.is_core, tuple(item.categories))
            for item in ChecklistItem.objects.order_by("rank", "code")
        ],
        texts=_texts(),
        note_from_severity=rule["when"]["at_least"],
    )


def instances_of(person: User, rows: int = 10) -> QuerySet[CollectInstance]:
    """Return what the person's phones sent last, newest first."""
    return (
        CollectInstance.objects.filter(volunteer=person).select_related("report__site").order_by("-received_at")[:rows]
    )


def tokens_of(person: User) -> QuerySet[CollectToken]:
    """Return the person's keys that still let in, newest first."""
    return CollectToken.objects.filter(user=person, revoked_at=None).order_by("-made_at")


def refused_instances(viewer: Person) -> QuerySet[CollectInstance]:
    """Return, newest first, the forms that are kept but cannot be reports.

    No site may be known of them, and so no area: whoever reviews reports anywhere sees who sent what when, and no place.
    """
    if not review_areas(viewer):
        return CollectInstance.objects.none()
    refused = CollectInstance.objects.filter(report=None).exclude(refusal="")
    return refused.select_related("volunteer").annotate(file_count=Count("files")).order_by("-received_at", "pk")


def overdue_instances(at: datetime) -> QuerySet[CollectInstance]:
    """Return the forms whose files were awaited as long as a report's photos are, oldest first."""
    waiting = CollectInstance.objects.filter(
        report=None, refusal="", received_at__lte=at - timedelta(days=PHOTOS_WITHIN_DAYS)
    )
    return waiting.select_related("volunteer").order_by("received_at")


def _visits(person: User) -> list[tuple[Assignment, Campaign | None]]:
    """Return the person's open visits, each with the campaign it belongs to."""
    running = running_campaigns(timezone.localdate())
    visits = Assignment.objects.filter(goes_there(person), status=Assignment.Status.OPEN).select_related(
        "site", "campaign"
    )
    return [(visit, visit.campaign or campaign_of(running, visit.site.district_id)) for visit in visits]


def _questions_of(person: User) -> list[QuestionForm]:
    """Return the questions now asked by the campaigns of the person's open visits."""
    campaigns = {campaign.pk for _visit, campaign in _visits(person) if campaign}
    asked = QuestionForm.objects.filter(campaign__in=campaigns, activated_at__isnull=False, retired_at=None)
    return list(asked.select_related("campaign").defer("workbook").order_by("campaign__code"))


def _campaign_form(words: Words, questions: QuestionForm) -> CollectForm:
    campaign = questions.campaign
    name = campaign.code if PLAIN.fullmatch(campaign.code) else campaign.pk.hex
    extra = replace(extra_of(questions.form), title={"zh": campaign.name_zh, "en": campaign.name_en})
    return _form(words, f"{FORM_ID}-{name}", f"{TITLE} · {campaign.name_zh}", extra, str(campaign.pk))


def _form(
    words: Words, form_id: str, title: str, extra: Extra | None = None, campaign: str | None = None
) -> CollectForm:
    definition = inspection_definition(words, form_id, title, extra)
    version = definition["settings"][0]["version"]
    return CollectForm(form_id, title, version, _xform(json.dumps(definition, ensure_ascii=False)), campaign)


@lru_cache(maxsize=64)
def _xform(definition: str) -> str:
    # Half a second of pyxform; the same until a word of the vocabularies changes.
    return xform_of(json.loads(definition))


def _site_row(site: Any, assignment: Assignment) -> Iterable[str]:
    categories = [site.category_id, *([site.category.parent_id] if site.category.parent_id else [])]
    point = site.place.point_on_surface if site.is_exact and site.place else None
    place = f"{point.y:.6f} {point.x:.6f} 0 0" if point else ""
    return str(site.pk), f"{site.name_zh}（{site.district.name_zh}）", " ".join(categories), str(assignment.pk), place


def _label(term: Any) -> Mapping[str, str]:
    return {"zh": term.label_zh, "en": term.label_en}


def _texts() -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, str]] = {name: {} for name in INSPECTION}
    for code, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            for name, text in INSPECTION.items():
                said[name][code] = str(text)
    return said
