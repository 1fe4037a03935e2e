"""Calls about refunds."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects import refunds
from store.payments.sandbox.objects.stored import found, listed, shown
from store.payments.sandbox.parameters import EXPAND, MOMENTS, PAGE, Choice, Group, Metadata, Text, Whole

CREATE = Group(
    {
        "payment_intent": Text(),
        "amount": Whole(least=1),
        "reason": Choice("duplicate", "fraudulent", "requested_by_customer"),
        "metadata": Metadata(),
        "expand": EXPAND,
    },
    needs=["payment_intent"],
    knows="charge currency customer instructions_email origin refund_application_fee reverse_transfer",
)
ONE = Group({"expand": EXPAND})
LIST = Group({**PAGE, "charge": Text(), "payment_intent": Text(), "created": MOMENTS})


def create(params: dict[str, Any]) -> dict[str, Any]:
    """Give money back."""
    return shown(refunds.create_refund(params), params.get("expand", []))


def retrieve(params: dict[str, Any], refund_id: str) -> dict[str, Any]:
    """Show a refund."""
    return shown(found("refund", refund_id).data, params.get("expand", []))


def all_of_them(params: dict[str, Any]) -> dict[str, Any]:
    """List refunds, newest first."""
    return listed("refund", "/v1/refunds", params, by=["charge", "payment_intent"])


urlpatterns = [
    path("v1/refunds", route(POST=Call(CREATE, create), GET=Call(LIST, all_of_them))),
    path("v1/refunds/<str:refund_id>", route(GET=Call(ONE, retrieve))),
]
