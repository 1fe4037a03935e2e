"""Refunds that were granted, and granting one."""

import graphene

from store.engine.actions.granted_refunds import Change, RefundedLine, change_granted_refund, grant_refund
from store.engine.models import OrderGrantedRefund as OrderGrantedRefundModel
from store.engine.money import Money as EngineMoney
from store.engine.refusals import Refusal
from store.engine.schema.enums import enum_of
from store.engine.schema.guard import Guarded
from store.engine.schema.ids import WithGlobalId, from_global_id, get_or_refuse, to_global_id
from store.engine.schema.money import Money
from store.engine.schema.mutation import ErrorBase, Mutation, list_of_errors
from store.engine.schema.order_enums import OrderGrantedRefundStatusEnum
from store.engine.schema.order_line import OrderLine
from store.engine.schema.order_mutation import key_of, locked_order, who
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import DateTime, Decimal
from store.engine.schema.transaction import TransactionEvent, TransactionItem
from store.engine.schema.transaction_mutations import find_transaction

PAYERS = ("MANAGE_ORDERS", "HANDLE_PAYMENTS")
OrderGrantRefundCreateErrorCode = enum_of(
    "OrderGrantRefundCreateErrorCode",
    "GRAPHQL_ERROR NOT_FOUND NOT_CONFIGURED SHIPPING_COSTS_ALREADY_GRANTED AMOUNT_GREATER_THAN_AVAILABLE REQUIRED "
    "INVALID",
)
OrderGrantRefundCreateLineErrorCode = enum_of(
    "OrderGrantRefundCreateLineErrorCode",
    "GRAPHQL_ERROR NOT_FOUND QUANTITY_GREATER_THAN_AVAILABLE INVALID NOT_CONFIGURED",
)
OrderGrantRefundUpdateErrorCode = enum_of(
    "OrderGrantRefundUpdateErrorCode",
    "GRAPHQL_ERROR NOT_FOUND NOT_CONFIGURED REQUIRED INVALID AMOUNT_GREATER_THAN_AVAILABLE "
    "SHIPPING_COSTS_ALREADY_GRANTED",
)
OrderGrantRefundUpdateLineErrorCode = enum_of(
    "OrderGrantRefundUpdateLineErrorCode",
    "GRAPHQL_ERROR NOT_FOUND QUANTITY_GREATER_THAN_AVAILABLE INVALID NOT_CONFIGURED",
)


class OrderGrantedRefundLine(WithGlobalId, graphene.ObjectType):
    """So many units of an order line for which money is given back."""

    quantity = graphene.Int(required=True)
    order_line = graphene.Field(OrderLine, required=True)
    reason = graphene.String()

    @staticmethod
    def resolve_reason(root, _info):
        return root.reason or None

    @staticmethod
    def resolve_order_line(root, _info):
        return one(root, "order_line")


class OrderGrantedRefund(WithGlobalId, graphene.ObjectType):
    """Money that the shop agreed to give back."""

    created_at = DateTime(required=True)
    updated_at = DateTime(required=True)
    amount = graphene.Field(Money, required=True)
    reason = graphene.String()
    user = graphene.Field("store.engine.schema.user.User")
    app = graphene.Field("store.engine.schema.app.App")
    shipping_costs_included = graphene.Boolean(required=True)
    lines = graphene.List(graphene.NonNull(OrderGrantedRefundLine))
    status = graphene.Field(OrderGrantedRefundStatusEnum, required=True)
    transaction_events = Guarded(graphene.List(graphene.NonNull(TransactionEvent)), needs=PAYERS)
    transaction = Guarded(TransactionItem, needs=PAYERS)

    @staticmethod
    def resolve_amount(root, _info):
        return EngineMoney(root.amount_value, root.currency)

    @staticmethod
    def resolve_user(root, info):
        user = one(root, "user")
        own = user is not None and info.context.user is not None and info.context.user.pk == user.pk
        return user if own or info.context.may("MANAGE_USERS", "MANAGE_STAFF") else None

    @staticmethod
    def resolve_app(root, _info):
        return one(root, "app")

    @staticmethod
    def resolve_lines(root, _info):
        return many(root, "lines")

    @staticmethod
    def resolve_transaction_events(root, _info):
        return many(root, "transaction_events")

    @staticmethod
    def resolve_transaction(root, _info):
        return one(root, "transaction_item")


class OrderGrantRefundCreateLineError(ErrorBase):
    code = graphene.Field(OrderGrantRefundCreateLineErrorCode, required=True)
    line_id = graphene.ID(required=True)

    @staticmethod
    def resolve_line_id(root, _info):
        return to_global_id("OrderLine", root["line_key"])


class OrderGrantRefundCreateError(ErrorBase):
    code = graphene.Field(OrderGrantRefundCreateErrorCode, required=True)
    lines = graphene.List(graphene.NonNull(OrderGrantRefundCreateLineError))


class OrderGrantRefundCreateLineInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)
    reason = graphene.String()


class OrderGrantRefundCreateInput(graphene.InputObjectType):
    amount = Decimal()
    reason = graphene.String()
    lines = graphene.List(graphene.NonNull(OrderGrantRefundCreateLineInput))
    grant_refund_for_shipping = graphene.Boolean()
    transaction_id = graphene.ID(required=True)


class OrderGrantRefundCreate(Mutation):
    permissions = ("MANAGE_ORDERS",)

    class Arguments:
        id = graphene.ID(required=True)
        input = OrderGrantRefundCreateInput(required=True)

    order = graphene.Field("store.engine.schema.order.Order")
    granted_refund = graphene.Field(OrderGrantedRefund)
    errors = list_of_errors(OrderGrantRefundCreateError)

    @classmethod
    def perform(cls, info, id, input):
        order = locked_order(info, id)
        refund = grant_refund(
            order=order,
            item=_transaction_of(order, input["transaction_id"]),
            amount=input.get("amount"),
            reason=input.get("reason") or "",
            lines=[
                RefundedLine(key_of(line["id"], "OrderLine", field="lines"), line["quantity"], line.get("reason") or "")
                for line in input.get("lines") or ()
            ],
            for_shipping=bool(input.get("grant_refund_for_shipping")),
            **who(info),
        )
        return {"order": order, "granted_refund": refund}


def _transaction_of(order, id):
    item = find_transaction(id, None)
    if item.order_id != order.pk:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field="transactionId")
    return item


class OrderGrantRefundUpdateLineError(ErrorBase):
    code = graphene.Field(OrderGrantRefundUpdateLineErrorCode, required=True)
    line_id = graphene.ID(required=True)

    @staticmethod
    def resolve_line_id(root, _info):
        return to_global_id("OrderGrantedRefundLine", root["line_key"])


class OrderGrantRefundUpdateError(ErrorBase):
    code = graphene.Field(OrderGrantRefundUpdateErrorCode, required=True)
    remove_lines = graphene.List(graphene.NonNull(OrderGrantRefundUpdateLineError))


class OrderGrantRefundUpdateInput(graphene.InputObjectType):
    amount = Decimal()
    reason = graphene.String()
    remove_lines = graphene.List(graphene.NonNull(graphene.ID))
    grant_refund_for_shipping = graphene.Boolean()


class OrderGrantRefundUpdate(Mutation):
    permissions = ("MANAGE_ORDERS",)

    class Arguments:
        id = graphene.ID(required=True)
        input = OrderGrantRefundUpdateInput(required=True)

    order = graphene.Field("store.engine.schema.order.Order")
    granted_refund = graphene.Field(OrderGrantedRefund)
    errors = list_of_errors(OrderGrantRefundUpdateError)

    @classmethod
    def perform(cls, info, id, input):
        refund = get_or_refuse(
            OrderGrantedRefundModel.objects.select_for_update(of=("self",)), id, "OrderGrantedRefund"
        )
        order = locked_order(info, to_global_id("Order", refund.order_id))
        refund.order = order
        change_granted_refund(
            refund=refund,
            change=Change(
                amount=input.get("amount"),
                reason=input.get("reason"),
                without_lines=tuple(
                    int(from_global_id(line, "OrderGrantedRefundLine")) for line in input.get("remove_lines") or ()
                ),
                for_shipping=input.get("grant_refund_for_shipping"),
            ),
        )
        return {"order": order, "granted_refund": refund}


class GrantedRefundMutations:
    order_grant_refund_create = OrderGrantRefundCreate.Field()
    order_grant_refund_update = OrderGrantRefundUpdate.Field()
