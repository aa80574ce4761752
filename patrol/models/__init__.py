"""What the field work stores."""

from patrol.models.calendar import CalendarKey
from patrol.models.campaign import Assignment, Campaign
from patrol.models.case import Case, CaseEntry
from patrol.models.collect import CollectFile, CollectInstance, CollectToken
from patrol.models.intake import AwaitedPhoto, QueueEntry
from patrol.models.outing import LastPosition, Outing, OutingAlarm, OutingPolicy, Track, TrackBatch
from patrol.models.photo_change import PhotoChange
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
    "AwaitedPhoto",
    "CalendarKey",
    "Campaign",
    "Case",
    "CaseEntry",
    "ChecklistItem",
    "CollectFile",
    "CollectInstance",
    "CollectToken",
    "Evidence",
    "EvidencePolicy",
    "Finding",
    "FindingKind",
    "LastPosition",
    "Outing",
    "OutingAlarm",
    "OutingPolicy",
    "Photo",
    "PhotoChange",
    "PhotoFile",
    "QuestionForm",
    "QueueEntry",
    "Report",
    "Rescoring",
    "Review",
    "Severity",
    "Track",
    "TrackBatch",
    "Visit",
]
