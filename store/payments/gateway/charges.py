"""Charges: what Stripe's own books say was taken, whoever asked for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from store.payments.gateway.calls import Calls, ours
from store.payments.gateway.sessions import Session, session_of


@dataclass(frozen=True)
class Charge:
    """Money that Stripe took; amounts are minor units."""

    id: str
    payment_intent_id: str
    payment_id: str  # ours, from the metadata; empty when the shop did not make it
    amount: int
    refunded: int  # gone back, or on its way
    currency: str  # upper case
    at: datetime


class Charges(Calls):
    """What can be done with charges."""

    def charges(self, *, since: datetime, until: datetime) -> Iterator[list[Charge]]:
        """Return the charges that succeeded from `since` up to before `until`, a page of a hundred at a time."""
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        params: Any = {"created": created, "limit": 100}
        while True:
            page = self._call(lambda: self._stripe.v1.charges.list(params))
            yield [_charge(found) for found in page.data if found.status == "succeeded" and found.captured]
            if not page.has_more:
                return
            params["starting_after"] = page.data[-1].id

    def page_of(self, payment_intent_id: str) -> Session | None:
        """Return the hosted page on which an intent was paid, if it was one."""
        params: Any = {"payment_intent": payment_intent_id, "limit": 1}
        found = self._call(lambda: self._stripe.v1.checkout.sessions.list(params)).data
        return session_of(found[0]) if found else None


def _charge(found: Any) -> Charge:
    intent = found.payment_intent
    return Charge(
        id=found.id,
        payment_intent_id=(intent if isinstance(intent, str) else intent.id) if intent else "",
        payment_id=ours(found),
        amount=found.amount_captured,
        refunded=found.amount_refunded,
        currency=found.currency.upper(),
        at=datetime.fromtimestamp(found.created, UTC),
    )
