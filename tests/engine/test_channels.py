"""Channels: what visitors see of them, and how they are opened and changed."""

from typing import Any

import pytest

from store.engine.models import App, Channel, TaxConfiguration
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import shop

pytestmark = pytest.mark.django_db

CREATE = """mutation($i: ChannelCreateInput!) { channelCreate(input: $i) {
  channel {
    id slug currencyCode defaultCountry { code country } isActive
    stockSettings { allocationStrategy }
    orderSettings {
      automaticallyConfirmAllNewOrders allowUnpaidOrders markAsPaidStrategy includeDraftOrderInVoucherUsage }
    checkoutSettings { useLegacyErrorFlow automaticallyCompleteFullyPaidCheckouts automaticCompletionDelay }
    paymentSettings { defaultTransactionFlowStrategy }
  }
  errors { field code message }
} }"""
UPDATE = """mutation($id: ID!, $i: ChannelUpdateInput!) { channelUpdate(id: $id, input: $i) {
  channel { name warehouses { slug } orderSettings { allowUnpaidOrders } } errors { field code warehouses }
} }"""


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def united_states(**facts: Any) -> dict[str, Any]:
    return {
        "name": "United States",
        "slug": "us",
        "currencyCode": "USD",
        "defaultCountry": "US",
        "isActive": True,
        "stockSettings": {"allocationStrategy": "PRIORITIZE_SORTING_ORDER"},
        "orderSettings": {"allowUnpaidOrders": False, "includeDraftOrderInVoucherUsage": True},
        "checkoutSettings": {"useLegacyErrorFlow": False, "automaticCompletion": {"enabled": True, "delay": 5}},
        "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE"},
        **facts,
    }


def test_a_channel_is_opened_with_its_settings_and_a_tax_configuration() -> None:
    answer = data(CREATE, {"i": united_states()}, app=app("MANAGE_CHANNELS"))["channelCreate"]

    channel = Channel.objects.get()
    assert answer == {
        "channel": {
            "id": to_global_id("Channel", channel.pk),
            "slug": "us",
            "currencyCode": "USD",
            "defaultCountry": {"code": "US", "country": "United States of America"},
            "isActive": True,
            "stockSettings": {"allocationStrategy": "PRIORITIZE_SORTING_ORDER"},
            "orderSettings": {
                "automaticallyConfirmAllNewOrders": True,
                "allowUnpaidOrders": False,
                "markAsPaidStrategy": "TRANSACTION_FLOW",
                "includeDraftOrderInVoucherUsage": True,
            },
            "checkoutSettings": {
                "useLegacyErrorFlow": False,
                "automaticallyCompleteFullyPaidCheckouts": True,
                "automaticCompletionDelay": 5,
            },
            "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE"},
        },
        "errors": [],
    }
    assert TaxConfiguration.objects.get().channel == channel


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({}, {"field": "slug", "code": "UNIQUE"}),
        ({"slug": "other", "currencyCode": "USDX"}, {"field": "currencyCode", "code": "INVALID"}),
        (
            {"slug": "other", "checkoutSettings": {"automaticCompletion": {"enabled": False, "delay": 5}}},
            {"field": "delay", "code": "INVALID"},
        ),
        (
            {"slug": "other", "orderSettings": {"deleteExpiredOrdersAfter": 121}},
            {"field": "deleteExpiredOrdersAfter", "code": "INVALID"},
        ),
    ],
)
def test_a_channel_that_cannot_be_is_refused(facts: dict[str, Any], error: dict[str, str]) -> None:
    shop.channel(slug="us")

    answer = data(CREATE, {"i": united_states(**facts)}, app=app("MANAGE_CHANNELS"))["channelCreate"]

    assert [{"field": found["field"], "code": found["code"]} for found in answer["errors"]] == [error]
    assert Channel.objects.count() == 1


def test_a_channel_gets_warehouses_and_loses_them() -> None:
    channel, caller = shop.channel(), app("MANAGE_CHANNELS", "MANAGE_ORDERS")
    west, east = shop.warehouse(slug="west", channels=[channel]), shop.warehouse(slug="east")
    variables = {
        "id": to_global_id("Channel", channel.pk),
        "i": {
            "name": "USA",
            "addWarehouses": [to_global_id("Warehouse", east.pk)],
            "removeWarehouses": [to_global_id("Warehouse", west.pk)],
        },
    }

    answer = data(UPDATE, variables, app=caller)["channelUpdate"]

    assert answer["channel"] == {
        "name": "USA",
        "warehouses": [{"slug": "east"}],
        "orderSettings": {"allowUnpaidOrders": False},
    }


def test_the_same_warehouse_is_not_added_and_removed() -> None:
    channel, warehouse = shop.channel(), shop.warehouse()
    ids = [to_global_id("Warehouse", warehouse.pk)]

    answer = data(
        UPDATE,
        {"id": to_global_id("Channel", channel.pk), "i": {"addWarehouses": ids, "removeWarehouses": ids}},
        app=app("MANAGE_CHANNELS"),
    )

    assert answer["channelUpdate"]["errors"] == [
        {"field": "warehouses", "code": "DUPLICATED_INPUT_ITEM", "warehouses": ids}
    ]


def test_who_manages_orders_changes_only_order_settings() -> None:
    channel, caller = shop.channel(), app("MANAGE_ORDERS")
    allowed = {"orderSettings": {"allowUnpaidOrders": True}}

    answer = data(UPDATE, {"id": to_global_id("Channel", channel.pk), "i": allowed}, app=caller)
    denied = ask(UPDATE, {"id": to_global_id("Channel", channel.pk), "i": {**allowed, "name": "X"}}, app=caller)

    assert answer["channelUpdate"]["channel"]["orderSettings"] == {"allowUnpaidOrders": True}
    assert denied["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_a_channel_is_closed_once() -> None:
    channel, caller = shop.channel(), app("MANAGE_CHANNELS")
    document = "mutation($id: ID!) { channelDeactivate(id: $id) { channel { isActive } errors { field code } } }"

    first, second = (
        data(document, {"id": to_global_id("Channel", channel.pk)}, app=caller)["channelDeactivate"] for _ in range(2)
    )

    assert first == {"channel": {"isActive": False}, "errors": []}
    assert second["errors"] == [{"field": "id", "code": "INVALID"}]


def test_visitors_see_where_a_channel_delivers_to_and_nothing_else() -> None:
    channel = shop.channel()
    zone = shop.shipping_zone(channels=[channel], countries=["US", "CA"])
    shop.shipping_method(zone=zone, channel=channel, price="6.00")

    answer = data(
        """{ channel(slug: "us") {
          id slug countries { code country } availableShippingMethodsPerCountry(countries: [CA]) {
          countryCode shippingMethods { id name price { amount currency } } } } }"""
    )["channel"]

    assert answer["countries"] == [
        {"code": "CA", "country": "Canada"},
        {"code": "US", "country": "United States of America"},
    ]
    assert answer["availableShippingMethodsPerCountry"] == [
        {
            "countryCode": "CA",
            "shippingMethods": [
                {
                    "id": to_global_id("ShippingMethod", zone.shipping_methods.get().pk),
                    "name": "Standard",
                    "price": {"amount": 6.0, "currency": "USD"},
                }
            ],
        }
    ]
    for field in ("name", "currencyCode", "isActive", "defaultCountry { code }", "taxConfiguration { id }"):
        denied = ask(f'{{ channel(slug: "us") {{ {field} }} }}')
        assert denied["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
        assert denied["data"] == {"channel": None}
    assert ask("{ channels { id } }")["data"] == {"channels": None}


def test_an_app_without_permissions_lists_channels_and_visitors_do_not_see_closed_ones() -> None:
    shop.channel(slug="intl", is_active=False)

    listed = data("{ channels { slug currencyCode taxConfiguration { pricesEnteredWithTax } } }", app=app())
    hidden = data('{ channel(slug: "intl") { id } }')

    assert listed == {
        "channels": [{"slug": "intl", "currencyCode": "GBP", "taxConfiguration": {"pricesEnteredWithTax": True}}]
    }
    assert hidden == {"channel": None}
