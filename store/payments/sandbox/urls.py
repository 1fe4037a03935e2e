"""Addresses of the stand-in; part of the site in demo mode only."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from store.payments.sandbox import api, pages

app_name = "stripe_sandbox"
urlpatterns = [
    path("v1/checkout/sessions", csrf_exempt(api.sessions)),
    path("v1/checkout/sessions/<str:session_id>", csrf_exempt(api.session)),
    path("v1/checkout/sessions/<str:session_id>/expire", csrf_exempt(api.session_expire)),
    path("v1/payment_intents/<str:intent_id>", csrf_exempt(api.intent)),
    path("v1/refunds", csrf_exempt(api.refunds)),
    path("pay/<str:session_id>", pages.pay, name="pay"),
    path("control/", pages.control, name="control"),
    path("control/change/", pages.control_change, name="control_change"),
    path("<path:path>", csrf_exempt(api.anything_else)),
]
