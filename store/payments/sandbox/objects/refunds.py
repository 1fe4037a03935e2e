"""Refunds: money that goes back, never more than is left of the charge."""

from typing import Any

from django.db import transaction

from store.payments.sandbox.events import emit
from store.payments.sandbox.objects.stored import found, keep, locked, new_id, now
from store.payments.sandbox.refusals import StripeSays


@transaction.atomic
def create_refund(params: dict[str, Any]) -> dict[str, Any]:
    """Give money back, never more than is left of the charge."""
    intent = found("payment_intent", params["payment_intent"], param="payment_intent")
    if intent.data["status"] != "succeeded":
        message = "This PaymentIntent does not have a successful charge to refund."
        raise StripeSays(message, code="charge_not_refundable")
    charge = locked("charge", intent.data["latest_charge"])
    left = charge.data["amount"] - charge.data["amount_refunded"]
    if left == 0:
        raise StripeSays("The charge has already been refunded.", code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise StripeSays(message, param="amount")
    refund = keep(
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge.pk,
            "created": now(),
            "currency": charge.data["currency"],
            "metadata": params.get("metadata", {}),
            "payment_intent": intent.pk,
            "reason": params.get("reason"),
            "status": "succeeded",
        }
    )
    charge.data["amount_refunded"] += amount
    charge.data["refunded"] = charge.data["amount_refunded"] == charge.data["amount"]
    charge.save()
    emit("refund.created", refund.data)
    emit("charge.refunded", charge.data)
    return refund.data
