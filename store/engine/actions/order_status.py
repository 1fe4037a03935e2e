"""Where an order stands: worked out from how much of it was fulfilled."""

from store.engine.models import Order

EDITABLE = ("DRAFT", "UNCONFIRMED")


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
