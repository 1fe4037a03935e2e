"""Addresses of the stand-in; part of the site in demo mode only."""

from django.urls import path

from store.payments.sandbox import control, pages
from store.payments.sandbox.api import account, charges, disputes, intents, payment_methods, refunds, sessions
from store.payments.sandbox.api.answers import anything_else

app_name = "stripe_sandbox"
urlpatterns = [
    *account.urlpatterns,
    *charges.urlpatterns,
    *sessions.urlpatterns,
    *intents.urlpatterns,
    *payment_methods.urlpatterns,
    *refunds.urlpatterns,
    *disputes.urlpatterns,
    path("pay/<str:session_id>", pages.pay, name="pay"),
    path("card-field/", pages.card_field, name="card_field"),
    path("control/", control.control, name="control"),
    path("control/change/", control.control_change, name="control_change"),
    path("<path:path>", anything_else),
]
