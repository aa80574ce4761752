"""Addresses of the pages of `patrol`."""

from django.urls import URLPattern, path, re_path

<<<<<<< HEAD
from patrol.views import (
    cases,
    collect,
    desk,
    field,
    field_app,
    media,
    outings,
    questions,
    queue_files,
    sheet,
    visit_files,
)
=======
from patrol.views import calibration, cases, desk, field, media, sheet
>>>>>>> evidence

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
    path("me/collect/", collect.collect_page, name="collect"),
    path("me/collect/<uuid:token_id>/take-back/", collect.take_back, name="collect_take_back"),
    path("desk/collect/", collect.kept_page, name="collect_kept"),
    path("field/visits.ics", visit_files.visits_ics, name="visits_ics"),
    path("field/visits.gpx", visit_files.visits_gpx, name="visits_gpx"),
    path("field/calendar/", visit_files.calendar_key, name="calendar_key"),
    path("field/calendar/new/", visit_files.make_key, name="make_calendar_key"),
    path("field/calendar/end/", visit_files.revoke_key, name="revoke_calendar_key"),
    path("field/calendar/<str:secret>.ics", visit_files.calendar, name="calendar"),
    path("desk/questions/", questions.campaigns_page, name="questions"),
    path("desk/questions/<uuid:campaign_id>/", questions.campaign_page, name="campaign_questions"),
    path("desk/questions/version/<uuid:form_id>/", questions.version_page, name="question_form"),
    path("desk/questions/version/<uuid:form_id>/ask/", questions.ask, name="ask_questions"),
    path("desk/questions/version/<uuid:form_id>/stop/", questions.stop, name="stop_questions"),
    path("desk/questions/version/<uuid:form_id>/workbook", questions.workbook, name="question_workbook"),
    path("desk/", desk.desk, name="desk"),
    path("desk/reports/", desk.inbox_page, name="inbox"),
    path("desk/reports/<uuid:report_id>/", desk.report_page, name="report"),
<<<<<<< HEAD
    path("desk/queue-files/", queue_files.queue_files, name="queue_files"),
=======
    path("desk/calibration/", calibration.calibration, name="calibration"),
>>>>>>> evidence
    path("desk/cases/", cases.cases_page, name="cases"),
    path("desk/cases/<uuid:case_id>/", cases.case_page, name="case"),
    path("desk/outings/", outings.outings, name="outings"),
    path("desk/outings/<uuid:outing_id>/close/", outings.close, name="close_outing"),
    path("sites/<str:code>/sheet.pdf", sheet.sheet, name="sheet"),
    re_path(r"^media/photos/(?P<sha256>[0-9a-f]{64})/(?P<size>thumbnail|display)$", media.photo, name="photo"),
]
