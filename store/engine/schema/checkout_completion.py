"""Mutations from a filled checkout to its order: delivery, vouchers, completion; and from an order to a checkout."""

import graphene
from graphql import GraphQLError

from store.engine.actions.basket import read_basket
from store.engine.actions.checkout import add_voucher, remove_voucher, set_delivery
from store.engine.actions.checkout_completion import complete_checkout
from store.engine.actions.checkout_delivery import are_stale, calculate_deliveries, chosen_by
from store.engine.actions.metadata import metadata_items
from store.engine.actions.promo_guesses import tried
from store.engine.actions.reorder import checkout_from_order
from store.engine.models import CheckoutDelivery, Order, Voucher
from store.engine.refusals import Refusal
from store.engine.schema.checkout_edit import (
    CheckoutArguments,
    CheckoutMutation,
    checkout_field,
    checkout_of,
    checkout_token,
    list_of_checkout_errors,
    missing_checkout,
    variant_ids,
)
from store.engine.schema.checkout_line import Delivery, list_of
from store.engine.schema.enums import enum_of
from store.engine.schema.ids import find, split_global_id, to_global_id
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.scalars import UUID, JSONString

DeliveryOptionsCalculateErrorCode = enum_of("DeliveryOptionsCalculateErrorCode", "GRAPHQL_ERROR NOT_FOUND INVALID")
DeliveryOptionsCalculateError = error_type("DeliveryOptionsCalculateError", DeliveryOptionsCalculateErrorCode)


class DeliveryOptionsCalculate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    deliveries = list_of(Delivery)
    errors = list_of_errors(DeliveryOptionsCalculateError)

    @staticmethod
    def resolve_deliveries(root, _info):
        return root.deliveries or []

    @classmethod
    def perform(cls, _info, id):
        return {"deliveries": calculate_deliveries(read_basket(checkout_of(id=id)), update_chosen=False)}


def _deliveries_now(basket):
    if are_stale(basket.checkout):
        return calculate_deliveries(basket, update_chosen=True)
    rows = CheckoutDelivery.objects.filter(checkout=basket.checkout, is_valid=True)
    return list(rows.select_related("shipping_method"))


def _check_shipped(basket, *, field):
    """Refuse, in channels with the older flow, to choose a delivery for what cannot be had or is not sent."""
    if not basket.channel.use_legacy_error_flow_for_checkout:
        return
    if basket.unavailable:
        raise Refusal(
            "Some of the checkout lines variants are unavailable.",
            code="UNAVAILABLE_VARIANT_IN_CHANNEL",
            field="lines",
            variants=variant_ids(variant.pk for variant in basket.unavailable),
        )
    if not basket.is_shipping_required:
        raise Refusal("This checkout doesn't need shipping", code="SHIPPING_NOT_REQUIRED", field=field)


class CheckoutDeliveryMethodUpdate(CheckoutMutation):
    class Arguments:
        id = graphene.ID()
        token = UUID()
        delivery_method_id = graphene.ID()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, delivery_method_id=None, **named):
        basket = read_basket(checkout_of(**named))
        _check_shipped(basket, field="deliveryMethod")
        set_delivery(basket=basket, delivery=cls._chosen(basket, delivery_method_id))
        return {"checkout": basket.checkout}

    @staticmethod
    def _chosen(basket, delivery_method_id):
        if delivery_method_id is None:
            return None
        kind, pk = split_global_id(delivery_method_id)
        if kind not in ("Warehouse", "ShippingMethod", "CheckoutDelivery"):
            raise Refusal(
                "ID does not belong to Warehouse, ShippingMethod, or CheckoutDelivery",
                code="INVALID",
                field="deliveryMethodId",
            )
        if kind == "Warehouse":
            raise Refusal(
                "This pick up point is not applicable.",
                code="DELIVERY_METHOD_NOT_APPLICABLE",
                field="deliveryMethodId",
            )
        by = {"delivery_id" if kind == "CheckoutDelivery" else "method_id": pk}
        found = chosen_by(_deliveries_now(basket), **by)
        if found is None:
            raise Refusal(
                "This shipping method is not applicable.",
                code="DELIVERY_METHOD_NOT_APPLICABLE",
                field="deliveryMethodId",
            )
        return found


class CheckoutShippingMethodUpdate(CheckoutMutation):
    class Arguments(CheckoutArguments):
        shipping_method_id = graphene.ID()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, shipping_method_id=None, **named):
        basket = read_basket(checkout_of(**named))
        _check_shipped(basket, field="shippingMethod")
        found = None
        if shipping_method_id is not None:
            kind, pk = split_global_id(shipping_method_id)
            if kind != "ShippingMethod":
                raise Refusal("ID does not belong to known shipping methods", code="INVALID", field="shippingMethodId")
            found = chosen_by(_deliveries_now(basket), method_id=pk)
            if found is None:
                raise Refusal(
                    "This shipping method is not applicable.",
                    code="SHIPPING_METHOD_NOT_APPLICABLE",
                    field="shippingMethod",
                )
        set_delivery(basket=basket, delivery=found)
        return {"checkout": basket.checkout}


class CheckoutAddPromoCode(CheckoutMutation):
    class Arguments(CheckoutArguments):
        promo_code = graphene.String(required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, promo_code, **named):
        checkout = checkout_of(**named)
        asks = info.context
        address = "" if asks.app is not None or asks.is_staff else asks.address
        tried(lambda: add_voucher(checkout=checkout, code=promo_code), address=address)
        return {"checkout": checkout}


class CheckoutRemovePromoCode(CheckoutMutation):
    class Arguments(CheckoutArguments):
        promo_code = graphene.String()
        promo_code_id = graphene.ID()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, promo_code=None, promo_code_id=None, **named):
        if promo_code and promo_code_id:
            raise Refusal("Argument 'promo_code' cannot be combined with 'promo_code_id'", code="GRAPHQL_ERROR")
        if not promo_code and not promo_code_id:
            raise Refusal("At least one of arguments is required: 'promo_code', 'promo_code_id'.", code="GRAPHQL_ERROR")
        checkout = checkout_of(**named)
        remove_voucher(checkout=checkout, code=promo_code or cls._code_of(checkout, promo_code_id))
        return {"checkout": checkout}

    @staticmethod
    def _code_of(checkout, voucher_id):
        try:
            voucher = find(Voucher.objects.all(), voucher_id, "Voucher")
        except GraphQLError as error:
            raise Refusal(error.message, code="GRAPHQL_ERROR", field="promoCodeId") from error
        if voucher is None or not voucher.codes.filter(code=checkout.voucher_code).exists():
            raise Refusal("Couldn't remove a promo code from a checkout.", code="NOT_FOUND", field="promoCodeId")
        return checkout.voucher_code


class CheckoutComplete(CheckoutMutation):
    class Arguments(CheckoutArguments):
        store_source = graphene.Boolean(default_value=False)
        redirect_url = graphene.String()
        payment_data = JSONString()
        metadata = list_of_metadata_inputs()

    order = graphene.Field("store.engine.schema.order.Order")
    confirmation_needed = graphene.Boolean(required=True, default_value=False)
    confirmation_data = JSONString()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, redirect_url=None, metadata=None, store_source=False, payment_data=None, **named):
        order = complete_checkout(
            token=checkout_token(**named),
            user=info.context.user,
            app=info.context.app,
            redirect_url=redirect_url or "",
            metadata=metadata_items(metadata),
        )
        if order is None:
            raise missing_checkout(**named)
        return {"order": order}


CheckoutCreateFromOrderErrorCode = enum_of(
    "CheckoutCreateFromOrderErrorCode", "GRAPHQL_ERROR INVALID ORDER_NOT_FOUND CHANNEL_INACTIVE TAX_ERROR"
)
CheckoutCreateFromOrderError = error_type("CheckoutCreateFromOrderError", CheckoutCreateFromOrderErrorCode)
CheckoutCreateFromOrderUnavailableVariantErrorCode = enum_of(
    "CheckoutCreateFromOrderUnavailableVariantErrorCode",
    "NOT_FOUND PRODUCT_UNAVAILABLE_FOR_PURCHASE UNAVAILABLE_VARIANT_IN_CHANNEL PRODUCT_NOT_PUBLISHED "
    "QUANTITY_GREATER_THAN_LIMIT INSUFFICIENT_STOCK",
)


class CheckoutCreateFromOrderUnavailableVariant(graphene.ObjectType):
    message = graphene.String(required=True)
    code = graphene.Field(CheckoutCreateFromOrderUnavailableVariantErrorCode, required=True)
    variant_id = graphene.ID(required=True)
    line_id = graphene.ID(required=True)

    @staticmethod
    def resolve_variant_id(root, _info):
        return to_global_id("ProductVariant", root.line.variant_id)

    @staticmethod
    def resolve_line_id(root, _info):
        return to_global_id("OrderLine", root.line.pk)


class CheckoutCreateFromOrder(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    unavailable_variants = graphene.List(graphene.NonNull(CheckoutCreateFromOrderUnavailableVariant))
    checkout = checkout_field()
    errors = list_of_errors(CheckoutCreateFromOrderError)

    @classmethod
    def perform(cls, info, id):
        try:
            order = find(Order.objects.select_related("channel"), id, "Order")
        except GraphQLError as error:
            raise Refusal(error.message, code="GRAPHQL_ERROR", field="id") from error
        if order is None:
            raise Refusal(f"Couldn't resolve to a node: {id}", code="ORDER_NOT_FOUND", field="id")
        checkout, left_out = checkout_from_order(order=order, user=info.context.user)
        return {"checkout": checkout, "unavailable_variants": left_out}


class CheckoutCompletionMutations:
    delivery_options_calculate = DeliveryOptionsCalculate.Field()
    checkout_delivery_method_update = CheckoutDeliveryMethodUpdate.Field()
    checkout_shipping_method_update = CheckoutShippingMethodUpdate.Field(
        deprecation_reason="Use `checkoutDeliveryMethodUpdate` instead."
    )
    checkout_add_promo_code = CheckoutAddPromoCode.Field()
    checkout_remove_promo_code = CheckoutRemovePromoCode.Field()
    checkout_complete = CheckoutComplete.Field()
    checkout_create_from_order = CheckoutCreateFromOrder.Field()
