"""Who goes, goes everywhere: after an erasure no text of the whole database names them; what the law keeps is still there."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from community.models import AbuseReport, Comment, Correspondence, Message, Post
from core import audit
from core.ids import new_id
from core.models import AuditEntry
from core.personal import parts
from patrol.models import Appeal, CaseEntry, Outing, Report, Track
from people.actions.rights import ask_for_erasure, cancel_erasure, erase, erase_due
from people.errors import ErasureAsked, StillOnDuty
from people.models import Erasure, Notice, Organisation, RoleGrant, User, Volunteer
from service.models import Activity, Application, Evaluation
from tests.factories import make
from tests.house.world import build
from timebank.models import Certificate, Credential, Entry, IncomingBatch, ServiceRecord, Transaction, Transfer

NAME, PHONE = "司马望山", "+8613812345678"
# Kept by the framework for its own; what they hold of a person is hashed or signed.
NOT_OURS = {"spatial_ref_sys"}


def text_columns() -> list[tuple[str, str]]:
    """Return every column of every table that can hold words."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_name, table_schema)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY'))
        """)
        return [(table, column) for table, column in cursor.fetchall() if table not in NOT_OURS]


def places_of(words: list[str]) -> dict[str, int]:
    """Return where any of the words stands: `table.column` and how often."""
    found = {}
    with connection.cursor() as cursor:
        for table, column in text_columns():
            has = " OR ".join(f'position(%s IN "{column}"::text) > 0' for _word in words)
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {has}', words)  # noqa: S608 - names of the schema
            if count := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = count
    return found


def written_everywhere(person: User) -> None:
    """Let the person's name, address and phone stand wherever the product writes them."""
    User.objects.filter(pk=person.pk).update(name=NAME, phone=PHONE, is_phone_verified=True)
    person.refresh_from_db()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    audit.record("grant_role", person, by=person, at=make.NOW, change={"user": person.email, "name": [NAME, "甲"]})
    report = Report.objects.filter(volunteer=person).first()
    assert report is not None
    make.report(person, report.site, note=f"我是{NAME}，电话{PHONE}", payload={"note": f"{NAME} {person.email}"})
    with connection.cursor() as cursor:
        # As if it had been said so: what was said is walled.
        cursor.execute("SET LOCAL session_replication_role = replica")
        assert Appeal.objects.filter(by=person).update(text=f"{NAME}申诉") == 1
        cursor.execute("SET LOCAL session_replication_role = origin")
    other = make.user()
    Notice.objects.create(user=other, kind="outing_overdue", params={"name": NAME, "minutes": 3}, created_at=make.NOW)
    Notice.objects.create(user=person, kind="announcement", params={"title": NAME}, created_at=make.NOW)
    Certificate.objects.filter(volunteer=person, state="announced").update(
        state="withdrawn", ended_at=make.NOW, ended_why="?"
    )
    team = person.volunteer.organisation
    Organisation.objects.filter(pk=team.pk).update(contact=f"联系 {PHONE}")
    Outing.objects.create(
        id=new_id(), volunteer=other, companions=[NAME, "乙"], started_at=make.NOW, revision=1,
        expected_return_at=make.NOW + timedelta(hours=1), due_back_at=make.NOW + timedelta(hours=1),
        received_at=make.NOW, changed_at=make.NOW,
    )  # fmt: skip


def said_in_service_and_community(person: User) -> None:
    """Let name, phone and address stand in every free text of activities, community and exchange that is theirs."""
    words = f"{NAME} {PHONE} {person.email}"
    texts: dict[tuple[type[models.Model], str], list[str]] = {
        (Application, "volunteer"): ["why"],
        (Evaluation, "application__volunteer"): ["words"],
        (Activity, "made_by"): ["text", "risk", "contact"],
        (Post, "author"): ["text"],
        (Comment, "author"): ["text"],
        (Message, "author"): ["text"],
        (Correspondence, "asker"): ["words"],
        (AbuseReport, "by"): ["words"],
        (IncomingBatch, "volunteer"): ["name_there"],
        (Transfer, "volunteer"): ["ended_why"],
        (Credential, "volunteer"): ["token"],
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for (model, path), fields in texts.items():
            model._default_manager.filter(**{path: person}).update(**dict.fromkeys(fields, words))
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def person(tmp_path: Path, settings: Settings, db: None) -> User:
    settings.MEDIA_ROOT = tmp_path
    found = build(tmp_path).people["volunteer"]
    assert found is not None
    User.objects.filter(pk=found.pk).update(email="sima.wangshan@test.example")
    written_everywhere(found)
    said_in_service_and_community(found)
    return User.objects.get(pk=found.pk)


def gone(person: User) -> Erasure:
    at = timezone.now()
    asked = ask_for_erasure(by=person, at=at)
    assert erase_due(at=at + timedelta(days=6)) == 0
    assert erase_due(at=at + timedelta(days=8)) == 1
    asked.refresh_from_db()
    return asked


def test_no_text_of_the_database_names_who_was_erased(person: User) -> None:
    words = [NAME, PHONE, person.email]
    before = places_of(words)
    assert {"people_user.name", "core_auditentry.change", "patrol_report.note", "patrol_report.payload"} <= set(before)
    assert {"community_comment.text", "community_correspondence.words", "community_post.text"} <= set(before)
    assert {"service_application.why", "timebank_transfer.ended_why"} <= set(before)
    gone(person)
    assert places_of(words) == {}


def test_what_the_law_keeps_stays_under_the_pseudonym(person: User) -> None:
    counts = [model.objects.count() for model in (Report, Entry, Transaction, ServiceRecord, Certificate, CaseEntry)]
    acts, hours = AuditEntry.objects.count(), list(Entry.objects.values_list("id", "amount"))
    erasure = gone(person)
    person.refresh_from_db()
    assert [m.objects.count() for m in (Report, Entry, Transaction, ServiceRecord, Certificate, CaseEntry)] == counts
    assert list(Entry.objects.values_list("id", "amount")) == hours
    assert AuditEntry.objects.count() >= acts
    assert (person.name, person.phone, person.is_active, person.has_usable_password()) == (
        erasure.pseudonym,
        "",
        False,
        False,
    )
    assert set(Certificate.objects.filter(volunteer=person).values_list("name", flat=True)) == {erasure.pseudonym}
    assert {one.note for one in Report.objects.filter(volunteer=person).exclude(note="")} == {
        f"我是{erasure.pseudonym}，电话{erasure.pseudonym}"
    }


def test_home_tracks_ways_in_and_papers_go(person: User) -> None:
    client = Client()
    client.force_login(person)
    gone(person)
    profile = Volunteer.objects.get(pk=person.pk)
    assert (profile.home, profile.free_time, profile.skills.count(), profile.is_active) == (None, [], 0, False)
    assert Track.objects.filter(outing__volunteer=person, dropped_at=None).count() == 0
    assert (person.identity_checks.count(), person.data_exports.count(), person.notices.count()) == (0, 0, 0)
    assert not RoleGrant.objects.filter(user=person, revoked_at=None).exists()
    assert client.get("/me/profile/").status_code == 302


def test_others_keep_theirs(person: User, officer: User) -> None:
    audit.record("x", officer, by=officer, at=make.NOW, change={"name": officer.name})
    gone(person)
    officer.refresh_from_db()
    assert officer.is_active
    assert AuditEntry.objects.filter(change={"name": officer.name}).exists()
    assert Outing.objects.filter(companions__contains=["乙"]).count() == 1


def test_who_thinks_again_stays(volunteer: User) -> None:
    at = timezone.now()
    asked = ask_for_erasure(by=volunteer, at=at)
    with pytest.raises(ErasureAsked):
        ask_for_erasure(by=volunteer, at=at)
    assert cancel_erasure(by=volunteer, at=at)
    assert not cancel_erasure(by=volunteer, at=at)
    assert erase_due(at=at + timedelta(days=30)) == 0
    assert not erase(erasure_id=asked.pk, at=at + timedelta(days=30))


def test_who_holds_an_office_hands_it_over_first(officer: User) -> None:
    with pytest.raises(StillOnDuty):
        ask_for_erasure(by=officer, at=make.NOW)
    RoleGrant.objects.filter(user=officer).update(revoked_at=make.NOW)
    ask_for_erasure(by=officer, at=make.NOW)


def test_wall_opens_for_an_erasure_under_way_only(volunteer: User) -> None:
    audit.record("x", volunteer, by=volunteer, at=make.NOW, change={"name": "甲"})
    entry = AuditEntry.objects.get(verb="x")
    erasure = Erasure.objects.create(user=volunteer, pseudonym="p", asked_at=make.NOW, due_at=make.NOW)

    def pretend() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('core.erasing', %s, true)", [str(erasure.pk)])

    pretend()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(change={})
    Erasure.objects.filter(pk=erasure.pk).update(started_at=make.NOW)
    with transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(change={"name": "p"})
    for change in ({"at": timezone.now()}, {"by": None}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).delete()
    Erasure.objects.filter(pk=erasure.pk).update(ended_at=make.NOW)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(change={})


def test_erasure_that_began_is_not_undone(volunteer: User) -> None:
    erasure = Erasure.objects.create(user=volunteer, pseudonym="p", asked_at=make.NOW, due_at=make.NOW)
    with pytest.raises(IntegrityError, match="erasure_waits"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(started_at=make.NOW - timedelta(days=1))
    Erasure.objects.filter(pk=erasure.pk).update(started_at=make.NOW, ended_at=make.NOW)
    with pytest.raises(IntegrityError, match="not undone"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(ended_at=None)


def test_every_app_says_what_is_a_persons_own() -> None:
    assert list(parts()) == ["planning", "community", "patrol", "service", "timebank", "sites", "people"]
