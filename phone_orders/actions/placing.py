"""Placing the order, and how it is paid: by a link, or offline with a reference."""

from contextlib import suppress

from django.utils import timezone

from phone_orders.actions.drafts import read_order
from phone_orders.actions.refusals import DeskRefusal, refuse_if, spoken
from phone_orders.agents import Agent
from phone_orders.models import Call
from store.payments.completion import CompletionRefused, Queued, complete_draft
from store.payments.messages import notices
from store.payments.models import PayLink
from store.payments.pay_links import (
    LinkIsDead,
    PaymentInFlight,
    PaymentsUnavailable,
    cancel_links,
    make_link,
    order_of_link,
)
from store.saleor.client.fragments import DeskOrder

OUT_OF_STOCK = "Something was sold out while you were talking. See the lines marked below."
QUEUED = "Many are ordering the same at this very moment. Nothing was placed: place it once more."
NO_LINK = {"paid": "This order is paid already.", "cancelled": "This order was cancelled."}


class TotalChanged(DeskRefusal):
    """The total is not what was read out: read it again, then place the order."""

    def __init__(self) -> None:
        super().__init__("The total has changed since you read it out. Read it out again.", code="TOTAL_CHANGED")


def place_order(*, agent: Agent, call: Call, quoted: int) -> DeskOrder:
    """Make the order of the draft, at the total that was read out (`quoted`, in minor units).

    Doing it twice gives one order. Raises TotalChanged when the total is another one now.
    """
    order = _order(agent=agent, call=call)
    if order.status == "DRAFT":
        if order.errors:
            raise DeskRefusal(spoken(order.errors[0]), code=str(order.errors[0].code))
        if order.total.gross.fractional_amount != quoted:
            raise TotalChanged
        variant_ids = [line.variant.id for line in order.lines if line.variant]
        try:
            complete_draft(agent.client, order_id=order.id, variant_ids=variant_ids)
        except Queued as queued:
            raise DeskRefusal(QUEUED) from queued
        except CompletionRefused as refused:
            order = _order(agent=agent, call=call)
            if order.status == "DRAFT":  # otherwise another click was faster
                message = OUT_OF_STOCK if "INSUFFICIENT_STOCK" in refused.codes else refused.message
                raise DeskRefusal(message, code=refused.codes[0] if refused.codes else "") from refused
        order = _order(agent=agent, call=call)
    _note_placed(agent=agent, call=call, order=order)
    return order


def pay_by_link(*, agent: Agent, call: Call) -> PayLink:
    """Make a link on which the customer pays; earlier links of the order die."""
    order = _placed(agent=agent, call=call)
    try:
        link = make_link(order_id=order.id)
    except LinkIsDead as dead:
        raise DeskRefusal(NO_LINK.get(dead.why, "This order is gone.")) from dead
    except PaymentInFlight as paid:
        raise DeskRefusal("The customer is just paying. Wait a moment.") from paid
    except PaymentsUnavailable as down:
        raise DeskRefusal("No payment page can be opened now. Try again in a minute.") from down
    if call.customer_email:
        notices.send_pay_link(link=link, email=call.customer_email)
    return link


def end_outdated_link(*, order: DeskOrder, link: PayLink) -> None:
    """Let a link die whose order was cancelled or changed elsewhere, such as in Saleor's Dashboard."""
    asked = order.status != "CANCELED" and order.total.gross.fractional_amount == link.amount
    if not asked and link.cancelled_at is None:
        with suppress(LinkIsDead):
            order_of_link(link)


def pay_offline(*, agent: Agent, call: Call, reference: str) -> None:
    """Record that the order was paid outside the shop, such as by cheque; links that were sent die."""
    if not agent.takes_offline_payments:
        raise DeskRefusal("Only a supervisor records payments that were made elsewhere.", field="payment")
    if not reference.strip():
        raise DeskRefusal("Give the reference of the payment, such as the cheque's number.", field="reference")
    order = _placed(agent=agent, call=call)
    if order.owes_nothing:
        raise DeskRefusal("This order is paid already.")
    try:
        cancel_links(order_id=order.id)
    except PaymentInFlight as paid:
        raise DeskRefusal("The customer has just paid on the link. Wait a moment.") from paid
    except PaymentsUnavailable as down:
        raise DeskRefusal("The link that was sent cannot be closed now. Try again in a minute.") from down
    answer = agent.client.desk_order_mark_as_paid(id=order.id, reference=reference.strip())
    refuse_if(answer.errors if answer else None, field="reference")


def _note_placed(*, agent: Agent, call: Call, order: DeskOrder) -> None:
    if call.is_placed:
        return
    if order.total.gross.is_zero and not order.owes_nothing:
        agent.client.desk_order_mark_as_paid(id=order.id, reference="nothing to pay")
    call.placed_at, call.order_number = timezone.now(), order.number
    call.save(update_fields=["placed_at", "order_number"])
    notices.tell_customer_of_order(order_id=order.id)


def _order(*, agent: Agent, call: Call) -> DeskOrder:
    order = read_order(agent=agent, call=call)
    if order is None:
        raise DeskRefusal("The basket is empty.")
    return order


def _placed(*, agent: Agent, call: Call) -> DeskOrder:
    order = _order(agent=agent, call=call)
    if order.status == "DRAFT":
        raise DeskRefusal("Place the order first.")
    return order
