"""What planning refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class NothingToPlan(Problem):
    """No site of the district has one of the chosen statuses."""

    code = "nothing_to_plan"
    status = 409
    sentence = _(
        "No site of this district waits for a visit with these statuses. Choose other statuses or another district."
    )


class DayPassed(Problem):
    """The day by which the visits should be done lies behind us, or too far ahead."""

    code = "plan_day_passed"
    status = 409
    sentence = _("The day of the plan must lie ahead, within 90 days. Choose another day.")


class PlanRunning(Problem):
    """The plan is being solved."""

    code = "plan_running"
    status = 409
    sentence = _("This plan is being solved just now. Wait until it is done, or stop it.")


class PlanNotOpen(Problem):
    """The plan is published, stopped or failed; only a draft can be changed or published."""

    code = "plan_not_open"
    status = 409
    sentence = _("This plan can no longer be changed. Ask for a new plan.")


class PlanNotRunning(Problem):
    """Only a plan that is being solved can be stopped."""

    code = "plan_not_running"
    status = 409
    sentence = _("This plan is not being solved, so there is nothing to stop.")


class NothingToPublish(Problem):
    """A plan without a visit cannot be published."""

    code = "nothing_to_publish"
    status = 409
    sentence = _("This plan holds no visit. Give at least one site to a volunteer before you publish it.")


class CannotTake(Problem):
    """The volunteer's range, skills, time or number of visits does not allow one more visit."""

    code = "cannot_take_visit"
    status = 409
    sentence = _(
        "This volunteer cannot take the visit: {reasons} Choose somebody else, or ask for more in this plan alone."
    )


class CompanionMissing(Problem):
    """A plan sends somebody alone to a difficult site although two must go."""

    code = "plan_companion_missing"
    status = 409
    sentence = _(
        "To these sites two go together, and nobody can go along: {sites}. Give them to others, or leave them out."
    )


class AlreadyAsked(Problem):
    """Somebody has an open assignment for the site."""

    code = "site_already_asked"
    status = 409
    sentence = _("Somebody is already asked to visit this site. It cannot be planned a second time.")


class SitesTaken(Problem):
    """Somebody else was asked to visit some of the sites since the plan was solved."""

    code = "plan_sites_taken"
    status = 409
    sentence = _(
        "Somebody was asked to visit these sites in the meantime: {sites}. Nothing was published. "
        "Solve the plan again; it will leave them out."
    )


class SitesSuspended(Problem):
    """Visits to some of the sites were suspended since the plan was solved."""

    code = "plan_sites_suspended"
    status = 409
    sentence = _(
        "Visits to these sites were suspended in the meantime: {sites}. Nothing was published. "
        "Solve the plan again; it will leave them out."
    )


class SuspensionReasonMissing(Problem):
    """Nobody is excused from visits without a word."""

    code = "suspension_reason_missing"
    status = 422
    sentence = _("Say why nobody needs to visit the site: others read it.")


class SuspensionDays(Problem):
    """The days run backwards, begin in the past, or are more than a year."""

    code = "suspension_days"
    status = 422
    sentence = _("A suspension begins today or later, ends on or after its first day, and lasts at most a year.")


class SuspensionOverlaps(Problem):
    """The visits are suspended on some of these days already."""

    code = "suspension_overlaps"
    status = 409
    sentence = _("Visits to this site are suspended until {until} already. Lift that suspension first, or begin later.")


class AreaSuspended(Problem):
    """The visits of the same area and level are suspended on some of these days already."""

    code = "area_suspended"
    status = 409
    sentence = _("Visits in this area are suspended until {until} already. Lift that suspension first, or begin later.")


class VisitRuleDays(Problem):
    """A rule would begin or end in the past, or end before it begins."""

    code = "visit_rule_days"
    status = 422
    sentence = _(
        "A rule begins today or later and holds until yesterday at least: what was owed before stays. Choose other days."
    )


class VisitRuleOver(Problem):
    """The rule has ended."""

    code = "visit_rule_over"
    status = 409
    sentence = _("This rule has ended already. Load the page again.")


class SuspensionOver(Problem):
    """The suspension has ended, or was lifted before."""

    code = "suspension_over"
    status = 409
    sentence = _("This suspension is over. Load the page again.")


class ComplianceTooWide(Problem):
    """The area holds too many sites to compute while somebody waits."""

    code = "compliance_too_wide"
    status = 409
    sentence = _(
        "This area holds {sites} sites, too many to count visits of while you wait. Choose one of its parts, or ask for a "
        "statement: that is made in the background."
    )


class StatementPeriodOpen(Problem):
    """The period has not begun."""

    code = "statement_period_open"
    status = 422
    sentence = _("This period has not begun. Choose one that has, or wait until its first day.")


class StatementExists(Problem):
    """There is a statement for this jurisdiction and period."""

    code = "statement_exists"
    status = 409
    sentence = _(
        "Statement {number} of this jurisdiction and period was handed in already. Open it and correct it: "
        "say what was wrong, and the new one takes its place."
    )


class StatementReasonMissing(Problem):
    """A correction says what was wrong."""

    code = "statement_reason_missing"
    status = 422
    sentence = _("Say what the correction changes and why: it stands on the new statement.")


class StatementSuperseded(Problem):
    """The statement has been corrected."""

    code = "statement_superseded"
    status = 409
    sentence = _("Statement {number} was corrected already. Open the newest one and correct that.")


class StatementRunning(Problem):
    """The same statement is being made."""

    code = "statement_running"
    status = 409
    sentence = _("This statement is being made right now. Wait until it is ready, or cancel it first.")


class StatementNotRunning(Problem):
    """The work is over."""

    code = "statement_not_running"
    status = 409
    sentence = _("There is nothing to cancel: this statement is ready, cancelled or failed. Load the page again.")


class NotPublished(Problem):
    """Only what is under way can be planned anew."""

    code = "plan_not_published"
    status = 409
    sentence = _("This plan is not published. Solve it again instead.")


class PlanFollowed(Problem):
    """A new plan for what is left stands already."""

    code = "plan_followed"
    status = 409
    sentence = _("A new plan for what is left exists already. Open it, or discard it first.")


class NothingLeft(Problem):
    """Every visit of the plan is made."""

    code = "plan_nothing_left"
    status = 409
    sentence = _("Nothing of this plan is left to be planned: every visit is made.")


class QuietDays(Problem):
    """The days without visits run backwards, or leave no day for a visit."""

    code = "plan_quiet_days"
    status = 422
    sentence = _(
        "The days without visits run backwards, or leave no day for a visit. Choose other days, or a later end."
    )


class ChangeNotYours(Problem):
    """Skills, training and new people do not come from a desk; or nothing is proposed any more."""

    code = "plan_change_not_yours"
    status = 409
    sentence = _("This change cannot be made here: training and new volunteers take more than a plan.")


class OfferGone(Problem):
    """Somebody else was faster, or the visit is no longer offered."""

    code = "offer_gone"
    status = 409
    sentence = _("Somebody else was faster, or this visit is no longer needed. Choose another one.")


class NotEligible(Problem):
    """The visit is too far from home, or asks for a skill."""

    code = "offer_not_eligible"
    status = 409
    sentence = _("You cannot take this visit: it is too far from your home, or asks for a skill you do not have.")


class WideNotReady(Problem):
    """Districts are still being solved, or everything is published."""

    code = "wide_plan_not_ready"
    status = 409
    sentence = _("Not every district is solved, or nothing is left to publish. Load the page again.")


class NothingToVisit(Problem):
    """No site fits what was asked for a route."""

    code = "nothing_to_visit"
    status = 409
    sentence = _(
        "There is no site to visit: no open visit, and no free one waits near the start. Take a visit first, or look farther around."
    )


class SitesUnknown(Problem):
    """A code names no site of the district."""

    code = "route_sites_unknown"
    status = 422
    sentence = _("No site of this district has the code {sites}. Correct it, or leave it out.")


class RouteRunning(Problem):
    """The route is being worked out."""

    code = "route_running"
    status = 409
    sentence = _("This route is being worked out just now. Wait until it is ready, or stop it.")


class RouteNotRunning(Problem):
    """There is nothing to stop."""

    code = "route_not_running"
    status = 409
    sentence = _("Nothing is being worked out here. Load the page again.")


class RouteNotOpen(Problem):
    """The route was put aside, failed, or given to its walkers."""

    code = "route_not_open"
    status = 409
    sentence = _("This route can no longer be changed. Make a new one.")


class WalkersMissing(Problem):
    """A trip has nobody to go it, or somebody has two."""

    code = "route_walkers_missing"
    status = 422
    sentence = _("Choose one person for each trip that has sites, nobody twice.")


class RouteSitesTaken(Problem):
    """Sites of the route were asked of others in the meantime."""

    code = "route_sites_taken"
    status = 409
    sentence = _("In the meantime somebody else was asked to visit: {sites}. Take them out of the route, then give it.")


class StudyNotOpen(Problem):
    """The proposal was put aside, failed or saved, or is not ready."""

    code = "post_study_not_open"
    status = 409
    sentence = _("This proposal cannot be changed as it stands. Load the page again, or make a new one.")


class StudyNotRunning(Problem):
    """There is nothing to stop."""

    code = "post_study_not_running"
    status = 409
    sentence = _("Nothing is being worked out here. Load the page again.")


class NoPlaceForPosts(Problem):
    """The district has no site, or no candidate beside the points it has."""

    code = "no_place_for_posts"
    status = 409
    sentence = _(
        "There is nothing to choose from: the district has no active site, or fewer places than points asked for. "
        "Allow more kinds of places, or ask for fewer points."
    )
