"""A small world in which every address of the product has something to show, and one client for every role."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import LineString, Point
from django.test import Client
from django.utils import timezone

from core.ids import new_id
from indicators.actions import take_snapshots
from patrol.models import (
    Appeal,
    Assignment,
    Campaign,
    Case,
    CaseEntry,
    CaseFinding,
    CollectToken,
    Evidence,
    Finding,
    FindingKind,
    RectificationOrder,
    Report,
    Review,
)
from patrol.storage import DISPLAYS, DOCUMENTS, THUMBNAILS, address
from people.actions.calendars import make_calendar_key
from people.channels.links import stop_token
from people.models import Role, RoleGrant, User, Volunteer
from planning.actions.statements import ask_for_statement
from planning.logic.compliance import quarter_of
from planning.models import Offer, Plan, PlanItem, PlanOmission, StatementWork, Suspension, WalkedStretch, WidePlan
from sites.actions.imports import take_file
from sites.models import LineVersion, PhotoPoint, ProtectedUnit, Section, ServicePoint, Site, SurveyPoint, Zone
from tests.community.standing import community
from tests.factories import joined, make, routes, sent, told, walked
from tests.house.bodies import bodies
from tests.house.exchanged import exchange
from tests.planning.audited import LATER, handed_in
from tests.planning.cases import area_to_come
from tests.service import needed
from tests.timebank import certified, rewarded
from tests.timebank.test_walls import credit
from timebank.models import Issuer, Objection

PHOTO = "ab" * 32
# What addresses name that is nobody's row.
WORDS: Final[dict[str, Any]] = {
    "act": "answer",
    "sha256": PHOTO,
    "size": "thumbnail",
    "before": PHOTO,
    "code": "VISITED",
    "format_name": "geojson",
    "kind": "editor",
    "ending": "csv",
    "token": "k" * 43,
    "form_id": "heritage-inspection",
    "file_name": "sites.csv",
    "layer": "sites",
    "zoom": 10,
    "x": 843,
    "y": 387,
}


@dataclass(frozen=True)
class World:
    """What the addresses name, and who asks."""

    people: dict[str, User | None]
    addresses: dict[str, dict[str, Any]]
    bodies: dict[str, dict[str, Any]]

    def client(self, role: str, *, enforce_csrf_checks: bool = False) -> Client:
        """Return a browser in which the role's person is signed in."""
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        person = self.people[role]
        if person is not None:
            client.force_login(person)
        return client


def build(media: Path) -> World:
    """Make the world; photo files go below `media`."""
    people = _people()
    volunteer, planner = people["volunteer"], people["planner"]
    assert volunteer is not None
    assert planner is not None
    visited, free = make.site(code="VISITED"), make.site(code="FREE")
    report = _report(volunteer, visited, media)
    plan = _plan(planner, free, volunteer)
    questions = make.questions(make.campaign(area="110101"), people["officer"])
    named: dict[str, Any] = {
        **WORDS,
        "report_id": report,
        **_case(visited, report, people["officer"], media),
        "assignment_id": _assignment(volunteer, visited),
        "number": volunteer.volunteer.number,
        "plan_id": plan,
        "other_id": _plan(planner, free, volunteer),
        "wide_id": WidePlan.objects.create(
            area="11", do_by=timezone.localdate() + timedelta(days=20), made_by=planner, made_at=make.NOW
        ).pk,
        "offer_id": _offer(plan, visited),
        "outing_id": _outing(volunteer, visited),
        "volunteer_id": volunteer.pk,
        "device_id": new_id(),
        "route_id": routes.route(planner, volunteer, [visited, free]),
        "study_id": routes.study(planner),
        "site_id": free.pk,
        "secret": make_calendar_key(by=volunteer, at=timezone.now()),
        "batch_id": _import(people["officer"]),
        "point_code": _service_point(),
        "zone_id": Zone.objects.create(site=visited, kind="protection", status="none", text="四至").pk,
        "unit_code": ProtectedUnit.objects.create(code="UNIT", name_zh="某单位").code,
        "rule_code": "level-national",
        "suspension_id": Suspension.objects.create(
            site=visited,
            from_on=timezone.localdate(),
            to_on=timezone.localdate() + timedelta(days=9),
            reason="封闭修缮",
            by=people["officer"],
            at=make.NOW,
        ).pk,
        **told.channels(people["officer"], visited, PHOTO),
        **_statement(people["officer"]),
        **_certificates(volunteer, people),
        **rewarded.for_addresses(volunteer, people),
        **exchange(volunteer, people["officer"]),
        "token_id": _collect_token(volunteer),
        **joined.world(volunteer, people["manager"], people["officer"]),
        "campaign_id": questions.campaign_id,
        **needed.in_the_world(volunteer, people["manager"], visited),
    }
    take_snapshots(on=timezone.localdate() - timedelta(days=1), by=None, at=timezone.now())
    of_community, special_there = community(people, visited, PHOTO)
    special = {**_special(visited, named, questions.pk), **special_there}
    special["planning:lift_area"] = {"suspension_id": area_to_come(planner).pk}
    named |= of_community
    addresses = {name: {**named, **own} for name, own in special.items()}
    return World(people, {"*": named, **addresses}, bodies(free, volunteer))


def _special(visited: Site, named: dict[str, Any], form_id: UUID) -> dict[str, dict[str, Any]]:
    """Return what addresses name that go by the same words as others and mean something else."""
    photo, survey = _points(visited)
    special = {
        "problem": {"code": "not_found"},
        **{name: {"code": "manual_hours"} for name in ("indicators:indicator", "api_indicator")},
        **{f"indicators:{name}": {"code": "coverage"} for name in ("rows", "rows_file", "numbers_file")},
        "patrol:take": {"code": "FREE"},
        "patrol:answer_appeal": {"report_id": _appealed(named["report_id"], visited)},
        "patrol:end_reason": {"code": "reject_blurred"},
        "planning:campaign": {"code": Campaign.objects.get().code},
        "planning:change_for_visit": {
            "site_id": PlanOmission.objects.create(plan_id=named["plan_id"], site=visited, reason="not_solved").site_id
        },
        "sites:photo_point": {"point_id": photo},
    }
    wall, section = _wall()
    special |= {name: {"code": wall} for name in ("planning:extent", "api_extent")}
    special["sites:section_name"] = {"code": wall, "section_id": section}
    special |= {
        f"patrol:{name}": {"form_id": form_id}
        for name in ("question_form", "question_workbook", "ask_questions", "stop_questions")
    }
    special["patrol:track_report"] = {"secret": named["tracking_secret"]}
    special["patrol:public_report"] = special["patrol:take_public_report"] = {"report_id": named["public_id"]}
    special |= {
        f"open311:{name}": {
            "ending": "xml",
            "code": "structure",
            "number": named["public_number"],
            "token": str(named["public_id"]),
        }
        for name in ("discovery", "services", "service", "requests", "request", "token")
    }
    special["people:member_list"] = {"batch_id": named["member_batch_id"]}
    special["people:review_organisation"] = {"organisation_id": named["waiting_organisation_id"]}
    special["people:export_file"] = {"token": named["export_token"]}
    special["planning:route_file"] = {"format_name": "gpx"}
    special |= {name: {"point_id": survey} for name in ("sites:survey_point", "sites:survey_point_remove")}
    special["people:stop_mail"] = {"token": stop_token(named["volunteer_id"], "")}
    special |= {
        name: {"number": named["statement_number"]}
        for name in ("planning:statement", "planning:statement_pdf", "planning:statement_xlsx", "verify:statement")
    }
    special["service:apply"] = special["api_apply"] = {"shift_id": named["free_shift_id"]}
    special["timebank:verify"] = {"token": named["certificate_token"]}
    special |= {name: {"certificate_id": named["published_id"]} for name in ("timebank:withdraw", "timebank:object")}
    return special


def _people() -> dict[str, User | None]:
    team = make.organisation()
    roles: dict[str, tuple[Role, str]] = {
        "far_officer": (Role.OFFICER, "110105"),
        "officer": (Role.OFFICER, "110101"),
        "planner": (Role.PLANNER, "11"),
        "administrator": (Role.ADMINISTRATOR, ""),
    }
    people: dict[str, User | None] = {
        "anonymous": None,
        "stranger": make.user(),
        "volunteer": make.volunteer(organisation=team),
        "manager": make.user(),
    }
    for name, (role, area) in roles.items():
        person = people[name] = make.user()
        make.grant(person, role, area)
    manager = people["manager"]
    assert manager is not None
    RoleGrant.objects.create(user=manager, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    make.district("110105", name_zh="朝阳区", name_en="Chaoyang")
    return people


def _report(volunteer: User, site: Site, media: Path) -> UUID:
    report = make.report(volunteer, site, severity=3)
    file = make.photo(report, 0, PHOTO).file
    for field, shelf in (("thumbnail", THUMBNAILS), ("display", DISPLAYS)):
        setattr(file, field, address(shelf, PHOTO, "jpg"))
        path = media / getattr(file, field)
        path.parent.mkdir(parents=True)
        path.write_bytes(sent.jpeg())
    file.save()
    Evidence.objects.create(
        report=report,
        computed_at=make.NOW,
        policy_from=make.NOW.date(),
        score=80,
        band="strong",
        needs_person=False,
        witnesses=[],
    )
    return report.pk


def _appealed(report_id: UUID, site: Site) -> UUID:
    """Let the volunteer appeal about another report, which somebody from elsewhere rejected."""
    volunteer = Report.objects.get(pk=report_id).volunteer
    report = make.report(volunteer, site)
    Review.objects.filter(pk=report.pk).update(
        state="rejected", reason="?", decided_by=make.user(), decided_at=make.NOW, version=1
    )
    Appeal.objects.create(report=report, by=volunteer, at=make.NOW, text="?")
    return report.pk


def _collect_token(volunteer: User) -> UUID:
    return CollectToken.objects.create(user=volunteer, token_sha256="0" * 64, label="Pixel", made_at=make.NOW).pk


def _outing(volunteer: User, site: Site) -> UUID:
    """Let the volunteer be on patrol, walking past the site."""
    client, outing = Client(), new_id()
    client.force_login(volunteer)
    now = timezone.now()
    hours = {"started_at": now.isoformat(), "expected_return_at": (now + timedelta(hours=3)).isoformat()}
    walked.put(client, outing, walked.said(site, **hours))
    walked.agree(client, track=True)
    walked.put_batch(client, outing, walked.points(), is_last=True)
    return outing


def _wall() -> tuple[str, UUID]:
    """Make a surveyed wall past the place the leak test hides, with a section and a stretch that was seen."""
    line = LineString((116.4117, 39.9383), (116.4217, 39.9383), srid=4326)
    site = make.site(code="WALL", geom=line)
    version = LineVersion.objects.create(site=site, number=1, geom=line, length_m=854.5, at=make.NOW)
    WalkedStretch.objects.create(version=version, from_m=100, to_m=300, last_on=make.NOW.date())
    section = Section.objects.create(site=site, version=version, number=1, from_m=0, to_m=854.5, geom=line)
    return site.code, section.pk


def _case(site: Site, report: UUID, officer: User | None, media: Path) -> dict[str, Any]:
    """Make a case of the report's finding, with an order and its document."""
    assert officer is not None
    kind = FindingKind.objects.order_by("code")[0]
    case = Case.objects.create(number="2026-1", site=site, kind=kind, severity=3, opened_at=make.NOW, due_at=make.NOW)
    finding = Finding.objects.get(report=report)
    CaseFinding.objects.create(case=case, finding=finding, at=make.NOW)
    CaseEntry.objects.create(case=case, at=make.NOW, state="found", report=finding.report, finding=finding)
    name = address(DOCUMENTS, PHOTO, "pdf")
    (media / name).parent.mkdir(parents=True)
    (media / name).write_bytes(b"%PDF-1.7")
    day = make.NOW.date()
    order = RectificationOrder.objects.create(
        case=case,
        number="1",
        addressee="使用单位",
        demands="支护",
        issued_on=day,
        deadline_on=day,
        document=name,
        document_name="整改.pdf",
        document_sha256=PHOTO,
        document_type="application/pdf",
        at=make.NOW,
        by=officer,
    )
    return {"case_id": case.pk, "order_id": order.pk}


def _assignment(volunteer: User, site: Site) -> UUID:
    assignment = Assignment.objects.create(
        site=site,
        volunteer=volunteer,
        origin=Assignment.Origin.TAKEN,
        made_by=volunteer,
        made_at=make.NOW,
        do_by=timezone.localdate() + timedelta(days=7),
    )
    return assignment.pk


def _plan(planner: User, site: Site, volunteer: User) -> UUID:
    plan = Plan.objects.create(
        district_id="110101",
        state=Plan.State.DRAFT,
        do_by=timezone.localdate() + timedelta(days=20),
        made_by=planner,
        made_at=make.NOW,
        solved_at=make.NOW,
        objective=1.0,
        bound=1.0,
        gap=0.0,
        solver_status="optimal",
        solver_seconds=0.1,
    )
    PlanItem.objects.create(plan=plan, site=site, volunteer=volunteer, distance_km=1.0)
    assert Volunteer.objects.filter(user=volunteer, is_active=True).exists()
    return plan.pk


def _offer(plan: UUID, site: Site) -> UUID:
    day = timezone.localdate() + timedelta(days=9)
    return Offer.objects.create(site=site, plan_id=plan, why="left_out", do_by=day, made_at=make.NOW).pk


def _certificates(volunteer: User, people: dict[str, User | None]) -> dict[str, Any]:
    """Make an issued certificate, one in its week of notice, and an objection against that."""
    officer, stranger = people["officer"], people["stranger"]
    assert officer is not None
    assert stranger is not None
    organisation = volunteer.volunteer.organisation
    assert organisation is not None
    Issuer.objects.create(
        organisation=organisation,
        name="某队",
        person_in_charge="某人",
        handler="某人",
        contact="010",
        changed_at=make.NOW,
    )
    credit(volunteer, officer, source="report:certified")
    done, published = certified.issued(volunteer), certified.asked(volunteer)
    objection = Objection.objects.create(certificate=published, by=stranger, text="?", at=make.NOW)
    return {
        "organisation_id": organisation.pk,
        "certificate_id": done.pk,
        "certificate_token": done.token,
        "published_id": published.pk,
        "objection_id": objection.pk,
    }


def _statement(officer: User | None) -> dict[str, Any]:
    """Hand in a statement of the district, and ask for another that waits."""
    assert officer is not None
    ask_for_statement(area="110101", period=quarter_of(2026, 1), as_of=LATER, by=officer, at=LATER)
    work = StatementWork.objects.get()
    return {"work_id": work.pk, "statement_number": handed_in(officer).number}


def _points(site: Site) -> tuple[UUID, UUID]:
    photo = PhotoPoint.objects.create(site=site, number=1, name="山门", geom=site.geom.centroid, bearing_deg=45)
    survey = SurveyPoint.objects.create(site=site, kind="centre", number=1, geom=site.geom.centroid)
    return photo.pk, survey.pk


def _service_point() -> str:
    values = {"name_zh": "服务点", "district_id": "110101", "geom": Point(116.45, 39.95, srid=4326)}
    return ServicePoint.objects.get_or_create(code="SP-1", defaults=values)[0].pk


def _import(officer: User | None) -> UUID:
    file = BytesIO("编号,名称,经度,纬度\nIMPORTED,石桥,116.4,39.9\n".encode())
    return take_file(stream=file, name="bridges.csv", by=officer, at=timezone.now()).pk
