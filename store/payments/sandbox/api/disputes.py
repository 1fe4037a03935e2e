"""Calls about disputes."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects.stored import found, listed, shown
from store.payments.sandbox.parameters import EXPAND, MOMENTS, PAGE, Group, Text

ONE = Group({"expand": EXPAND})
LIST = Group({**PAGE, "charge": Text(), "payment_intent": Text(), "created": MOMENTS})


def retrieve(params: dict[str, Any], dispute_id: str) -> dict[str, Any]:
    """Show a dispute."""
    return shown(found("dispute", dispute_id).data, params.get("expand", []))


def all_of_them(params: dict[str, Any]) -> dict[str, Any]:
    """List disputes, newest first."""
    return listed("dispute", "/v1/disputes", params, by=["charge", "payment_intent"])


urlpatterns = [
    path("v1/disputes", route(GET=Call(LIST, all_of_them))),
    path("v1/disputes/<str:dispute_id>", route(GET=Call(ONE, retrieve))),
]
