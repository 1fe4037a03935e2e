"""PaymentIntents: one per session on which somebody tried to pay, and those on which agents key cards."""

from typing import Any

from django.db import transaction

from store.payments.sandbox.events import emit, switch
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.cards import behaviour, decline_of, facts_of
from store.payments.sandbox.objects.charges import charge_for
from store.payments.sandbox.objects.stored import keep, locked, new_id, now, shown
from store.payments.sandbox.refusals import SaidAndKept, StripeSays

MINIMUM = {"usd": 50, "gbp": 30}  # Stripe's least charge, minor units
TAKES_CARDS = ("requires_payment_method", "requires_confirmation", "requires_action")
MOTO = "payment_method_options[card][moto]"


def create_intent(params: dict[str, Any]) -> dict[str, Any]:
    """Open an intent that waits for a card."""
    currency = params["currency"]
    if currency not in MINIMUM:
        raise StripeSays(f"Invalid currency: {currency}.", param="currency")
    if params["amount"] < MINIMUM[currency]:
        raise StripeSays("Amount is below the least charge.", code="amount_too_small", param="amount")
    intent = keep(
        new_intent(
            amount=params["amount"],
            currency=currency,
            metadata=params.get("metadata", {}),
            description=params.get("description"),
        )
    )
    emit("payment_intent.created", intent.data)
    return dict(intent.data)


def confirm_intent(intent_id: str, params: dict[str, Any]) -> dict[str, Any]:
    """Charge a card. Raises SaidAndKept for a card that is declined: the intent then waits for another."""
    moto = params.get("payment_method_options", {}).get("card", {}).get("moto", False)
    if moto and not switch().is_moto_enabled:
        raise StripeSays(f"Received unknown parameter: {MOTO}", code="parameter_unknown", param=MOTO)
    with transaction.atomic():
        intent = _open(intent_id)
        declined = _charge(intent, locked("payment_method", params["payment_method"], param="payment_method"), moto)
    if declined:
        raise SaidAndKept(
            declined["message"],
            kind="card_error",
            code=declined["code"],
            status=402,
            decline_code=declined["decline_code"],
            payment_method=declined["payment_method"],
            payment_intent=shown(intent.data),
        )
    return dict(intent.data)


@transaction.atomic
def cancel_intent(intent_id: str) -> dict[str, Any]:
    """Close an intent so that no card can be charged on it."""
    intent = _open(intent_id)
    intent.data |= {"status": "canceled", "canceled_at": now(), "next_action": None}
    intent.save()
    emit("payment_intent.canceled", intent.data)
    return dict(intent.data)


def _open(intent_id: str) -> SandboxObject:
    intent = locked("payment_intent", intent_id)
    if intent.data["status"] not in TAKES_CARDS:
        message = f"This PaymentIntent's status is {intent.data['status']}, so this cannot be done with it."
        raise StripeSays(message, code="payment_intent_unexpected_state", payment_intent=shown(intent.data))
    return intent


def _charge(intent: SandboxObject, method: SandboxObject, moto: bool) -> dict[str, Any]:
    """Charge a card; return the error of one that is declined, or nothing."""
    if method.data.get("stand_in", {}).get("is_used"):
        message = "The provided PaymentMethod was used before without being attached to a Customer."
        raise StripeSays(message, param="payment_method")
    card = behaviour(method)
    if card.code:
        error = decline_of(card) | {"payment_method": shown(method.data)}
        intent.data |= {"status": "requires_payment_method", "payment_method": None, "last_payment_error": error}
        intent.save()
        emit("payment_intent.payment_failed", intent.data)
        return error
    if card.asks_customer:
        intent.data |= {
            "status": "requires_action",
            "payment_method": method.pk,
            "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}},
        }
        intent.save()
        emit("payment_intent.requires_action", intent.data)
        return {}
    shown_card = method.data["card"]
    intent.data |= {"payment_method": method.pk, "next_action": None}
    charge_for(intent, brand=shown_card["brand"], last4=shown_card["last4"], facts=facts_of(card, method, moto=moto))
    method.data["stand_in"] = {"is_used": True}
    method.save()
    emit("payment_intent.succeeded", intent.data)
    return {}


def intent_of(session: SandboxObject) -> SandboxObject:
    """Return the session's intent, made when somebody first tries to pay.

    That of a subscription's first invoice is not shown on the session, and bears none of its metadata.
    """
    notes = session.data["stand_in"]
    shown_at = notes if session.data["mode"] == "subscription" else session.data
    if shown_at.get("payment_intent"):
        return locked("payment_intent", shown_at["payment_intent"])
    intent = keep(
        new_intent(
            amount=session.data["amount_total"],
            currency=session.data["currency"],
            metadata=notes["intent"].get("metadata", {}),
            description="Subscription creation" if shown_at is notes else notes["intent"].get("description"),
        )
    )
    shown_at["payment_intent"] = intent.pk
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
        "payment_method_types": ["card"],
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "status": "requires_payment_method",
    }
