"""Addresses of the pages of `planning`."""

from django.urls import URLPattern, path, re_path

from planning.views import (
    compliance,
    coverage,
    duty,
    extent,
    forecast,
    home,
    plan,
    plans,
    reach,
    statement_paper,
    statements,
)

app_name = "planning"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("coverage.csv", coverage.coverage_csv, name="coverage_csv"),
    path("coverage/extent/", extent.extent_list, name="extents"),
    path("coverage/extent/<str:code>/", extent.extent_page, name="extent"),
    path("coverage/forecast/", forecast.forecast_page, name="forecast"),
    path("coverage/reach/", reach.reach_page, name="reach"),
    path("duty/<str:code>/", duty.duty_page, name="duty"),
    path("duty/<str:code>/suspend", duty.suspend, name="suspend"),
    path("duty/<str:code>/suspensions/<uuid:suspension_id>/lift", duty.lift, name="lift"),
    path("sites/<str:code>/", duty.site_panel, name="site_panel"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new_plan, name="new_plan"),
    path("plans/<uuid:plan_id>/", plan.plan_page, name="plan"),
    path("plans/<uuid:plan_id>/progress/", plan.progress, name="plan_progress"),
    path("plans/<uuid:plan_id>/solve/", plan.solve_again, name="solve_plan"),
    path("plans/<uuid:plan_id>/stop/", plan.stop, name="stop_plan"),
    path("plans/<uuid:plan_id>/discard/", plan.discard, name="discard_plan"),
    path("plans/<uuid:plan_id>/publish/", plan.publish, name="publish_plan"),
    path("plans/<uuid:plan_id>/sites/<uuid:site_id>/", plan.visit, name="visit"),
    path("plans/<uuid:plan_id>/sites/<uuid:site_id>/lock/", plan.lock, name="lock_visit"),
    path("plans/<uuid:plan_id>/sites/<uuid:site_id>/remove/", plan.remove, name="remove_visit"),
    path("compliance/", compliance.compliance_page, name="compliance"),
    path("compliance/rows/", compliance.rows_page, name="compliance_rows"),
    re_path(r"^compliance/rows\.(?P<ending>csv|xlsx)$", compliance.rows_file, name="compliance_file"),
    path("statements/", statements.statements_page, name="statements"),
    path("statements/work/<uuid:work_id>/", statements.statement_work, name="statement_work"),
    path("statements/work/<uuid:work_id>/cancel/", statements.cancel, name="cancel_statement"),
    path("statements/<str:number>/", statements.statement_page, name="statement"),
    path("statements/<str:number>/statement.pdf", statement_paper.statement_pdf, name="statement_pdf"),
    path("statements/<str:number>/statement.xlsx", statement_paper.statement_xlsx, name="statement_xlsx"),
]
