"""What a channel is opened and changed with, and the columns that it stands for."""

import graphene
from django.utils.text import slugify

from store.engine.actions.channel import automatic_completion
from store.engine.actions.metadata import metadata_items
from store.engine.refusals import Refusal
from store.engine.schema.enums import CountryCode, enum_of
from store.engine.schema.guard import list_of
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.scalars import DateTime, Day, Hour, Minute

AllocationStrategyEnum = enum_of("AllocationStrategyEnum", "PRIORITIZE_SORTING_ORDER PRIORITIZE_HIGH_STOCK")
MarkAsPaidStrategyEnum = enum_of("MarkAsPaidStrategyEnum", "TRANSACTION_FLOW PAYMENT_FLOW")
TransactionFlowStrategyEnum = enum_of("TransactionFlowStrategyEnum", "AUTHORIZATION CHARGE")

# Names in the input, and columns where they differ.
ORDER_COLUMNS = {
    "automatically_confirm_all_new_orders": "automatically_confirm_all_new_orders",
    "automatically_fulfill_non_shippable_gift_card": "automatically_fulfill_non_shippable_gift_card",
    "allow_unpaid_orders": "allow_unpaid_orders",
    "include_draft_order_in_voucher_usage": "include_draft_order_in_voucher_usage",
    "mark_as_paid_strategy": "order_mark_as_paid_strategy",
    "delete_expired_orders_after": "delete_expired_orders_after_days",
}


class StockSettingsInput(graphene.InputObjectType):
    allocation_strategy = AllocationStrategyEnum(required=True)


class OrderSettingsInput(graphene.InputObjectType):
    automatically_confirm_all_new_orders = graphene.Boolean()
    automatically_fulfill_non_shippable_gift_card = graphene.Boolean()
    delete_expired_orders_after = Day()
    mark_as_paid_strategy = MarkAsPaidStrategyEnum()
    allow_unpaid_orders = graphene.Boolean()
    include_draft_order_in_voucher_usage = graphene.Boolean()
    draft_order_line_price_freeze_period = Hour()


class CheckoutAutoCompleteInput(graphene.InputObjectType):
    enabled = graphene.Boolean(required=True)
    delay = Minute()
    cut_off_date = DateTime()


class CheckoutSettingsInput(graphene.InputObjectType):
    use_legacy_error_flow = graphene.Boolean()
    automatically_complete_fully_paid_checkouts = graphene.Boolean()
    automatic_completion = CheckoutAutoCompleteInput()
    allow_legacy_gift_card_use = graphene.Boolean()


class PaymentSettingsInput(graphene.InputObjectType):
    default_transaction_flow_strategy = TransactionFlowStrategyEnum()


class ChannelInput(graphene.InputObjectType):
    class Meta:
        abstract = True

    is_active = graphene.Boolean()
    stock_settings = StockSettingsInput()
    add_shipping_zones = list_of(graphene.ID)
    add_warehouses = list_of(graphene.ID)
    order_settings = OrderSettingsInput()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()
    checkout_settings = CheckoutSettingsInput()
    payment_settings = PaymentSettingsInput()


class ChannelCreateInput(ChannelInput):
    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    currency_code = graphene.String(required=True)
    default_country = CountryCode(required=True)


class ChannelUpdateInput(ChannelInput):
    name = graphene.String()
    slug = graphene.String()
    default_country = CountryCode()
    remove_shipping_zones = list_of(graphene.ID)
    remove_warehouses = list_of(graphene.ID)


def columns_of(input, channel=None):
    """Return an input's columns; metadata is put beside what `channel` has."""
    columns = {
        name: input[name]
        for name in ("name", "currency_code", "default_country", "is_active")
        if input.get(name) is not None
    }
    if input.get("slug") is not None:
        columns["slug"] = slugify(input["slug"])
    for name in ("metadata", "private_metadata"):
        if input.get(name) is not None:
            columns[name] = getattr(channel, name, {}) | metadata_items(input[name], field=name)
    columns |= input.get("stock_settings") or {}
    columns |= input.get("payment_settings") or {}
    return (
        columns
        | _order_columns(input.get("order_settings") or {})
        | _checkout_columns(input.get("checkout_settings") or {})
    )


def _order_columns(settings):
    columns = {column: settings[name] for name, column in ORDER_COLUMNS.items() if settings.get(name) is not None}
    if not 1 <= columns.get("delete_expired_orders_after_days", 1) <= 120:
        raise Refusal(
            "Delete time for expired orders needs to be in range from 1 to 120.",
            code="INVALID",
            field="deleteExpiredOrdersAfter",
        )
    if "draft_order_line_price_freeze_period" in settings:
        columns["draft_order_line_price_freeze_period_hours"] = settings["draft_order_line_price_freeze_period"]
    return columns


def _checkout_columns(settings):
    columns = {}
    if settings.get("use_legacy_error_flow") is not None:
        columns["use_legacy_error_flow_for_checkout"] = settings["use_legacy_error_flow"]
    if settings.get("allow_legacy_gift_card_use") is not None:
        columns["allow_legacy_gift_card_use"] = settings["allow_legacy_gift_card_use"]
    older, newer = settings.get("automatically_complete_fully_paid_checkouts"), settings.get("automatic_completion")
    if older is not None and newer is not None:
        raise Refusal(
            "Give either 'automaticallyCompleteFullyPaidCheckouts' or 'automaticCompletion', not both.",
            code="INVALID",
            field="automaticallyCompleteFullyPaidCheckouts",
        )
    if newer is not None:
        columns |= automatic_completion(**newer)
    elif older is not None:
        columns |= automatic_completion(enabled=older)
    return columns
