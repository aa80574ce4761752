"""The rules of the desk on a day, and what officers have at hand: reasons they often give."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from patrol.logic.review_policy import ReviewRules, review_rules_from
from patrol.models import ReasonTemplate, Review, ReviewPolicy, Severity


def rules_on(day: date) -> ReviewRules:
    """Return the rules valid on that day; the first ones for days before any."""
    policies = ReviewPolicy.objects.order_by("valid_from")
    return review_rules_from((policies.filter(valid_from__lte=day).last() or policies[0]).values)


def rules_at(at: datetime) -> ReviewRules:
    """Return the rules valid at a time."""
    return rules_on(timezone.localdate(at))


def is_flagged(review: Review) -> bool:
    """Say whether the evidence asks for a person's eyes; what is not weighed yet flags nothing."""
    return review.score is not None and review.needs_person


def votes_due(review: Review, rules: ReviewRules) -> int:
    """Return how many equal votes decide the report."""
    return rules.votes_due(review.max_severity, is_flagged=is_flagged(review))


def due_after(rules: ReviewRules) -> dict[int, timedelta]:
    """Return, by severity, how long a report may wait: the response time of its severity, and never longer than the rest."""
    longest = timedelta(hours=rules.due_hours)
    hours = dict(Severity.objects.values_list("degree", "respond_within_hours"))
    return {degree: longest if said is None else min(longest, timedelta(hours=said)) for degree, said in hours.items()}


def is_late(after: dict[int, timedelta], at: datetime, prefix: str = "") -> Q:
    """Return the condition on reports (reviews with another prefix) that waited longer than their severity allows."""
    late = Q(pk__in=[])
    for degree, wait in after.items():
        late |= Q(**{f"{prefix}review__max_severity": degree, f"{prefix}received_at__lt": at - wait})
    return late


def reasons_on(day: date, *decisions: str) -> QuerySet[ReasonTemplate]:
    """Return the reasons offered on that day for the decisions, in their order."""
    offered = ReasonTemplate.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return offered.filter(decision__in=decisions).order_by("decision", "rank", "code")
