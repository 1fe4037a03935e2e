"""What happened to an order, and who did it."""

from decimal import Decimal

import graphene

from store.engine.models import FulfillmentLine as FulfillmentLineModel
from store.engine.models import Order as OrderModel
from store.engine.models import Warehouse as WarehouseModel
from store.engine.money import Money as EngineMoney
from store.engine.schema.enums import DiscountValueTypeEnum, enum_of
from store.engine.schema.fulfillment import FulfillmentLine
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.money import Money
from store.engine.schema.mutation import require
from store.engine.schema.order_enums import OrderEventsEnum
from store.engine.schema.order_line import OrderLine
from store.engine.schema.peers import many, one, together
from store.engine.schema.scalars import DateTime, PositiveDecimal

OrderEventsEmailsEnum = enum_of(
    "OrderEventsEmailsEnum",
    "PAYMENT_CONFIRMATION CONFIRMED SHIPPING_CONFIRMATION TRACKING_UPDATED ORDER_CONFIRMATION ORDER_CANCEL "
    "ORDER_REFUND FULFILLMENT_CONFIRMATION DIGITAL_LINKS",
)


class OrderEventDiscountObject(graphene.ObjectType):
    """A discount as it was, and as it was before."""

    value_type = graphene.Field(DiscountValueTypeEnum, required=True)
    value = PositiveDecimal(required=True)
    reason = graphene.String()
    amount = graphene.Field(Money)
    old_value_type = graphene.Field(DiscountValueTypeEnum)
    old_value = PositiveDecimal()
    old_amount = graphene.Field(Money)


class OrderEventOrderLineObject(graphene.ObjectType):
    """A line that an event is about; `orderLine` is null once the line is gone."""

    quantity = graphene.Int()
    order_line = graphene.Field(OrderLine)
    item_name = graphene.String()
    discount = graphene.Field(OrderEventDiscountObject)


class OrderEvent(WithGlobalId, graphene.ObjectType):
    """One entry of an order's history."""

    class Meta:
        interfaces = (Node,)

    date = DateTime()
    type = graphene.Field(OrderEventsEnum)
    user = graphene.Field("store.engine.schema.user.User")
    app = graphene.Field("store.engine.schema.app.App")
    message = graphene.String()
    email = graphene.String()
    email_type = OrderEventsEmailsEnum()
    invoice_number = graphene.String()
    shipping_costs_included = graphene.Boolean()
    amount = graphene.Float()
    quantity = graphene.Int()
    order_number = graphene.String()
    lines = graphene.List(graphene.NonNull(OrderEventOrderLineObject))
    fulfilled_items = graphene.List(graphene.NonNull(FulfillmentLine))
    warehouse = graphene.Field("store.engine.schema.warehouse.Warehouse")
    composed_id = graphene.String()
    transaction_reference = graphene.String()
    reference = graphene.String()
    related_order = graphene.Field("store.engine.schema.order.Order")
    related = graphene.Field(lambda: OrderEvent)
    discount = graphene.Field(OrderEventDiscountObject)

    @staticmethod
    def resolve_user(root, info):
        user = one(root, "user")
        own = user is not None and info.context.user is not None and info.context.user.pk == user.pk
        return user if own or info.context.may("MANAGE_USERS", "MANAGE_STAFF") else None

    @staticmethod
    def resolve_app(root, info):
        if info.context.user is None or info.context.user.pk != root.user_id:
            require(info.context, "MANAGE_APPS", "MANAGE_ORDERS")
        return one(root, "app")

    @staticmethod
    def resolve_message(root, _info):
        return root.parameters.get("message")

    @staticmethod
    def resolve_email_type(root, _info):
        return root.parameters.get("email_type")

    @staticmethod
    def resolve_invoice_number(root, _info):
        return root.parameters.get("invoice_number")

    @staticmethod
    def resolve_shipping_costs_included(root, _info):
        return root.parameters.get("shipping_costs_included")

    @staticmethod
    def resolve_email(root, _info):
        return root.parameters.get("email")

    @staticmethod
    def resolve_amount(root, _info):
        amount = root.parameters.get("amount")
        return float(amount) if amount else None

    @staticmethod
    def resolve_quantity(root, _info):
        return root.parameters.get("quantity")

    @staticmethod
    def resolve_order_number(root, _info):
        return str(one(root, "order").number)

    @staticmethod
    def resolve_lines(root, _info):
        entries = root.parameters.get("lines")
        if not entries:
            return None
        lines = {str(line.pk): line for line in many(one(root, "order"), "lines")}
        return [
            {
                "quantity": entry["quantity"],
                "order_line": lines.get(entry["line_pk"]),
                "item_name": entry["item"],
                "discount": _discount(entry.get("discount")),
            }
            for entry in entries
        ]

    @staticmethod
    def resolve_fulfilled_items(root, _info):
        keys = root.parameters.get("fulfilled_items")
        return together(FulfillmentLineModel.objects.filter(pk__in=keys)) if keys else None

    @staticmethod
    def resolve_warehouse(root, _info):
        key = root.parameters.get("warehouse")
        return WarehouseModel.objects.filter(pk=key).first() if key else None

    @staticmethod
    def resolve_composed_id(root, _info):
        return root.parameters.get("composed_id")

    @staticmethod
    def resolve_transaction_reference(root, _info):
        return root.parameters.get("transaction_reference")

    @staticmethod
    def resolve_reference(root, _info):
        return root.parameters.get("reference")

    @staticmethod
    def resolve_related_order(root, _info):
        key = root.parameters.get("related_order_pk")
        return OrderModel.objects.filter(pk=key).first() if key else None

    @staticmethod
    def resolve_related(root, _info):
        return one(root, "related")

    @staticmethod
    def resolve_discount(root, _info):
        return _discount(root.parameters.get("discount"))


def _discount(stored):
    """Return a discount as `actions.order_events.discount_facts` stored it."""
    if not stored:
        return None

    def amount(name):
        return EngineMoney(Decimal(stored[name]), stored["currency"]) if stored.get(name) is not None else None

    return {
        "value_type": stored["value_type"],
        "value": Decimal(stored["value"]),
        "reason": stored.get("reason"),
        "amount": amount("amount_value"),
        "old_value_type": stored.get("old_value_type"),
        "old_value": Decimal(stored["old_value"]) if stored.get("old_value") is not None else None,
        "old_amount": amount("old_amount_value"),
    }
