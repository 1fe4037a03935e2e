"""Where an order stands, and what may still be changed about it."""

from store.engine.models import Order
from store.engine.refusals import Refusal

EDITABLE = ("DRAFT", "UNCONFIRMED")


class NotEditable(Refusal):
    """The order is confirmed: its lines and delivery stay as they are."""

    def __init__(self) -> None:
        super().__init__("Only draft and unconfirmed orders can be edited.", code="NOT_EDITABLE", field="id")


def require_editable(order: Order) -> None:
    """Raise NotEditable for an order that is confirmed."""
    if order.status not in EDITABLE:
        raise NotEditable


def refresh_status(order: Order) -> None:
    """Set and store the status that the fulfilled quantities call for."""
    lines = list(order.lines.all())
    total = sum(line.quantity for line in lines)
    fulfilled = sum(line.quantity_fulfilled for line in lines)
    if total == 0:
        return
    if fulfilled <= 0:
        order.status = "UNFULFILLED"
    else:
        order.status = "PARTIALLY_FULFILLED" if fulfilled < total else "FULFILLED"
    order.save(update_fields=["status", "updated_at"])
