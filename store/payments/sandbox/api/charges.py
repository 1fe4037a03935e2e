"""Calls about charges."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects.stored import listed
from store.payments.sandbox.parameters import MOMENTS, PAGE, Group, Text

LIST = Group({**PAGE, "payment_intent": Text(), "created": MOMENTS}, knows="customer transfer_group")


def all_of_them(params: dict[str, Any]) -> dict[str, Any]:
    """List charges, newest first."""
    return listed("charge", "/v1/charges", params, by=["payment_intent"])


urlpatterns = [path("v1/charges", route(GET=Call(LIST, all_of_them)))]
