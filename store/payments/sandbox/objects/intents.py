"""PaymentIntents: one per session on which somebody tried to pay."""

from typing import Any

from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.stored import keep, locked, new_id, now


def intent_of(session: SandboxObject) -> SandboxObject:
    """Return the session's intent, made when somebody first tries to pay."""
    if session.data["payment_intent"]:
        return locked("payment_intent", session.data["payment_intent"])
    intent = keep(
        new_intent(
            amount=session.data["amount_total"],
            currency=session.data["currency"],
            metadata=session.data["stand_in"]["intent"].get("metadata", {}),
            description=session.data["stand_in"]["intent"].get("description"),
        )
    )
    session.data["payment_intent"] = intent.pk
    session.save()
    return intent


def new_intent(
    *, amount: int, currency: str, metadata: dict[str, str], description: str | None = None
) -> dict[str, Any]:
    """Return an intent that waits for a card."""
    intent_id = new_id("pi")
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{new_id('s')[2:]}",
        "confirmation_method": "automatic",
        "created": now(),
        "currency": currency,
        "customer": None,
        "description": description,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata,
        "next_action": None,
        "payment_method": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "status": "requires_payment_method",
    }
