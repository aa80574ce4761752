"""The field app's page, manifest and worker: public, without anything private, and small."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from patrol.views.field_shell import ENTRIES, csp_hash, import_map, path_of, shell

SHELL_LIMIT_BYTES = 250 * 1024


def listing(text: str) -> dict[str, object]:
    first = text.split("\n", 1)[0]
    found: dict[str, object] = json.loads(first.removeprefix("self.SHELL = ").removesuffix(";"))
    return found


def test_page_is_the_same_for_everybody(as_volunteer: Client, volunteer: object) -> None:
    private, public = as_volunteer.get(reverse("patrol:field_app")), Client().get(reverse("patrol:field_app"))
    assert private.content == public.content
    assert private.headers["Cache-Control"] == "no-cache"
    assert "csrf" not in private.content.decode()


def test_page_speaks_the_readers_language() -> None:
    chinese, english = (
        Client().get(reverse("patrol:field_app"), headers={"Accept-Language": code}).content.decode()
        for code in ("zh-CN", "en")
    )
    assert '<html lang="zh-hans">' in chinese
    assert '<html lang="en">' in english


def test_page_lets_its_import_map_through_by_hash_and_no_other_script() -> None:
    answer = Client().get(reverse("patrol:field_app"))
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == f"'self' {csp_hash(import_map())}"
    inline = re.search(r'<script type="importmap" data-hashed>(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert inline is not None
    assert inline.group(1) == import_map()


def test_worker_may_serve_the_whole_site_and_is_never_cached() -> None:
    answer = Client().get(reverse("patrol:field_worker"))
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_worker_lists_the_parts_of_the_very_version_of_the_page() -> None:
    kept = listing(Client().get(reverse("patrol:field_worker")).content.decode())
    page = Client().get(reverse("patrol:field_app"))
    assert page.headers["X-Shell-Version"] == kept["version"]
    assert kept["parts"] == shell().parts
    named = set(re.findall(r'"(/static/[^"#]+)', page.content.decode().split("importmap")[0]))
    assert named - set(shell().parts) == set()


def test_worker_keeps_nothing_private() -> None:
    kept = shell()
    addresses = [*kept.parts, *kept.later]
    assert [address for address in addresses if not address.startswith("/static/")] == []


def test_shell_without_the_map_is_small() -> None:
    names = [address.removeprefix("/static/") for address in shell().parts]
    page = Client().get(reverse("patrol:field_app")).content
    size = sum(_carried(name) for name in names) + len(gzip.compress(page))
    assert size < SHELL_LIMIT_BYTES, f"{size / 1024:.0f} KB"


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_are_parts(name: str) -> None:
    assert f"/static/{name}" in shell().parts


def test_manifest_names_the_app_in_the_readers_language() -> None:
    answer = Client().get(reverse("patrol:field_manifest"))
    body = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (body["name"], body["start_url"], body["scope"], body["display"]) == (
        "文物巡查现场",
        "/field/",
        "/",
        "standalone",
    )
    assert {icon["sizes"] for icon in body["icons"]} == {"192x192", "512x512"}


def _carried(name: str) -> int:
    """Return the bytes that travel: text is compressed on its way, pictures are not."""
    path: Path = path_of(name)
    data = path.read_bytes()
    return len(data) if path.suffix == ".png" else len(gzip.compress(data))
