"""The precomputed grid of the status map."""

from typing import ClassVar

from django.contrib.gis.db import models as gis
from django.db import models


class StatusCell(models.Model):
    """Precomputed grid for low zooms: sites by status in a web-mercator cell, as the public and as officers see them.

    `x` and `y` number the cell as tiles three zooms further in; `geom` is the mean place of its sites (WGS-84).
    """

    id = models.BigAutoField(primary_key=True)
    zoom = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    district_code = models.CharField(max_length=12)
    level = models.CharField(max_length=32)
    category = models.CharField(max_length=32)
    status = models.CharField(max_length=10)
    is_public = models.BooleanField()
    sites = models.PositiveIntegerField()
    geom = gis.PointField(srid=4326, spatial_index=False)

    class Meta:
        """Read by tile."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["zoom", "is_public", "x", "y"], name="status_cell_tile")
        ]

    def __str__(self) -> str:
        return f"z{self.zoom} {self.status} {self.sites}"
