"""Handing over what was ordered: parcels out of warehouses, and courses out of none that anybody sees."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from store.engine.actions.order_events import record
from store.engine.actions.order_status import refresh_status
from store.engine.actions.stock import OutOfStock, fulfil, restock
from store.engine.models import (
    App,
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderLine,
    SiteSettings,
    Stock,
    User,
    Warehouse,
)
from store.engine.refusals import Refusal


@dataclass(frozen=True)
class Portion:
    """So many units of a line out of a warehouse."""

    line_id: uuid.UUID
    warehouse_id: uuid.UUID
    quantity: int


def fulfil_order(
    *,
    order: Order,
    portions: Sequence[Portion],
    tracking_number: str,
    allow_exceeded: bool,
    user: User | None,
    app: App | None,
) -> list[Fulfillment]:
    """Hand over units, one fulfilment per warehouse; the stock goes down with what was promised of it.

    An order that is not paid is refused, unless the shop's settings allow it; so is more than is left to hand over.
    """
    settings = SiteSettings.objects.first() or SiteSettings()
    if order.total_charged_amount < order.total_gross_amount and not settings.fulfillment_allow_unpaid:
        raise Refusal("Cannot fulfill unpaid order.", code="CANNOT_FULFILL_UNPAID_ORDER", field="order")
    if sum(portion.quantity for portion in portions) <= 0:
        raise Refusal("Total quantity must be larger than 0.", code="ZERO_QUANTITY", field="lines")
    lines = {line.pk: line for line in _locked_lines(order, {portion.line_id for portion in portions})}
    _check_left(lines, portions)
    by_warehouse: dict[uuid.UUID, list[Portion]] = defaultdict(list)
    for portion in portions:
        if portion.quantity > 0:
            by_warehouse[portion.warehouse_id].append(portion)
    made = []
    for warehouse_id, parcel in by_warehouse.items():
        fulfillment = Fulfillment.objects.create(
            order=order, fulfillment_order=_next_number(order), tracking_number=tracking_number
        )
        rows = [
            _hand_over(
                fulfillment, lines[portion.line_id], warehouse_id, portion.quantity, allow_exceeded=allow_exceeded
            )
            for portion in parcel
        ]
        made.append(fulfillment)
        record(
            order=order,
            type="FULFILLMENT_FULFILLED_ITEMS",
            user=user,
            app=app,
            fulfilled_items=[row.pk for row in rows],
        )
    refresh_status(order)
    return made


def cancel_fulfilment(
    *, fulfillment: Fulfillment, warehouse: Warehouse | None, user: User | None, app: App | None
) -> None:
    """Take a fulfilment back: its units go into a warehouse and are promised to the order again."""
    order = fulfillment.order
    if fulfillment.status == "CANCELED":
        raise Refusal("This fulfillment can't be canceled", code="CANNOT_CANCEL_FULFILLMENT", field="fulfillment")
    if warehouse is None:
        raise Refusal(
            "This parameter is required for fulfillments which are not in WAITING_FOR_APPROVAL state.",
            code="REQUIRED",
            field="warehouseId",
        )
    rows = list(fulfillment.lines.select_related("order_line__variant"))
    for row in rows:
        restock(line=row.order_line, warehouse=warehouse, quantity=row.quantity, promise=True)
        row.order_line.quantity_fulfilled -= row.quantity
        row.order_line.save(update_fields=["quantity_fulfilled"])
    fulfillment.status = "CANCELED"
    fulfillment.save(update_fields=["status"])
    record(
        order=order,
        type="FULFILLMENT_CANCELED",
        user=user,
        app=app,
        composed_id=f"{order.number}-{fulfillment.fulfillment_order}",
    )
    record(
        order=order,
        type="FULFILLMENT_RESTOCKED_ITEMS",
        user=user,
        app=app,
        quantity=sum(row.quantity for row in rows),
        warehouse=str(warehouse.pk),
    )
    refresh_status(order)


def set_tracking(*, fulfillment: Fulfillment, tracking_number: str, user: User | None, app: App | None) -> None:
    """Write down under which number a parcel travels."""
    fulfillment.tracking_number = tracking_number
    fulfillment.save(update_fields=["tracking_number"])
    _tell_tracking(fulfillment, user=user, app=app)


def _locked_lines(order: Order, keys: set[uuid.UUID]) -> list[OrderLine]:
    lines = list(
        OrderLine.objects.select_for_update(of=("self",))
        .select_related("variant")
        .filter(order=order, pk__in=keys)
        .order_by("pk")
    )
    if len(lines) < len(keys):
        raise Refusal("Could not resolve to a node.", code="NOT_FOUND", field="lines")
    return lines


def _check_left(lines: dict[uuid.UUID, OrderLine], portions: Sequence[Portion]) -> None:
    wanted: dict[uuid.UUID, int] = defaultdict(int)
    for portion in portions:
        wanted[portion.line_id] += portion.quantity
    for key, quantity in wanted.items():
        left = lines[key].quantity - lines[key].quantity_fulfilled
        if quantity > left:
            raise Refusal(
                f"Only {left} item{'' if left == 1 else 's'} remaining to fulfill.",
                code="FULFILL_ORDER_LINE",
                field="orderLineId",
                order_line_ids=[key],
            )


def _hand_over(
    fulfillment: Fulfillment, line: OrderLine, warehouse_id: uuid.UUID, quantity: int, *, allow_exceeded: bool
) -> FulfillmentLine:
    stock = Stock.objects.filter(warehouse=warehouse_id, product_variant=line.variant_id).first()
    if stock is None:
        raise _insufficient(line, warehouse_id)
    try:
        fulfil(line=line, stock=stock, quantity=quantity, allow_exceeded=allow_exceeded)
    except OutOfStock as short:
        raise _insufficient(line, warehouse_id) from short
    line.quantity_fulfilled += quantity
    line.save(update_fields=["quantity_fulfilled"])
    return FulfillmentLine.objects.create(fulfillment=fulfillment, order_line=line, stock=stock, quantity=quantity)


def _insufficient(line: OrderLine, warehouse_id: uuid.UUID) -> Refusal:
    return Refusal(
        "Insufficient product stock.",
        code="INSUFFICIENT_STOCK",
        field="stocks",
        order_line_ids=[line.pk],
        warehouse_id=warehouse_id,
    )


def _next_number(order: Order) -> int:
    last = order.fulfillments.order_by("-fulfillment_order").first()
    return last.fulfillment_order + 1 if last else 1


def _tell_tracking(fulfillment: Fulfillment, *, user: User | None, app: App | None) -> None:
    record(
        order=fulfillment.order,
        type="TRACKING_UPDATED",
        user=user,
        app=app,
        tracking_number=fulfillment.tracking_number,
        fulfillment=f"{fulfillment.order.number}-{fulfillment.fulfillment_order}",
    )
