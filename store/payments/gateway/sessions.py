"""Checkout Sessions: the hosted pages where people pay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from store.payments.gateway.calls import Calls, ours


@dataclass(frozen=True)
class Line:
    """One row of the hosted page: a name and its total, tax included, in minor units.

    With an `interval`, `month` or `year`, it is owed again each time that one has passed.
    """

    name: str
    amount: int
    interval: str = ""


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
    payment_intent_id: str  # empty until somebody tries to pay, and always where a subscription begins
    card_brand: str
    card_last_digits: str
    charged_at: datetime | None = None  # when the money was taken
    subscription_id: str = ""  # the one that was begun on it
    invoice_id: str = ""  # its first invoice, which holds what was charged


class Sessions(Calls):
    """What can be done with hosted pages."""

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

        `expires_at` is 30 minutes to 24 hours ahead (Stripe's rule). A line with an interval makes it a page on which
        a subscription begins; lines without one are then paid once, with the first invoice.
        """
        metadata = {"payment": payment_id}
        subscribes = any(line.interval for line in lines)
        params: dict[str, Any] = {
            "mode": "subscription" if subscribes else "payment",
            "ui_mode": "hosted_page",
            "client_reference_id": payment_id,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency.lower(),
                        "unit_amount": line.amount,
                        "product_data": {"name": line.name[:250]},
                    }
                    | ({"recurring": {"interval": line.interval}} if line.interval else {}),
                }
                for line in lines
            ],
            "success_url": success_url,
            "cancel_url": cancel_url,
            "metadata": metadata,
            "subscription_data" if subscribes else "payment_intent_data": {"metadata": metadata},
            "allowed_payment_method_types": ["card"],
            "expires_at": int(expires_at.timestamp()),
        }
        if email:
            params["customer_email"] = email
        options: Any = {"idempotency_key": key}
        return session_of(self._call(lambda: self._stripe.v1.checkout.sessions.create(cast("Any", params), options)))

    def session(self, session_id: str) -> Session:
        """Return a hosted page as it stands now."""
        expand: Any = {"expand": ["payment_intent.latest_charge"]}
        return session_of(self._call(lambda: self._stripe.v1.checkout.sessions.retrieve(session_id, expand)))

    def paid_sessions(self, *, since: datetime) -> Iterator[Session]:
        """Return the completed pages of this account that were opened since then, newest first."""
        params: Any = {"status": "complete", "created": {"gte": int(since.timestamp())}, "limit": 100}
        page = self._call(lambda: self._stripe.v1.checkout.sessions.list(params))
        while True:
            for found in page.data:
                yield session_of(found)
            if not page.has_more:
                return
            params["starting_after"] = page.data[-1].id
            page = self._call(lambda: self._stripe.v1.checkout.sessions.list(params))

    def expire_session(self, session_id: str) -> None:
        """Close a hosted page so that nobody can pay on it any more; raises GatewayRefused when it is not open."""
        self._call(lambda: self._stripe.v1.checkout.sessions.expire(session_id))


def session_of(found: Any) -> Session:
    """Read Stripe's answer."""
    intent = found.payment_intent
    card = charge = None
    if intent is not None and not isinstance(intent, str):
        charge = getattr(intent, "latest_charge", None)
        charge = None if isinstance(charge, str) else charge
        details = None if charge is None else charge.payment_method_details
        card = getattr(details, "card", None) if details is not None else None
    return Session(
        id=found.id,
        payment_id=ours(found),
        url=found.url or "",
        status=found.status,
        is_paid=found.payment_status == "paid",
        amount=found.amount_total,
        currency=found.currency.upper(),
        payment_intent_id=_id_of(intent),
        card_brand=str(card.brand) if card is not None else "",
        card_last_digits=str(card.last4) if card is not None else "",
        charged_at=datetime.fromtimestamp(created, UTC) if (created := getattr(charge, "created", None)) else None,
        subscription_id=_id_of(found.subscription),
        invoice_id=_id_of(found.invoice),
    )


def _id_of(named: Any) -> str:
    """Return the id of what an object names or, expanded, holds; empty for nothing."""
    return str(named if isinstance(named, str) else named.id) if named else ""
