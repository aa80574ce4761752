"""Addresses of the rewards: `/rewards/…`."""

from django.urls import path

from timebank.views import catalogue, causes, contacts, keeping, redeeming, vouchers

app_name = "rewards"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("items/<uuid:item_id>/", catalogue.item, name="item"),
    path("items/<uuid:item_id>/redeem/", vouchers.redeem, name="redeem"),
    path("vouchers/", vouchers.mine, name="mine"),
    path("vouchers/<uuid:voucher_id>/", vouchers.voucher, name="voucher"),
    path("vouchers/<uuid:voucher_id>/cancel/", vouchers.cancel, name="cancel"),
    path("counter/", redeeming.counter, name="counter"),
    path("counter/<str:voucher_code>/", redeeming.hand_out, name="hand_out"),
    path("sponsors/<slug:sponsor_code>/", catalogue.sponsor, name="sponsor"),
    path("desk/", keeping.handled, name="handled"),
    path("desk/sponsors/", keeping.keep_sponsor_page, name="sponsor_new"),
    path("desk/sponsors/<slug:sponsor_code>/contacts/", contacts.contacts, name="contacts"),
    path("desk/sponsors/<slug:sponsor_code>/contacts/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("desk/sponsors/<slug:sponsor_code>/contacts/<uuid:contact_id>/end/", contacts.end, name="end_contact"),
    path("desk/causes/", causes.causes, name="causes"),
    path("desk/causes/new/", causes.cause, name="cause_new"),
    path("desk/causes/<slug:cause_code>/", causes.cause, name="cause"),
    path("desk/causes/<slug:cause_code>/close/", causes.close, name="close_cause"),
    path("desk/causes/<slug:cause_code>/reopen/", causes.reopen, name="reopen_cause"),
    path("desk/items/", keeping.item_page, name="item_new"),
    path("desk/items/<uuid:item_id>/", keeping.item_page, name="item_edit"),
    path("desk/items/<uuid:item_id>/close/", keeping.close, name="close"),
    path("desk/proposals/", keeping.propose_page, name="propose"),
    path("desk/proposals/<uuid:proposal_id>/", keeping.decide_page, name="decide"),
    path("desk/keepers/", keeping.keepers_page, name="keepers"),
    path("desk/keepers/<uuid:keeper_id>/end/", keeping.end, name="end_keeper"),
]
