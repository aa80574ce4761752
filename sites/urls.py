"""Addresses of the pages of `sites`."""

from django.urls import path

from sites.views import bulk, edit, exports, history, imports, points, register, units, zones

app_name = "sites"
urlpatterns = [
    path("", register.site_list, name="list"),
    path("new/", edit.site_new, name="new"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("as-of/", history.as_of, name="as_of"),
    path("as-of/places.json", history.as_of_places, name="as_of_places"),
    path("neighbours.json", edit.neighbours_json, name="neighbours"),
    path("positions.json", edit.positions_json, name="positions"),
    path("service-points/", points.service_points, name="service_points"),
    path("service-points/new/", points.service_point, name="service_point_new"),
    path("service-points/<str:point_code>/", points.service_point, name="service_point"),
    path("units/", units.unit_list, name="units"),
    path("units/<str:unit_code>/", units.unit_page, name="unit"),
    path("units/<str:unit_code>/merge", units.unit_merge, name="unit_merge"),
    path("zones/", zones.zones_here, name="zones"),
    path("export/<str:format_name>", exports.export, name="export"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<uuid:batch_id>/", imports.import_page, name="import"),
    path("imports/<uuid:batch_id>/columns", imports.import_columns, name="import_columns"),
    path("imports/<uuid:batch_id>/check", imports.import_check, name="import_check"),
    path("imports/<uuid:batch_id>/apply", imports.import_apply, name="import_apply"),
    path("imports/<uuid:batch_id>/cancel", imports.import_cancel, name="import_cancel"),
    path("imports/<uuid:batch_id>/undo", imports.import_undo, name="import_undo"),
    path("imports/<uuid:batch_id>/places.json", imports.import_places, name="import_places"),
    path("imports/<uuid:batch_id>/findings.csv", imports.import_findings, name="import_findings"),
    path("<str:code>/edit/", edit.site_edit, name="edit"),
    path("<str:code>/retire", edit.site_retire, name="retire"),
    path("<str:code>/bring-back", edit.site_bring_back, name="bring_back"),
    path("<str:code>/history/", history.site_history, name="history"),
    path("<str:code>/points/", points.site_points, name="points"),
    path("<str:code>/points/photo/", points.photo_point, name="photo_point_new"),
    path("<str:code>/points/photo/<uuid:point_id>/", points.photo_point, name="photo_point"),
    path("<str:code>/points/survey/", points.survey_point, name="survey_point_new"),
    path("<str:code>/points/survey/<uuid:point_id>/", points.survey_point, name="survey_point"),
    path("<str:code>/points/survey/<uuid:point_id>/remove", points.survey_point_remove, name="survey_point_remove"),
    path("<str:code>/zones/", zones.site_zones, name="site_zones"),
    path("<str:code>/zones/new/", zones.zone_new, name="zone_new"),
    path("<str:code>/zones/<uuid:zone_id>/replace/", zones.zone_new, name="zone_replace"),
    path("<str:code>/zones/<uuid:zone_id>/withdraw", zones.zone_withdraw, name="zone_withdraw"),
    path("<str:code>/", register.site_page, name="page"),
]
