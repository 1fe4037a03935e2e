"""What becomes of an order after it was placed: confirmed, cancelled, paid by other means, noted on, corrected."""

from typing import Any

from store.engine.actions.address import save_address
from store.engine.actions.drafts import check_reference, customer_of
from store.engine.actions.order_events import record
from store.engine.actions.order_status import refresh_status
from store.engine.actions.order_totals import recalculate
from store.engine.actions.stock import release
from store.engine.actions.transactions import create_transaction
from store.engine.models import App, Order, OrderEvent, User
from store.engine.refusals import Refusal

DONE = ("CANCELED", "DRAFT", "EXPIRED")


class TransactionsExist(Refusal):
    """An order that somebody pays by a transaction cannot be marked as paid."""

    def __init__(self) -> None:
        super().__init__(
            "Orders with transactions can not be manually marked as paid.",
            code="TRANSACTION_ERROR",
            field="transaction",
        )


def confirm(*, order: Order, user: User | None, app: App | None) -> None:
    """Confirm an order that waited for it; from then on it is not edited."""
    if order.status != "UNCONFIRMED":
        raise Refusal(
            "Provided order id belongs to an order with status different than unconfirmed.",
            code="INVALID",
            field="id",
        )
    if not order.lines.exists():
        raise Refusal("Provided order id belongs to an order without products.", code="INVALID", field="id")
    refresh_status(order)
    record(order=order, type="CONFIRMED", user=user, app=app)


def cancel(*, order: Order, user: User | None, app: App | None) -> None:
    """Cancel an order and give its units back; money is not touched. Not while something is handed over."""
    if order.status in DONE or order.fulfillments.filter(status="FULFILLED").exists():
        raise Refusal("This order can't be canceled.", code="CANNOT_CANCEL_ORDER", field="order")
    record(order=order, type="CANCELED", user=user, app=app)
    release(order=order)
    order.status = "CANCELED"
    order.save(update_fields=["status", "updated_at"])


def mark_as_paid(*, order: Order, reference: str, user: User | None, app: App | None) -> None:
    """Write down that an order was paid by other means, over its whole total; `reference` is the payer's or the desk's.

    Raises TransactionsExist when any transaction is there, a partial one included.
    """
    if order.billing_address is None:
        raise Refusal("Order billing address is required to mark order as paid.", code="BILLING_ADDRESS_NOT_SET")
    if order.payment_transactions.exists():
        raise TransactionsExist
    create_transaction(
        paid_for=order,
        facts={
            "name": "Manual capture",
            "psp_reference": reference,
            "available_actions": ["REFUND"],
            "amount_charged": {"amount": order.total_gross_amount, "currency": order.currency},
        },
        user=user,
        app=app,
        announce=False,
    )
    if reference:
        record(order=order, type="ORDER_MARKED_AS_PAID", user=user, app=app, transaction_reference=reference)
    else:
        record(order=order, type="ORDER_MARKED_AS_PAID", user=user, app=app)


def add_note(*, order: Order, message: str, user: User | None, app: App | None) -> OrderEvent:
    """Write a note into an order's history."""
    return record(order=order, type="NOTE_ADDED", user=user, app=app, message=_required(message))


def change_note(*, note: OrderEvent, message: str, user: User | None, app: App | None) -> OrderEvent:
    """Write a new version of a note; the old one stays in the history."""
    return record(order=note.order, type="NOTE_UPDATED", user=user, app=app, related=note, message=_required(message))


def update_order(*, order: Order, facts: dict[str, Any]) -> None:
    """Correct an order that was placed: addresses, e-mail, reference, metadata, language."""
    if order.status == "DRAFT":
        raise Refusal(
            "Provided order id belongs to draft order. Use `draftOrderUpdate` mutation instead.",
            code="INVALID",
            field="id",
        )
    check_reference(order, facts.get("external_reference"))
    if "external_reference" in facts:
        order.external_reference = facts["external_reference"] or None
    if facts.get("language_code"):
        order.language_code = facts["language_code"]
    if facts.get("user_email"):
        found = customer_of(facts)
        order.user_email, order.user = found["user_email"], found["user"]
    for kind in ("shipping", "billing"):
        if columns := facts.get(f"{kind}_address"):
            setattr(order, f"{kind}_address", save_address(columns=columns, row=getattr(order, f"{kind}_address")))
    order.metadata |= facts.get("metadata") or {}
    order.private_metadata |= facts.get("private_metadata") or {}
    order.save()
    recalculate(order)


def _required(message: str) -> str:
    if not message.strip():
        raise Refusal("Message can't be empty.", code="REQUIRED", field="message")
    return message.strip()
