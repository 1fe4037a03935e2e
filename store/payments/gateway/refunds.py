"""Refunds: money that goes back."""

from store.payments.gateway.calls import Calls


class Refunds(Calls):
    """What can be done with refunds."""

    def refund(self, *, key: str, payment_intent_id: str, amount: int, payment_id: str) -> str:
        """Give `amount` minor units back; return the refund's id."""
        refund = self._call(
            lambda: self._stripe.v1.refunds.create(
                {"payment_intent": payment_intent_id, "amount": amount, "metadata": {"payment": payment_id}},
                {"idempotency_key": key},
            )
        )
        return str(refund.id)
