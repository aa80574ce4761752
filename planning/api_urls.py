"""Addresses of planning's API."""

from django.urls import URLPattern, path

from planning.api.coverage import CoverageSites, CoverageSummary
from planning.api.extents import ExtentDetail, ExtentList
from planning.api.forecast import Forecast
from planning.api.near import Near
from planning.api.plans import PlanDetail, PlanList, PlanMove, PlanPublish, PlanSolve
from planning.api.reach import ClusterList, ReachSummary

urlpatterns: list[URLPattern] = [
    path("coverage", CoverageSummary.as_view(), name="api_coverage"),
    path("coverage/sites", CoverageSites.as_view(), name="api_coverage_sites"),
    path("coverage/extents", ExtentList.as_view(), name="api_extents"),
    path("coverage/extents/<str:code>", ExtentDetail.as_view(), name="api_extent"),
    path("coverage/reach", ReachSummary.as_view(), name="api_reach"),
    path("coverage/clusters", ClusterList.as_view(), name="api_clusters"),
    path("coverage/forecast", Forecast.as_view(), name="api_forecast"),
    path("near", Near.as_view(), name="api_near"),
    path("plans", PlanList.as_view(), name="api_plans"),
    path("plans/<uuid:plan_id>", PlanDetail.as_view(), name="api_plan"),
    path("plans/<uuid:plan_id>/solve", PlanSolve.as_view(), name="api_plan_solve"),
    path("plans/<uuid:plan_id>/move", PlanMove.as_view(), name="api_plan_move"),
    path("plans/<uuid:plan_id>/publish", PlanPublish.as_view(), name="api_plan_publish"),
]
