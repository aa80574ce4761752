"""Addresses of the pages of `patrol`."""

from django.urls import URLPattern, path, re_path

from patrol.views import cases, desk, field, field_app, media, outings, queue_files, sheet, visit_files

app_name = "patrol"
urlpatterns: list[URLPattern] = [
    path("field/", field_app.field_app, name="field_app"),
    path("field/app.webmanifest", field_app.manifest, name="field_manifest"),
    path("field-worker.js", field_app.worker, name="field_worker"),
    path("field/near/", field.near, name="near"),
    path("field/mine/", field.mine, name="mine"),
    path("field/sites/<str:code>/", field.field_site, name="field_site"),
    path("field/sites/<str:code>/take/", field.take, name="take"),
    path("field/sites/<str:code>/give-back/", field.give_back, name="give_back"),
    path("field/sites/<str:code>/report/", field.report_form, name="report_form"),
    path("field/reports/<uuid:report_id>/", field.receipt, name="receipt"),
    path("field/visits.ics", visit_files.visits_ics, name="visits_ics"),
    path("field/visits.gpx", visit_files.visits_gpx, name="visits_gpx"),
    path("field/calendar/", visit_files.calendar_key, name="calendar_key"),
    path("field/calendar/new/", visit_files.make_key, name="make_calendar_key"),
    path("field/calendar/end/", visit_files.revoke_key, name="revoke_calendar_key"),
    path("field/calendar/<str:secret>.ics", visit_files.calendar, name="calendar"),
    path("desk/", desk.desk, name="desk"),
    path("desk/reports/", desk.inbox_page, name="inbox"),
    path("desk/reports/<uuid:report_id>/", desk.report_page, name="report"),
    path("desk/queue-files/", queue_files.queue_files, name="queue_files"),
    path("desk/cases/", cases.cases_page, name="cases"),
    path("desk/cases/<uuid:case_id>/", cases.case_page, name="case"),
    path("desk/outings/", outings.outings, name="outings"),
    path("desk/outings/<uuid:outing_id>/close/", outings.close, name="close_outing"),
    path("sites/<str:code>/sheet.pdf", sheet.sheet, name="sheet"),
    re_path(r"^media/photos/(?P<sha256>[0-9a-f]{64})/(?P<size>thumbnail|display)$", media.photo, name="photo"),
]
