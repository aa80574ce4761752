"""Empties the database after a test that committed, walls and all."""

from django.apps import apps
from django.db import connection

from tests.house.source import APPS

VOCABULARIES = {
    "people.ConsentText",
    "people.Skill",
    "sites.Level",
    "sites.Category",
    "sites.Condition",
    "sites.Era",
    "sites.TermMapping",
    "sites.ZoneRule",
    "timebank.StarGrade",
    "timebank.BankPolicy",
    "timebank.GiftScheme",
    "service.ActivityKind",
    "service.EvaluationTag",
    "service.ServicePolicy",
    "patrol.ChecklistItem",
    "patrol.FindingKind",
    "patrol.Severity",
    "patrol.EvidencePolicy",
    "patrol.OutingPolicy",
    "patrol.CasePolicy",
    "patrol.ReviewPolicy",
    "patrol.ReasonTemplate",
    "community.SensitiveWord",
    "community.SeasonalCall",
    "planning.VisitRule",
    "planning.TravelMode",
    "planning.VisitTime",
}
FRAMEWORKS = ("django_session", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs")


def all_but_vocabularies() -> None:
    """Empty every table of ours but the seeded ones; as a replica would, so that no trigger stands in the way."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS]
    tables = [model._meta.db_table for model in models if model._meta.label not in VOCABULARIES]
    names = ", ".join(connection.ops.quote_name(table) for table in (*tables, *FRAMEWORKS))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {names} CASCADE")
        cursor.execute("SET session_replication_role = origin")
