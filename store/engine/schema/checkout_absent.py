"""What Saleor's checkouts and orders may hold and ours never do: clients ask for it, and the lists are empty."""

import graphene

from store.engine.schema.ids import Node
from store.engine.schema.money import Money
from store.engine.schema.order_enums import PaymentChargeStatusEnum
from store.engine.schema.scalars import Date


class GatewayConfigLine(graphene.ObjectType):
    field = graphene.String(required=True)
    value = graphene.String()


class PaymentGateway(graphene.ObjectType):
    """A legacy gateway; payments come as transactions instead."""

    name = graphene.String(required=True)
    id = graphene.ID(required=True)
    config = graphene.List(graphene.NonNull(GatewayConfigLine), required=True)
    currencies = graphene.List(graphene.NonNull(graphene.String), required=True)


class GiftCard(graphene.ObjectType):
    """A gift card that pays; ours are sold like any product and redeemed by people."""

    class Meta:
        interfaces = (Node,)

    id = graphene.ID(required=True)
    display_code = graphene.String(required=True)
    last4_code_chars = graphene.String(required=True)
    is_active = graphene.Boolean(required=True)
    expiry_date = Date()
    initial_balance = graphene.Field(Money, required=True)
    current_balance = graphene.Field(Money, required=True)


class Payment(graphene.ObjectType):
    """A payment of the older kind, by a gateway within Saleor."""

    class Meta:
        interfaces = (Node,)

    id = graphene.ID(required=True)
    gateway = graphene.String(required=True)
    is_active = graphene.Boolean(required=True)
    token = graphene.String(required=True)
    payment_method_type = graphene.String(required=True)
    charge_status = PaymentChargeStatusEnum(required=True)
    total = graphene.Field(Money)
    captured_amount = graphene.Field(Money)
    psp_reference = graphene.String()
