"""Stripe, spoken here and nowhere else: the calls we make, in our words.

Amounts are whole minor units. Every call that changes something carries an idempotency key made from our own row.
`GatewayUnavailable` means nobody knows whether it happened: call again with the same key. `GatewayRefused` means it
did not and will not happen.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

import stripe
from django.conf import settings
from django.utils.module_loading import import_string

# A wrong key (401, 403), one key twice at once (409), too many calls (429) and 5xx say nothing about the payment.
UNDERSTOOD = (400, 402, 404)


class GatewayUnavailable(Exception):  # noqa: N818 - reads as what happened
    """No usable answer from Stripe; the call may be repeated with the same key."""


class GatewayRefused(Exception):  # noqa: N818
    """Stripe understood and said no; `code` is Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Line:
    """One row of the hosted page: a name and its total, tax included, in minor units."""

    name: str
    amount: int


@dataclass(frozen=True)
class Session:
    """A hosted page as Stripe sees it now."""

    id: str
    url: str
    status: str  # open, complete, expired
    is_paid: bool
    amount: int  # minor units
    currency: str  # upper case
    payment_id: str  # ours, from the metadata; empty when the page is not ours
    payment_intent_id: str
    card_brand: str
    card_last_digits: str


@dataclass(frozen=True)
class Event:
    """A verified event: what happened to which object."""

    id: str
    type: str
    object_id: str
    payment_id: str  # ours, from the metadata; empty when the object is not ours


class Gateway:
    """Stripe with one key; `http_client` is replaced in tests."""

    def __init__(
        self, *, key: str, base: str, webhook_secret: str, http_client: stripe.HTTPClient | None = None
    ) -> None:
        self._webhook_secret = webhook_secret
        self._stripe = stripe.StripeClient(
            key,
            base_addresses={"api": base},
            stripe_version=settings.STRIPE_API_VERSION,
            max_network_retries=2,
            http_client=http_client or stripe.RequestsClient(timeout=15),
        )

    def open_session(
        self,
        *,
        key: str,
        payment_id: str,
        currency: str,
        lines: list[Line],
        email: str,
        success_url: str,
        cancel_url: str,
        expires_at: datetime,
    ) -> Session:
        """Open a hosted page for these lines; the same key and parameters give the same page.

        `expires_at` is 30 minutes to 24 hours ahead (Stripe's rule).
        """
        metadata = {"payment": payment_id}
        params: dict[str, Any] = {
            "mode": "payment",
            "ui_mode": "hosted_page",
            "client_reference_id": payment_id,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency.lower(),
                        "unit_amount": line.amount,
                        "product_data": {"name": line.name[:250]},
                    },
                }
                for line in lines
            ],
            "success_url": success_url,
            "cancel_url": cancel_url,
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata},
            "allowed_payment_method_types": ["card"],
            "expires_at": int(expires_at.timestamp()),
        }
        if email:
            params["customer_email"] = email
        options: Any = {"idempotency_key": key}
        return _session(self._call(lambda: self._stripe.v1.checkout.sessions.create(cast("Any", params), options)))

    def session(self, session_id: str) -> Session:
        """Return a hosted page as it stands now."""
        expand: Any = {"expand": ["payment_intent.latest_charge"]}
        return _session(self._call(lambda: self._stripe.v1.checkout.sessions.retrieve(session_id, expand)))

    def paid_sessions(self, *, since: datetime) -> Iterator[Session]:
        """Return the completed pages of this account that were opened since then, newest first."""
        params: Any = {"status": "complete", "created": {"gte": int(since.timestamp())}, "limit": 100}
        page = self._call(lambda: self._stripe.v1.checkout.sessions.list(params))
        while True:
            for found in page.data:
                yield _session(found)
            if not page.has_more:
                return
            params["starting_after"] = page.data[-1].id
            page = self._call(lambda: self._stripe.v1.checkout.sessions.list(params))

    def expire_session(self, session_id: str) -> None:
        """Close a hosted page so that nobody can pay on it any more; raises GatewayRefused when it is not open."""
        self._call(lambda: self._stripe.v1.checkout.sessions.expire(session_id))

    def refund(self, *, key: str, payment_intent_id: str, amount: int, payment_id: str) -> str:
        """Give `amount` minor units back; return the refund's id."""
        refund = self._call(
            lambda: self._stripe.v1.refunds.create(
                {"payment_intent": payment_intent_id, "amount": amount, "metadata": {"payment": payment_id}},
                {"idempotency_key": key},
            )
        )
        return str(refund.id)

    def read_event(self, body: bytes, signature: str) -> Event | None:
        """Return a webhook's event; None unless it is JSON signed with our secret within the last five minutes."""
        if not self._webhook_secret:
            return None
        try:
            event = self._stripe.construct_event(body, signature, self._webhook_secret)
        except (stripe.SignatureVerificationError, ValueError):
            return None
        subject = event.data.object
        return Event(id=event.id, type=event.type, object_id=str(subject["id"]), payment_id=_ours(subject))

    @staticmethod
    def _call(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except stripe.StripeError as error:
            if error.http_status in UNDERSTOOD:
                raise GatewayRefused(error.code or type(error).__name__) from error
            raise GatewayUnavailable(type(error).__name__) from error


class NextDoorClient(stripe.HTTPClient):
    """Hands Stripe's requests to a function in this process: how the stand-in is reached."""

    name = "next-door"

    def __init__(self, answer: Callable[..., tuple[str, int, Mapping[str, str]]]) -> None:
        super().__init__()
        self._answer = answer

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """Ask the function: body, status, headers."""
        return self._answer(method, url, headers or {}, post_data)

    def close(self) -> None:
        """Nothing is open."""


def gateway() -> Gateway:
    """Return the gateway that the settings describe."""
    return _gateway(
        settings.STRIPE_SECRET_KEY,
        settings.STRIPE_API_BASE,
        settings.STRIPE_WEBHOOK_SECRET,
        settings.STRIPE_HTTP_CLIENT,
    )


@lru_cache(maxsize=4)
def _gateway(key: str, base: str, webhook_secret: str, http_client: stripe.HTTPClient | None) -> Gateway:
    """One gateway per set of settings, so that connections to Stripe are reused."""
    if http_client is None and settings.STRIPE_SANDBOX:
        http_client = NextDoorClient(import_string("store.payments.sandbox.next_door.answer"))
    return Gateway(key=key, base=base, webhook_secret=webhook_secret, http_client=http_client)


def _ours(found: Any) -> str:
    metadata = getattr(found, "metadata", None)
    return str(metadata["payment"]) if metadata and "payment" in metadata else ""


def _session(found: Any) -> Session:
    intent = found.payment_intent
    card = None
    if intent is not None and not isinstance(intent, str):
        charge = getattr(intent, "latest_charge", None)
        details = None if charge is None or isinstance(charge, str) else charge.payment_method_details
        card = getattr(details, "card", None) if details is not None else None
    return Session(
        id=found.id,
        payment_id=_ours(found),
        url=found.url or "",
        status=found.status,
        is_paid=found.payment_status == "paid",
        amount=found.amount_total,
        currency=found.currency.upper(),
        payment_intent_id=(intent if isinstance(intent, str) else intent.id) if intent else "",
        card_brand=str(card.brand) if card is not None else "",
        card_last_digits=str(card.last4) if card is not None else "",
    )
