"""Refunds that the shop grants: what is owed back lowers what the order costs, before any money moves."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from store.engine.actions.charge_status import update_charge_status
from store.engine.models import (
    App,
    Order,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
    TransactionItem,
    User,
)
from store.engine.money import quantize
from store.engine.refusals import Refusal, Refusals


@dataclass(frozen=True)
class RefundedLine:
    """So many units of a line for which money is given back."""

    line_id: uuid.UUID
    quantity: int
    reason: str = ""


def grant_refund(
    *,
    order: Order,
    item: TransactionItem,
    amount: Decimal | None,
    reason: str,
    lines: Sequence[RefundedLine],
    for_shipping: bool,
    user: User | None,
    app: App | None,
) -> OrderGrantedRefund:
    """Grant a refund out of a transaction of the order, in major units.

    Without an amount it is worked out from lines and delivery, and is never more than the transaction holds. A stated
    amount that is more is refused; so are units that were refunded before, and delivery a second time.
    """
    if amount is None and not lines and not for_shipping:
        message = "You must provide at least one of `amount`, `lines`, `grantRefundForShipping`."
        raise Refusals(
            Refusal(message, code="REQUIRED", field=field) for field in ("amount", "lines", "grantRefundForShipping")
        )
    rows = _checked_lines(order, lines)
    if for_shipping and order.granted_refunds.filter(shipping_costs_included=True).exists():
        raise Refusal(
            "Shipping costs have already been granted.",
            code="SHIPPING_COSTS_ALREADY_GRANTED",
            field="grantRefundForShipping",
        )
    if amount is None:
        worth = sum((rows[line.line_id].unit_price_gross_amount * line.quantity for line in lines), Decimal(0))
        worth += order.shipping_price_gross_amount if for_shipping else Decimal(0)
        amount = min(worth, item.charged_value)
    elif amount > item.charged_value:
        raise Refusal(
            "Amount cannot be greater than the charged amount of provided transaction.",
            code="AMOUNT_GREATER_THAN_AVAILABLE",
            field="amount",
        )
    refund = OrderGrantedRefund.objects.create(
        order=order,
        amount_value=quantize(amount, order.currency),
        currency=order.currency,
        reason=reason,
        shipping_costs_included=for_shipping,
        transaction_item=item,
        user=user,
        app=app,
    )
    OrderGrantedRefundLine.objects.bulk_create(
        OrderGrantedRefundLine(
            granted_refund=refund, order_line=rows[line.line_id], quantity=line.quantity, reason=line.reason
        )
        for line in lines
    )
    update_charge_status(order)
    return refund


@dataclass(frozen=True)
class Change:
    """What is to be different about a granted refund; None leaves it as it is."""

    amount: Decimal | None = None
    reason: str | None = None
    without_lines: Sequence[int] = ()
    for_shipping: bool | None = None


def change_granted_refund(*, refund: OrderGrantedRefund, change: Change) -> None:
    """Change a granted refund; once money moves, only its reason.

    Without a stated amount it follows from the lines and the delivery that stay.
    """
    if change == Change():
        raise Refusal("At least one field needs to be provided to process update.", code="REQUIRED", field="input")
    if refund.status in ("PENDING", "SUCCESS") and change != Change(reason=change.reason):
        raise Refusals(
            [
                Refusal(
                    "Only reason can be updated when `OrderGrantedRefund.status` is PENDING or SUCCESS.",
                    code="INVALID",
                    field=field,
                )
                for field, stated in (
                    ("amount", change.amount is not None),
                    ("removeLines", bool(change.without_lines)),
                    ("grantRefundForShipping", change.for_shipping is not None),
                )
                if stated
            ]
        )
    _check_change(refund, change)
    refund.lines.filter(pk__in=change.without_lines).delete()
    if change.for_shipping is not None:
        refund.shipping_costs_included = change.for_shipping
    if change.amount is not None:
        refund.amount_value = quantize(change.amount, refund.currency)
    elif change.without_lines or change.for_shipping is not None:
        kept = refund.lines.select_related("order_line")
        worth = sum((line.order_line.unit_price_gross_amount * line.quantity for line in kept), Decimal(0))
        worth += refund.order.shipping_price_gross_amount if refund.shipping_costs_included else Decimal(0)
        refund.amount_value = quantize(worth, refund.currency)
    if change.reason is not None:
        refund.reason = change.reason
    refund.save(update_fields=["amount_value", "reason", "shipping_costs_included", "updated_at"])
    update_charge_status(refund.order)


def _check_change(refund: OrderGrantedRefund, change: Change) -> None:
    wrong = []
    foreign = set(change.without_lines) - set(refund.lines.values_list("pk", flat=True))
    if foreign:
        faults = [
            {"line_key": key, "field": None, "code": "NOT_FOUND", "message": "Could not resolve to a line."}
            for key in sorted(foreign)
        ]
        message = "Provided input for lines is invalid."
        wrong.append(Refusal(message, code="INVALID", field="removeLines", remove_lines=faults))
    others = refund.order.granted_refunds.exclude(pk=refund.pk)
    if change.for_shipping and others.filter(shipping_costs_included=True).exists():
        wrong.append(
            Refusal(
                "Shipping costs have already been granted.",
                code="SHIPPING_COSTS_ALREADY_GRANTED",
                field="grantRefundForShipping",
            )
        )
    item = refund.transaction_item
    if item is not None and change.amount is not None and change.amount > item.charged_value:
        wrong.append(
            Refusal(
                "Amount cannot be greater than the charged amount of provided transaction.",
                code="AMOUNT_GREATER_THAN_AVAILABLE",
                field="amount",
            )
        )
    if wrong:
        raise Refusals(wrong)


def _checked_lines(order: Order, lines: Sequence[RefundedLine]) -> dict[uuid.UUID, OrderLine]:
    """Return the order's lines by key; refuse foreign lines and units that were refunded before."""
    rows = {row.pk: row for row in order.lines.filter(pk__in=[line.line_id for line in lines])}
    granted: defaultdict[uuid.UUID, int] = defaultdict(int)
    before = OrderGrantedRefundLine.objects.filter(granted_refund__order=order).order_by().values("order_line")
    for key, quantity in before.annotate(units=Sum("quantity")).values_list("order_line", "units"):
        granted[key] = quantity
    faults: list[dict[str, Any]] = []
    for line in lines:
        row = rows.get(line.line_id)
        if row is None:
            faults.append(_fault(line, "id", "NOT_FOUND", "Could not resolve to a line."))
        elif line.quantity + granted[line.line_id] > row.quantity:
            left = row.quantity - granted[line.line_id]
            message = f"Cannot grant refund for more than the available quantity of the line ({left})."
            faults.append(_fault(line, "quantity", "QUANTITY_GREATER_THAN_AVAILABLE", message))
    if faults:
        raise Refusal("Provided input for lines is invalid.", code="INVALID", field="lines", lines=faults)
    return rows


def _fault(line: RefundedLine, field: str, code: str, message: str) -> dict[str, Any]:
    return {"line_key": line.line_id, "field": field, "code": code, "message": message}
