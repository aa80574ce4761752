"""Outings and tracks as a phone sends them, and a GPX file of the same walk."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sites.models import Site

STARTED = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
# Ten metres northwards; the walk passes the Bell Tower of `make.site` at its hundredth point.
STEP = 10 / 111_195
LON, LAT = 116.3894, 39.9407


def said(*sites: Site, **fields: Any) -> dict[str, Any]:
    """Say an outing of three hours."""
    return {
        "revision": 1,
        "started_at": STARTED.isoformat(),
        "expected_return_at": (STARTED + timedelta(hours=3)).isoformat(),
        "ended_at": None,
        "buddy": "",
        "companions": [],
        "sites": [str(site.pk) for site in sites],
        **fields,
    }


def points(first: int = 0, count: int = 200, *, seconds: int = 10) -> list[dict[str, Any]]:
    """Walk north at a metre a second, past the Bell Tower, which the hundredth point reaches."""
    return [
        {
            "at": (STARTED + timedelta(seconds=n * seconds)).isoformat(),
            "lon": LON,
            "lat": LAT + (n - 100) * STEP,
            "accuracy_m": 5.0,
        }
        for n in range(first, first + count)
    ]


def gpx(rows: list[dict[str, Any]]) -> bytes:
    """Write the points as a device does."""
    inside = "".join(f'<trkpt lat="{p["lat"]}" lon="{p["lon"]}"><time>{p["at"]}</time></trkpt>' for p in rows)
    return f'<gpx version="1.1"><trk><trkseg>{inside}</trkseg></trk></gpx>'.encode()


def put(client: Client, outing: UUID, outing_said: Any, **beside: Any) -> Any:
    """Send the outing."""
    return client.put(f"/api/v1/outings/{outing}", {"outing": outing_said, **beside}, "application/json")


def put_batch(client: Client, outing: UUID, rows: list[dict[str, Any]], **fields: Any) -> Any:
    """Send a piece of the track."""
    body = {"sequence": 0, "points": rows, **fields}
    return client.put(f"/api/v1/outings/{outing}/track", body, "application/json")


def post_gpx(client: Client, outing: UUID, content: bytes) -> Any:
    """Send a GPX file."""
    file = SimpleUploadedFile("walk.gpx", content, "application/gpx+xml")
    return client.post(f"/api/v1/outings/{outing}/gpx", {"file": file})
