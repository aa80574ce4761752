from procrastinate.contrib.django import app

from planning.models import StatusCell
from planning.tasks import renew_grid
from tests.factories import make


def test_renew_grid_counts_what_stands_today(db: None) -> None:
    make.site()
    renew_grid(timestamp=0)
    assert set(StatusCell.objects.filter(zoom=0).values_list("status", "sites", "is_public")) == {
        ("never", 1, True),
        ("never", 1, False),
    }


def test_grid_is_renewed_every_ten_minutes() -> None:
    crons = {periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()}
    assert crons["planning.refresh_grid"] == "*/10 * * * *"
