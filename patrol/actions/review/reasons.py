"""The reasons officers often give: worded by the federation's officers, ended but never changed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import NotAllowed
from core.ids import new_id
from patrol.models import ReasonTemplate
from patrol.permissions import can_edit_reasons
from people.models import User


def add_reason(
    *, decision: str, label_zh: str, label_en: str, text_zh: str, text_en: str, by: User, at: datetime
) -> ReasonTemplate:
    """Offer a reason from today on. Refuses `NotAllowed`."""
    if not can_edit_reasons(by):
        raise NotAllowed
    values = {"decision": decision, "label_zh": label_zh, "label_en": label_en, "text_zh": text_zh, "text_en": text_en}
    with transaction.atomic():
        reason = ReasonTemplate.objects.create(code=new_id().hex, valid_from=timezone.localdate(at), **values)
        audit.record("add_reason", reason, by=by, at=at, change=values)
        return reason


def end_reason(*, reason: ReasonTemplate, by: User, at: datetime) -> ReasonTemplate:
    """Offer a reason no longer after today; ended twice it ended the first time. Refuses `NotAllowed`."""
    if not can_edit_reasons(by):
        raise NotAllowed
    with transaction.atomic():
        reason = ReasonTemplate.objects.select_for_update().get(pk=reason.pk)
        if reason.valid_to is None:
            reason.valid_to = max(reason.valid_from, timezone.localdate(at))
            reason.save(update_fields=["valid_to"])
            audit.record("end_reason", reason, by=by, at=at)
        return reason
