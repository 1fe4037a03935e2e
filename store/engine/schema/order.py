"""Orders and drafts as Saleor shows them. Whoever knows an order's id reads it, save for what is guarded here."""

import graphene

from store.engine.actions.delivery import DeliveryOption
from store.engine.actions.draft_completion import draft_problems
from store.engine.actions.order_shipping import open_methods
from store.engine.money import Money as EngineMoney
from store.engine.money import TaxedMoney as EngineTaxedMoney
from store.engine.schema.address import Address
from store.engine.schema.channel import Channel
from store.engine.schema.checkout_absent import GiftCard
from store.engine.schema.connection import connection_of
from store.engine.schema.delivery_method import DeliveryMethod
from store.engine.schema.enums import LanguageCodeEnum
from store.engine.schema.fulfillment import Fulfillment
from store.engine.schema.ids import Node, WithGlobalId, to_global_id
from store.engine.schema.in_channel import in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, TaxedMoney, Weight
from store.engine.schema.mutation import require
from store.engine.schema.order_enums import (
    OrderOriginEnum,
    OrderStatus,
)
from store.engine.schema.order_event import OrderEvent
from store.engine.schema.order_line import OrderDiscount, OrderLine
from store.engine.schema.order_payments import OrderPayments
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import DateTime
from store.engine.schema.shipping_method import ShippingMethod, offered

STATUS_NAMES = {
    "DRAFT": "Draft",
    "UNCONFIRMED": "Unconfirmed",
    "UNFULFILLED": "Unfulfilled",
    "PARTIALLY_FULFILLED": "Partially fulfilled",
    "PARTIALLY_RETURNED": "Partially returned",
    "RETURNED": "Returned",
    "FULFILLED": "Fulfilled",
    "CANCELED": "Canceled",
    "EXPIRED": "Expired",
}


class Order(OrderPayments, WithGlobalId, graphene.ObjectType):
    """Represents an order in the shop, or the draft of one."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    created = DateTime(required=True)
    updated_at = DateTime(required=True)
    number = graphene.String(required=True)
    status = graphene.Field(OrderStatus, required=True)
    status_display = graphene.String(required=True)
    origin = graphene.Field(OrderOriginEnum, required=True)
    channel = graphene.Field(Channel, required=True)
    billing_address = graphene.Field(Address)
    shipping_address = graphene.Field(Address)
    lines = graphene.List(graphene.NonNull(OrderLine), required=True)
    fulfillments = graphene.List(graphene.NonNull(Fulfillment), required=True)
    events = graphene.List(graphene.NonNull(OrderEvent), required=True)
    discounts = graphene.List(graphene.NonNull(OrderDiscount), required=True)
    total = graphene.Field(TaxedMoney, required=True)
    undiscounted_total = graphene.Field(TaxedMoney, required=True)
    subtotal = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    undiscounted_shipping_price = graphene.Field(Money, required=True)
    shipping_tax_rate = graphene.Float(required=True)
    shipping_method_name = graphene.String()
    collection_point_name = graphene.String()
    is_shipping_required = graphene.Boolean(required=True)
    user = graphene.Field("store.engine.schema.user.User")
    user_email = graphene.String()
    shipping_method = graphene.Field(ShippingMethod, deprecation_reason="Use `deliveryMethod` instead.")
    delivery_method = graphene.Field(DeliveryMethod)
    shipping_methods = graphene.List(graphene.NonNull(ShippingMethod), required=True)
    available_shipping_methods = graphene.List(
        graphene.NonNull(ShippingMethod),
        deprecation_reason="Use `shippingMethods`, this field will be removed in 4.0",
    )
    can_finalize = graphene.Boolean(required=True)
    errors = graphene.List(graphene.NonNull("store.engine.schema.order_mutation.OrderError"), required=True)
    weight = graphene.Field(Weight, required=True)
    customer_note = graphene.String(required=True)
    voucher = graphene.Field("store.engine.schema.voucher.Voucher")
    voucher_code = graphene.String()
    gift_cards = graphene.List(graphene.NonNull(GiftCard), required=True)
    language_code = graphene.String(
        required=True, deprecation_reason="Use the `languageCodeEnum` field to fetch the language code."
    )
    language_code_enum = graphene.Field(LanguageCodeEnum, required=True)
    display_gross_prices = graphene.Boolean(required=True)
    external_reference = graphene.String()
    checkout_id = graphene.ID()
    redirect_url = graphene.String()
    token = graphene.String(required=True, deprecation_reason="Use `id` instead.")

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at

    @staticmethod
    def resolve_number(root, _info):
        return str(root.number)

    @staticmethod
    def resolve_status_display(root, _info):
        return STATUS_NAMES[root.status]

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")

    @staticmethod
    def resolve_billing_address(root, _info):
        return one(root, "billing_address")

    @staticmethod
    def resolve_shipping_address(root, _info):
        return one(root, "shipping_address")

    @staticmethod
    def resolve_fulfillments(root, info):
        found = many(root, "fulfillments")
        return found if info.context.is_staff_or_app else [row for row in found if row.status != "CANCELED"]

    @staticmethod
    def resolve_events(root, info):
        require(info.context, "MANAGE_ORDERS")
        return many(root, "events")

    @staticmethod
    def resolve_lines(root, _info):
        return many(root, "lines")

    @staticmethod
    def resolve_voucher(root, _info):
        return in_channel(one(root, "voucher"), one(root, "channel"))

    @staticmethod
    def resolve_collection_point_name(_root, _info):
        """Answer with None: nothing is collected here."""

    @staticmethod
    def resolve_gift_cards(_root, _info):
        return []

    @staticmethod
    def resolve_discounts(root, _info):
        return many(root, "discounts")

    @staticmethod
    def resolve_total(root, _info):
        return EngineTaxedMoney.of(root.total_net_amount, root.total_gross_amount, root.currency)

    @staticmethod
    def resolve_undiscounted_total(root, _info):
        return EngineTaxedMoney.of(
            root.undiscounted_total_net_amount, root.undiscounted_total_gross_amount, root.currency
        )

    @staticmethod
    def resolve_subtotal(root, _info):
        return EngineTaxedMoney.of(root.subtotal_net_amount, root.subtotal_gross_amount, root.currency)

    @staticmethod
    def resolve_shipping_price(root, _info):
        return EngineTaxedMoney.of(root.shipping_price_net_amount, root.shipping_price_gross_amount, root.currency)

    @staticmethod
    def resolve_undiscounted_shipping_price(root, _info):
        return EngineMoney(root.undiscounted_base_shipping_price_amount, root.currency)

    @staticmethod
    def resolve_shipping_tax_rate(root, _info):
        return float(root.shipping_tax_rate or 0)

    @staticmethod
    def resolve_shipping_method_name(root, _info):
        return root.shipping_method_name or None

    @staticmethod
    def resolve_is_shipping_required(root, _info):
        return any(line.is_shipping_required for line in many(root, "lines"))

    @staticmethod
    def resolve_user(root, info):
        if root.user_id is None:
            return None
        if info.context.user is None or info.context.user.pk != root.user_id:
            require(info.context, "MANAGE_USERS", "MANAGE_ORDERS", "HANDLE_PAYMENTS", "HANDLE_TAXES")
        return one(root, "user")

    @staticmethod
    def resolve_shipping_method(root, _info):
        return chosen_method(root)

    @staticmethod
    def resolve_delivery_method(root, _info):
        return chosen_method(root)

    @staticmethod
    def resolve_shipping_methods(root, _info):
        return [offered(option, root.currency) for option in open_methods(root)]

    @staticmethod
    def resolve_available_shipping_methods(root, _info):
        return [offered(option, root.currency) for option in open_methods(root)]

    @staticmethod
    def resolve_can_finalize(root, _info):
        return root.status != "DRAFT" or next(draft_problems(root), None) is None

    @staticmethod
    def resolve_errors(root, _info):
        return [problem.as_error() for problem in draft_problems(root)] if root.status == "DRAFT" else []

    @staticmethod
    def resolve_user_email(root, _info):
        if root.user_email or not root.user_id:
            return root.user_email or None
        return one(root, "user").email

    @staticmethod
    def resolve_voucher_code(root, _info):
        return root.voucher_code or None

    @staticmethod
    def resolve_language_code_enum(root, _info):
        return root.language_code.upper().replace("-", "_")

    @staticmethod
    def resolve_checkout_id(root, _info):
        return to_global_id("Checkout", root.checkout_token) if root.checkout_token else None

    @staticmethod
    def resolve_redirect_url(root, _info):
        return root.redirect_url or None

    @staticmethod
    def resolve_token(root, _info):
        return str(root.pk)


OrderCountableConnection = connection_of(Order)


def chosen_method(order):
    """Return an order's delivery at the price that its channel lists now, or None."""
    method = one(order, "shipping_method")
    if method is None:
        return None
    listing = next((row for row in many(method, "channel_listings") if row.channel_id == order.channel_id), None)
    return offered(DeliveryOption(method, listing, listing.price_amount), order.currency) if listing else None
