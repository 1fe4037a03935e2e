"""What the stand-in can do: sessions, intents, charges and refunds with Stripe's states and amounts."""

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from store.payments.sandbox.events import emit
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.parameters import StripeSays, needed, whole

MINIMUM = {"usd": 50, "gbp": 30}  # Stripe's least charge, minor units
HALF_HOUR, DAY = 30 * 60, 24 * 60 * 60
SLACK = 60


def new_id(prefix: str) -> str:
    """Return an id like Stripe's: `cs_test_…`, `pi_…`."""
    return f"{prefix}_{secrets.token_hex(14)}"


def found(kind: str, object_id: str) -> SandboxObject:
    """Return an object. Raises StripeSays with `resource_missing`."""
    thing = SandboxObject.objects.filter(pk=object_id, kind=kind).first()
    if thing is None:
        raise StripeSays(f"No such {kind}: '{object_id}'", code="resource_missing", param="id", status=404)
    return thing


def create_session(params: dict[str, Any]) -> dict[str, Any]:
    """Open a hosted page."""
    now = int(timezone.now().timestamp())
    if needed(params, "mode") != "payment":
        raise StripeSays("This stand-in opens sessions of mode payment only.", param="mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise StripeSays("This stand-in draws hosted pages only.", param="ui_mode")
    needed(params, "success_url")
    given = needed(params, "line_items")
    items = [given[key] for key in sorted(given, key=int)]
    currencies = {str(needed(needed(item, "price_data"), "currency")) for item in items}
    if len(currencies) != 1:
        raise StripeSays("All prices must have the same currency.", param="line_items")
    currency = currencies.pop()
    lines: list[dict[str, Any]] = [
        {
            "name": str(needed(needed(item["price_data"], "product_data"), "name")),
            "quantity": whole(item.get("quantity", 1), "line_items[quantity]", least=1),
            "unit_amount": whole(needed(item["price_data"], "unit_amount"), "line_items[unit_amount]"),
        }
        for item in items
    ]
    total = sum(line["quantity"] * line["unit_amount"] for line in lines)
    if total < MINIMUM.get(currency, 50):
        raise StripeSays("The Checkout Session's total amount is too small.", code="amount_too_small")
    expires_at = whole(params.get("expires_at", now + DAY), "expires_at")
    if not now + HALF_HOUR - SLACK <= expires_at <= now + DAY + SLACK:
        raise StripeSays("`expires_at` must be 30 minutes to 24 hours from now.", param="expires_at")
    session_id = new_id("cs_test")
    data = {
        "id": session_id,
        "object": "checkout.session",
        "mode": "payment",
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
        "created": now,
        "expires_at": expires_at,
        "livemode": False,
        "url": f"{settings.SITE_URL}/sandbox/stripe/pay/{session_id}",
        "stand_in": {"lines": lines, "intent_metadata": params.get("payment_intent_data", {}).get("metadata", {})},
    }
    SandboxObject.objects.create(id=session_id, kind="checkout.session", data=data)
    return data


def shown(data: dict[str, Any], expand: dict[str, Any]) -> dict[str, Any]:
    """Return an object as the API shows it: without our notes, with what was asked to be expanded."""
    data = {key: value for key, value in data.items() if key != "stand_in"}
    for path in expand.values():
        _expand(data, path.split("."))
    return data


def _expand(data: dict[str, Any], path: list[str]) -> None:
    inner = data.get(path[0])
    if isinstance(inner, str):
        inner = dict(SandboxObject.objects.get(pk=inner).data)
        data[path[0]] = inner
    if inner and len(path) > 1:
        _expand(inner, path[1:])


@transaction.atomic
def pay(session_id: str, *, brand: str = "visa", last4: str = "4242") -> None:
    """The customer pays: session complete, intent succeeded, one charge. Raises StripeSays when it is not open."""
    session = _open_session(session_id)
    intent, charge = _intent(session), new_id("ch")
    amount, currency = session.data["amount_total"], session.data["currency"]
    SandboxObject.objects.create(
        id=charge,
        kind="charge",
        data={
            "id": charge,
            "object": "charge",
            "amount": amount,
            "amount_refunded": 0,
            "currency": currency,
            "payment_intent": intent.pk,
            "payment_method_details": {"type": "card", "card": {"brand": brand, "last4": last4}},
        },
    )
    intent.data |= {
        "status": "succeeded",
        "amount_received": amount,
        "latest_charge": charge,
        "last_payment_error": None,
    }
    intent.save()
    session.data |= {"status": "complete", "payment_status": "paid", "payment_intent": intent.pk, "url": None}
    session.save()
    emit("payment_intent.succeeded", intent.data)
    emit("checkout.session.completed", shown(session.data, {}))


@transaction.atomic
def decline(session_id: str, *, code: str = "card_declined") -> None:
    """The bank says no; the session stays open for another card."""
    session = _open_session(session_id)
    intent = _intent(session)
    intent.data |= {
        "status": "requires_payment_method",
        "last_payment_error": {"type": "card_error", "code": code, "message": "Your card was declined."},
    }
    intent.save()
    emit("payment_intent.payment_failed", intent.data)


@transaction.atomic
def expire(session_id: str) -> dict[str, Any]:
    """Close an unpaid session. Raises StripeSays when it is not open."""
    session = _open_session(session_id)
    session.data |= {"status": "expired", "url": None}
    session.save()
    emit("checkout.session.expired", shown(session.data, {}))
    return shown(session.data, {})


@transaction.atomic
def create_refund(params: dict[str, Any]) -> dict[str, Any]:
    """Give money back, never more than is left of the charge."""
    intent = found("payment_intent", str(needed(params, "payment_intent")))
    if intent.data["status"] != "succeeded":
        raise StripeSays(
            "This PaymentIntent does not have a successful charge to refund.", code="charge_not_refundable"
        )
    charge = SandboxObject.objects.select_for_update().get(pk=intent.data["latest_charge"])
    left = charge.data["amount"] - charge.data["amount_refunded"]
    if left == 0:
        raise StripeSays("The charge has already been refunded.", code="charge_already_refunded")
    amount = whole(params.get("amount", left), "amount", least=1)
    if amount > left:
        raise StripeSays(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount"
        )
    refund_id = new_id("re")
    data = {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "currency": charge.data["currency"],
        "charge": charge.pk,
        "payment_intent": intent.pk,
        "status": "succeeded",
        "reason": params.get("reason"),
        "metadata": params.get("metadata", {}),
        "created": int(timezone.now().timestamp()),
    }
    SandboxObject.objects.create(id=refund_id, kind="refund", data=data)
    charge.data["amount_refunded"] += amount
    charge.save()
    emit("refund.created", data)
    return data


def expire_overdue(session: SandboxObject) -> None:
    """Expire a session whose time is over, as Stripe does by itself."""
    if session.data["status"] == "open" and session.data["expires_at"] < timezone.now().timestamp():
        expire(session.pk)
        session.refresh_from_db()


def _open_session(session_id: str) -> SandboxObject:
    found("checkout.session", session_id)
    session = SandboxObject.objects.select_for_update().get(pk=session_id)
    if session.data["status"] != "open":
        raise StripeSays(f"This Checkout Session is {session.data['status']} and can no longer change.")
    return session


def _intent(session: SandboxObject) -> SandboxObject:
    if session.data["payment_intent"]:
        return SandboxObject.objects.get(pk=session.data["payment_intent"])
    intent_id = new_id("pi")
    session.data["payment_intent"] = intent_id
    session.save()
    return SandboxObject.objects.create(
        id=intent_id,
        kind="payment_intent",
        data={
            "id": intent_id,
            "object": "payment_intent",
            "amount": session.data["amount_total"],
            "amount_received": 0,
            "currency": session.data["currency"],
            "status": "requires_payment_method",
            "latest_charge": None,
            "last_payment_error": None,
            "metadata": session.data["stand_in"]["intent_metadata"],
        },
    )
