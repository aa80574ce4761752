"""What the field work stores."""

from patrol.models.campaign import Assignment, Campaign
from patrol.models.case import Case, CaseEntry
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
    "Campaign",
    "Case",
    "CaseEntry",
    "ChecklistItem",
    "Evidence",
    "EvidencePolicy",
    "Finding",
    "FindingKind",
    "Photo",
    "PhotoFile",
    "Report",
    "Rescoring",
    "Review",
    "Severity",
    "Visit",
]
