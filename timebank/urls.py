"""Addresses of the pages of `timebank`."""

from django.urls import path

from timebank.views import certificates, credentials, exchange, exchange_files, handling, partners, statement, transfers

app_name = "timebank"
urlpatterns = [
    path("", statement.statement, name="statement"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/published/", handling.published, name="published"),
    path("certificates/handled/", handling.handled, name="handled"),
    path("certificates/<uuid:certificate_id>/paper.pdf", certificates.paper, name="paper"),
    path("certificates/<uuid:certificate_id>/withdraw/", certificates.withdraw, name="withdraw"),
    path("certificates/<uuid:certificate_id>/object/", handling.object_to, name="object"),
    path("certificates/<uuid:certificate_id>/end/", handling.end, name="end"),
    path("certificates/objections/<uuid:objection_id>/answer/", handling.answer, name="answer"),
    path("certificates/issuers/<uuid:organisation_id>/", handling.issuer, name="issuer"),
    path("certificates/<uuid:certificate_id>/badge", credentials.certificate_badge, name="certificate_badge"),
    path("stars/<int:stars>/badge", credentials.stars_badge, name="stars_badge"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/code/", transfers.receiving_code, name="receiving_code"),
    path("transfers/<uuid:transfer_id>/withdraw/", transfers.withdraw, name="withdraw_transfer"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/<uuid:transfer_id>/decide/", exchange.decide, name="decide_transfer"),
    path("exchange/<uuid:transfer_id>/abort/", exchange.abort, name="abort_transfer"),
    path("exchange/files/", exchange_files.files, name="exchange_files"),
    path("exchange/files/given", exchange_files.give, name="give_exchange_file"),
    path("exchange/files/<uuid:file_id>/", exchange_files.findings, name="exchange_file"),
    path("exchange/partners/", partners.partners, name="partners"),
    path("exchange/partners/<uuid:partner_id>/key/", partners.new_key, name="partner_key"),
    path("exchange/partners/<uuid:partner_id>/stop/", partners.stop, name="stop_partner"),
    path("exchange/keys/<uuid:key_id>/admit/", partners.admit, name="admit_key"),
    path("exchange/keys/<uuid:key_id>/withdraw/", partners.withdraw, name="withdraw_key"),
    path("verify/<str:token>/", certificates.verify, name="verify"),
]
