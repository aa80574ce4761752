"""What the field work stores."""

from patrol.models.campaign import Assignment, Campaign
from patrol.models.case import Case, CaseAlarm, CaseApart, CaseEntry, CaseFinding
from patrol.models.case_following import AuthorityNotice, CasePolicy, Intervention, RectificationOrder, Reinspection
from patrol.models.collect import CollectFile, CollectInstance, CollectToken
from patrol.models.hotline import Hotline
from patrol.models.intake import AwaitedPhoto, QueueEntry
from patrol.models.outing import LastPosition, Outing, OutingAlarm, OutingPolicy, Track, TrackAtReport, TrackBatch
from patrol.models.photo_change import PhotoChange
from patrol.models.public import DaySalt, PublicContact, PublicPhoto, PublicReport
from patrol.models.questions import QuestionForm
from patrol.models.report import Finding, Photo, PhotoFile, Report
from patrol.models.rescoring import Rescoring
from patrol.models.review import Evidence, Review, Visit
from patrol.models.second_look import Appeal, Overturn, SpotCheck
from patrol.models.vocabulary import (
    ChecklistItem,
    EvidencePolicy,
    FindingKind,
    ReasonTemplate,
    ReviewPolicy,
    Severity,
)
from patrol.models.votes import ManualEntry, Opinion
from patrol.models.webhook import EventKind, Webhook, WebhookAttempt, WebhookDelivery, WebhookEvent

__all__ = [
    "Appeal",
    "Assignment",
    "AuthorityNotice",
    "AwaitedPhoto",
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
    "DaySalt",
    "EventKind",
    "Evidence",
    "EvidencePolicy",
    "Finding",
    "FindingKind",
    "Hotline",
    "Intervention",
    "LastPosition",
    "ManualEntry",
    "Opinion",
    "Outing",
    "OutingAlarm",
    "OutingPolicy",
    "Overturn",
    "Photo",
    "PhotoChange",
    "PhotoFile",
    "PublicContact",
    "PublicPhoto",
    "PublicReport",
    "QuestionForm",
    "QueueEntry",
    "ReasonTemplate",
    "RectificationOrder",
    "Reinspection",
    "Report",
    "Rescoring",
    "Review",
    "ReviewPolicy",
    "Severity",
    "SpotCheck",
    "Track",
    "TrackAtReport",
    "TrackBatch",
    "Visit",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEvent",
]
