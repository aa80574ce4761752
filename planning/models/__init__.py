"""What nobody has looked at and who should go: visit rules and duties, what was seen, who can get there, plans."""

from planning.models.duty import Duty, DutyDay, Suspension, VisitRule
from planning.models.extent import SeenArea, SeenStretch, SiteExtent, VisitExtent, WalkedStretch
from planning.models.grid import StatusCell
from planning.models.plan import Plan, PlanItem, PlanOmission
from planning.models.reach import ReachChange, SiteReach
from planning.models.statement import Statement, StatementWork

__all__ = [
    "Duty",
    "DutyDay",
    "Plan",
    "PlanItem",
    "PlanOmission",
    "ReachChange",
    "SeenArea",
    "SeenStretch",
    "SiteExtent",
    "SiteReach",
    "Statement",
    "StatementWork",
    "StatusCell",
    "Suspension",
    "VisitExtent",
    "VisitRule",
    "WalkedStretch",
]
