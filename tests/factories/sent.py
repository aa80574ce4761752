"""Reports as a phone sends them: JSON, photos with their true hashes, and the parts of the request."""

import hashlib
import io
import json
import random
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from core.ids import new_id
from patrol.logic.submission import Submission
from patrol.queries.form import core_questions
from patrol.serializers.submitted import read_submission
from sites.models import Site

ARRIVED, SHUTTER, FINISHED = "2026-06-01T11:00:00+08:00", "2026-06-01T11:05:00+08:00", "2026-06-01T11:40:00+08:00"


def jpeg(seed: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """Paint a picture that differs with the seed, and nothing but with the seed."""
    source = random.Random(seed)
    dots = bytes(source.randrange(256) for _ in range(8 * 6 * 3))
    out = io.BytesIO()
    Image.frombytes("RGB", (8, 6), dots).resize(size, Image.Resampling.BICUBIC).save(out, "JPEG")
    return out.getvalue()


def fix(longitude: float = 116.3894, latitude: float = 39.9407, accuracy_m: float = 8.0) -> dict[str, Any]:
    """Give a position at the shutter; by default at the Bell Tower."""
    return {"longitude": longitude, "latitude": latitude, "accuracy_m": accuracy_m, "at": SHUTTER}


def payload(place: Site, photos: list[bytes], /, **fields: Any) -> dict[str, Any]:
    """Write a complete report with the first photo from afar and the others near."""
    return {
        "site": str(place.pk),
        "arrived_at": ARRIVED,
        "finished_at": FINISHED,
        "fix": fix(),
        "condition": "good",
        "answers": dict.fromkeys(core_questions(place), "no"),
        "findings": [],
        "note": "",
        "photos": [
            {
                "position": position,
                "role": "far" if position == 0 else "near",
                "sha256": hashlib.sha256(photo).hexdigest(),
                "taken_at": SHUTTER,
                "fix": fix(),
            }
            for position, photo in enumerate(photos)
        ],
        **fields,
    }


def finding(severity: int = 3, kind: str = "crack", note: str = "北墙裂缝") -> dict[str, Any]:
    """Describe damage."""
    return {"kind": kind, "severity": severity, "note": note}


def submission(said: dict[str, Any], report_id: UUID | None = None, sent_at: str | None = None) -> Submission:
    """Read the report as the door does."""
    return read_submission(report_id or new_id(), json.dumps(said), sent_at)


def streams(photos: list[bytes]) -> dict[int, io.BytesIO]:
    """Give the photos by position."""
    return {position: io.BytesIO(photo) for position, photo in enumerate(photos)}


def put(client: Client, report_id: UUID, said: Any, photos: list[bytes], **parts: Any) -> Any:
    """Send the request of a report."""
    files = {f"photo_{n}": SimpleUploadedFile(f"{n}.jpg", photo, "image/jpeg") for n, photo in enumerate(photos)}
    text = said if isinstance(said, str) else json.dumps(said)
    body = encode_multipart(BOUNDARY, {"report": text, **files, **parts})
    return client.put(f"/api/v1/reports/{report_id}", body, content_type=MULTIPART_CONTENT)


def put_json(client: Client, report_id: UUID, said: Any, **more: Any) -> Any:
    """Send a report whose photos follow."""
    text = said if isinstance(said, str) else json.dumps({"report": said, **more})
    return client.put(f"/api/v1/reports/{report_id}", text, content_type="application/json")


def put_piece(client: Client, report_id: UUID, photo: bytes, start: int = 0, end: int | None = None) -> Any:
    """Send a piece of a photo, by default all of it."""
    end = len(photo) if end is None else end
    address = f"/api/v1/reports/{report_id}/photos/{hashlib.sha256(photo).hexdigest()}"
    said = {"Content-Range": f"bytes {start}-{end - 1}/{len(photo)}"}
    return client.put(address, photo[start:end], content_type="application/octet-stream", headers=said)
