"""Order numbers: one sequence for every channel."""

from store.engine.models import OrderNumber


def next_order_number() -> int:
    """Return a number that no order has; the database hands it out, and a failed order leaves a gap."""
    return OrderNumber.objects.create().pk
