"""What we know of activities: the policy in force, the list, who comes, who fits, and what became of it all."""

from service.queries.policy import service_rules_on

__all__ = ["service_rules_on"]
