"""Payments as we know them: one row per attempt to be paid, and every event Stripe sent."""

from store.payments.models.change import PaymentChange
from store.payments.models.dispute import Dispute
from store.payments.models.event import StripeEvent
from store.payments.models.keyed_card import Capability, KeyedCard
from store.payments.models.notice import Notice
from store.payments.models.order_link import OrderLink
from store.payments.models.pay_link import CODE_ALPHABET, PayLink, new_code
from store.payments.models.payment import CHARGED, CLOSABLE, HELD, REFUNDABLE, UNSETTLED, Payment, PaymentStatus
from store.payments.models.reconciliation import Difference, Reconciliation
from store.payments.models.refund import COUNTED, Refund, RefundedLine, RefundReason, RefundStatus
from store.payments.models.text_message import TextMessage

__all__ = [
    "CHARGED",
    "CLOSABLE",
    "CODE_ALPHABET",
    "COUNTED",
    "HELD",
    "REFUNDABLE",
    "UNSETTLED",
    "Capability",
    "Difference",
    "Dispute",
    "KeyedCard",
    "Notice",
    "OrderLink",
    "PayLink",
    "Payment",
    "PaymentChange",
    "PaymentStatus",
    "Reconciliation",
    "Refund",
    "RefundReason",
    "RefundStatus",
    "RefundedLine",
    "StripeEvent",
    "TextMessage",
    "new_code",
]
