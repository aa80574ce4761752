"""What is stored of activities, of who comes to them, and of who is asked."""

from service.models.activity import Activity, ActivityKind, FollowUp, ServicePolicy, Shift
from service.models.application import Application, Offer
from service.models.evaluation import Evaluation, EvaluationTag

__all__ = [
    "Activity",
    "ActivityKind",
    "Application",
    "Evaluation",
    "EvaluationTag",
    "FollowUp",
    "Offer",
    "ServicePolicy",
    "Shift",
]
