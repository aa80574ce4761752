"""Addresses of the pages of `service`."""

from django.urls import path

from service.views import calendar, desk, mine, public, shifts

app_name = "service"
urlpatterns = [
    path("", public.activities, name="list"),
    path("<uuid:activity_id>/", public.activity, name="activity"),
    path("for-me/", mine.for_me, name="for_me"),
    path("mine/", mine.mine, name="mine"),
    path("mine/offers/<uuid:service_offer_id>/", mine.answer_offer, name="answer_offer"),
    path("mine/<uuid:application_id>/cancel/", mine.cancel, name="cancel"),
    path("mine/<uuid:application_id>/check/", mine.check, name="check"),
    path("mine/<uuid:application_id>/evaluate/", mine.evaluate_activity, name="evaluate_activity"),
    path("calendar/<str:secret>.ics", calendar.calendar, name="calendar"),
    path("shifts/<uuid:shift_id>/apply/", mine.apply, name="apply"),
    path("check-in/<uuid:shift_id>/<slug:check_code>/", mine.check_in, name="check_in"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.edit, name="new"),
    path("desk/numbers/", desk.numbers, name="numbers"),
    path("desk/<uuid:activity_id>/", desk.board, name="board"),
    path("desk/<uuid:activity_id>/edit/", desk.edit, name="edit"),
    path("desk/<uuid:activity_id>/act/", desk.act, name="act"),
    path("desk/<uuid:activity_id>/shifts/", desk.new_shift, name="new_shift"),
    path("desk/<uuid:activity_id>/follow-up/", desk.follow_up, name="follow_up"),
    path("desk/shifts/<uuid:shift_id>/", shifts.change_shift, name="change_shift"),
    path("desk/shifts/<uuid:shift_id>/code/", shifts.code, name="code"),
    path("desk/shifts/<uuid:shift_id>/code/now/", shifts.code_now, name="code_now"),
    path("desk/shifts/<uuid:shift_id>/matching/", shifts.matching, name="matching"),
    path("desk/shifts/<uuid:shift_id>/offer/", shifts.offer, name="offer"),
    path("desk/people/<uuid:application_id>/", shifts.application_act, name="application_act"),
    path("desk/people/<uuid:application_id>/evaluate/", shifts.evaluate_person, name="evaluate_person"),
]
