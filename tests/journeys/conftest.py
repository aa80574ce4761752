"""What only the journeys need; the product and the browser stand in `tests/browser_fixtures.py`."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser_fixtures import PASSWORD, SCREENSHOTS, OpenPage, Product, shoot, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.journeys.network import Network
    from tests.journeys.phone import Phone

OPEN_VISITS = """
    SELECT visit.id FROM patrol_assignment visit JOIN people_user person ON person.id = visit.volunteer_id
    WHERE person.email = 'volunteer@example.org' AND visit.status = 'open'
"""
# What a test took goes first: a site has one open visit.
GIVE_BACK = """
    UPDATE patrol_assignment SET status = 'released' FROM people_user person
    WHERE person.id = volunteer_id AND person.email = 'volunteer@example.org' AND status = 'open' AND NOT patrol_assignment.id = ANY(%s)
    RETURNING patrol_assignment.id
"""
OPEN_AGAIN = "UPDATE patrol_assignment SET status = 'open' WHERE id = ANY(%s) RETURNING id"

__all__ = ["PASSWORD", "SCREENSHOTS", "OpenPage", "photograph", "shoot", "sign_in"]


def photograph(folder: Path, name: str, shade: int) -> Path:
    """Write a JPEG that no other photo resembles."""
    from PIL import Image

    image = Image.effect_noise((1200, 900), 60 + shade).convert("RGB")
    image.paste((shade % 255, (shade * 7) % 255, (shade * 13) % 255), (shade % 400, 100, 700, 300 + shade % 300))
    path = folder / f"{name}.jpg"
    image.save(path, quality=88)
    return path


@pytest.fixture(scope="session")
def line(product: Product) -> "Iterator[Network]":
    """A line to the product."""
    from tests.journeys.network import network_to

    with network_to(product.url) as network:
        yield network


@pytest.fixture
def network(line: "Network") -> "Iterator[Network]":
    """A line that passes everything on, until a test says otherwise."""
    line.log.clear()
    yield line
    line.fault, line.version = None, ""


@pytest.fixture(scope="session")
def packed(chromium: "Browser", line: "Network", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile of a phone that is signed in, has the app, and has taken its visits along: each test begins with a copy."""
    from playwright.sync_api import expect

    from tests.journeys.phone import Phone

    profile = tmp_path_factory.mktemp("packed")
    phone = Phone(chromium, line.url, profile)
    phone.open_app()
    shoot(phone.page, "app-0-nobody")
    phone.sign_in("volunteer")
    phone.install()
    shoot(phone.page, "app-0-nothing-yet")
    phone.page.locator("[data-fetch]").click()
    phone.page.locator("[data-list] li").first.wait_for()
    expect(phone.page.locator("[data-fetch]")).to_be_enabled()
    phone.close()
    assert phone.complaints == []
    return profile


@pytest.fixture(scope="session")
def visits(product: Product) -> list[object]:
    """The open visits of the volunteer as the demo has them: other tests count on them, too."""
    return [row[0] for row in product.rows(OPEN_VISITS)]


@pytest.fixture
def phone(
    chromium: "Browser", network: "Network", product: Product, visits: list[object], packed: Path, tmp_path: Path
) -> "Iterator[Phone]":
    """A phone in the field, and nothing on it complains."""
    from tests.journeys.phone import Phone

    profile = tmp_path / "profile"
    shutil.copytree(packed, profile, ignore=shutil.ignore_patterns("Singleton*"))
    made = Phone(chromium, network.url, profile)
    made.open_app()
    yield made
    made.close()
    product.rows(GIVE_BACK, visits)
    product.rows(OPEN_AGAIN, visits)
    assert made.complaints == []
