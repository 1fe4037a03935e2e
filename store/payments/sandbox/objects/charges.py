"""Charges: money that was taken from a card."""

from typing import Any

from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.stored import keep, new_id, now


def charge_for(intent: SandboxObject, *, brand: str, last4: str, facts: dict[str, Any] | None = None) -> SandboxObject:
    """Take the intent's amount from a card, and note it on the intent; `facts`: what else is known of the card."""
    charge_id = new_id("ch")
    charge = keep(
        {
            "id": charge_id,
            "object": "charge",
            "amount": intent.data["amount"],
            "amount_captured": intent.data["amount"],
            "amount_refunded": 0,
            "balance_transaction": new_id("txn"),
            "billing_details": dict.fromkeys(("address", "email", "name", "phone", "tax_id")),
            "captured": True,
            "created": now(),
            "currency": intent.data["currency"],
            "disputed": False,
            "livemode": False,
            "metadata": intent.data["metadata"],
            "paid": True,
            "payment_intent": intent.pk,
            "payment_method_details": {
                "type": "card",
                "card": {
                    "brand": brand,
                    "country": "US",
                    "exp_month": 12,
                    "exp_year": 2031,
                    "funding": "credit",
                    "last4": last4,
                    "moto": None,
                    "network": brand,
                }
                | (facts or {}),
            },
            "refunded": False,
            "status": "succeeded",
        }
    )
    intent.data |= {
        "amount_received": intent.data["amount"],
        "last_payment_error": None,
        "latest_charge": charge.pk,
        "status": "succeeded",
    }
    intent.save()
    return charge
