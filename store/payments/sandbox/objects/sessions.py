"""Checkout Sessions: open for 30 minutes to 24 hours, then complete or expired, once.

Where a subscription begins, the session names it, its customer and its first invoice when it is complete, and no
intent: that belongs to the invoice. Those three are ids only; the stand-in answers no calls about them.
"""

from typing import Any

from django.conf import settings
from django.db import transaction

from store.payments.sandbox.events import emit
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.charges import charge_for
from store.payments.sandbox.objects.intents import intent_of
from store.payments.sandbox.objects.stored import keep, locked, new_id, now, shown
from store.payments.sandbox.parameters import not_played
from store.payments.sandbox.refusals import StripeSays

MINIMUM = {"usd": 50, "gbp": 30}  # Stripe's least charge, minor units
HALF_HOUR, DAY = 30 * 60, 24 * 60 * 60
SLACK = 60
DECLINES = {
    "payment_intent_authentication_failure": "We are unable to authenticate your payment method. "
    "Please choose a different payment method and try again.",
}


def create_session(params: dict[str, Any]) -> dict[str, Any]:
    """Open a hosted page."""
    _check_mode(params)
    currencies = {line["price_data"]["currency"] for line in params["line_items"]}
    if len(currencies) != 1:
        raise StripeSays("All prices must have the same currency.", param="line_items")
    currency = currencies.pop()
    if currency not in MINIMUM:
        raise StripeSays(f"Invalid currency: {currency}.", param="line_items[0][price_data][currency]")
    lines: list[dict[str, Any]] = [
        {
            "name": line["price_data"]["product_data"]["name"],
            "quantity": line["quantity"],
            "unit_amount": line["price_data"]["unit_amount"],
            "interval": line["price_data"].get("recurring", {}).get("interval", ""),
        }
        for line in params["line_items"]
    ]
    total = sum(line["quantity"] * line["unit_amount"] for line in lines)
    if total < MINIMUM[currency]:
        raise StripeSays("The Checkout Session's total amount is too small.", code="amount_too_small")
    expires_at = params.get("expires_at", now() + DAY)
    if not now() + HALF_HOUR - SLACK <= expires_at <= now() + DAY + SLACK:
        raise StripeSays("`expires_at` must be 30 minutes to 24 hours from now.", param="expires_at")
    session_id = new_id("cs_test")
    data = {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": None,
        "customer_details": None,
        "invoice": None,
        "locale": None,
        "payment_link": None,
        "payment_method_types": ["card"],
        "setup_intent": None,
        "shipping_options": [],
        "subscription": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "mode": params["mode"],
        "ui_mode": "hosted_page",
        "status": "open",
        "payment_status": "unpaid",
        "amount_total": total,
        "amount_subtotal": total,
        "currency": currency,
        "client_reference_id": params.get("client_reference_id"),
        "customer_email": params.get("customer_email"),
        "success_url": params["success_url"],
        "cancel_url": params.get("cancel_url"),
        "metadata": params.get("metadata", {}),
        "payment_intent": None,
        "created": now(),
        "expires_at": expires_at,
        "livemode": False,
        "url": f"{settings.SITE_URL}/sandbox/stripe/pay/{session_id}",
        "stand_in": {"lines": lines, "intent": params.get("payment_intent_data", {})},
    }
    keep(data)
    return data


@transaction.atomic
def pay(session_id: str, *, brand: str = "visa", last4: str = "4242") -> None:
    """The customer pays: session complete, intent succeeded, one charge. Raises StripeSays when it is not open."""
    session = _open_session(session_id)
    intent = intent_of(session)
    charge_for(intent, brand=brand, last4=last4)
    email = session.data["customer_email"]
    session.data |= {
        "customer_details": {"address": None, "email": email, "name": None, "phone": None, "tax_exempt": "none"},
        "payment_status": "paid",
        "status": "complete",
        "url": None,
    }
    if session.data["mode"] == "subscription":
        session.data |= {"customer": new_id("cus"), "invoice": new_id("in"), "subscription": new_id("sub")}
    session.save()
    emit("payment_intent.succeeded", intent.data)
    emit("checkout.session.completed", shown(session.data))


@transaction.atomic
def decline(session_id: str, *, code: str = "card_declined") -> None:
    """The bank says no; the session stays open for another card."""
    session = _open_session(session_id)
    intent = intent_of(session)
    intent.data |= {
        "status": "requires_payment_method",
        "last_payment_error": {
            "type": "card_error",
            "code": code,
            "decline_code": "generic_decline" if code == "card_declined" else None,
            "message": DECLINES.get(code, "Your card was declined."),
        },
    }
    intent.save()
    emit("payment_intent.payment_failed", intent.data)


@transaction.atomic
def expire(session_id: str) -> dict[str, Any]:
    """Close an unpaid session. Raises StripeSays when it is not open."""
    session = _open_session(session_id)
    session.data |= {"status": "expired", "url": None}
    session.save()
    emit("checkout.session.expired", shown(session.data))
    closed: dict[str, Any] = session.data
    return closed


def expire_overdue(session: SandboxObject) -> None:
    """Expire a session whose time is over, as Stripe does by itself."""
    if session.data["status"] == "open" and session.data["expires_at"] < now():
        expire(session.pk)
        session.refresh_from_db()


def expire_all_overdue() -> None:
    """Expire every session whose time is over."""
    for session in SandboxObject.objects.filter(
        kind="checkout.session", data__status="open", data__expires_at__lt=now()
    ):
        expire_overdue(session)


def _check_mode(params: dict[str, Any]) -> None:
    """Refuse what belongs to the other mode."""
    mode, intervals = params["mode"], [line["price_data"].get("recurring") for line in params["line_items"]]
    other = "subscription_data" if mode == "payment" else "payment_intent_data"
    if other in params:
        raise StripeSays(f"You can not pass `{other}` in `{mode}` mode.", param=other)
    if mode == "payment" and any(intervals):
        raise StripeSays("You specified `payment` mode but passed a recurring price.", param="line_items")
    if mode == "subscription" and not any(intervals):
        raise StripeSays("You must provide at least one recurring price in `subscription` mode.", param="line_items")
    if len({interval["interval"] for interval in intervals if interval}) > 1:
        raise not_played("line_items", "prices of several intervals")


def _open_session(session_id: str) -> SandboxObject:
    session = locked("checkout.session", session_id)
    if session.data["status"] != "open":
        raise StripeSays(f"This Checkout Session is {session.data['status']} and can no longer change.")
    return session
