"""Orders after they were placed: confirmed, cancelled, marked as paid, noted on, corrected, handed over."""

import graphene

from store.engine.actions.fulfilments import Portion, cancel_fulfilment, fulfil_order, set_tracking
from store.engine.actions.order_events import record
from store.engine.actions.order_lifecycle import (
    TransactionsExist,
    add_note,
    cancel,
    change_note,
    confirm,
    mark_as_paid,
    update_order,
)
from store.engine.models import Fulfillment as FulfillmentModel
from store.engine.models import OrderEvent as OrderEventModel
from store.engine.models import Warehouse as WarehouseModel
from store.engine.refusals import Refusal
from store.engine.schema.address import AddressInput
from store.engine.schema.enums import LanguageCodeEnum, enum_of
from store.engine.schema.fulfillment import Fulfillment
from store.engine.schema.ids import find, to_global_id
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.mutation import ErrorBase, list_of_errors
from store.engine.schema.order import Order
from store.engine.schema.order_event import OrderEvent
from store.engine.schema.order_mutation import (
    OrderMutation,
    as_metadata,
    key_of,
    locked_order,
    order_errors,
    read_addresses,
    who,
)

OrderNoteAddErrorCode = enum_of("OrderNoteAddErrorCode", "GRAPHQL_ERROR REQUIRED")
OrderNoteUpdateErrorCode = enum_of("OrderNoteUpdateErrorCode", "GRAPHQL_ERROR NOT_FOUND REQUIRED")


class OrderUpdateInput(graphene.InputObjectType):
    billing_address = AddressInput()
    user_email = graphene.String()
    shipping_address = AddressInput()
    external_reference = graphene.String()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()
    language_code = graphene.Field(LanguageCodeEnum)


class OrderUpdate(OrderMutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = OrderUpdateInput(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        order = locked_order(info, id, external_reference)
        facts = {name: input[name] for name in ("user_email", "external_reference") if name in input}
        facts |= read_addresses(info, input)
        for name, field in (("metadata", "metadata"), ("private_metadata", "privateMetadata")):
            facts[name] = as_metadata(input.get(name), field)
        if input.get("language_code"):
            facts["language_code"] = input["language_code"].lower().replace("_", "-")
        update_order(order=order, facts=facts)
        return {"order": order}


class OrderConfirm(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id):
        order = locked_order(info, id)
        confirm(order=order, **who(info))
        return {"order": order}


class OrderCancel(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id):
        order = locked_order(info, id)
        cancel(order=order, **who(info))
        return {"order": order}


class OrderMarkAsPaid(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)
        transaction_reference = graphene.String()

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id, transaction_reference=None):
        order = locked_order(info, id)
        try:
            mark_as_paid(order=order, reference=transaction_reference or "", **who(info))
        except TransactionsExist as refused:  # the attempt stays in the history
            record(order=order, type="TRANSACTION_MARK_AS_PAID_FAILED", message=refused.message, **who(info))
            return {"errors": [refused.as_error()]}
        return {"order": order}


class OrderNoteInput(graphene.InputObjectType):
    message = graphene.String(required=True)


class OrderNoteAddError(ErrorBase):
    code = graphene.Field(OrderNoteAddErrorCode)


class OrderNoteUpdateError(ErrorBase):
    code = graphene.Field(OrderNoteUpdateErrorCode)


class OrderNoteAdd(OrderMutation):
    class Arguments:
        order = graphene.ID(required=True)
        input = OrderNoteInput(required=True)

    order = graphene.Field(Order)
    event = graphene.Field(OrderEvent)
    errors = list_of_errors(OrderNoteAddError)

    @classmethod
    def perform(cls, info, order, input):
        row = locked_order(info, order)
        return {"order": row, "event": add_note(order=row, message=input["message"], **who(info))}


class OrderNoteUpdate(OrderMutation):
    class Arguments:
        note = graphene.ID(required=True)
        input = OrderNoteInput(required=True)

    order = graphene.Field(Order)
    event = graphene.Field(OrderEvent)
    errors = list_of_errors(OrderNoteUpdateError)

    @classmethod
    def perform(cls, info, note, input):
        row = find(OrderEventModel.objects.filter(type__in=("NOTE_ADDED", "NOTE_UPDATED")), note, "OrderEvent")
        if row is None:
            raise Refusal(f"Couldn't resolve to a node: {note}", code="NOT_FOUND", field="id")
        row.order = locked_order(info, to_global_id("Order", row.order_id))
        return {"order": row.order, "event": change_note(note=row, message=input["message"], **who(info))}


class OrderFulfillStockInput(graphene.InputObjectType):
    quantity = graphene.Int(required=True)
    warehouse = graphene.ID(required=True)


class OrderFulfillLineInput(graphene.InputObjectType):
    order_line_id = graphene.ID()
    stocks = graphene.List(graphene.NonNull(OrderFulfillStockInput), required=True)


class OrderFulfillInput(graphene.InputObjectType):
    lines = graphene.List(graphene.NonNull(OrderFulfillLineInput), required=True)
    notify_customer = graphene.Boolean()
    allow_stock_to_be_exceeded = graphene.Boolean(default_value=False)
    tracking_number = graphene.String()


class OrderFulfill(OrderMutation):
    class Arguments:
        order = graphene.ID()
        input = OrderFulfillInput(required=True)

    fulfillments = graphene.List(graphene.NonNull(Fulfillment))
    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, input, order=None):
        row = locked_order(info, order, field="order")
        made = fulfil_order(
            order=row,
            portions=_portions(input["lines"]),
            tracking_number=input.get("tracking_number") or "",
            allow_exceeded=bool(input.get("allow_stock_to_be_exceeded")),
            **who(info),
        )
        return {"order": row, "fulfillments": made}


class FulfillmentCancelInput(graphene.InputObjectType):
    warehouse_id = graphene.ID()


class FulfillmentCancel(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = FulfillmentCancelInput()

    fulfillment = graphene.Field(Fulfillment)
    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id, input=None):
        fulfillment = _fulfilment(info, id)
        warehouse = None
        if input and input.get("warehouse_id"):
            warehouse = find(WarehouseModel.objects, input["warehouse_id"], "Warehouse")
        cancel_fulfilment(fulfillment=fulfillment, warehouse=warehouse, **who(info))
        return {"fulfillment": fulfillment, "order": fulfillment.order}


class FulfillmentUpdateTrackingInput(graphene.InputObjectType):
    tracking_number = graphene.String()
    notify_customer = graphene.Boolean(default_value=False)


class FulfillmentUpdateTracking(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = FulfillmentUpdateTrackingInput(required=True)

    fulfillment = graphene.Field(Fulfillment)
    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id, input):
        fulfillment = _fulfilment(info, id)
        set_tracking(fulfillment=fulfillment, tracking_number=input.get("tracking_number") or "", **who(info))
        return {"fulfillment": fulfillment, "order": fulfillment.order}


def _portions(lines):
    portions = []
    seen = set()
    for line in lines:
        key = key_of(line.get("order_line_id") or "", "OrderLine", field="lines")
        if key in seen:
            raise _duplicate("orderLineId", "Duplicated order line ID.", order_line_ids=[key])
        seen.add(key)
        warehouses = [key_of(stock["warehouse"], "Warehouse", field="warehouse") for stock in line["stocks"]]
        if len(set(warehouses)) < len(warehouses):
            raise _duplicate("warehouse", "Duplicated warehouse ID.", warehouse_id=warehouses[0])
        portions += [
            Portion(line_id=key, warehouse_id=warehouse, quantity=stock["quantity"])
            for warehouse, stock in zip(warehouses, line["stocks"], strict=True)
        ]
    return portions


def _duplicate(field, message, **facts):
    return Refusal(message, code="DUPLICATED_INPUT_ITEM", field=field, **facts)


def _fulfilment(info, id):
    fulfillment = find(FulfillmentModel.objects, id, "Fulfillment")
    if fulfillment is None:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field="id")
    fulfillment.order = locked_order(info, to_global_id("Order", fulfillment.order_id))
    return fulfillment


class OrderMutations:
    order_update = OrderUpdate.Field()
    order_confirm = OrderConfirm.Field()
    order_cancel = OrderCancel.Field()
    order_mark_as_paid = OrderMarkAsPaid.Field()
    order_note_add = OrderNoteAdd.Field()
    order_note_update = OrderNoteUpdate.Field()
    order_fulfill = OrderFulfill.Field()
    order_fulfillment_cancel = FulfillmentCancel.Field()
    order_fulfillment_update_tracking = FulfillmentUpdateTracking.Field()
