"""Lines, delivery and discounts of drafts and of orders that are not confirmed."""

import graphene

from store.engine.actions.order_discounts import (
    add_discount,
    change_discount,
    discount_line,
    remove_discount,
    undiscount_line,
)
from store.engine.actions.order_lines import Unavailable, add_lines, change_quantity, check_variants, remove_line
from store.engine.actions.order_shipping import choose_method, clear_method
from store.engine.actions.order_status import require_editable
from store.engine.actions.order_totals import recalculate
from store.engine.models import OrderDiscount as OrderDiscountModel
from store.engine.refusals import Refusal
from store.engine.schema.draft_mutations import OrderLineCreateInput, read_lines
from store.engine.schema.enums import DiscountValueTypeEnum
from store.engine.schema.ids import to_global_id
from store.engine.schema.order import Order
from store.engine.schema.order_line import OrderLine
from store.engine.schema.order_mutation import (
    OrderMutation,
    find_method,
    key_of,
    locked_line,
    locked_order,
    order_errors,
    who,
)
from store.engine.schema.scalars import PositiveDecimal


class OrderLineInput(graphene.InputObjectType):
    quantity = graphene.Int(required=True)


class OrderLinesCreate(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = graphene.List(graphene.NonNull(OrderLineCreateInput), required=True)

    order = graphene.Field(Order)
    order_lines = graphene.List(graphene.NonNull(OrderLine))
    errors = order_errors()

    @classmethod
    def perform(cls, info, id, input):
        order = locked_order(info, id)
        require_editable(order)
        lines = read_lines(input)
        if nothing := [line.variant.pk for line in lines if line.quantity <= 0]:
            raise Refusal(
                "Variants quantity must be greater than 0.",
                code="ZERO_QUANTITY",
                field="quantity",
                variant_ids=nothing,
            )
        try:
            check_variants(variants=[line.variant for line in lines], channel=order.channel)
        except Unavailable as refused:
            refused.field = "input"
            raise
        return {"order_lines": add_lines(order=order, lines=lines, **who(info)), "order": order}


class OrderLineUpdate(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = OrderLineInput(required=True)

    order = graphene.Field(Order)
    order_line = graphene.Field(OrderLine)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id, input):
        line = locked_line(info, id)
        change_quantity(line=line, quantity=input["quantity"], **who(info))
        return {"order": line.order, "order_line": line.order.lines.get(pk=line.pk)}


class OrderLineDelete(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)

    order = graphene.Field(Order)
    order_line = graphene.Field(OrderLine)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id):
        line = locked_line(info, id)
        key = line.pk
        remove_line(line=line, **who(info))
        line.pk = key
        return {"order": line.order, "order_line": line}


class OrderUpdateShippingInput(graphene.InputObjectType):
    shipping_method = graphene.ID()


class OrderUpdateShipping(OrderMutation):
    class Arguments:
        order = graphene.ID(required=True)
        input = OrderUpdateShippingInput(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, order, input):
        row = locked_order(info, order)
        require_editable(row)
        if "shipping_method" not in input:
            raise _required("Shipping method must be provided to perform mutation.")
        if not input["shipping_method"]:
            if row.status != "DRAFT" and row.lines.filter(is_shipping_required=True).exists():
                raise _required("Shipping method is required for this order.")
            if input["shipping_method"] == "":
                raise _required("Shipping method cannot be empty.")
            clear_method(row)
        else:
            choose_method(order=row, method=find_method(input["shipping_method"]))
        recalculate(row)
        return {"order": row}


def _required(message):
    return Refusal(message, code="SHIPPING_METHOD_REQUIRED", field="shippingMethod")


class OrderDiscountCommonInput(graphene.InputObjectType):
    value_type = graphene.Field(DiscountValueTypeEnum, required=True)
    value = PositiveDecimal(required=True)
    reason = graphene.String()


class OrderDiscountAdd(OrderMutation):
    class Arguments:
        order_id = graphene.ID(required=True)
        input = OrderDiscountCommonInput(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, order_id, input):
        order = locked_order(info, order_id, field="orderId")
        add_discount(order=order, **_discount(input) | {"reason": input.get("reason") or ""}, **who(info))
        return {"order": order}


class OrderDiscountUpdate(OrderMutation):
    class Arguments:
        discount_id = graphene.ID(required=True)
        input = OrderDiscountCommonInput(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, discount_id, input):
        discount = _discount_row(info, discount_id)
        change_discount(discount=discount, **_discount(input), **who(info))
        return {"order": discount.order}


class OrderDiscountDelete(OrderMutation):
    class Arguments:
        discount_id = graphene.ID(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, discount_id):
        discount = _discount_row(info, discount_id)
        remove_discount(discount=discount, **who(info))
        return {"order": discount.order}


class OrderLineDiscountUpdate(OrderMutation):
    class Arguments:
        order_line_id = graphene.ID(required=True)
        input = OrderDiscountCommonInput(required=True)

    order = graphene.Field(Order)
    order_line = graphene.Field(OrderLine)
    errors = order_errors()

    @classmethod
    def perform(cls, info, order_line_id, input):
        line = locked_line(info, order_line_id)
        discount_line(line=line, **_discount(input), **who(info))
        return {"order": line.order, "order_line": line.order.lines.get(pk=line.pk)}


class OrderLineDiscountRemove(OrderMutation):
    class Arguments:
        order_line_id = graphene.ID(required=True)

    order = graphene.Field(Order)
    order_line = graphene.Field(OrderLine)
    errors = order_errors()

    @classmethod
    def perform(cls, info, order_line_id):
        line = locked_line(info, order_line_id)
        undiscount_line(line=line, **who(info))
        return {"order": line.order, "order_line": line.order.lines.get(pk=line.pk)}


def _discount(input):
    return {"value_type": input["value_type"], "value": input["value"], "reason": input.get("reason")}


def _discount_row(info, id):
    discount = OrderDiscountModel.objects.filter(pk=key_of(id, "OrderDiscount", field="discountId")).first()
    if discount is None:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field="discountId")
    discount.order = locked_order(info, to_global_id("Order", discount.order_id))
    return discount


class OrderLineMutations:
    order_lines_create = OrderLinesCreate.Field()
    order_line_update = OrderLineUpdate.Field()
    order_line_delete = OrderLineDelete.Field()
    order_update_shipping = OrderUpdateShipping.Field()
    order_discount_add = OrderDiscountAdd.Field()
    order_discount_update = OrderDiscountUpdate.Field()
    order_discount_delete = OrderDiscountDelete.Field()
    order_line_discount_update = OrderLineDiscountUpdate.Field()
    order_line_discount_remove = OrderLineDiscountRemove.Field()
