"""The shop's own facts and settings."""

import pytest

from store.engine.actions.shop import site_settings
from store.engine.models import Address, App
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import shop

pytestmark = pytest.mark.django_db

SETTINGS = """mutation($i: ShopSettingsInput!) { shopSettingsUpdate(input: $i) {
  shop { name limitQuantityPerCheckout reserveStockDurationAnonymousUser accountConfirmMergeMode
    metadata { key value } }
  errors { field code }
} }"""
ADDRESS = """mutation($i: AddressInput) { shopAddressUpdate(input: $i) {
  shop { companyAddress { city country { code } } } errors { field code } } }"""


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def test_everybody_knows_the_shops_name_and_where_it_delivers_to() -> None:
    us = shop.channel()
    shop.shipping_zone(channels=[us], countries=["US", "CA"])

    answer = data(
        """{ shop { id name domain { host sslEnabled url } defaultCountry { code } phonePrefixes
          countries(filter: {attachedToShippingZones: true}) { code country } all: countries { code } } }"""
    )["shop"]

    assert (answer["id"], answer["name"]) == (to_global_id("Shop", 1), "NAT Global Campus")
    assert answer["domain"] == {"host": "testserver", "sslEnabled": False, "url": "http://testserver/"}
    assert answer["countries"] == [
        {"code": "CA", "country": "Canada"},
        {"code": "US", "country": "United States of America"},
    ]
    assert len(answer["all"]) >= 250
    assert "44" in answer["phonePrefixes"]


def test_prices_of_delivery_are_shown_for_an_address() -> None:
    us = shop.channel()
    near = shop.shipping_zone(channels=[us], countries=["US"])
    far = shop.shipping_zone(channels=[us], countries=["CA"])
    shop.shipping_method(zone=near, channel=us, name="Near", price="5")
    shop.shipping_method(zone=far, channel=us, name="Far", price="15")
    document = """{ shop { availableShippingMethods(channel: "us", address: {country: CA}) {
      name price { amount currency } active } } }"""

    assert data(document)["shop"]["availableShippingMethods"] == [
        {"name": "Far", "price": {"amount": 15.0, "currency": "USD"}, "active": True}
    ]


@pytest.mark.parametrize(
    "field", ["version", "channelCurrencies", "limitQuantityPerCheckout", "reserveStockDurationAnonymousUser"]
)
def test_settings_are_not_for_visitors(field: str) -> None:
    answer = ask(f"{{ shop {{ {field} }} }}")

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_any_app_may_ask_for_the_version() -> None:
    assert data("{ shop { version } }", app=app()) == {"shop": {"version": "3.23.28"}}


def test_settings_are_changed_and_a_reservation_of_no_time_is_none() -> None:
    answer = data(
        SETTINGS,
        {
            "i": {
                "name": "The campus",
                "limitQuantityPerCheckout": 20,
                "reserveStockDurationAnonymousUser": 0,
                "accountConfirmMergeMode": "REQUIRE_PASSWORD",
                "metadata": [{"key": "line", "value": "us"}],
            }
        },
        app=app("MANAGE_SETTINGS"),
    )["shopSettingsUpdate"]

    assert answer == {
        "shop": {
            "name": "The campus",
            "limitQuantityPerCheckout": 20,
            "reserveStockDurationAnonymousUser": None,
            "accountConfirmMergeMode": "REQUIRE_PASSWORD",
            "metadata": [{"key": "line", "value": "us"}],
        },
        "errors": [],
    }
    assert site_settings().name == "The campus"


def test_a_limit_of_no_units_is_refused() -> None:
    answer = data(SETTINGS, {"i": {"limitQuantityPerCheckout": 0}}, app=app("MANAGE_SETTINGS"))

    assert answer["shopSettingsUpdate"]["errors"] == [{"field": "limitQuantityPerCheckout", "code": "INVALID"}]


def test_the_shops_address_is_written_over_and_removed() -> None:
    caller = app("MANAGE_SETTINGS")
    address = {"streetAddress1": "10 Deansgate", "city": "Manchester", "postalCode": "M3 1AZ", "country": "GB"}

    first = data(ADDRESS, {"i": address}, app=caller)["shopAddressUpdate"]
    data(ADDRESS, {"i": {**address, "city": "Salford"}}, app=caller)
    kept = Address.objects.count()
    removed = data(ADDRESS, {"i": None}, app=caller)["shopAddressUpdate"]

    assert first["shop"]["companyAddress"] == {"city": "MANCHESTER", "country": {"code": "GB"}}
    assert kept == 1
    assert removed == {"shop": {"companyAddress": None}, "errors": []}
    assert not Address.objects.exists()
