"""The register as it is stored: one module a subject. Geometry is WGS-84 (EPSG:4326)."""

from sites.models.district import District, DistrictPiece
from sites.models.history import SiteVersion
from sites.models.imports import ImportBatch, ImportProfile, ImportRow
from sites.models.line import Jurisdiction, LineVersion, Section, Tower
from sites.models.site import Component, DatumBasis, DatumName, PhotoPoint, PlaceGrant, Site, SurveyPoint
from sites.models.terms import Category, Condition, Era, Level, Term, TermMapping, Visibility
from sites.models.unit import ProtectedUnit, UnitMerge
from sites.models.zone import ServicePoint, Zone, ZoneRule

__all__ = [
    "Category",
    "Component",
    "Condition",
    "DatumBasis",
    "DatumName",
    "District",
    "DistrictPiece",
    "Era",
    "ImportBatch",
    "ImportProfile",
    "ImportRow",
    "Jurisdiction",
    "Level",
    "LineVersion",
    "PhotoPoint",
    "PlaceGrant",
    "ProtectedUnit",
    "Section",
    "ServicePoint",
    "Site",
    "SiteVersion",
    "SurveyPoint",
    "Term",
    "TermMapping",
    "Tower",
    "UnitMerge",
    "Visibility",
    "Zone",
    "ZoneRule",
]
