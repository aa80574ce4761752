"""Addresses of the API of `timebank`."""

from django.urls import URLPattern, path

from timebank.api import Catalogue, Hours, HoursRecords, VoucherCancel, Vouchers

urlpatterns: list[URLPattern] = [
    path("hours", Hours.as_view(), name="api_hours"),
    path("hours/records", HoursRecords.as_view(), name="api_hours_records"),
    path("rewards", Catalogue.as_view(), name="api_rewards"),
    path("vouchers", Vouchers.as_view(), name="api_vouchers"),
    path("vouchers/<uuid:voucher_id>/cancel", VoucherCancel.as_view(), name="api_voucher_cancel"),
]
