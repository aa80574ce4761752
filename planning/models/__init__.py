"""What nobody has looked at and who should go: visit rules and duties, what was seen, who can get there, plans."""

from planning.models.duty import Duty, DutyDay, VisitRule
from planning.models.extent import SeenArea, SeenStretch, SiteExtent, VisitExtent, WalkedStretch
from planning.models.grid import StatusCell
from planning.models.job import JobState
from planning.models.offer import Offer
from planning.models.plan import Plan, PlanChange, PlanItem, PlanOmission, PlanSnapshot
from planning.models.posts import PostPlace, PostStudy
from planning.models.reach import ReachChange, SiteReach
from planning.models.route import Route, RouteStop, RouteWalker, SiteHours, TravelMode, VisitTime
from planning.models.statement import Statement, StatementWork
from planning.models.suspension import AreaSuspension, SuspendedTime, Suspension
from planning.models.wide import WideMember, WidePlan

__all__ = [
    "AreaSuspension",
    "Duty",
    "DutyDay",
    "JobState",
    "Offer",
    "Plan",
    "PlanChange",
    "PlanItem",
    "PlanOmission",
    "PlanSnapshot",
    "PostPlace",
    "PostStudy",
    "ReachChange",
    "Route",
    "RouteStop",
    "RouteWalker",
    "SeenArea",
    "SeenStretch",
    "SiteExtent",
    "SiteHours",
    "SiteReach",
    "Statement",
    "StatementWork",
    "StatusCell",
    "SuspendedTime",
    "Suspension",
    "TravelMode",
    "VisitExtent",
    "VisitRule",
    "VisitTime",
    "WalkedStretch",
    "WideMember",
    "WidePlan",
]
