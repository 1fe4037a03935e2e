"""The history of an order."""

from typing import Any

from store.engine.models import App, Order, OrderDiscount, OrderEvent, OrderLineDiscount, User


def record(
    *,
    order: Order,
    type: str,  # noqa: A002 - the name clients know it by
    user: User | None = None,
    app: App | None = None,
    related: OrderEvent | None = None,
    **parameters: Any,
) -> OrderEvent:
    """Write down what happened to an order and who did it.

    `type` is one of Saleor's OrderEventsEnum; `parameters` are JSON, under the names that Saleor stores them by.
    """
    return OrderEvent.objects.create(order=order, type=type, user=user, app=app, related=related, parameters=parameters)


def line_facts(*lines: tuple[int, Any]) -> list[dict[str, Any]]:
    """Return what an event remembers of (quantity, order line) pairs: the line may be gone later."""
    return [{"quantity": quantity, "line_pk": str(line.pk), "item": str(line)} for quantity, line in lines]


def discount_facts(discount: OrderDiscount | OrderLineDiscount, old: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what an event remembers of a discount, and of what it was before (`old`, as this function returned it)."""
    facts = {
        "value_type": discount.value_type,
        "value": str(discount.value),
        "reason": discount.reason,
        "amount_value": str(discount.amount_value),
        "currency": discount.currency,
    }
    if old:
        facts |= {
            "old_value_type": old["value_type"],
            "old_value": old["value"],
            "old_amount_value": old["amount_value"],
        }
    return facts
