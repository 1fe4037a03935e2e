"""Disputes: charges that a cardholder's bank calls into question."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from store.payments.gateway.calls import Calls, ours


@dataclass(frozen=True)
class StripeDispute:
    """A dispute as Stripe sees it now; amounts are minor units."""

    id: str
    payment_intent_id: str
    payment_id: str  # ours, from the metadata of what was paid; empty when that is not ours
    amount: int
    was_withdrawn: bool  # the money was taken out of our balance
    was_returned: bool  # and put back
    reason: str
    status: str  # needs_response, under_review, won, lost, and warning_… for an enquiry
    is_refundable: bool
    due_by: datetime | None


class Disputes(Calls):
    """What can be done with disputes."""

    def dispute(self, dispute_id: str) -> StripeDispute:
        """Return a dispute as Stripe sees it now."""
        expand: Any = {"expand": ["payment_intent"]}
        return _dispute(self._call(lambda: self._stripe.v1.disputes.retrieve(dispute_id, expand)))

    def disputes(self, *, since: datetime) -> Iterator[str]:
        """Return the ids of the disputes that began since then, newest first."""
        params: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
        page = self._call(lambda: self._stripe.v1.disputes.list(params))
        while True:
            for found in page.data:
                yield found.id
            if not page.has_more:
                return
            params["starting_after"] = page.data[-1].id
            page = self._call(lambda: self._stripe.v1.disputes.list(params))


def _dispute(found: Any) -> StripeDispute:
    intent = found.payment_intent
    # Only their signs: they are in the currency of our balance, which need not be the charge's.
    moved = [entry.amount for entry in found.balance_transactions]
    due_by = getattr(found.evidence_details, "due_by", None)
    return StripeDispute(
        id=found.id,
        payment_intent_id=intent.id if intent else "",
        payment_id=ours(intent),
        amount=found.amount,
        was_withdrawn=any(amount < 0 for amount in moved),
        was_returned=any(amount > 0 for amount in moved),
        reason=found.reason,
        status=found.status,
        is_refundable=found.is_charge_refundable,
        due_by=datetime.fromtimestamp(due_by, UTC) if due_by else None,
    )
