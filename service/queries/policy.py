"""The rules of service on a day."""

from datetime import date

from service.logic.policy import ServiceRules, service_rules_from
from service.models import ServicePolicy


def service_rules_on(day: date) -> ServiceRules:
    """Return the rules valid on that day; the first ones for days before any."""
    policies = ServicePolicy.objects.order_by("valid_from")
    return service_rules_from((policies.filter(valid_from__lte=day).last() or policies[0]).values)
