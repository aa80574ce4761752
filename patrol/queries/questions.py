"""A campaign's own questions as they are read: the version now asked, one by its name, and what a report answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from patrol.models import Campaign, QuestionForm, Report
from patrol.permissions import question_areas
from patrol.queries.campaigns import campaign_of, running_campaigns
from people.permissions import Person
from sites.models import Site


@dataclass(frozen=True, slots=True)
class Answered:
    """What a report answered: the form of the version it names (None where it is not known), and the answers as text."""

    form: Mapping[str, Any] | None
    version: str
    answers: Mapping[str, str]


def campaigns_with_questions(viewer: Person) -> QuerySet[Campaign]:
    """Return the campaigns for which the viewer may write questions, latest first, with their `asked` versions."""
    inside = Q(pk=None)
    for area in question_areas(viewer):
        inside |= Q(area__startswith=area)
    asked = QuestionForm.objects.filter(activated_at__isnull=False, retired_at=None).defer("workbook")
    prefetched = Prefetch("question_forms", asked, to_attr="asked")
    return Campaign.objects.filter(inside).prefetch_related(prefetched).order_by("-ends_on", "code")


def versions_of(campaign: Campaign) -> QuerySet[QuestionForm]:
    """Return the campaign's versions, newest first."""
    versions = QuestionForm.objects.filter(campaign=campaign).defer("workbook", "form")
    return versions.select_related("uploaded_by").order_by("-uploaded_at")


def asked_version(campaign: Campaign | UUID) -> QuestionForm | None:
    """Return the version now asked, if any."""
    asked = QuestionForm.objects.filter(campaign=campaign, activated_at__isnull=False, retired_at=None)
    return asked.defer("workbook").first()


def known_version(campaign: Campaign | UUID, version: str) -> QuestionForm | None:
    """Return a version that is or was asked, by its name."""
    known = QuestionForm.objects.filter(campaign=campaign, version=version, activated_at__isnull=False)
    return known.defer("workbook").first()


def questions_for(site: Site) -> QuestionForm | None:
    """Return the questions a visit to the site is asked today, by the campaign running there."""
    campaign = campaign_of(running_campaigns(timezone.localdate()), site.district_id)
    return asked_version(campaign) if campaign else None


def asked_versions(campaigns: Iterable[Campaign]) -> dict[UUID, QuestionForm]:
    """Return what the campaigns ask now, by campaign; those that ask nothing are left out."""
    asked = QuestionForm.objects.filter(campaign__in=list(campaigns), activated_at__isnull=False, retired_at=None)
    return {form.campaign_id: form for form in asked.defer("workbook")}


def answered(report: Report) -> Answered | None:
    """Return what a report answered to its campaign's questions; None where it brought no answers."""
    said = report.payload.get("form")
    if not isinstance(said, Mapping):
        return None
    version = str(said.get("version") or "")
    form = known_version(report.campaign, version) if report.campaign else None
    return Answered(form.form if form else None, version, answers_as_text(said.get("answers")))


def answers_as_text(said: object) -> dict[str, str]:
    """Return answers as an XForm holds them: several choices apart by spaces, numbers as text, nothing for null."""
    if not isinstance(said, Mapping):
        return {}
    return {str(name): text for name, value in said.items() if (text := _as_text(value)) != ""}


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(_as_text(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
