"""Small makers of valid things; a test says only what matters to it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, Point

from core.ids import new_id
from patrol.models import Campaign, Finding, FindingKind, Photo, PhotoFile, QuestionForm, Report, Review
from people.models import Organisation, Role, RoleGrant, User, Volunteer
from sites.models import District, Site

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
PASSWORD = "a-long-enough-phrase"
YES_NO = [{"name": "yes", "label": {"zh": "是", "en": "Yes"}}, {"name": "no", "label": {"zh": "否", "en": "No"}}]
CROWD: dict[str, Any] = {
    "version": "1",
    "title": {"zh": "人流", "en": "Crowds"},
    "questions": [
        {"name": "crowd", "type": "select_one", "label": {"zh": "人多吗？", "en": "Is it crowded?"}, "required": True, "choices": YES_NO},
        {"name": "more", "type": "group", "label": {"zh": "人流"}, "relevant": "${crowd} = 'yes'", "questions": [
            {"name": "people", "type": "integer", "label": {"zh": "多少人？", "en": "How many?"}, "required": True, "constraint": ". > 0",
             "constraint_message": {"zh": "至少一人", "en": "One at least"}},
            {"name": "queue", "type": "image", "label": {"zh": "队伍的照片", "en": "Picture of the queue"}},
        ]},
    ],
}  # fmt: skip


def user(email: str = "", **fields: Any) -> User:
    """Make an account."""
    address = email or f"{new_id().hex}@example.org"
    return User.objects.create_user(address, PASSWORD, **{"name": address.partition("@")[0], **fields})


def grant(person: User, role: Role, area: str = "") -> RoleGrant:
    """Let a person hold a role in an area."""
    return RoleGrant.objects.create(user=person, role=role, area=area, granted_at=NOW)


def organisation(**fields: Any) -> Organisation:
    """Make an organisation."""
    return Organisation.objects.create(**{"code": new_id().hex, "name_zh": "守望队", **fields})


def closed(**fields: Any) -> Organisation:
    """Make an organisation that was closed."""
    return organisation(**{"state": "closed", "closed_at": NOW, "closed_why": "停办。", **fields})


def volunteer(email: str = "", **fields: Any) -> User:
    """Make a grown-up person with a volunteer's role and profile, living at Qianmen."""
    person = user(email)
    grant(person, Role.VOLUNTEER)
    profile = {"number": new_id().hex, "joined_on": date(2025, 1, 1), "home": Point(116.39, 39.90, srid=4326)}
    Volunteer.objects.create(user=person, **{"birth_year": 1980, **profile, **fields})
    return person


def district(code: str = "110101", **fields: Any) -> District:
    """Make (or find) a district, by default a box around old Beijing."""
    box = "SRID=4326;MULTIPOLYGON(((116.2 39.7,116.6 39.7,116.6 40.1,116.2 40.1,116.2 39.7)))"
    values = {"name_zh": "东城区", "name_en": "Dongcheng", "geom": GEOSGeometry(box), **fields}
    return District.objects.get_or_create(code=code, defaults=values)[0]


def site(**fields: Any) -> Site:
    """Make a site: by default a public national building at the Bell Tower."""
    values: dict[str, Any] = {
        "code": new_id().hex,
        "name_zh": "钟楼",
        "name_en": "Bell Tower",
        "level_id": "national",
        "category_id": "0300",
        "condition_id": "good",
        "geom": Point(116.3894, 39.9407, srid=4326),
        "created_at": NOW,
        "updated_at": NOW,
        **fields,
    }
    if "district" not in values and "district_id" not in values:
        values["district"] = district()
    made = Site.objects.create(**values)
    made.refresh_from_db()
    return made


def campaign(**fields: Any) -> Campaign:
    """Make a campaign running through 2026."""
    values = {"code": new_id().hex, "name_zh": "巡查行动", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    if "organisation" not in fields:
        fields["organisation"] = organisation()
    return Campaign.objects.create(**{**values, **fields})


def questions(run: Campaign, by: User | None, form: dict[str, Any] | None = None, **fields: Any) -> QuestionForm:
    """Make a version of a campaign's questions, not yet asked: by default one about crowds, with a group."""
    said = form or {**CROWD, "version": fields.get("version", "1")}
    values = {
        "version": said["version"],
        "file_name": "crowd.xlsx",
        "workbook": b"PK",
        "workbook_sha256": new_id().hex,
        **fields,
    }
    return QuestionForm.objects.create(
        campaign=run, uploaded_by=by or user(), uploaded_at=NOW, form={**said, "version": values["version"]}, **values
    )


def report(person: User, place: Site, *, severity: int | None = None, photos: int = 0, **fields: Any) -> Report:
    """Make a stored report with its pending review, as if it had been sent."""
    values: dict[str, Any] = {
        "id": new_id(),
        "content_sha256": new_id().hex,
        "fix": Point(116.3894, 39.9407, srid=4326),
        "accuracy_m": 8.0,
        "fix_at": NOW,
        "arrived_at": NOW.replace(hour=3),
        "finished_at": NOW,
        "received_at": NOW,
        "condition_id": "good",
        "payload": {},
        **fields,
    }
    made = Report.objects.create(site=place, volunteer=person, **values)
    for position in range(photos):
        photo(made, position)
    if severity is not None:
        kind = FindingKind.objects.order_by("code").first()
        assert kind is not None
        Finding.objects.create(report=made, kind=kind, severity=severity, note="裂缝", position=0)
    Review.objects.create(report=made, max_severity=severity or 0)
    return made


def photo(made: Report, position: int, sha256: str = "") -> Photo:
    """Attach a photo to a stored report."""
    key = sha256 or (new_id().hex * 2)
    file, _ = PhotoFile.objects.get_or_create(
        sha256=key, defaults={"file": f"{key}.jpg", "size": 1, "content_type": "image/jpeg", "received_at": NOW}
    )
    return Photo.objects.create(report=made, file=file, role="far" if position == 0 else "near", position=position)


def uuid(number: int) -> UUID:
    """Return a fixed UUIDv7-shaped id for a number."""
    return UUID(f"01900000-0000-7000-8000-{number:012d}")
