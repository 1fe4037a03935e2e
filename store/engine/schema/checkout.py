"""Checkouts as Saleor shows them. Whoever knows a checkout's id reads and changes it, save for what is guarded here."""

import graphene

from store.engine.actions.tax import tax_rules
from store.engine.models import VoucherCode
from store.engine.money import Money as EngineMoney
from store.engine.money import TaxedMoney as EngineTaxedMoney
from store.engine.refusals import PermissionDenied
from store.engine.schema.channel import Channel
from store.engine.schema.checkout_absent import GiftCard, PaymentGateway
from store.engine.schema.checkout_line import (
    CheckoutLine,
    Delivery,
    basket_of,
    deliveries_of,
    list_of,
    priced,
    problems_of,
)
from store.engine.schema.checkout_problems import CheckoutProblem
from store.engine.schema.delivery_method import DeliveryMethod
from store.engine.schema.enums import LanguageCodeEnum, enum_of
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.in_channel import in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, TaxedMoney
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import UUID, DateTime
from store.engine.schema.shipping_method import ShippingMethod, offered_to_checkout
from store.engine.schema.warehouse import Warehouse

CheckoutChargeStatusEnum = enum_of("CheckoutChargeStatusEnum", "NONE PARTIAL FULL OVERCHARGED")
CheckoutAuthorizeStatusEnum = enum_of("CheckoutAuthorizeStatusEnum", "NONE PARTIAL FULL")


class Checkout(WithGlobalId, graphene.ObjectType):
    """Checkout object."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    created = DateTime(required=True)
    updated_at = DateTime(required=True)
    last_change = DateTime(required=True, deprecation_reason="Use `updatedAt` instead.")
    token = UUID(required=True)
    user = graphene.Field("store.engine.schema.user.User")
    channel = graphene.Field(Channel, required=True)
    email = graphene.String()
    billing_address = graphene.Field("store.engine.schema.address.Address")
    shipping_address = graphene.Field("store.engine.schema.address.Address")
    customer_note = graphene.String(required=True)
    note = graphene.String(required=True, deprecation_reason="Use `customerNote` instead.")
    language_code = graphene.Field(LanguageCodeEnum, required=True)
    lines = list_of(CheckoutLine)
    quantity = graphene.Int(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    discount = graphene.Field(Money)
    discount_name = graphene.String()
    translated_discount_name = graphene.String()
    voucher = graphene.Field("store.engine.schema.voucher.Voucher")
    voucher_code = graphene.String()
    subtotal_price = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    total_balance = graphene.Field(Money, required=True)
    display_gross_prices = graphene.Boolean(required=True)
    tax_exemption = graphene.Boolean(required=True)
    charge_status = graphene.Field(CheckoutChargeStatusEnum, required=True)
    authorize_status = graphene.Field(CheckoutAuthorizeStatusEnum, required=True)
    transactions = graphene.List(graphene.NonNull("store.engine.schema.transaction.TransactionItem"))
    delivery = graphene.Field(Delivery)
    delivery_method = graphene.Field(DeliveryMethod, deprecation_reason="Use `delivery` instead.")
    shipping_method = graphene.Field(ShippingMethod, deprecation_reason="Use `delivery` instead.")
    shipping_methods = list_of(ShippingMethod)
    available_shipping_methods = graphene.List(
        graphene.NonNull(ShippingMethod),
        required=True,
        deprecation_reason="Use `deliveryOptionsCalculate` instead.",
    )
    available_payment_gateways = graphene.List(
        graphene.NonNull(PaymentGateway), required=True, deprecation_reason="Payments come as transactions."
    )
    available_collection_points = list_of(Warehouse)
    gift_cards = list_of(GiftCard)
    stock_reservation_expires = DateTime()
    problems = graphene.List(graphene.NonNull(CheckoutProblem))

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at

    @staticmethod
    def resolve_last_change(root, _info):
        return root.updated_at

    @staticmethod
    def resolve_user(root, info):
        user = one(root, "user")
        if user is None:
            return None
        if info.context.user != user and not info.context.may("MANAGE_USERS", "HANDLE_PAYMENTS", "HANDLE_TAXES"):
            raise PermissionDenied("MANAGE_USERS", "HANDLE_PAYMENTS", "HANDLE_TAXES", "OWNER")
        return user

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")

    @staticmethod
    def resolve_email(root, _info):
        if root.email or not root.user_id:
            return root.email or None
        return one(root, "user").email

    @staticmethod
    def resolve_billing_address(root, _info):
        return one(root, "billing_address")

    @staticmethod
    def resolve_shipping_address(root, _info):
        return one(root, "shipping_address")

    @staticmethod
    def resolve_customer_note(root, _info):
        return root.note

    @staticmethod
    def resolve_language_code(root, _info):
        return root.language_code.upper().replace("-", "_")

    @staticmethod
    def resolve_lines(root, _info):
        return many(priced(root), "lines")

    @staticmethod
    def resolve_quantity(root, _info):
        return sum(line.quantity for line in many(priced(root), "lines"))

    @staticmethod
    def resolve_is_shipping_required(root, _info):
        return basket_of(root).is_shipping_required

    @staticmethod
    def resolve_discount(root, _info):
        return EngineMoney(priced(root).discount_amount, root.currency)

    @staticmethod
    def resolve_discount_name(root, _info):
        return root.discount_name or None

    @staticmethod
    def resolve_translated_discount_name(_root, _info):
        return None

    @staticmethod
    def resolve_voucher(root, info):
        require(info.context, "MANAGE_DISCOUNTS")
        code = VoucherCode.objects.select_related("voucher").filter(code=root.voucher_code).first()
        return in_channel(code.voucher, one(root, "channel")) if code else None

    @staticmethod
    def resolve_voucher_code(root, _info):
        return root.voucher_code or None

    @staticmethod
    def resolve_subtotal_price(root, _info):
        priced(root)
        return EngineTaxedMoney.of(root.subtotal_net_amount, root.subtotal_gross_amount, root.currency)

    @staticmethod
    def resolve_shipping_price(root, _info):
        priced(root)
        return EngineTaxedMoney.of(root.shipping_price_net_amount, root.shipping_price_gross_amount, root.currency)

    @staticmethod
    def resolve_total_price(root, _info):
        priced(root)
        return EngineTaxedMoney.of(root.total_net_amount, root.total_gross_amount, root.currency)

    @staticmethod
    def resolve_total_balance(root, _info):
        paid = sum(item.charged_value + item.charge_pending_value for item in many(root, "payment_transactions"))
        return EngineMoney(paid - priced(root).total_gross_amount, root.currency)

    @staticmethod
    def resolve_display_gross_prices(root, _info):
        return tax_rules(channel=one(root, "channel"), country=basket_of(root).country).display_gross

    @staticmethod
    def resolve_tax_exemption(_root, _info):
        return False

    @staticmethod
    def resolve_charge_status(root, _info):
        return priced(root).charge_status

    @staticmethod
    def resolve_authorize_status(root, _info):
        return priced(root).authorize_status

    @staticmethod
    def resolve_transactions(root, info):
        require(info.context, "MANAGE_CHECKOUTS", "HANDLE_PAYMENTS")
        return many(root, "payment_transactions")

    @staticmethod
    def resolve_delivery(root, _info):
        return one(root, "assigned_delivery")

    @staticmethod
    def resolve_delivery_method(root, _info):
        return _chosen_and_valid(root)

    @staticmethod
    def resolve_shipping_method(root, _info):
        return _chosen_and_valid(root)

    @staticmethod
    def resolve_shipping_methods(root, _info):
        return [offered_to_checkout(delivery) for delivery in deliveries_of(root)]

    @staticmethod
    def resolve_available_shipping_methods(root, _info):
        return [offered_to_checkout(delivery) for delivery in deliveries_of(root)]

    @staticmethod
    def resolve_available_payment_gateways(_root, _info):
        return []

    @staticmethod
    def resolve_available_collection_points(_root, _info):
        return []

    @staticmethod
    def resolve_gift_cards(_root, _info):
        return []

    @staticmethod
    def resolve_stock_reservation_expires(_root, _info):
        return None

    @staticmethod
    def resolve_problems(root, _info):
        return problems_of(root)


def _chosen_and_valid(checkout):
    """Return the chosen delivery as the older fields show it: only while it may still be had."""
    found = (delivery for delivery in deliveries_of(checkout) if delivery.pk == checkout.assigned_delivery_id)
    return next(map(offered_to_checkout, found), None)
