"""PaymentIntents without a hosted page: an agent keys the caller's card, and our server confirms (MOTO)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stripe

from store.payments.gateway.calls import Calls, GatewayRefused, ours
from store.payments.gateway.sessions import Session

STANDS = {"succeeded": "complete", "canceled": "expired"}  # whatever else an intent is, it is open
NEEDS_CUSTOMER = "authentication_required"
MOTO = "payment_method_options[card][moto]"


class CardDeclined(GatewayRefused):
    """The card's bank said no; the same intent takes another card. `decline_code` is why, where the bank told."""

    def __init__(self, code: str, decline_code: str, *, brand: str = "", last_digits: str = "") -> None:
        super().__init__(code)
        self.decline_code = decline_code
        self.brand = brand
        self.last_digits = last_digits


class CustomerNeeded(GatewayRefused):
    """The bank wants the customer to confirm, which nobody can do for them."""


class MotoNotEnabled(GatewayRefused):
    """Stripe does not take keyed cards of this account."""


@dataclass(frozen=True)
class Intent(Session):
    """An intent as Stripe sees it now, told like a hosted page that has no address: open, complete or expired.

    Checks are Stripe's words: pass, fail, unavailable, unchecked; empty when it does not say.
    """

    is_waiting: bool = False  # for Stripe or the bank, so that its end is not known yet
    needs_customer: bool = False
    is_moto: bool = False
    cvc_check: str = ""
    street_check: str = ""
    postcode_check: str = ""


class Intents(Calls):
    """What can be done with intents."""

    def open_intent(self, *, key: str, payment_id: str, amount: int, currency: str, description: str) -> Intent:
        """Open an intent that waits for a card; the same key and parameters give the same intent."""
        params: Any = {
            "amount": amount,
            "currency": currency.lower(),
            "description": description,
            "allowed_payment_method_types": ["card"],
            "metadata": {"payment": payment_id},
        }
        return _intent(self._call(lambda: self._stripe.v1.payment_intents.create(params, {"idempotency_key": key})))

    def intent(self, intent_id: str) -> Intent:
        """Return an intent as it stands now."""
        expand: Any = {"expand": ["latest_charge"]}
        return _intent(self._call(lambda: self._stripe.v1.payment_intents.retrieve(intent_id, expand)))

    def charge_keyed(self, *, key: str, intent_id: str, payment_method_id: str) -> Intent:
        """Charge a card that was keyed for somebody on the telephone; the same key charges once.

        Raises CardDeclined, CustomerNeeded, MotoNotEnabled; GatewayRefused for an intent that takes no card any more.
        """
        params: Any = {
            "payment_method": payment_method_id,
            "payment_method_options": {"card": {"moto": True}},
            "expand": ["latest_charge"],
        }

        def confirm() -> Any:
            try:
                return self._stripe.v1.payment_intents.confirm(intent_id, params, {"idempotency_key": key})
            except stripe.CardError as error:
                reason = str(getattr(error.error, "decline_code", None) or "")
                if NEEDS_CUSTOMER in (error.code, reason):
                    raise CustomerNeeded(NEEDS_CUSTOMER) from error
                method = getattr(error.error, "payment_method", None)
                card = getattr(method, "card", None)
                shown = {"brand": str(card.brand), "last_digits": str(card.last4)} if card is not None else {}
                raise CardDeclined(error.code or "card_declined", reason, **shown) from error
            except stripe.InvalidRequestError as error:
                if error.code == "parameter_unknown" and "moto" in (error.param or ""):
                    raise MotoNotEnabled(error.code) from error
                raise

        return _intent(self._call(confirm))

    def cancel_intent(self, intent_id: str) -> None:
        """Close an intent so that no card can be charged on it; raises GatewayRefused when it is not open."""
        self._call(lambda: self._stripe.v1.payment_intents.cancel(intent_id))


def _intent(found: Any) -> Intent:
    charge = getattr(found, "latest_charge", None)
    details = None if charge is None or isinstance(charge, str) else charge.payment_method_details
    card = getattr(details, "card", None) if details is not None else None
    checks = getattr(card, "checks", None) if card is not None else None
    return Intent(
        id=found.id,
        url="",
        status=STANDS.get(found.status, "open"),
        is_paid=found.status == "succeeded",
        amount=found.amount,
        currency=found.currency.upper(),
        payment_id=ours(found),
        payment_intent_id=found.id,
        card_brand=str(card.brand) if card is not None else "",
        card_last_digits=str(card.last4) if card is not None else "",
        charged_at=datetime.fromtimestamp(created, UTC) if (created := getattr(charge, "created", None)) else None,
        is_waiting=found.status in ("processing", "requires_capture"),
        needs_customer=found.status == "requires_action",
        is_moto=bool(getattr(card, "moto", None)) if card is not None else False,
        cvc_check=_said(checks, "cvc_check"),
        street_check=_said(checks, "address_line1_check"),
        postcode_check=_said(checks, "address_postal_code_check"),
    )


def _said(checks: Any, name: str) -> str:
    return str(getattr(checks, name, None) or "") if checks is not None else ""
