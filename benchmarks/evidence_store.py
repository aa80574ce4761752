"""Puts a made world into the database, photos included, so that the engine itself gathers and weighs it."""

import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageEnhance, ImageFilter

from benchmarks.evidence_plans import PhotoPlan, ReportPlan, World
from benchmarks.evidence_tracks import store_ways
from benchmarks.scenes import shot
from patrol.logic.phash import phash

NAMESPACE: Final = uuid.UUID("01900000-0000-7000-8000-000000000000")
# How often officers without such help see through a report, and how often they refuse an honest one.
SEEN_THROUGH, WRONGED = 0.55, 0.01
# Tracks are read by the rules that stand then.
READ_AT: Final = datetime(2026, 12, 1, tzinfo=UTC)


def store(world: World, seed: int, media: Path, read_at: datetime = READ_AT) -> dict[uuid.UUID, ReportPlan]:
    """Write districts, sites, people and reports, each decided some days later; return the plans by report id."""
    people, sites, officer = _people_and_sites(world, seed)
    plans = {uuid.uuid5(NAMESPACE, f"{seed} {number}"): plan for number, plan in enumerate(world.reports)}
    _write_photos(plans, media)
    _write_reports(plans, people, sites)
    store_ways(plans, people, read_at)
    _write_decisions(plans, officer, seed)
    return plans


def picture(plan: PhotoPlan) -> Image.Image:
    """Take the picture by hand, a little off each time, and treat it as whoever sends it again does."""
    source = random.Random(f"{plan.scene} {plan.visit}")  # noqa: S311 - the same picture for the same plan
    raw = shot(plan.scene, plan.visit)
    share = source.uniform(0.93, 1.0)
    held = _cut(raw, share, source.random(), source.random()).resize(raw.size, Image.Resampling.BICUBIC)
    return _treated(ImageEnhance.Brightness(held).enhance(source.uniform(0.8, 1.25)), plan.treated)


def _treated(image: Image.Image, how: str) -> Image.Image:
    if how == "smaller":
        return image.resize((image.width * 3 // 5, image.height * 3 // 5), Image.Resampling.BILINEAR)
    if how == "brighter":
        return ImageEnhance.Brightness(image).enhance(1.2)
    if how == "cut":
        return _cut(image, 0.95, 0.5, 0.5)
    if how == "turned":
        return _cut(image.rotate(0.8, Image.Resampling.BICUBIC), 0.96, 0.5, 0.5)
    if how == "screen":
        soft = image.filter(ImageFilter.GaussianBlur(0.8)).rotate(0.6, Image.Resampling.BICUBIC)
        return ImageEnhance.Contrast(_cut(soft, 0.95, 0.4, 0.6)).enhance(0.85)
    return image


def _cut(image: Image.Image, share: float, x: float, y: float) -> Image.Image:
    width, height = round(image.width * share), round(image.height * share)
    left, top = round((image.width - width) * x), round((image.height - height) * y)
    return image.crop((left, top, left + width, top + height))


def _taken(job: tuple[str, PhotoPlan, str]) -> tuple[int | None, float]:
    """Take one picture, save its small copy, and return its hash and its mean grey."""
    path, plan, _sha = job
    out = BytesIO()
    picture(plan).save(out, "JPEG", quality=80)
    Path(path).write_bytes(out.getvalue())
    saved = Image.open(BytesIO(out.getvalue()))
    grey = sum(value * count for value, count in enumerate(saved.convert("L").histogram()))
    return phash(saved), grey / (saved.width * saved.height)


def _shots(plans: dict[uuid.UUID, ReportPlan]) -> Iterator[tuple[uuid.UUID, int, str, PhotoPlan]]:
    for report, plan in plans.items():
        for position, photo in enumerate(plan.photos):
            name = f"{report.hex}{position:032x}"
            yield report, position, name, photo


def _write_photos(plans: dict[uuid.UUID, ReportPlan], media: Path) -> None:
    from patrol.models import PhotoFile

    shots = list(_shots(plans))
    jobs = [(str(media / f"{name}.jpg"), photo, name) for _, _, name, photo in shots]
    with ProcessPoolExecutor() as pool:
        seen = list(pool.map(_taken, jobs, chunksize=32))
    PhotoFile.objects.bulk_create(
        (
            PhotoFile(
                sha256=name,
                file=f"{name}.jpg",
                thumbnail=f"{name}.jpg",
                size=1,
                content_type="image/jpeg",
                received_at=plans[report].received_at,
                inspected_at=plans[report].received_at,
                phash=fingerprint,
                facts=_facts(photo, name, fingerprint, grey),
            )
            for (report, _, name, photo), (fingerprint, grey) in zip(shots, seen, strict=True)
        ),
        batch_size=2000,
    )


def _facts(photo: PhotoPlan, name: str, fingerprint: int | None, grey: float) -> dict[str, Any]:
    exif = {"taken_at_local": None, "gps_utc": None, **photo.exif}
    known = {"format": "jpeg", "width": 320, "height": 240, "sha256": name}
    look = {"grey": round(grey, 1), "green_share": 0.1}
    return {**known, "phash": None if fingerprint is None else str(fingerprint), "exif": exif, "look": look}


def _write_reports(plans: dict[uuid.UUID, ReportPlan], people: list[Any], sites: list[Any]) -> None:
    from django.contrib.gis.geos import Point

    from patrol.models import Photo, Report

    Report.objects.bulk_create(
        (
            Report(
                id=key,
                content_sha256=key.hex * 2,
                site=sites[plan.site],
                volunteer=people[plan.person],
                fix=Point(*plan.fix, srid=4326),
                accuracy_m=plan.accuracy_m,
                fix_at=plan.fix_at,
                arrived_at=plan.arrived_at,
                finished_at=plan.finished_at,
                received_at=plan.received_at,
                clock_offset_s=plan.clock_offset_s,
                condition_id="good",
                answers=plan.answers,
                note=plan.note,
                irregularities=list(plan.irregularities),
                payload={},
            )
            for key, plan in plans.items()
        ),
        batch_size=1000,
    )
    Photo.objects.bulk_create(
        (
            Photo(
                report_id=key,
                file_id=name,
                role="far" if position == 0 else "near",
                position=position,
                taken_at=photo.taken_at,
                fix=Point(*photo.fix, srid=4326) if photo.fix else None,
                accuracy_m=10.0 if photo.fix else None,
            )
            for key, position, name, photo in _shots(plans)
        ),
        batch_size=2000,
    )


def _write_decisions(plans: dict[uuid.UUID, ReportPlan], officer: Any, seed: int) -> None:
    from patrol.models import Review

    source = random.Random(seed)  # noqa: S311 - the same officers for the same seed
    reviews = []
    for key, plan in plans.items():
        refusal = SEEN_THROUGH if plan.label in ("forged", "sold") else WRONGED
        is_refused = source.random() < refusal
        reviews.append(
            Review(
                report_id=key,
                state="rejected" if is_refused else "accepted",
                reason="-" if is_refused else "",
                decided_by=officer,
                decided_at=plan.received_at + timedelta(days=source.uniform(0.5, 6)),
            )
        )
    Review.objects.bulk_create(reviews, batch_size=2000)


def _people_and_sites(world: World, seed: int) -> tuple[list[Any], list[Any], Any]:
    from django.contrib.gis.geos import GEOSGeometry, Point

    from people.models import Organisation, User, Volunteer
    from sites.models import District, Site

    now = datetime(2026, 7, 1, tzinfo=UTC)
    box: Any = GEOSGeometry("SRID=4326;MULTIPOLYGON(((115 39,118 39,118 41,115 41,115 39)))")
    district = District.objects.get_or_create(code="110101", defaults={"name_zh": "某区", "geom": box})[0]
    teams = [Organisation.objects.create(code=f"{seed}-{n}", name_zh=f"{n} 队") for n in range(8)]
    people = [User.objects.create(email=f"{seed}-{n}@example.org", name=f"{n}") for n in range(len(world.homes) + 1)]
    for number, (home, team) in enumerate(zip(world.homes, world.teams, strict=True)):
        Volunteer.objects.create(
            user=people[number],
            number=f"{seed}-{number}",
            organisation=teams[team],
            home=Point(*home, srid=4326),
            joined_on=now.date(),
            birth_year=1980,
        )
    sites = [
        Site.objects.create(
            code=f"{seed}-{number}",
            name_zh=f"{number} 号",
            level_id="county",
            category_id="0300",
            district=district,
            geom=Point(*place, srid=4326),
            created_at=now,
            updated_at=now,
        )
        for number, place in enumerate(world.sites)
    ]
    return people[:-1], sites, people[-1]
