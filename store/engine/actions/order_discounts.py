"""Discounts given by hand, on a whole order or on one of its lines."""

from decimal import Decimal

from store.engine.actions.order_events import discount_facts, line_facts, record
from store.engine.actions.order_status import EDITABLE
from store.engine.actions.order_totals import recalculate
from store.engine.models import App, Order, OrderDiscount, OrderLine, OrderLineDiscount, User
from store.engine.refusals import Refusal


class CannotDiscount(Refusal):
    """The order is confirmed, or has a discount by hand already."""

    def __init__(self, message: str = "Only draft and unconfirmed order can be modified.") -> None:
        super().__init__(message, code="CANNOT_DISCOUNT", field="orderId")


def add_discount(
    *, order: Order, value_type: str, value: Decimal, reason: str, user: User | None, app: App | None
) -> OrderDiscount:
    """Give a discount on goods and delivery; FIXED in major units or PERCENTAGE. One at a time."""
    _require_editable(order)
    if order.discounts.filter(type="MANUAL").exists():
        raise CannotDiscount("Order already has assigned discount.")
    _check(value_type, value, highest=order.undiscounted_total_gross_amount, currency=order.currency)
    discount = OrderDiscount.objects.create(
        order=order, type="MANUAL", value_type=value_type, value=value, reason=reason, currency=order.currency
    )
    recalculate(order)
    discount.refresh_from_db()
    record(order=order, type="ORDER_DISCOUNT_ADDED", user=user, app=app, discount=discount_facts(discount))
    return discount


def change_discount(
    *, discount: OrderDiscount, value_type: str, value: Decimal, reason: str | None, user: User | None, app: App | None
) -> None:
    """Change a discount on the whole order; without a `reason` the old one stays."""
    order = discount.order
    _require_editable(order)
    _check(value_type, value, highest=order.undiscounted_total_gross_amount, currency=order.currency)
    old = discount_facts(discount)
    differs = (discount.value_type, discount.value) != (value_type, value)
    discount.value_type, discount.value = value_type, value
    discount.reason = discount.reason if reason is None else reason
    discount.save()
    if differs:
        recalculate(order)
        discount.refresh_from_db()
        record(order=order, type="ORDER_DISCOUNT_UPDATED", user=user, app=app, discount=discount_facts(discount, old))


def remove_discount(*, discount: OrderDiscount, user: User | None, app: App | None) -> None:
    """Take a discount off the whole order; its voucher, if any, counts again."""
    order = discount.order
    _require_editable(order)
    facts = discount_facts(discount)
    discount.delete()
    record(order=order, type="ORDER_DISCOUNT_DELETED", user=user, app=app, discount=facts)
    recalculate(order)


def discount_line(
    *, line: OrderLine, value_type: str, value: Decimal, reason: str | None, user: User | None, app: App | None
) -> None:
    """Give a discount on each unit of a line, or change it."""
    order = line.order
    _require_editable(order)
    _check(value_type, value, highest=line.undiscounted_unit_price_gross_amount, currency=line.currency)
    before = line.discounts.filter(type="MANUAL").first()
    old = discount_facts(before) if before else None
    discount = before or OrderLineDiscount(line=line, type="MANUAL", currency=line.currency)
    discount.value_type, discount.value = value_type, value
    discount.reason = discount.reason if reason is None else reason
    discount.save()
    recalculate(order)
    if before is None or old is None or (old["value_type"], Decimal(old["value"])) != (value_type, value):
        discount.refresh_from_db()
        _tell(line, "ORDER_LINE_DISCOUNT_UPDATED", discount_facts(discount, old), user=user, app=app)


def undiscount_line(*, line: OrderLine, user: User | None, app: App | None) -> None:
    """Take the discount off a line; the order's voucher, if it is for lines, counts again."""
    _require_editable(line.order)
    discount = line.discounts.first()
    facts = discount_facts(discount) if discount else None
    line.discounts.all().delete()
    _tell(line, "ORDER_LINE_DISCOUNT_REMOVED", facts, user=user, app=app)
    recalculate(line.order)


def _require_editable(order: Order) -> None:
    if order.status not in EDITABLE:
        raise CannotDiscount


def _check(value_type: str, value: Decimal, *, highest: Decimal, currency: str) -> None:
    if value_type == "FIXED" and value > highest:
        raise Refusal(f"The value ({value}) cannot be higher than {highest} {currency}", code="INVALID", field="value")
    if value_type == "PERCENTAGE" and value > 100:
        raise Refusal(f"The percentage value ({value}) cannot be higher than 100.", code="INVALID", field="value")


def _tell(line: OrderLine, type_: str, discount: dict[str, str] | None, *, user: User | None, app: App | None) -> None:
    facts = line_facts((line.quantity, line))
    facts[0]["discount"] = discount
    record(order=line.order, type=type_, user=user, app=app, lines=facts)
