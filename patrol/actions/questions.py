"""A campaign's own questions: kept in versions, asked one at a time."""

from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from patrol.errors import QuestionsUnsound, QuestionsVersionTaken
from patrol.logic.xlsform import ReadWorkbook
from patrol.models import Campaign, QuestionForm
from patrol.permissions import can_edit_questions
from patrol.queries.collect import opens_in_collect
from people.models import User

LONGEST_VERSION: Final = 40
LONGEST_FILE_NAME: Final = 120


def keep_questions(
    *, campaign: Campaign, workbook: bytes, file_name: str, read: ReadWorkbook, by: User, at: datetime
) -> QuestionForm:
    """Keep a sound workbook as a new version, not yet asked; the same workbook again returns the first.

    A workbook without a version gets the day and a number. Refuses NotAllowed, QuestionsUnsound and QuestionsVersionTaken.
    """
    if not can_edit_questions(by, campaign):
        raise NotAllowed
    if not read.is_sound or not opens_in_collect(read.form):
        raise QuestionsUnsound
    digest = sha256(workbook).hexdigest()
    with transaction.atomic():
        Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        versions = QuestionForm.objects.filter(campaign=campaign)
        if (known := versions.filter(workbook_sha256=digest).first()) is not None:
            return known
        version = str(read.form["version"])[:LONGEST_VERSION] or f"{at:%Y%m%d}.{versions.count() + 1}"
        if versions.filter(version=version).exists():
            raise QuestionsVersionTaken(version=version)
        kept = QuestionForm.objects.create(
            campaign=campaign,
            version=version,
            file_name=file_name[-LONGEST_FILE_NAME:],
            workbook=workbook,
            workbook_sha256=digest,
            form={**read.form, "version": version},
            remarks=[one.as_json() for one in read.remarks],
            uploaded_by=by,
            uploaded_at=at,
        )
        audit.record("keep_questions", kept, by=by, at=at, change={"campaign": campaign.code, "version": version})
        return kept


def ask_questions(*, questions: QuestionForm, by: User, at: datetime) -> QuestionForm:
    """Ask this version from now on, in place of the one asked so far. Refuses NotAllowed."""
    with transaction.atomic():
        current = _locked(questions, by)
        if current.is_asked:
            return current
        _retire(current.campaign, by, at)
        current.activated_at, current.retired_at = at, None
        current.save(update_fields=["activated_at", "retired_at"])
        audit.record("ask_questions", current, by=by, at=at, change={"version": current.version})
        return current


def stop_questions(*, questions: QuestionForm, by: User, at: datetime) -> QuestionForm:
    """Ask this version no longer; answers that are still on their way are taken. Refuses NotAllowed."""
    with transaction.atomic():
        current = _locked(questions, by)
        if current.is_asked:
            _retire(current.campaign, by, at)
            current.refresh_from_db()
        return current


def _locked(questions: QuestionForm, by: User) -> QuestionForm:
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=questions.campaign_id)
    if not can_edit_questions(by, campaign):
        raise NotAllowed
    return QuestionForm.objects.select_related("campaign").get(pk=questions.pk)


def _retire(campaign: Campaign, by: User, at: datetime) -> None:
    for asked in QuestionForm.objects.filter(campaign=campaign, activated_at__isnull=False, retired_at=None):
        asked.retired_at = at
        asked.save(update_fields=["retired_at"])
        audit.record("stop_questions", asked, by=by, at=at, change={"version": asked.version})
