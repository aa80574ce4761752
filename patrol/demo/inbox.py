"""Reports that wait for review, sent through the same door and scored by the same checks as real ones."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from core.logic.geodesy import distance_m
from patrol.actions.assignments import take_assignment
from patrol.actions.reports import submit_report
from patrol.actions.scoring import score_report
from patrol.demo.history import ZONE, PastVisit
from patrol.demo.pictures import drawing_of, inspect_ours
from patrol.demo.reports import fix_near, report_id
from patrol.demo.script import InboxScript, inbox_scripts
from patrol.demo.world import World
from patrol.models import Photo
from patrol.serializers.submitted import read_submission
from patrol.storage import stored
from people.models import User
from sites.models import Site

MINUTES_THERE, MINUTES_TO_SEND = 35, 12
OLD_BY = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Sending:
    """A report about to be sent: by whom, where, when and from which point."""

    script: InboxScript
    site: Site
    volunteer: User
    arrived_at: datetime
    fix: Point

    @property
    def finished_at(self) -> datetime:
        """When the volunteer was done."""
        return self.arrived_at + timedelta(minutes=MINUTES_THERE)


def fill_inbox(visits: Sequence[PastVisit], world: World) -> int:
    """Send every report of the script; return their number."""
    for script in inbox_scripts():
        sending = _sending(script, visits, world)
        # Taken two days before, as one does; the leave to know the exact place comes with it.
        take_assignment(site=sending.site, by=sending.volunteer, at=sending.arrived_at - timedelta(days=2))
        _send(sending, world)
    return len(inbox_scripts())


def _sending(script: InboxScript, visits: Sequence[PastVisit], world: World) -> Sending:
    site = world.sites[script.site]
    day = timezone.localdate(world.at) - timedelta(days=script.days_ago)
    arrived_at = datetime.combine(day, time.fromisoformat(script.clock), ZONE)
    place = world.places[site.code][0]
    busy = {visit.walker for visit in visits if visit.days_ago == script.days_ago}
    if script.volunteer is not None:
        volunteer = world.people[script.volunteer]
    elif script.photos == "copied":
        volunteer = _copiable(script, arrived_at).exclude(report__volunteer__email__in=busy)[0].report.volunteer
    else:
        volunteer = _nearest(place, busy=busy, world=world)
    return Sending(script, site, volunteer, arrived_at, fix_near(place, script.away_m, world.rng))


def _nearest(place: tuple[float, float], *, busy: set[str], world: World) -> User:
    taken = busy | {script.volunteer for script in inbox_scripts() if script.volunteer}
    free = [walker for walker in world.walkers if walker.key not in taken]
    nearest = min(free, key=lambda walker: distance_m(*place, walker.lon, walker.lat))
    return world.people[nearest.key]


def _copiable(script: InboxScript, before: datetime) -> QuerySet[Photo]:
    """Return earlier photos of other sites that somebody could send once more, the latest first."""
    photos = Photo.objects.filter(role=Photo.Role.FAR, report__finished_at__lt=before)
    return photos.exclude(report__site__code=script.site).order_by("-report__finished_at")


def _send(sending: Sending, world: World) -> None:
    key = report_id(sending.arrived_at, world.rng)
    photos = _photos(sending, str(key))
    text = json.dumps(_payload(sending, photos, world), ensure_ascii=False)
    sent_at = sending.finished_at + timedelta(minutes=MINUTES_TO_SEND)
    submission = read_submission(key, text, sent_at.isoformat())
    streams = {position: BytesIO(data) for position, (_, data, _) in enumerate(photos)}
    report = submit_report(
        submission=submission, photos=streams, by=sending.volunteer, at=sent_at + timedelta(seconds=2)
    )
    for photo in report.photos.select_related("file").filter(file__inspected_at=None):
        inspect_ours(photo.file, at=sent_at + timedelta(seconds=3)).save()
    score_report(report=report, at=sent_at + timedelta(seconds=4))


def _photos(sending: Sending, visit: str) -> list[tuple[str, bytes, datetime]]:
    """Return (role, JPEG, taken at) of each photo."""
    roles = ["far", "near", *(["finding"] if sending.script.findings else [])]
    first_at = sending.arrived_at - (OLD_BY if sending.script.photos == "old" else timedelta())
    found = []
    for place, role in enumerate(roles, 1):
        taken_at = first_at + timedelta(minutes=8 * place)
        data = drawing_of(sending.site.code, sending.site.name_zh, sending.site.category_id, role, visit, taken_at)
        found.append((role, data, taken_at))
    if sending.script.photos == "copied":
        found[0] = ("far", _copied(sending), found[0][2])
    return found


def _copied(sending: Sending) -> bytes:
    photo = _copiable(sending.script, sending.arrived_at).filter(report__volunteer=sending.volunteer)[0]
    with stored(photo.file.file) as stream:
        data: bytes = stream.read()
    return data


def _payload(sending: Sending, photos: list[tuple[str, bytes, datetime]], world: World) -> dict[str, Any]:
    return {
        "site": str(sending.site.pk),
        "arrived_at": sending.arrived_at.isoformat(),
        "finished_at": sending.finished_at.isoformat(),
        "fix": _fix(sending, photos[0][2]),
        "condition": sending.script.condition,
        "answers": world.questions[sending.site.code],
        "findings": [dict(one, position=place) for place, one in enumerate(sending.script.findings)],
        "note": sending.script.note,
        "photos": [
            {
                "position": place,
                "role": role,
                "sha256": sha256(data).hexdigest(),
                "taken_at": at.isoformat(),
                "fix": _fix(sending, at),
            }
            for place, (role, data, at) in enumerate(photos)
        ],
    }


def _fix(sending: Sending, at: datetime) -> dict[str, Any]:
    return {
        "latitude": sending.fix.y,
        "longitude": sending.fix.x,
        "accuracy_m": sending.script.accuracy_m,
        "at": at.isoformat(),
    }
