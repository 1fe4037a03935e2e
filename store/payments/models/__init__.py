"""Payments as we know them: one row per attempt to be paid, and every event Stripe sent."""

from store.payments.models.event import StripeEvent
from store.payments.models.notice import Notice
from store.payments.models.order_link import OrderLink
from store.payments.models.pay_link import CODE_ALPHABET, PayLink, new_code
from store.payments.models.payment import CLOSABLE, HELD, UNSETTLED, Payment, PaymentStatus

__all__ = [
    "CLOSABLE",
    "CODE_ALPHABET",
    "HELD",
    "UNSETTLED",
    "Notice",
    "OrderLink",
    "PayLink",
    "Payment",
    "PaymentStatus",
    "StripeEvent",
    "new_code",
]
