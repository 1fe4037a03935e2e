"""Refunds: money that goes back, never more than is left of the charge.

Stripe's test cards decide how one ends: …7726 leaves it pending until the bank answers, …5126 lets it succeed and fail
later; every other card gives the money back at once.
"""

from typing import Any

from django.db import transaction

from store.payments.sandbox.events import emit
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.stored import found, keep, locked, new_id, now
from store.payments.sandbox.refusals import StripeSays

PENDING_CARD = "7726"
NOT_OVER = ("pending", "succeeded")


@transaction.atomic
def create_refund(params: dict[str, Any]) -> dict[str, Any]:
    """Give money back, never more than is left of the charge."""
    intent = found("payment_intent", params["payment_intent"], param="payment_intent")
    if intent.data["status"] != "succeeded":
        message = "This PaymentIntent does not have a successful charge to refund."
        raise StripeSays(message, code="charge_not_refundable")
    charge = locked("charge", intent.data["latest_charge"])
    if _is_disputed(charge):
        raise StripeSays("This charge has been charged back.", code="charge_disputed")
    left = charge.data["amount"] - charge.data["amount_refunded"]
    if left == 0:
        raise StripeSays("The charge has already been refunded.", code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise StripeSays(message, param="amount")
    card = charge.data["payment_method_details"]["card"]
    refund = keep(
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "balance_transaction": new_id("txn"),
            "charge": charge.pk,
            "created": now(),
            "currency": charge.data["currency"],
            "metadata": params.get("metadata", {}),
            "payment_intent": intent.pk,
            "reason": params.get("reason"),
            "status": "pending" if card["last4"] == PENDING_CARD else "succeeded",
        }
    )
    _count(charge, amount)
    emit("refund.created", refund.data)
    emit("charge.refunded", charge.data)
    made: dict[str, Any] = refund.data
    return made


@transaction.atomic
def end_refund(refund_id: str, status: str) -> None:
    """The bank answers: succeeded, failed, or canceled at Stripe's Dashboard. Raises StripeSays when it is over.

    What failed comes back to the balance, even days after it had succeeded.
    """
    refund = locked("refund", refund_id)
    allowed = ("pending",) if status in ("succeeded", "canceled") else NOT_OVER
    if refund.data["status"] not in allowed:
        raise StripeSays(f"This refund is {refund.data['status']} and can no longer become {status}.")
    refund.data["status"] = status
    if status == "failed":
        refund.data["failure_reason"] = "expired_or_canceled_card"
    refund.save()
    if status != "succeeded":
        _count(locked("charge", refund.data["charge"]), -refund.data["amount"])
    emit("refund.updated", refund.data)
    emit("charge.refund.updated", refund.data)
    if status == "failed":
        emit("refund.failed", refund.data)


def _count(charge: SandboxObject, amount: int) -> None:
    charge.data["amount_refunded"] += amount
    charge.data["refunded"] = charge.data["amount_refunded"] == charge.data["amount"]
    charge.save()


def _is_disputed(charge: SandboxObject) -> bool:
    disputes = SandboxObject.objects.filter(kind="dispute", data__charge=charge.pk, data__is_charge_refundable=False)
    return disputes.exclude(data__status="won").exists()
