"""One plan: its visits by volunteer, what is left out and why, and every change a planner can make."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound
from planning.actions.changes import lock_visit, make_change, move_visit, remove_visit
from planning.actions.plans import RUNNING, discard_plan, solve_plan_again, stop_solving
from planning.actions.publishing import publish_plan
from planning.forms.plans import GoalsForm, LockForm, MoveForm, PublishForm, VersionForm
from planning.queries.problems import planned_pairs
from planning.sentences import how_good
from planning.views.desk import back, desk_of, given, is_part, seen_plan, user_of, who_can
from sites.models import Site


@login_required
@require_GET
def plan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show a plan as it stands: being solved, draft, published, stopped or failed."""
    plan = seen_plan(request, plan_id)
    if plan.state in RUNNING:
        return render(request, "planning/plan_running.html", {"plan": plan, "goodness": how_good(plan)})
    return render(request, "planning/plan.html", desk_of(request, plan))


@login_required
@require_GET
def progress(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Answer the page that waits for the solver: how far it is, and to load again once it is done."""
    plan = seen_plan(request, plan_id)
    response = render(request, "planning/part_progress.html", {"plan": plan, "goodness": how_good(plan)})
    if plan.state not in RUNNING:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Offer the volunteers who can take a site, nearest first, and give it to one of them."""
    plan = seen_plan(request, plan_id)
    if request.method == "POST":
        form = given(MoveForm(request.POST))
        move_visit(
            plan_id=plan_id,
            site_id=site_id,
            volunteer_id=form.cleaned_data["volunteer"],
            companion_id=form.cleaned_data["companion"],
            version=form.cleaned_data["version"],
            by=user_of(request),
            at=timezone.now(),
        )
        messages.success(request, _("The visit was given away and is locked."))
        return back(plan, site_id)
    if not any(rows.filter(site_id=site_id).exists() for rows in (plan.items, plan.omissions)):
        raise NotFound
    context = {
        "plan": plan,
        "site": Site.objects.defer("geom", "shown_geom").get(pk=site_id),
        **who_can(plan, str(site_id)),
    }
    return render(request, "planning/part_move.html" if is_part(request) else "planning/move.html", context)


@login_required
@require_POST
def lock(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Keep a visit when the plan is solved again, or let it go."""
    plan = seen_plan(request, plan_id)
    form = given(LockForm(request.POST))
    lock_visit(plan_id=plan_id, site_id=site_id, **form.cleaned_data, by=user_of(request), at=timezone.now())
    return back(plan, site_id)


@login_required
@require_POST
def remove(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Take a visit out of the plan."""
    plan = seen_plan(request, plan_id)
    form = given(VersionForm(request.POST))
    remove_visit(plan_id=plan_id, site_id=site_id, **form.cleaned_data, by=user_of(request), at=timezone.now())
    messages.success(request, _("The visit was taken out. The site stands among those left out."))
    return back(plan)


@login_required
@require_POST
def change(request: HttpRequest, plan_id: UUID, site_id: UUID) -> HttpResponse:
    """Make the change proposed for a site left out, in this plan alone."""
    plan = seen_plan(request, plan_id)
    form = given(VersionForm(request.POST))
    given_to = make_change(
        plan_id=plan_id, site_id=site_id, **form.cleaned_data, by=user_of(request), at=timezone.now()
    )
    if given_to is None:
        messages.success(request, _("The site counts more in this plan now. Solve the plan again."))
    else:
        messages.success(request, _("The visit was given away and is locked. Whoever is asked for more may say no."))
    return back(plan, site_id)


@login_required
@require_POST
def solve_again(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Solve the plan again around its locked visits."""
    plan = seen_plan(request, plan_id)
    form = given(VersionForm(request.POST))
    goals = GoalsForm(request.POST) if "aim" in request.POST else None
    chosen = goals.chosen() if goals is not None and goals.is_valid() else {}
    solve_plan_again(plan_id=plan_id, **form.cleaned_data, **chosen, by=user_of(request), at=timezone.now())
    return back(plan)


@login_required
@require_POST
def stop(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Stop the solver."""
    plan = seen_plan(request, plan_id)
    stop_solving(plan_id=plan_id, by=user_of(request), at=timezone.now())
    messages.success(request, _("The calculation ends now; the best plan found so far is kept."))
    return back(plan)


@login_required
@require_POST
def discard(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Put the plan aside for good."""
    seen_plan(request, plan_id)
    discard_plan(plan_id=plan_id, by=user_of(request), at=timezone.now())
    messages.success(request, _("The plan was discarded. Nobody was told."))
    return redirect("planning:plans")


@login_required
@require_POST
def publish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Publish the plan and tell the volunteers."""
    plan = seen_plan(request, plan_id)
    form = given(PublishForm(request.POST))
    publish_plan(plan_id=plan_id, **form.cleaned_data, by=user_of(request), at=timezone.now())
    told = len({who for _site, who in planned_pairs(plan)})
    said = ngettext(
        "The plan is published. {count} volunteer was told.",
        "The plan is published. {count} volunteers were told.",
        told,
    )
    messages.success(request, said.format(count=told))
    return back(plan)
