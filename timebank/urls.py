"""Addresses of the pages of `timebank`."""

from django.urls import path

from timebank.views import account, certificates, giving, handling, ledger, statement

app_name = "timebank"
urlpatterns = [
    path("", statement.statement, name="statement"),
    path("account/<str:currency>/", account.account, name="account"),
    path("account/<str:currency>/statement.csv", account.account_csv, name="account_csv"),
    path("giving/", giving.giving, name="giving"),
    path("giving/donate/", giving.donate, name="donate"),
    path("giving/<uuid:gift_id>/answer/", giving.answer, name="answer_gift"),
    path("giving/<uuid:gift_id>/withdraw/", giving.withdraw, name="withdraw_gift"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/published/", handling.published, name="published"),
    path("certificates/handled/", handling.handled, name="handled"),
    path("certificates/<uuid:certificate_id>/paper.pdf", certificates.paper, name="paper"),
    path("certificates/<uuid:certificate_id>/withdraw/", certificates.withdraw, name="withdraw"),
    path("certificates/<uuid:certificate_id>/object/", handling.object_to, name="object"),
    path("certificates/<uuid:certificate_id>/end/", handling.end, name="end"),
    path("certificates/objections/<uuid:objection_id>/answer/", handling.answer, name="answer"),
    path("certificates/issuers/<uuid:organisation_id>/", handling.issuer, name="issuer"),
    path("verify/<str:token>/", certificates.verify, name="verify"),
]
