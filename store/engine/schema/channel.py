"""Channels as Saleor shows them: visitors see little, staff and apps more, settings need a permission."""

import graphene

from store.engine.actions import channel as actions
from store.engine.models import Channel as ChannelModel
from store.engine.models import ShippingZone, Warehouse
from store.engine.refusals import Refusal
from store.engine.schema.address import CountryDisplay, by_name
from store.engine.schema.channel_inputs import (
    AllocationStrategyEnum,
    ChannelCreateInput,
    ChannelUpdateInput,
    MarkAsPaidStrategyEnum,
    TransactionFlowStrategyEnum,
    columns_of,
)
from store.engine.schema.delivery_preview import ShippingMethodsPerCountry, methods_per_country
from store.engine.schema.enums import CountryCode, enum_of
from store.engine.schema.guard import Guarded, IdsOf, list_of
from store.engine.schema.ids import Node, WithGlobalId, find, get_all_or_refuse, get_or_refuse
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import Mutation, error_type, list_of_errors, require, require_staff_or_app
from store.engine.schema.peers import many, one, together
from store.engine.schema.scalars import DateTime, Day, Hour, Minute
from store.engine.schema.visible import exactly_one

MANAGE = ("MANAGE_CHANNELS",)
SETTINGS_PERMISSION = {
    "order_settings": "MANAGE_ORDERS",
    "checkout_settings": "MANAGE_CHECKOUTS",
    "payment_settings": "HANDLE_PAYMENTS",
}


class StockSettings(graphene.ObjectType):
    """Resolved from a channel, as are the other settings."""

    allocation_strategy = AllocationStrategyEnum(required=True)


class OrderSettings(graphene.ObjectType):
    automatically_confirm_all_new_orders = graphene.Boolean(required=True)
    automatically_fulfill_non_shippable_gift_card = graphene.Boolean(required=True)
    mark_as_paid_strategy = MarkAsPaidStrategyEnum(required=True)
    expire_orders_after = Minute()
    delete_expired_orders_after = Day(required=True)
    allow_unpaid_orders = graphene.Boolean(required=True)
    include_draft_order_in_voucher_usage = graphene.Boolean(required=True)
    draft_order_line_price_freeze_period = Hour()

    @staticmethod
    def resolve_mark_as_paid_strategy(root, _info):
        return root.order_mark_as_paid_strategy

    @staticmethod
    def resolve_expire_orders_after(_root, _info):
        """Answer with None: unpaid orders stay until somebody cancels them."""

    @staticmethod
    def resolve_delete_expired_orders_after(root, _info):
        return root.delete_expired_orders_after_days

    @staticmethod
    def resolve_draft_order_line_price_freeze_period(root, _info):
        return root.draft_order_line_price_freeze_period_hours


class CheckoutSettings(graphene.ObjectType):
    use_legacy_error_flow = graphene.Boolean(required=True)
    automatically_complete_fully_paid_checkouts = graphene.Boolean(required=True)
    automatic_completion_delay = Minute()
    automatic_completion_cut_off_date = DateTime()
    allow_legacy_gift_card_use = graphene.Boolean(required=True)

    @staticmethod
    def resolve_use_legacy_error_flow(root, _info):
        return root.use_legacy_error_flow_for_checkout


class PaymentSettings(graphene.ObjectType):
    default_transaction_flow_strategy = TransactionFlowStrategyEnum(required=True)


class Channel(WithGlobalId, graphene.ObjectType):
    """Represents channel."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    slug = graphene.String(required=True)
    name = Guarded(graphene.String, required=True)
    is_active = Guarded(graphene.Boolean, required=True)
    currency_code = Guarded(graphene.String, required=True)
    has_orders = Guarded(graphene.Boolean, needs=MANAGE, required=True)
    default_country = Guarded(CountryDisplay, required=True)
    warehouses = Guarded(list_of("store.engine.schema.warehouse.Warehouse"), required=True)
    countries = list_of(CountryDisplay)
    available_shipping_methods_per_country = graphene.Field(
        list_of(ShippingMethodsPerCountry), countries=list_of(CountryCode)
    )
    stock_settings = Guarded(StockSettings, required=True)
    order_settings = Guarded(OrderSettings, needs=("MANAGE_CHANNELS", "MANAGE_ORDERS"), required=True)
    checkout_settings = Guarded(CheckoutSettings, needs=("MANAGE_CHANNELS", "MANAGE_CHECKOUTS"), required=True)
    payment_settings = Guarded(PaymentSettings, needs=("MANAGE_CHANNELS", "HANDLE_PAYMENTS"), required=True)
    tax_configuration = Guarded("store.engine.schema.tax.TaxConfiguration", required=True)

    @staticmethod
    def resolve_has_orders(root, _info):
        return root.orders.exists()

    @staticmethod
    def resolve_warehouses(root, _info):
        return [one(served, "warehouse") for served in many(root, "channel_warehouses")]

    @staticmethod
    def resolve_countries(root, _info):
        return by_name(code for zone in many(root, "shipping_zones") for code in zone.countries)

    @staticmethod
    def resolve_available_shipping_methods_per_country(root, _info, countries=None):
        return methods_per_country(root, None if countries is None else {country.value for country in countries})

    @staticmethod
    def resolve_stock_settings(root, _info):
        return root

    resolve_order_settings = resolve_checkout_settings = resolve_payment_settings = resolve_stock_settings


class ChannelQueries:
    channel = graphene.Field(Channel, id=graphene.ID(), slug=graphene.String())
    channels = graphene.List(graphene.NonNull(Channel))

    @staticmethod
    def resolve_channel(_root, info, id=None, slug=None):
        """Answer visitors about active channels only."""
        exactly_one(id=id, slug=slug)
        found = find(ChannelModel.objects, id, "Channel") if id else ChannelModel.objects.filter(slug=slug).first()
        visible = found is not None and (found.is_active or info.context.is_staff_or_app)
        return found if visible else None

    @staticmethod
    def resolve_channels(_root, info):
        require_staff_or_app(info.context)
        return together(ChannelModel.objects.all())


ChannelErrorCode = enum_of(
    "ChannelErrorCode",
    "ALREADY_EXISTS GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE CHANNELS_CURRENCY_MUST_BE_THE_SAME "
    "CHANNEL_WITH_ORDERS DUPLICATED_INPUT_ITEM",
)
ChannelError = error_type(
    "ChannelError", ChannelErrorCode, shipping_zones=IdsOf("ShippingZone"), warehouses=IdsOf("Warehouse")
)


class ChannelCreate(Mutation):
    class Arguments:
        input = ChannelCreateInput(required=True)

    errors = list_of_errors(ChannelError)
    channel = graphene.Field(Channel)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        return {
            "channel": actions.create_channel(
                columns=columns_of(input),
                zones=_zones(input, "add_shipping_zones"),
                warehouses=_warehouses(input, "add_warehouses"),
            )
        }


class ChannelUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ChannelUpdateInput(required=True)

    errors = list_of_errors(ChannelError)
    channel = graphene.Field(Channel)

    @classmethod
    def allow(cls, info, id, input):
        """Let those who manage what the settings are about change just these."""
        if info.context.may(*MANAGE):
            return
        if not input or not input.keys() <= SETTINGS_PERMISSION.keys():
            require(info.context, *MANAGE)
        for name in input:
            require(info.context, SETTINGS_PERMISSION[name])

    @classmethod
    def perform(cls, _info, id, input):
        channel = get_or_refuse(ChannelModel.objects, id, "Channel")
        for kind in ("shipping_zones", "warehouses"):
            twice = set(input.get(f"add_{kind}") or ()) & set(input.get(f"remove_{kind}") or ())
            if twice:
                raise Refusal(
                    "The same object cannot be in both lists for adding and removing items.",
                    code="DUPLICATED_INPUT_ITEM",
                    field="shippingZones" if kind == "shipping_zones" else kind,
                    **{kind: sorted(twice)},
                )
        actions.update_channel(
            channel=channel,
            columns=columns_of(input, channel),
            add_zones=_zones(input, "add_shipping_zones"),
            remove_zones=_zones(input, "remove_shipping_zones"),
            add_warehouses=_warehouses(input, "add_warehouses"),
            remove_warehouses=_warehouses(input, "remove_warehouses"),
        )
        return {"channel": channel}


def _zones(input, name):
    return get_all_or_refuse(ShippingZone.objects, input.get(name), "ShippingZone", field="shippingZones")


def _warehouses(input, name):
    return get_all_or_refuse(Warehouse.objects, input.get(name), "Warehouse", field="warehouses")


class ChannelActivate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(ChannelError)
    channel = graphene.Field(Channel)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id):
        channel = get_or_refuse(ChannelModel.objects, id, "Channel")
        actions.set_channel_active(channel=channel, is_active=True)
        return {"channel": channel}


class ChannelDeactivate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(ChannelError)
    channel = graphene.Field(Channel)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id):
        channel = get_or_refuse(ChannelModel.objects, id, "Channel")
        actions.set_channel_active(channel=channel, is_active=False)
        return {"channel": channel}


class ChannelMutations:
    channel_create = ChannelCreate.Field()
    channel_update = ChannelUpdate.Field()
    channel_activate = ChannelActivate.Field()
    channel_deactivate = ChannelDeactivate.Field()
