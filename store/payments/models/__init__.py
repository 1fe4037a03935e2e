"""Payments as we know them: one row per attempt to be paid, and every event Stripe sent."""

from store.payments.models.dispute import Dispute
from store.payments.models.event import StripeEvent
from store.payments.models.notice import Notice
from store.payments.models.order_link import OrderLink
from store.payments.models.pay_link import CODE_ALPHABET, PayLink, new_code
from store.payments.models.payment import CLOSABLE, HELD, REFUNDABLE, UNSETTLED, Payment, PaymentStatus
from store.payments.models.refund import COUNTED, Refund, RefundedLine, RefundReason, RefundStatus

__all__ = [
    "CLOSABLE",
    "CODE_ALPHABET",
    "COUNTED",
    "HELD",
    "REFUNDABLE",
    "UNSETTLED",
    "Dispute",
    "Notice",
    "OrderLink",
    "PayLink",
    "Payment",
    "PaymentStatus",
    "Refund",
    "RefundReason",
    "RefundStatus",
    "RefundedLine",
    "StripeEvent",
    "new_code",
]
