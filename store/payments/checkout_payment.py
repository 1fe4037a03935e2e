"""Paying for a basket: open the hosted page, place what costs nothing, tell how a payment stands."""

from dataclasses import dataclass
from typing import Literal

from store.backend import app_client
from store.payments.attempts import Bill, PaymentInFlight, PaymentsUnavailable, close_attempts, open_attempt
from store.payments.completion import CompletionRefused, PlacedOrder, Queued, complete_checkout
from store.payments.gateway import Line
from store.payments.messages.notices import tell_customer_of_order
from store.payments.models import Payment, PaymentStatus
from store.payments.order_links import note_order
from store.saleor.client.fragments import PayableCheckout, PayableLine

__all__ = [
    "BasketChanged",
    "CompletionRefused",
    "PaymentInFlight",
    "PaymentState",
    "PaymentsUnavailable",
    "PlacedOrder",
    "Queued",
    "open_payment",
    "payment_state",
    "place_free_order",
    "stop_payment",
]


class BasketChanged(Exception):  # noqa: N818 - an answer, not a fault
    """There is nothing to pay here any more: the basket is gone, empty or free."""


Status = Literal["none", "opening", "open", "processing", "placed", "failed", "expired", "refunded", "review"]


@dataclass(frozen=True)
class PaymentState:
    """How the newest payment of a basket stands; `none` before one was begun, `order_id` once the order is placed.

    `opening` until Stripe's answer has come: the page may be open there already.
    """

    status: Status
    order_id: str = ""
    order_number: str = ""
    message: str = ""


STATES: dict[str, Status] = {
    PaymentStatus.OPENING: "opening",
    PaymentStatus.OPEN: "open",
    PaymentStatus.EXPIRED: "expired",
    PaymentStatus.PAID: "processing",
    PaymentStatus.PLACED: "placed",
    PaymentStatus.REFUNDING: "refunded",
    PaymentStatus.REFUNDED: "refunded",
    PaymentStatus.REVIEW: "review",
    PaymentStatus.RESOLVED: "review",
}


def open_payment(*, checkout_id: str, channel: str, return_url: str, cancel_url: str) -> str:
    """Return the address of the hosted page where this basket is paid; the same basket gets the same page.

    Raises BasketChanged when there is nothing to pay, PaymentsUnavailable when no page can be opened now.
    """
    checkout = app_client().checkout_to_pay(id=checkout_id)
    if checkout is None or not checkout.lines or checkout.total_price.gross.is_zero:
        raise BasketChanged
    total = checkout.total_price.gross
    bill = Bill(
        kind=Payment.Kind.CHECKOUT,
        subject_id=checkout_id,
        channel=channel,
        currency=total.currency,
        amount=total.fractional_amount,
        email=checkout.email or "",
        lines=_lines(checkout),
    )
    return open_attempt(bill, return_url=return_url, cancel_url=cancel_url).page_url


def stop_payment(*, checkout_id: str) -> None:
    """Close the hosted page of a basket that is about to change, so that nobody pays for what it was.

    Raises PaymentInFlight when it was paid already, PaymentsUnavailable when the page cannot be closed now.
    """
    close_attempts(checkout_id)


def place_free_order(*, checkout_id: str, channel: str) -> PlacedOrder:
    """Place an order that costs nothing, without a payment; doing it again returns the same order.

    Raises CompletionRefused with Saleor's codes, CHECKOUT_NOT_FULLY_PAID when it does cost something, Queued
    when nothing was tried, and what `stop_payment` raises.
    """
    stop_payment(checkout_id=checkout_id)
    checkout = app_client().checkout_to_pay(id=checkout_id)
    variant_ids = [line.variant.id for line in checkout.lines] if checkout else []
    order = complete_checkout(checkout_id=checkout_id, variant_ids=variant_ids)
    note_order(checkout_id=checkout_id, order_id=order.order_id, channel=channel)
    tell_customer_of_order(order_id=order.order_id)
    return order


def payment_state(*, checkout_id: str) -> PaymentState:
    """Tell how the newest payment of a basket stands, from our own rows alone."""
    payment = Payment.objects.filter(subject_id=checkout_id).order_by("-created_at").first()
    if payment is None:
        return PaymentState("none")
    status = STATES[payment.status]
    if status == "open" and payment.message:
        status = "failed"
    return PaymentState(status, payment.order_id, payment.order_number, payment.message)


def _lines(checkout: PayableCheckout) -> list[Line]:
    """Return the basket's rows for the hosted page; one row with the total where they do not add up to it.

    A voucher on the whole order lowers the total but not the rows.
    """
    total = checkout.total_price.gross.fractional_amount
    lines = [
        Line(
            _name(line),
            line.total_price.gross.fractional_amount,
        )
        for line in checkout.lines
    ]
    shipping = checkout.shipping_price.gross.fractional_amount
    if shipping:
        lines.append(Line("Delivery", shipping))
    lines = [line for line in lines if line.amount]
    return lines if sum(line.amount for line in lines) == total else [Line("Your order", total)]


def _name(line: PayableLine) -> str:
    product, variant = line.variant.product.name, line.variant.name
    name = product if variant in ("", product) else f"{product} ({variant})"
    return name if line.quantity == 1 else f"{name} × {line.quantity}"
