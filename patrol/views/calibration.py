"""How well the evidence agrees with officers: the page at the desk."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.errors import NotAllowed
from patrol.logic.calibration import Band, WitnessFigures
from patrol.models import Rescoring
from patrol.permissions import can_see_calibration
from patrol.queries.calibration import FALSE_ALARMS, calibration_for
from patrol.sentences import witness_name


@login_required
@require_GET
def calibration(request: HttpRequest) -> HttpResponse:
    """Show each witness, the score and proposed weights against the decisions of the officer's areas."""
    if not can_see_calibration(request.user):
        raise NotAllowed
    figures = calibration_for(request.user)
    context = {
        "figures": figures,
        "detected": _percent(figures.ruled.detected),
        "disturbed": _percent(figures.ruled.false_alarms),
        "best_detected": _percent(figures.best.detected),
        "allowed": _percent(FALSE_ALARMS),
        "brier": None if figures.brier is None else f"{figures.brier:.2f}",
        "witnesses": [_witness(one) for one in figures.witnesses],
        "bands": [_band(one) for one in figures.bands],
        "proposals": [(witness_name(one.name), one.weight, one.proposed) for one in figures.proposals or []],
        "run": Rescoring.objects.order_by("-asked_at").first(),
    }
    return render(request, "patrol/desk/calibration.html", context)


def _witness(one: WitnessFigures) -> dict[str, Any]:
    return {
        "label": witness_name(one.name),
        "heard": one.heard,
        "doubted": one.doubted,
        "precision": _percent(one.precision),
        "recall": _percent(one.recall),
        "false_alarms": _percent(one.false_alarms),
    }


def _band(one: Band) -> dict[str, Any]:
    return {
        "scores": str(one.most) if one.least == one.most else f"{one.least}–{one.most}",
        "count": one.count,
        "share": _percent(one.share),
        "interval": f"{100 * one.low:.0f}–{100 * one.high:.0f} %",
        "accepted": one.accepted,
    }


def _percent(share: float | None) -> str:
    """Say a share; a dash where there was nothing to divide by."""
    return "—" if share is None else f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.1f} %"
