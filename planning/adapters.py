"""Asks the operator's road service for ways; where it fails, straight lines stand in and the route says so."""

import json
import logging
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any, Final
from urllib.request import Request, urlopen

import numpy as np
from django.conf import settings

from planning.logic.roads import SERVICES, BadAnswer, Place, Question
from planning.logic.ways import Pace, Ways, by_road, straight
from planning.models import Route, TravelMode

MOST_BYTES: Final = 8 * 1024 * 1024
log = logging.getLogger(__name__)


def ways_between(places: Sequence[Place], mode: TravelMode) -> tuple[Ways, str]:
    """Return the ways between places (degrees WGS-84, longitude first), and where they come from (`Route.Ways`)."""
    lon, lat = np.array(places, dtype=np.float64).reshape(len(places), 2).T
    pace = Pace(mode.speed_kmh, mode.detour)
    if not settings.ROADS_URL:
        return straight(lon, lat, pace), Route.Ways.STRAIGHT
    service = SERVICES[settings.ROADS_KIND]
    try:
        answer = _answer(service.ask(places, mode.osrm if settings.ROADS_KIND == "osrm" else mode.valhalla))
        ways = by_road(lon, lat, pace, *service.read(answer, len(places)))
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        # A bad answer is a ValueError too. The places are no business of the log.
        kind = str(error) if isinstance(error, BadAnswer) else type(error).__name__
        log.warning("The road service at %s did not answer as it should: %s", settings.ROADS_URL, kind)
        return straight(lon, lat, pace), Route.Ways.FAILED
    return ways, Route.Ways.PARTLY if ways.unknown else Route.Ways.ROADS


def _answer(question: Question) -> Any:
    body = None if question.body is None else json.dumps(question.body).encode()
    headers = {"Content-Type": "application/json"} if body else {}
    request = Request(settings.ROADS_URL + question.path, body, headers)  # noqa: S310 - the operator's own address
    with urlopen(request, timeout=settings.ROADS_WITHIN_S) as answer:  # noqa: S310 - see above
        content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadAnswer("too long")
    return json.loads(content)
