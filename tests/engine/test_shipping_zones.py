"""Warehouses, zones and ways of delivery: set up in the order that Saleor asks for."""

from typing import Any

import pytest

from store.engine.models import App, ShippingMethod, ShippingZone
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import shop

pytestmark = pytest.mark.django_db

ZONE = """mutation($i: ShippingZoneCreateInput!) { shippingZoneCreate(input: $i) {
  shippingZone { name default countries { code } channels { slug } warehouses { slug } }
  errors { field code message warehouses channels }
} }"""
RATE = """mutation($i: ShippingPriceInput!) { shippingPriceCreate(input: $i) {
  shippingMethod {
    id name type minimumDeliveryDays maximumDeliveryDays
    minimumOrderWeight { unit value } maximumOrderWeight { value } taxClass { name }
    postalCodeRules { start end inclusionType }
  }
  errors { field code }
} }"""
PRICES = """mutation($id: ID!, $i: ShippingMethodChannelListingInput!) {
  shippingMethodChannelListingUpdate(id: $id, input: $i) {
    shippingMethod { channelListings {
      channel { slug } price { amount } minimumOrderPrice { amount } maximumOrderPrice { amount } } }
    errors { field code channels }
  }
}"""
WAREHOUSE = """mutation($i: WarehouseCreateInput!) { createWarehouse(input: $i) {
  warehouse { name slug address { city countryArea country { code } } } errors { field code }
} }"""
ADDRESS = {
    "streetAddress1": "600 Montgomery St",
    "city": "San Francisco",
    "countryArea": "California",
    "postalCode": "94111",
    "country": "US",
}


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def test_a_warehouse_gets_a_slug_of_its_name_and_a_normalised_address() -> None:
    caller = app("MANAGE_PRODUCTS")

    first, second = (
        data(WAREHOUSE, {"i": {"name": "West coast", "address": ADDRESS}}, app=caller)["createWarehouse"]
        for _ in range(2)
    )

    assert first["warehouse"] == {
        "name": "West coast",
        "slug": "west-coast",
        "address": {"city": "SAN FRANCISCO", "countryArea": "CA", "country": {"code": "US"}},
    }
    assert second["warehouse"]["slug"] == "west-coast-2"


def test_a_warehouse_is_refused_without_postcode_or_with_a_slug_that_is_taken() -> None:
    shop.warehouse(slug="west")
    caller = app("MANAGE_PRODUCTS")
    incomplete = {key: value for key, value in ADDRESS.items() if key != "postalCode"}

    no_postcode = data(WAREHOUSE, {"i": {"name": "A", "address": incomplete}}, app=caller)["createWarehouse"]
    taken = data(WAREHOUSE, {"i": {"name": "A", "slug": "west", "address": ADDRESS}}, app=caller)["createWarehouse"]

    assert no_postcode["errors"] == [{"field": "postalCode", "code": "REQUIRED"}]
    assert taken["errors"] == [{"field": "slug", "code": "UNIQUE"}]


def test_a_warehouse_is_changed_by_its_external_reference() -> None:
    shop.warehouse(slug="west", external_reference="w-west")
    document = """mutation { updateWarehouse(externalReference: "w-west", input: {name: "West"}) {
      warehouse { name slug } errors { field code } } }"""

    assert data(document, app=app("MANAGE_PRODUCTS"))["updateWarehouse"] == {
        "warehouse": {"name": "West", "slug": "west"},
        "errors": [],
    }


def test_warehouses_are_found_by_reference_and_listed_with_a_permission() -> None:
    shop.warehouse(slug="west", external_reference="w-west")

    answer = data(
        """{ warehouse(externalReference: "w-west") { slug }
          warehouses(first: 5, filter: {slugs: ["west"]}) { totalCount edges { node { slug address { city } } } } }""",
        app=app("MANAGE_ORDERS"),
    )

    assert answer["warehouse"] == {"slug": "west"}
    assert answer["warehouses"]["totalCount"] == 1
    assert ask("{ warehouses(first: 1) { totalCount } }")["errors"][0]["message"].endswith(
        "MANAGE_PRODUCTS, MANAGE_ORDERS, MANAGE_SHIPPING"
    )


def zone_input(channel: Any, warehouse: Any, **facts: Any) -> dict[str, Any]:
    return {
        "name": "Britain",
        "countries": ["GB"],
        "addChannels": [to_global_id("Channel", channel.pk)],
        "addWarehouses": [to_global_id("Warehouse", warehouse.pk)],
        **facts,
    }


def test_a_zone_joins_channels_and_warehouses() -> None:
    channel = shop.channel(slug="intl")
    warehouse = shop.warehouse(channels=[channel])

    answer = data(ZONE, {"i": zone_input(channel, warehouse)}, app=app("MANAGE_SHIPPING"))["shippingZoneCreate"]

    assert answer == {
        "shippingZone": {
            "name": "Britain",
            "default": False,
            "countries": [{"code": "GB"}],
            "channels": [{"slug": "intl"}],
            "warehouses": [{"slug": "main"}],
        },
        "errors": [],
    }


def test_a_zone_refuses_a_warehouse_that_serves_none_of_its_channels() -> None:
    channel, warehouse = shop.channel(), shop.warehouse()

    answer = data(ZONE, {"i": zone_input(channel, warehouse)}, app=app("MANAGE_SHIPPING"))["shippingZoneCreate"]

    assert answer["errors"] == [
        {
            "field": "addWarehouses",
            "code": "INVALID",
            "message": "Only warehouses that have common channel with shipping zone can be assigned.",
            "warehouses": [to_global_id("Warehouse", warehouse.pk)],
            "channels": None,
        }
    ]
    assert not ShippingZone.objects.exists()


def test_there_is_one_default_zone_and_it_serves_the_rest_of_the_world() -> None:
    channel = shop.channel()
    warehouse = shop.warehouse(channels=[channel])
    shop.shipping_zone(channels=[channel], countries=["US"])
    caller = app("MANAGE_SHIPPING")
    world = zone_input(channel, warehouse, name="World", countries=[], default=True)

    first = data(ZONE, {"i": world}, app=caller)["shippingZoneCreate"]["shippingZone"]
    second = data(ZONE, {"i": world}, app=caller)["shippingZoneCreate"]

    codes = {country["code"] for country in first["countries"]}
    assert "GB" in codes
    assert "US" not in codes
    assert [(error["field"], error["code"]) for error in second["errors"]] == [("default", "ALREADY_EXISTS")]


def test_a_way_of_delivery_has_days_weights_and_a_tax_class() -> None:
    zone = shop.shipping_zone(channels=[shop.channel()])
    tax_class = shop.tax_class(name="Parcels")

    answer = data(
        RATE,
        {
            "i": {
                "name": "Heavy",
                "type": "WEIGHT",
                "shippingZone": to_global_id("ShippingZone", zone.pk),
                "minimumOrderWeight": {"unit": "G", "value": 2000},
                "maximumOrderWeight": 10,
                "minimumDeliveryDays": 2,
                "maximumDeliveryDays": 5,
                "taxClass": to_global_id("TaxClass", tax_class.pk),
                "addPostalCodeRules": [{"start": "HS1", "end": "HS9"}],
                "inclusionType": "EXCLUDE",
            }
        },
        app=app("MANAGE_SHIPPING"),
    )["shippingPriceCreate"]

    assert answer["errors"] == []
    assert answer["shippingMethod"] == {
        "id": to_global_id("ShippingMethodType", ShippingMethod.objects.get().pk),
        "name": "Heavy",
        "type": "WEIGHT",
        "minimumDeliveryDays": 2,
        "maximumDeliveryDays": 5,
        "minimumOrderWeight": {"unit": "KG", "value": 2.0},
        "maximumOrderWeight": {"value": 10.0},
        "taxClass": {"name": "Parcels"},
        "postalCodeRules": [{"start": "HS1", "end": "HS9", "inclusionType": "EXCLUDE"}],
    }


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (
            {"minimumOrderWeight": 5, "maximumOrderWeight": 5},
            {"field": "maximumOrderWeight", "code": "MAX_LESS_THAN_MIN"},
        ),
        ({"minimumDeliveryDays": 5, "maximumDeliveryDays": 2}, {"field": "minimumDeliveryDays", "code": "INVALID"}),
        ({"addPostalCodeRules": [{"start": "A"}]}, {"field": "inclusionType", "code": "REQUIRED"}),
        ({"name": ""}, {"field": "name", "code": "REQUIRED"}),
        ({"type": None}, {"field": "type", "code": "REQUIRED"}),
    ],
)
def test_a_way_of_delivery_that_cannot_be_is_refused(facts: dict[str, Any], error: dict[str, str]) -> None:
    zone = shop.shipping_zone(channels=[shop.channel()])
    rate = {"name": "Post", "type": "WEIGHT", "shippingZone": to_global_id("ShippingZone", zone.pk), **facts}

    answer = data(RATE, {"i": rate}, app=app("MANAGE_SHIPPING"))["shippingPriceCreate"]

    assert answer["errors"] == [error]
    assert not ShippingMethod.objects.exists()


def test_prices_are_set_per_channel_and_what_is_left_out_stays() -> None:
    us, caller = shop.channel(), app("MANAGE_SHIPPING")
    method = shop.shipping_method(zone=shop.shipping_zone(channels=[us]), channel=us, price="5")
    variables = {"id": to_global_id("ShippingMethodType", method.pk)}
    channel_id = to_global_id("Channel", us.pk)

    answer = data(
        PRICES, {**variables, "i": {"addChannels": [{"channelId": channel_id, "maximumOrderPrice": "80"}]}}, app=caller
    )["shippingMethodChannelListingUpdate"]

    assert answer["shippingMethod"]["channelListings"] == [
        {
            "channel": {"slug": "us"},
            "price": {"amount": 5.0},
            "minimumOrderPrice": {"amount": 0.0},
            "maximumOrderPrice": {"amount": 80.0},
        }
    ]


def test_wrong_prices_name_the_channel() -> None:
    us, intl, caller = shop.channel(), shop.channel(slug="intl"), app("MANAGE_SHIPPING")
    method = ShippingMethod.objects.create(name="Post", shipping_zone=shop.shipping_zone(channels=[us]))
    here, elsewhere = to_global_id("Channel", us.pk), to_global_id("Channel", intl.pk)

    def errors(listing: dict[str, Any]) -> Any:
        variables = {"id": to_global_id("ShippingMethodType", method.pk), "i": {"addChannels": [listing]}}
        return data(PRICES, variables, app=caller)["shippingMethodChannelListingUpdate"]["errors"]

    assert errors({"channelId": here}) == [{"field": "price", "code": "REQUIRED", "channels": [here]}]
    assert errors({"channelId": here, "price": "1.005"}) == [{"field": "price", "code": "INVALID", "channels": [here]}]
    assert errors({"channelId": here, "price": 1, "minimumOrderPrice": 9, "maximumOrderPrice": 9}) == [
        {"field": "maximumOrderPrice", "code": "MAX_LESS_THAN_MIN", "channels": [here]}
    ]
    assert errors({"channelId": elsewhere, "price": 1}) == [
        {"field": "addChannels", "code": "INVALID", "channels": [elsewhere]}
    ]


def test_zones_with_their_rates_are_listed_in_a_constant_number_of_queries(
    django_assert_num_queries: Any,
) -> None:
    us, caller = shop.channel(), app("MANAGE_SHIPPING")
    warehouse = shop.warehouse(channels=[us])
    for number in range(3):
        zone = shop.shipping_zone(channels=[us], warehouses=[warehouse], name=f"Zone {number}")
        shop.shipping_method(zone=zone, channel=us, price=str(number + 1))
    document = """{ shippingZones(first: 10, channel: "us") { edges { node {
      name priceRange { start { amount } } channels { slug } warehouses { slug address { city } }
      shippingMethods { name channelListings { price { amount currency } channel { slug } } } } } } }"""

    with django_assert_num_queries(8):
        answer = data(document, app=caller)

    assert [edge["node"]["priceRange"] for edge in answer["shippingZones"]["edges"]] == [
        {"start": {"amount": 1.0}},
        {"start": {"amount": 2.0}},
        {"start": {"amount": 3.0}},
    ]


def test_zones_are_for_those_who_manage_shipping() -> None:
    assert ask("{ shippingZones(first: 1) { totalCount } }")["errors"][0]["message"].endswith("MANAGE_SHIPPING")
