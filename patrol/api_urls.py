"""Addresses of the API, version 1; each app keeps its own list."""

from django.urls import URLPattern, URLResolver, include, path

from patrol.api.assignments import AssignmentsDoor, ReleaseDoor
from patrol.api.case_acts import CaseActDoor
from patrol.api.cases import CaseDoor, CasesDoor, OwnCasesDoor
from patrol.api.form import FormDoor
from patrol.api.outings import ConsentsDoor, GpxDoor, OutingDoor, PositionDoor, TrackDoor
from patrol.api.photos import PhotoDoor
from patrol.api.questions import QuestionsDoor
from patrol.api.reports import EvidenceDoor, ReportDoor, ReportsDoor, StatusDoor
from patrol.api.review import DecisionDoor
from sites.api import SiteDetail, SiteList, SiteStream, ZonesHere

urlpatterns: list[URLPattern | URLResolver] = [
    path("sites", SiteList.as_view(), name="api_sites"),
    path("zones", ZonesHere.as_view(), name="api_zones"),
    path("sites.geojson", SiteStream.as_view(), name="api_sites_geojson"),
    path("sites/<str:code>", SiteDetail.as_view(), name="api_site"),
    path("form", FormDoor.as_view(), name="api_form"),
    path("campaigns/<uuid:campaign_id>/questions", QuestionsDoor.as_view(), name="api_questions"),
    path("assignments", AssignmentsDoor.as_view(), name="api_assignments"),
    path("assignments/<uuid:assignment_id>/release", ReleaseDoor.as_view(), name="api_release"),
    path("reports", ReportsDoor.as_view(), name="api_reports"),
    path("reports/status", StatusDoor.as_view(), name="api_reports_status"),
    path("reports/<uuid:report_id>/photos/<str:sha256>", PhotoDoor.as_view(), name="api_photo"),
    path("reports/<uuid:report_id>", ReportDoor.as_view(), name="api_report"),
    path("reports/<uuid:report_id>/evidence", EvidenceDoor.as_view(), name="api_evidence"),
    path("reports/<uuid:report_id>/decision", DecisionDoor.as_view(), name="api_decision"),
    path("outings/<uuid:outing_id>", OutingDoor.as_view(), name="api_outing"),
    path("outings/<uuid:outing_id>/track", TrackDoor.as_view(), name="api_outing_track"),
    path("outings/<uuid:outing_id>/position", PositionDoor.as_view(), name="api_outing_position"),
    path("field/consents", ConsentsDoor.as_view(), name="api_consents"),
    path("outings/<uuid:outing_id>/gpx", GpxDoor.as_view(), name="api_outing_gpx"),
    path("cases", CasesDoor.as_view(), name="api_cases"),
    path("cases/own", OwnCasesDoor.as_view(), name="api_own_cases"),
    path("cases/<uuid:case_id>", CaseDoor.as_view(), name="api_case"),
    path("cases/<uuid:case_id>/<slug:act>", CaseActDoor.as_view(), name="api_case_act"),
    path("", include("people.api_urls")),
    path("", include("timebank.api_urls")),
    path("", include("service.api_urls")),
    path("", include("planning.api_urls")),
    path("", include("indicators.api_urls")),
    path("", include("maps.api_urls")),
]
