"""The visit rules: which hold where, since when and why; a new one is shown with its effect before it is kept."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from people.permissions import areas_of, signed_in
from planning.actions.visit_rules import add_visit_rule, end_visit_rule
from planning.errors import VisitRuleDays
from planning.forms.visit_rules import EndRuleForm, VisitRuleForm
from planning.logic.duty import is_in_season
from planning.models import VisitRule
from planning.permissions import can_set_rules, coverage_areas
from planning.queries.duties import today
from planning.queries.jurisdictions import jurisdictions
from planning.queries.obligations import as_rule
from planning.queries.visit_rules import effect, rules_about
from planning.sentences.rules import Words, rule_in_words
from planning.views.tabs import coverage_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: HttpRequest) -> HttpResponse:
    """Show the rules; look at the effect of a new one, and keep it when it was seen."""
    coverage_areas(request.user)
    if request.method != "POST":
        return _page(request, _form(request))
    if not can_set_rules(request.user):
        raise NotAllowed
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    if "is_seen" not in request.POST:
        return _page(request, form, seen=form.rule())
    try:
        add_visit_rule(rule=form.rule(), by=signed_in(request), at=timezone.now())
    except Problem as problem:
        if problem.status == 403:
            raise
        form.add_error(None, problem.detail)
        return _page(request, form, status=422)
    messages.success(request, _("The rule is kept; the duties follow it from its first day on."))
    return redirect("planning:visit_rules")


@login_required
@require_POST
def end(request: HttpRequest, rule_code: str) -> HttpResponse:
    """Let a rule hold until a day."""
    coverage_areas(request.user)
    form = EndRuleForm(request.POST)
    if not VisitRule.objects.filter(pk=rule_code).exists():
        raise NotFound
    if not form.is_valid():
        raise VisitRuleDays
    end_visit_rule(code=rule_code, last_on=form.cleaned_data["last_on"], by=signed_in(request), at=timezone.now())
    messages.success(request, _("The rule ends with that day."))
    return redirect("planning:visit_rules")


def _form(request: HttpRequest) -> VisitRuleForm:
    areas = jurisdictions(areas_of(request.user, "edit_sites"))
    return VisitRuleForm(request.POST or None, areas=areas, today=today())


def _page(
    request: HttpRequest, form: VisitRuleForm, *, seen: VisitRule | None = None, status: int = 200
) -> HttpResponse:
    rules = rules_about(coverage_areas(request.user))
    day, words = today(), Words([*rules, *([seen] if seen else [])])
    ended = [one for one in rules if one.valid_to is not None and one.valid_to < day]
    context = {
        "tabs": coverage_tabs("planning:visit_rules"),
        "form": form,
        "may_add": can_set_rules(request.user),
        "running": _rows(request, [one for one in rules if one not in ended], words),
        "ended": _rows(request, ended, words),
        "today": day,
        "seen": seen and {"words": rule_in_words(seen, words), "effect": effect(seen)},
    }
    return render(request, "planning/visit_rules.html", context, status=status)


def _rows(request: HttpRequest, rules: Iterable[VisitRule], words: Words) -> list[dict[str, Any]]:
    day = today()
    return [
        {
            "rule": one,
            "words": rule_in_words(one, words),
            "is_ahead": one.valid_from > day,
            "sleeps": not is_in_season(as_rule(one), day),
            "may_end": can_set_rules(request.user, one.district_prefix),
        }
        for one in rules
    ]
