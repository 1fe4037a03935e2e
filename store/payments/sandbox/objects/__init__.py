"""What the stand-in can do: one file per Stripe object, with Stripe's states and amounts."""

from store.payments.sandbox.objects.disputes import close_dispute, open_dispute
from store.payments.sandbox.objects.refunds import create_refund, end_refund
from store.payments.sandbox.objects.sessions import decline, expire, pay

__all__ = ["close_dispute", "create_refund", "decline", "end_refund", "expire", "open_dispute", "pay"]
