"""Loads the demo's invented people; who stands there already is left as they are."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.gis.geos import Point
from django.db import transaction

from people.models import Insurance, Organisation, Role, RoleGrant, User, Volunteer

PASSWORD: Final = "heritage-demo-2026"  # noqa: S105 - the published password of invented people
ADMINISTRATOR: Final = "administrator@example.org"


def load(*, at: datetime) -> str:
    """Add organisations, volunteers and staff with their roles and verified addresses, once; say what is there."""
    if not User.objects.filter(email=ADMINISTRATOR).exists():
        data = json.loads((Path(__file__).parent / "people.json").read_text(encoding="utf-8"))
        with transaction.atomic():
            _add(data, at)
    return (
        f"{Organisation.objects.count()} organisations, {Volunteer.objects.count()} volunteers, "
        f"{RoleGrant.objects.exclude(role=Role.VOLUNTEER).count()} officers, planners and managers"
    )


def _add(data: dict[str, Any], at: datetime) -> None:
    organisations = _add_organisations(data["organisations"])
    users = _add_users([*data["volunteers"], *data["staff"]], at)
    administrator = users[ADMINISTRATOR]
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=users[row["email"]],
            role=row.get("role", Role.VOLUNTEER),
            area=row.get("area", ""),
            organisation=organisations[row["organisation"]] if row.get("role") == Role.MANAGER else None,
            granted_at=at,
            granted_by=administrator,
        )
        for row in [*data["volunteers"], *data["staff"]]
    )
    _add_volunteers(data["volunteers"], users, organisations, at)


def _add_organisations(rows: list[dict[str, Any]]) -> dict[str, Organisation]:
    made = (Organisation(code=row["code"], name_zh=row["name_zh"], name_en=row["name_en"]) for row in rows)
    return {organisation.code: organisation for organisation in Organisation.objects.bulk_create(made)}


def _add_users(rows: list[dict[str, Any]], at: datetime) -> dict[str, User]:
    # Hashing is slow by intent: once for all, since the password is the same and public.
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(email=row["email"], name=row["name_zh"], password=password, date_joined=at) for row in rows
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return {user.email: user for user in users}


def _add_volunteers(
    rows: list[dict[str, Any]], users: dict[str, User], organisations: dict[str, Organisation], at: datetime
) -> None:
    profiles = [
        Volunteer(
            user=users[row["email"]],
            number=row["number"],
            organisation=organisations[row["organisation"]],
            home=Point(row["home"][0], row["home"][1], srid=4326),
            range_km=row["range_km"],
            visits_per_month=row["visits_per_month"],
            free_time=row["free_time"],
            birth_year=row["birth_year"],
            joined_on=date.fromisoformat(row["joined_on"]),
        )
        for row in rows
    ]
    Volunteer.objects.bulk_create(profiles)
    Insurance.objects.bulk_create(
        Insurance(
            volunteer=profile,
            insurer="守护人身意外险（演示）",
            policy_number=f"PA-{profile.number}",
            valid_from=at.date() - timedelta(days=200),
            valid_until=at.date() + timedelta(days=365),
            recorded_at=at,
        )
        for profile in profiles
    )
    skills = Volunteer.skills.through
    skills.objects.bulk_create(
        skills(volunteer_id=users[row["email"]].pk, skill_id=skill) for row in rows for skill in row["skills"]
    )
