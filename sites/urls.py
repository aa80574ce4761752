"""Addresses of the pages of `sites`."""

from django.urls import path

from sites.views import exports, imports, register

app_name = "sites"
urlpatterns = [
    path("", register.site_list, name="list"),
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
    path("<str:code>/", register.site_page, name="page"),
]
