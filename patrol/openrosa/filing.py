"""When a form of Collect is whole, and the report made of it."""

from datetime import datetime
from enum import Enum

from patrol.actions.instances import file_instance, mark_refused
from patrol.errors import ReportUnreadable
from patrol.logic.instance import Instance, read_instance
from patrol.models import CollectInstance
from patrol.serializers.openrosa import NamedPhoto, named_photos, read_instance_submission
from people.models import User


class Filing(Enum):
    """What became of a form: a report; files are awaited; it cannot be a report and an officer looks."""

    FILED = "success"
    WAITS = "partial"
    REFUSED = "kept"


def file_when_whole(
    kept: CollectInstance, instance: Instance, *, by: User, at: datetime, sent_at: datetime | None = None
) -> Filing:
    """Make the report when every file the form names is here; else wait."""
    if kept.report_id is not None:
        return Filing.FILED
    photos = named_photos(instance)
    here = set(kept.files.values_list("name", flat=True))
    if any(one.name not in here for one in photos):
        return Filing.WAITS
    return _file(kept, instance, photos, by=by, at=at, sent_at=sent_at)


def file_as_it_is(kept: CollectInstance, *, at: datetime) -> Filing:
    """Make the report of a form whose files were awaited long enough, with those that came."""
    instance = read_instance(kept.xml.encode())
    return _file(kept, instance, named_photos(instance), by=kept.volunteer, at=at, sent_at=None)


def _file(
    kept: CollectInstance,
    instance: Instance,
    photos: list[NamedPhoto],
    *,
    by: User,
    at: datetime,
    sent_at: datetime | None,
) -> Filing:
    hashes = dict(kept.files.exclude(file="").values_list("name", "sha256"))
    try:
        submission = read_instance_submission(instance, photos, hashes, sent_at)
    except ReportUnreadable as refusal:
        mark_refused(instance=kept, code=refusal.code, extra=refusal.extra, by=by, at=at)
        return Filing.REFUSED
    report = file_instance(instance=kept, submission=submission, by=by, at=at)
    return Filing.REFUSED if report is None else Filing.FILED
