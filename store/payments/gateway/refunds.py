"""Refunds: money that goes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.payments.gateway.calls import Calls, ours


@dataclass(frozen=True)
class StripeRefund:
    """A refund as Stripe sees it now; amounts are minor units."""

    id: str
    status: str  # pending, requires_action, succeeded, failed, canceled
    amount: int
    reason: str
    failure_reason: str  # Stripe's, such as "expired_or_canceled_card"; empty while it has not failed
    payment_intent_id: str
    payment_id: str  # ours, from the metadata of the refund or of what was paid; empty when neither is ours
    row_id: str  # of our refund; empty when it was made elsewhere


class Refunds(Calls):
    """What can be done with refunds."""

    def refund(
        self, *, key: str, payment_intent_id: str, amount: int, reason: str, payment_id: str, row_id: str
    ) -> StripeRefund:
        """Give `amount` minor units back. GatewayRefused says `charge_disputed`, `charge_already_refunded` and such."""
        params: Any = {
            "payment_intent": payment_intent_id,
            "amount": amount,
            "metadata": {"payment": payment_id, "refund": row_id},
        }
        if reason:
            params["reason"] = reason
        options: Any = {"idempotency_key": key}
        return _refund(self._call(lambda: self._stripe.v1.refunds.create(params, options)))

    def refund_as_it_stands(self, refund_id: str) -> StripeRefund:
        """Return a refund as Stripe sees it now."""
        expand: Any = {"expand": ["payment_intent"]}
        return _refund(self._call(lambda: self._stripe.v1.refunds.retrieve(refund_id, expand)))

    def refunds_of(self, *, payment_intent_id: str = "", charge_id: str = "") -> Iterator[StripeRefund]:
        """Return every refund of a payment, newest first."""
        return self._refunds({"payment_intent": payment_intent_id} if payment_intent_id else {"charge": charge_id})

    def refunds_since(self, since: datetime) -> Iterator[StripeRefund]:
        """Return every refund that was made since then, newest first."""
        return self._refunds({"created": {"gte": int(since.timestamp())}})

    def _refunds(self, narrowed: dict[str, Any]) -> Iterator[StripeRefund]:
        params: Any = narrowed | {"limit": 100, "expand": ["data.payment_intent"]}
        page = self._call(lambda: self._stripe.v1.refunds.list(params))
        while True:
            for found in page.data:
                yield _refund(found)
            if not page.has_more:
                return
            params["starting_after"] = page.data[-1].id
            page = self._call(lambda: self._stripe.v1.refunds.list(params))


def _refund(found: Any) -> StripeRefund:
    intent = found.payment_intent
    is_shown = intent is not None and not isinstance(intent, str)
    metadata = getattr(found, "metadata", None)
    return StripeRefund(
        id=found.id,
        status=found.status or "pending",
        amount=found.amount,
        reason=found.reason or "",
        failure_reason=getattr(found, "failure_reason", None) or "",
        payment_intent_id=intent.id if is_shown else intent or "",
        payment_id=ours(found) or (ours(intent) if is_shown else ""),
        row_id=str(metadata["refund"]) if metadata and "refund" in metadata else "",
    )
