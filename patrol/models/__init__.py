"""What the field work stores."""

from patrol.models.calendar import CalendarKey
from patrol.models.campaign import Assignment, Campaign
from patrol.models.case import Case, CaseAlarm, CaseApart, CaseEntry, CaseFinding
from patrol.models.case_following import AuthorityNotice, CasePolicy, Intervention, RectificationOrder, Reinspection
from patrol.models.collect import CollectFile, CollectInstance, CollectToken
from patrol.models.intake import AwaitedPhoto, QueueEntry
from patrol.models.outing import LastPosition, Outing, OutingAlarm, OutingPolicy, Track, TrackAtReport, TrackBatch
from patrol.models.questions import QuestionForm
from patrol.models.report import Finding, Photo, PhotoFile, Report
from patrol.models.rescoring import Rescoring
from patrol.models.review import Evidence, Review, Visit
from patrol.models.vocabulary import (
    ChecklistItem,
    EvidencePolicy,
    FindingKind,
    Severity,
)

__all__ = [
    "Assignment",
    "AuthorityNotice",
    "AwaitedPhoto",
    "CalendarKey",
    "Campaign",
    "Case",
    "CaseAlarm",
    "CaseApart",
    "CaseEntry",
    "CaseFinding",
    "CasePolicy",
    "ChecklistItem",
    "CollectFile",
    "CollectInstance",
    "CollectToken",
    "Evidence",
    "EvidencePolicy",
    "Finding",
    "FindingKind",
    "Intervention",
    "LastPosition",
    "Outing",
    "OutingAlarm",
    "OutingPolicy",
    "Photo",
    "PhotoFile",
    "QuestionForm",
    "QueueEntry",
    "RectificationOrder",
    "Reinspection",
    "Report",
    "Rescoring",
    "Review",
    "Severity",
    "Track",
    "TrackAtReport",
    "TrackBatch",
    "Visit",
]
