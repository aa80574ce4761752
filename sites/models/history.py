"""What a site said before each change; written by a trigger, never changed."""

from typing import ClassVar

from django.contrib.gis.db import models as gis
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from sites.models.site import Site


class SiteVersion(models.Model):
    """A site's row as it stood from `valid_from` until `valid_to`, when it was changed.

    `state` holds every column but the geometries, with who had made it so (`updated_by_id`), why (`updated_why`) and in
    which import (`updated_in_id`). How it stands now is the site itself.
    """

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    geom = gis.GeometryField(srid=4326)
    state = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        """Found by site and time."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "valid_to"], name="site_version_by_site"),
            models.Index(fields=["valid_to"], name="site_version_by_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")), name="site_version_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} until {self.valid_to:%Y-%m-%d %H:%M}"
