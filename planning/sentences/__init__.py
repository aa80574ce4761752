"""What planning says in words: why a visit is due, why a site is left out, how good a plan is."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planning.logic.assign import (
    ChangeKind,
    Fit,
    Goal,
    GoalReached,
    Misfit,
    MisfitReason,
    OmissionReason,
    Problem,
)
from planning.logic.difference import Kind
from planning.logic.reasons import OwnReason
from planning.logic.route.day import WhyNot
from planning.models import Duty, Plan, PostStudy, Route, RouteStop, VisitRule

REASONS: Final[dict[str, Promise]] = {
    OmissionReason.NOBODY_IN_RANGE: gettext_lazy("No volunteer lives near enough."),
    OmissionReason.NOBODY_OF_ORGANISATION: gettext_lazy(
        "The site is in the care of one organisation, and none of its volunteers lives near enough."
    ),
    OmissionReason.NOBODY_HAS_SKILL: gettext_lazy("No volunteer near enough has the skill it needs."),
    OmissionReason.NOBODY_IS_CLEARED: gettext_lazy(
        "Of the volunteers near enough, none may be sent yet: age, insurance or a consent is not noted."
    ),
    OmissionReason.NOBODY_HAS_TIME: gettext_lazy("No volunteer near enough has enough free time until then."),
    OmissionReason.NOT_WORTH_TRAVEL: gettext_lazy("The way is too long for how urgent the visit is."),
    OmissionReason.NOT_FAIR: gettext_lazy(
        "Whoever could go has several visits already; one more would not be fair for how urgent it is."
    ),
    OmissionReason.ALL_FULL: gettext_lazy("Everybody who could go is needed for more urgent visits."),
    OwnReason.NOT_SOLVED: gettext_lazy("Not planned yet."),
    OwnReason.REMOVED: gettext_lazy("Taken out of the plan by hand."),
    OwnReason.CLOSED: gettext_lazy("Closed, as was said when the plan was made anew."),
    OwnReason.SUSPENDED: gettext_lazy("Visits there are suspended."),
}
REASONS_FOR_TWO: Final[dict[str, Promise]] = {
    OmissionReason.NOBODY_IN_RANGE: gettext_lazy("Two go there together, and fewer than two live near enough."),
    OmissionReason.NOBODY_OF_ORGANISATION: gettext_lazy(
        "Two go there together, and fewer than two near enough are of the organisation in whose care it is."
    ),
    OmissionReason.NOBODY_HAS_SKILL: gettext_lazy(
        "Two go there together, and fewer than two near enough have the skill it needs."
    ),
    OmissionReason.NOBODY_IS_CLEARED: gettext_lazy(
        "Two go there together, and fewer than two near enough may be sent yet: age, insurance or a consent is not noted."
    ),
    OmissionReason.NOBODY_HAS_TIME: gettext_lazy(
        "Two go there together, and fewer than two near enough have enough free time until then."
    ),
}
MISFITS: Final[dict[str, Promise]] = {
    MisfitReason.OTHER_ORGANISATION: gettext_lazy("the site is in the care of another organisation"),
    MisfitReason.SKILL_MISSING: gettext_lazy("the skill for difficult sites is missing"),
    MisfitReason.NOT_CLEARED: gettext_lazy("may not be sent there yet: age, insurance or a consent is not noted"),
    MisfitReason.NO_VISIT_LEFT: gettext_lazy("no visit is left this month"),
    MisfitReason.PAIR_NEEDED: gettext_lazy("a difficult site: two should go together"),
}
CLEARED: Final[dict[str, Promise]] = {
    "age_unknown": gettext_lazy("the date of birth"),
    "guardian_consent_missing": gettext_lazy("a guardian's consent"),
    "insurance_missing": gettext_lazy("an insurance"),
}
KINDS: Final[dict[Kind, Promise]] = {
    Kind.GAINED: gettext_lazy("new"),
    Kind.LOST: gettext_lazy("dropped"),
    Kind.MOVED: gettext_lazy("somebody else"),
    Kind.SAME: gettext_lazy("as before"),
}
WHY: Final[dict[str, Promise]] = {
    VisitRule.Scope.LEVEL: gettext_lazy("every {days} days, for its protection level"),
    VisitRule.Scope.CONDITION: gettext_lazy("every {days} days, for its condition"),
    VisitRule.Scope.HAZARD: gettext_lazy("every {days} days, while a serious hazard is open"),
    VisitRule.Scope.SECTION: gettext_lazy("every {days} days, for the sections of its line"),
    VisitRule.Scope.ALL: gettext_lazy("every {days} days, as every site here"),
}
REASON_WORDS: Final[dict[str, Promise]] = {
    VisitRule.Scope.LEVEL: gettext_lazy("for its protection level"),
    VisitRule.Scope.CONDITION: gettext_lazy("for its condition"),
    VisitRule.Scope.HAZARD: gettext_lazy("while a serious hazard is open"),
    VisitRule.Scope.SECTION: gettext_lazy("for the sections of its line"),
    VisitRule.Scope.ALL: gettext_lazy("as every site here"),
}
GOALS: Final[dict[str, Promise]] = {
    Goal.URGENCY: gettext_lazy("as much urgency as possible is served"),
    Goal.PROMISES: gettext_lazy("as many promises as possible are kept"),
    Goal.TRAVEL: gettext_lazy("as few kilometres as possible are travelled"),
    Goal.FAIRNESS: gettext_lazy("the visits are spread as evenly as possible"),
}
REACHED: Final[dict[str, Promise]] = {
    Goal.URGENCY: gettext_lazy("Urgency served: {value} points; {bound} at most."),
    Goal.PROMISES: gettext_lazy("Promises kept: {value}; {bound} at most."),
    Goal.TRAVEL: gettext_lazy("Travel: {value} km; {bound} km at least."),
    Goal.FAIRNESS: gettext_lazy("Repeated visits, weighted: {value}; {bound} at least."),
}
# Where no rule fits: the county authority looks at each unit once a year.
FLOOR_SOURCE: Final = "文物督发〔2011〕21号"
# What the seeded rules stand on, as `planning/vocabulary/visit_rules.json` says it.
SOURCES: Final[dict[str, Promise]] = {
    "our proposal": gettext_lazy("our proposal"),
    "our proposal: the smallest of level, condition and hazard": gettext_lazy(
        "our proposal: the smallest of level, condition and hazard"
    ),
    "configuration of a running county platform": gettext_lazy("configuration of a running county platform"),
}


def why_due(duty: Duty) -> str:
    """Return how often the site must be visited, and for which reason."""
    if duty.rule is None:
        return _("every {days} days, as no stricter rule applies").format(days=duty.interval_days)
    return why_rule(duty.rule, duty.interval_days)


def why_rule(rule: VisitRule, days: int) -> str:
    """Return how often a rule asks for a visit, and what it looks at; a rule of months says months."""
    if rule.interval_months:
        every = ngettext("every {months} month", "every {months} months", rule.interval_months)
        return _("{every}, {reason}").format(
            every=every.format(months=rule.interval_months), reason=REASON_WORDS[rule.scope]
        )
    return str(WHY[rule.scope]).format(days=days)


def source_of(duty: Duty) -> str:
    """Return the source of the rule that decides."""
    return source_words(duty.rule.source) if duty.rule is not None else FLOOR_SOURCE


def source_words(source: str) -> str:
    """Return where a rule is written, in the reader's language where it is a seeded one."""
    return str(SOURCES.get(source, source))


def lateness(late: int | None) -> str:
    """Return how many days late the visit is, or how many are left; "" for a site never visited (none)."""
    if late is None:
        return ""
    if late > 0:
        return ngettext("{days} day late", "{days} days late", late).format(days=late)
    if late == 0:
        return _("due today")
    return ngettext("{days} day left", "{days} days left", -late).format(days=-late)


def why_left_out(reason: str, params: Mapping[str, Any]) -> str:
    """Return why a site is left out of a plan."""
    if reason == OwnReason.ALREADY_ASKED:
        return _("{name} is already asked to go there by {do_by}.").format(name=params["name"], do_by=params["do_by"])
    words = REASONS_FOR_TWO if params.get("needed", 1) > 1 else REASONS
    return str(words.get(reason, REASONS[reason]))


def cheapest_change(params: Mapping[str, Any], skills: Mapping[str, str]) -> str:
    """Return the cheapest change that would let the site in, "" where none is known; `skills` are labels by code."""
    parts = [_change(change, skills) for change in _recruits_together(params.get("changes", ()))]
    return _("; ").join(parts)


def misfit_in_words(one: Misfit) -> str:
    """Return what speaks against a visit, as half a sentence."""
    if one.reason == MisfitReason.TOO_FAR:
        return _("{km} km too far from home").format(km=f"{max(one.amount, 0.1):.1f}")
    if one.reason == MisfitReason.NO_TIME:
        return _("{minutes} minutes of free time are missing").format(minutes=round(one.amount))
    return str(MISFITS[one.reason])


def misfits_in_words(fit: Fit | None) -> str:
    """Return all that speaks against a visit of somebody as one sentence; none is not among those who can be sent."""
    if fit is None:
        return _("not among the volunteers of this plan, or the site is not.")
    return _("{reasons}.").format(reasons=_("; ").join(misfit_in_words(one) for one in fit.misfits))


def how_good(plan: Plan) -> str:
    """Return in words how near the plan is to the best there can be; "" before it is solved."""
    if plan.gap is None:
        return ""
    if plan.gap <= 1e-9:
        return _("No better plan exists: this is proven.")
    percent = f"{100 * plan.gap:.1f}" if plan.gap >= 0.0005 else "0.1"
    return _("A better plan could be at most {percent} % better: this is proven.").format(percent=percent)


def goals_in_words(problem: Problem) -> str:
    """Return what a plan of the problem aims at: goals in their order, or what weighs how much."""
    if problem.order:
        first, *rest = (str(GOALS[goal]) for goal in problem.order)
        return " ".join([_("First {goal}.").format(goal=first), *(_("Then {goal}.").format(goal=one) for one in rest)])
    parts = [_("The more urgent the sites visited, the better.")]
    if problem.weight_travel and problem.weight_urgency:
        km = f"{problem.weight_urgency / problem.weight_travel:.0f}"
        parts.append(_("{km} km of travel weigh as much as one point of urgency.").format(km=km))
    if problem.weight_promise:
        parts.append(_("A promise kept counts {points} points.").format(points=f"{problem.weight_promise:g}"))
    if problem.weight_fairness:
        points = f"{problem.weight_fairness:g}"
        parts.append(_("Each further visit of the same person costs {points} points more.").format(points=points))
    return " ".join(parts)


def goals_reached(goals: Iterable[GoalReached]) -> list[str]:
    """Return for each goal in words what was reached, and what could be at most beside the goals before it."""
    return [
        str(REACHED[one.goal]).format(value=f"{abs(one.value):.1f}", bound=f"{abs(one.bound):.1f}") for one in goals
    ]


def why_failed(plan: Plan) -> str:
    """Return why a plan could not be solved, with a remedy."""
    if plan.solver_status == "contradiction":
        return _(
            "A locked visit no longer fits the volunteer's range, skills, records, free time or visits. Unlock it, then solve again."
        )
    return _(
        "Something broke while the plan was being solved. Solve it again; if it breaks once more, tell the administrator."
    )


def _change(change: Mapping[str, Any], skills: Mapping[str, str]) -> str:
    amount, name = change["amount"], change["name"]
    labels = _(", ").join(skills.get(code, code) for code in change["skills"])
    kind = change["kind"]
    if kind == ChangeKind.EXTEND_RANGE:
        return _("{name} goes {km} km farther").format(name=name, km=f"{amount:.1f}")
    if kind == ChangeKind.ONE_MORE_VISIT:
        return ngettext("{name} makes {count} visit more", "{name} makes {count} visits more", round(amount)).format(
            name=name, count=round(amount)
        )
    if kind == ChangeKind.MORE_TIME:
        return _("{name} finds {minutes} minutes more").format(name=name, minutes=round(amount))
    if kind == ChangeKind.TEACH_SKILLS:
        return _("{name} is trained: {skills}").format(name=name, skills=labels)
    if kind == ChangeKind.CLEAR:
        noted = _(", ").join(str(CLEARED[code]) for code in change["skills"])
        return _("noted for {name}: {records}").format(name=name, records=noted)
    if kind == ChangeKind.RECRUIT:
        return _recruits(round(amount), labels)
    return _("the visit counts as more urgent ({points} points)").format(points=f"{amount:.2f}")


def _recruits(count: int, labels: str) -> str:
    if count == 1 and labels:
        return _("a new volunteer nearby, trained: {skills}").format(skills=labels)
    if count == 1:
        return _("a new volunteer nearby")
    if labels:
        return _("{count} new volunteers nearby, trained: {skills}").format(count=count, skills=labels)
    return _("{count} new volunteers nearby").format(count=count)


def _recruits_together(changes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the changes with recruits of the same skills counted together: where two go, two may be missing."""
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for number, one in enumerate(changes):
        key = ("recruit", *one["skills"]) if one["kind"] == ChangeKind.RECRUIT else (number,)
        found[key] = {**one, "amount": found[key]["amount"] + one["amount"]} if key in found else one
    return list(found.values())


WHY_NOT: Final[dict[str, Promise]] = {
    WhyNot.CLOSED: gettext_lazy("It is closed at all times the trip could be there."),
    WhyNot.FAR: gettext_lazy("Even alone it is too far."),
    WhyNot.FULL: gettext_lazy("The day is full with visits that are worth more."),
    WhyNot.REMOVED: gettext_lazy("Taken out by hand."),
    WhyNot.NO_PLACE: gettext_lazy("You may know its district only, not its place."),
}


def why_not(stop: RouteStop) -> str:
    """Return why a site is left out of a route, and how many minutes more would take it in."""
    said = str(WHY_NOT[stop.reason]) if stop.reason else _("Not worked out yet.")
    if stop.is_must and stop.reason == WhyNot.FULL:
        said = _("It must be visited, but does not fit into the day beside the others.")
    if not stop.more_minutes:
        return said
    more = ngettext("With {minutes} minute more it fits.", "With {minutes} minutes more it fits.", stop.more_minutes)
    return f"{said} {more.format(minutes=stop.more_minutes)}"


def how_good_route(route: Route) -> str:
    """Return in words how near the route is to the best there can be; "" before it is worked out."""
    if route.value is None or route.bound is None:
        return ""
    if route.value == route.bound:
        return _("No route visits more of what is urgent: this is proven. The order is the shortest found.")
    percent = 100 * (route.bound - route.value) / max(route.value, 1)
    return _(
        "This is the best route found. Another could visit at most {percent} % more of what is urgent: this is proven."
    ).format(percent=f"{max(percent, 0.1):.1f}")


def how_good_posts(study: PostStudy) -> str:
    """Return in words how near the proposal is to the best there can be; "" before it is worked out."""
    if study.objective is None or study.bound is None:
        return ""
    gap = abs(study.bound - study.objective) / max(abs(study.objective), 1e-9)
    if gap <= 1e-6:
        return _("No other choice of places is better: this is proven.")
    percent = f"{max(100 * gap, 0.1):.1f}"
    return _("This is the best choice found. Another could be at most {percent} % better: this is proven.").format(
        percent=percent
    )


def trip_name(number: int) -> str:
    """Return what a walker's trip is called; numbers count from 0."""
    return _("Trip {number}").format(number=number + 1)


def clock(minutes: float) -> str:
    """Return minutes since midnight as hours and minutes, rounded; past midnight the hours go on."""
    whole = round(minutes)
    return f"{whole // 60:02d}:{whole % 60:02d}"
