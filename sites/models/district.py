"""Administrative divisions (GB/T 2260), from province to village, and the pieces they are searched by."""

from django.contrib.gis.db import models as gis
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import in_language


class District(models.Model):
    """An administrative division by its code: 6 digits to the county, 9 to the township, 12 to the village.

    The beginning of a code names what the division lies in, which is how rights over an area are held.
    """

    class Kind(models.TextChoices):
        """How large a division is; sites belong to a county (县、区)."""

        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county")
        TOWNSHIP = "township", _("township")
        VILLAGE = "village", _("village")

    code = models.CharField(primary_key=True, max_length=12)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.COUNTY)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    geom = gis.MultiPolygonField(srid=4326)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class DistrictPiece(models.Model):
    """A small piece of a division's area, kept by a trigger: which division covers a place is asked of pieces."""

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=8, choices=District.Kind.choices)
    geom = gis.PolygonField(srid=4326)

    def __str__(self) -> str:
        return self.district_id
