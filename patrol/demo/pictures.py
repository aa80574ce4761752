"""Draws, stores and inspects the demo's photos, the same files in the same places as photos from phones."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from django.utils import timezone

from patrol.actions.photos import DISPLAY_PX, THUMBNAIL_PX
from patrol.actions.scoring import score_report
from patrol.demo.drawing import Scene, draw_photo
from patrol.demo.history import PastVisit
from patrol.demo.reports import Written
from patrol.demo.script import case_scripts
from patrol.logic.photo import read_facts, write_thumbnail
from patrol.models import Photo, PhotoFile, Report
from patrol.storage import DISPLAYS, THUMBNAILS, address, is_stored, new_file, on_disk, store_photo
from sites.models import PhotoPoint

Bar = Callable[[int, int], None]
THREADS: Final = 2
# Every third site with photos also has them of the visit before, so that two visits can be compared.
COMPARED_EVERY: Final = 3
# So many sites have the same view again and again, from a photo point; the first of them was damaged before the last one.
TIMELINES, TIMELINE_VISITS = 3, 6


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo of a report: what it shows, and when by the phone."""

    report: Report
    role: str
    position: int
    taken_at: datetime
    point: PhotoPoint | None = None
    is_damaged: bool = False


def visits_with_photos(visits: Sequence[PastVisit], stories: Sequence[str], sites: int) -> set[tuple[str, int]]:
    """Choose the visits that get photos, as (site code, days ago): the last of so many sites, `stories` first."""
    by_site: dict[str, list[PastVisit]] = {}
    for visit in reversed(visits):
        by_site.setdefault(visit.code, []).append(visit)
    ordered = [code for code in stories if code in by_site]
    ordered += [code for code in by_site if code not in set(ordered)]
    chosen = set()
    for number, code in enumerate(ordered[:sites]):
        count = 2 if number % COMPARED_EVERY == 0 else 1
        chosen |= {(code, visit.days_ago) for visit in by_site[code][:count]}
    return chosen


def visits_of_closed_cases() -> set[tuple[str, int]]:
    """Choose the visits that found and that closed the cases told to their end, as (site code, days ago): before and after."""
    return {
        (case.site, step.days_ago)
        for case in case_scripts()
        if case.steps[-1].state == "closed"
        for step in case.steps
        if step.is_visit
    }


def timeline_visits(visits: Sequence[PastVisit], points: Mapping[str, PhotoPoint]) -> dict[str, list[int]]:
    """Choose the visits (days ago, the earliest first) of the sites with a photo point that are told as timelines, by site code."""
    by_site: dict[str, list[int]] = {}
    for visit in visits:
        if visit.code in points:
            by_site.setdefault(visit.code, []).append(visit.days_ago)
    often = sorted(code for code, days in by_site.items() if len(days) >= TIMELINE_VISITS)[:TIMELINES]
    return {code: _spread(sorted(by_site[code], reverse=True)) for code in often}


def add_photos(
    written: Sequence[Written], *, timelines: Mapping[str, list[int]], points: Mapping[str, PhotoPoint], bar: Bar
) -> int:
    """Draw and attach the photos of past reports, then compute their evidence; return the number of photos."""
    shots = [shot for one in written for shot in _shots(one, timelines, points)]
    files: list[PhotoFile] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for file in pool.map(_drawn, shots):
            files.append(file)
            bar(len(files), len(shots))
    PhotoFile.objects.bulk_create(files, ignore_conflicts=True)
    Photo.objects.bulk_create(
        Photo(
            report=shot.report,
            file_id=file.sha256,
            role=shot.role,
            position=shot.position,
            fix=shot.point.geom if shot.point is not None else shot.report.fix,
            accuracy_m=shot.report.accuracy_m,
            taken_at=shot.taken_at,
        )
        for shot, file in zip(shots, files, strict=True)
    )
    for one in written:
        score_report(report=one.report, at=one.report.received_at + timedelta(seconds=4))
    return len(shots)


def drawing_of(
    report_code: str, name_zh: str, category: str, role: str, visit: str, taken_at: datetime, **more: Any
) -> bytes:
    """Return the drawn photo of a site (by code, name and category) on a visit; `more` as in `Scene`."""
    clock = timezone.localtime(taken_at).strftime("%Y-%m-%d %H:%M:%S")
    return draw_photo(Scene(report_code, name_zh, category, role, visit, clock, **more))


def inspect_ours(file: PhotoFile, *, at: datetime) -> PhotoFile:
    """Fill in what the worker would find; our own drawings need no process of their own to be opened safely."""
    file.thumbnail = address(THUMBNAILS, file.sha256, "jpg")
    file.display = address(DISPLAYS, file.sha256, "jpg")
    with on_disk(file.file) as source:
        facts = read_facts(source)
        file.width, file.height, file.phash, file.facts = facts.width, facts.height, facts.phash, facts.as_json()
        for relative, max_px in ((file.thumbnail, THUMBNAIL_PX), (file.display, DISPLAY_PX)):
            if not is_stored(relative):
                with new_file(relative) as target:
                    write_thumbnail(source, target, max_px)
    file.inspected_at = at
    return file


def _shots(one: Written, timelines: Mapping[str, list[int]], points: Mapping[str, PhotoPoint]) -> list[Shot]:
    report = one.report
    roles = ["far", "near", *(["finding"] if one.findings else [])]
    step = (report.finished_at - report.arrived_at) / (len(roles) + 1)
    times = [report.arrived_at + step * (place + 1) for place in range(len(roles))]
    shots = [Shot(report, role, place, times[place]) for place, role in enumerate(roles)]
    days = timelines.get(one.visit.code, [])
    if one.visit.days_ago in days:
        is_damaged = one.visit.code == min(timelines) and one.visit.days_ago == days[-1]
        shots[0] = replace(shots[0], point=points[one.visit.code], is_damaged=is_damaged)
    return shots


def _spread(days: list[int]) -> list[int]:
    """Choose some days, as far apart as can be, the first and the last among them."""
    last = len(days) - 1
    return [days[round(place * last / (TIMELINE_VISITS - 1))] for place in range(TIMELINE_VISITS)]


def _drawn(shot: Shot) -> PhotoFile:
    report, site = shot.report, shot.report.site
    data = drawing_of(
        site.code, site.name_zh, site.category_id, shot.role, str(report.pk), shot.taken_at, **_view(shot)
    )
    stored = store_photo(BytesIO(data), sha256(data).hexdigest(), "image/jpeg", "jpg")
    file = PhotoFile(
        sha256=stored.sha256,
        file=stored.file,
        size=stored.size,
        content_type=stored.content_type,
        received_at=report.received_at,
    )
    return inspect_ours(file, at=report.received_at + timedelta(seconds=3))


def _view(shot: Shot) -> dict[str, Any]:
    if shot.point is None:
        return {}
    return {"standpoint": str(shot.point.number), "is_damaged": shot.is_damaged}
