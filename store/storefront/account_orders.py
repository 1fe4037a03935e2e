"""A person's orders as a list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from store.markets import MARKETS
from store.payments.order_links import links_of_orders
from store.saleor.client.fragments import OrderInList

STATES = {
    "UNCONFIRMED": "Being checked",
    "CANCELED": "Cancelled",
    "EXPIRED": "Expired",
    "RETURNED": "Returned",
    "PARTIALLY_RETURNED": "Partly returned",
    "PARTIALLY_FULFILLED": "Partly sent",
}


@dataclass(frozen=True)
class ListedOrder:
    """An order, how it stands, and the token of its page; no token where this shop has no such market."""

    order: OrderInList
    state: str
    token: str = ""


def listed(orders: Iterable[OrderInList]) -> list[ListedOrder]:
    """Return orders with their states and pages, for a constant number of queries."""
    found = list(orders)
    links = links_of_orders({order.id: order.channel.slug for order in found if order.channel.slug in MARKETS})
    return [ListedOrder(order, state_of(order), links[order.id].token if order.id in links else "") for order in found]


def state_of(order: OrderInList) -> str:
    """Say how an order stands."""
    if order.total_refunded.exact and order.total_refunded.exact >= order.total.gross.exact:
        return "Refunded"
    if order.status.value in STATES:
        return STATES[order.status.value]
    if not order.owes_nothing:
        return "Waiting for payment"
    if not order.is_shipping_required:
        return "Paid"
    return "Sent" if order.status.value == "FULFILLED" else "Being packed"
