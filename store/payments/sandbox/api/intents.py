"""Calls about PaymentIntents."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects.stored import found, shown
from store.payments.sandbox.parameters import EXPAND, Group

ONE = Group({"expand": EXPAND}, knows="client_secret")


def retrieve(params: dict[str, Any], intent_id: str) -> dict[str, Any]:
    """Show a PaymentIntent."""
    return shown(found("payment_intent", intent_id).data, params.get("expand", []))


urlpatterns = [path("v1/payment_intents/<str:intent_id>", route(GET=Call(ONE, retrieve)))]
