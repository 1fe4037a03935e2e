"""Which deliveries a checkout may choose, and what becomes of the choice when something changes."""

from decimal import Decimal
from typing import Any

import pytest

from store.engine.actions.delivery import delivers_to
from store.engine.models import Checkout, ShippingMethodChannelListing
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.engine.buying import change, faults, shelf
from tests.factories import shop
from tests.factories.checkout import checkout

pytestmark = pytest.mark.django_db

CHOOSE = ("checkoutDeliveryMethodUpdate", "id: ID!, deliveryMethodId: ID")
CALCULATE = """mutation($id: ID!) { deliveryOptionsCalculate(id: $id) {
  deliveries { id shippingMethod { id name price { amount } } } errors { field code } } }"""


def named(made: Checkout) -> dict[str, Any]:
    """Return the variables that name a checkout."""
    return {"id": to_global_id("Checkout", made.pk)}


def options(made: Checkout) -> list[tuple[str, float]]:
    """Return names and prices of the deliveries to choose from."""
    deliveries = data(CALCULATE, named(made))["deliveryOptionsCalculate"]["deliveries"]
    return [(found["shippingMethod"]["name"], found["shippingMethod"]["price"]["amount"]) for found in deliveries]


def problems(made: Checkout) -> list[str]:
    """Return the kinds of a checkout's problems."""
    found = data("query($id: ID!) { checkout(id: $id) { problems { __typename } } }", named(made))
    return [problem["__typename"] for problem in found["checkout"]["problems"]]


def test_deliveries_come_cheapest_first_within_their_limits() -> None:
    us, variant = shelf(price="20.00")
    zone = us.shipping_zones.get()
    shop.shipping_method(zone=zone, channel=us, price="15.00", name="Express")
    shop.shipping_method(zone=zone, channel=us, price="0.00", name="Free", minimum_order_price="50")
    shop.shipping_method(zone=zone, channel=us, price="1.00", name="Small", maximum_order_price="19.99")
    shop.shipping_method(zone=zone, channel=us, name="Heavy", type="WEIGHT", minimum_order_weight=Decimal(10))
    elsewhere = shop.shipping_zone(channels=[us], countries=["GB"])
    shop.shipping_method(zone=elsewhere, channel=us, name="Britain")
    assert options(checkout(channel=us, lines=[(variant, 1)])) == [("Standard", 5.0), ("Express", 15.0)]
    assert options(checkout(channel=us, lines=[(variant, 3)]))[0] == ("Free", 0.0)


def test_there_is_nothing_to_choose_without_an_address_or_for_digital_goods() -> None:
    us, variant = shelf()
    _, digital = shelf(shipped=False)
    assert options(checkout(channel=us, lines=[(variant, 1)], ship_to=None)) == []
    assert options(checkout(channel=us, lines=[(digital, 1)])) == []


def test_a_delivery_that_excludes_a_product_is_not_offered_for_it() -> None:
    us, variant = shelf()
    us.shipping_zones.get().shipping_methods.get().excluded_products.add(variant.product)
    assert options(checkout(channel=us, lines=[(variant, 1)])) == []


def test_a_delivery_is_chosen_by_its_id_or_by_its_methods() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)])
    delivery = data(CALCULATE, named(made))["deliveryOptionsCalculate"]["deliveries"][0]
    answer = change(*CHOOSE, {**named(made), "deliveryMethodId": delivery["id"]})
    assert answer["checkout"]["delivery"] == delivery
    assert answer["checkout"]["totalPrice"]["gross"]["amount"] == 25.0
    assert change(*CHOOSE, {**named(made), "deliveryMethodId": None})["checkout"]["delivery"] is None
    answer = change(*CHOOSE, {**named(made), "deliveryMethodId": delivery["shippingMethod"]["id"]})
    assert answer["checkout"]["delivery"] == delivery


def test_a_delivery_of_another_zone_is_not_applicable_and_nonsense_is_an_error() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)])
    other = shop.shipping_method(zone=shop.shipping_zone(channels=[us], countries=["GB"]), channel=us)
    wish = {**named(made), "deliveryMethodId": to_global_id("ShippingMethod", other.pk)}
    assert faults(change(*CHOOSE, wish)) == [("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")]
    document = (
        "mutation($id: ID!, $d: ID) { checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $d) { errors { code } } }"
    )
    assert ask(document, {**named(made), "d": "nonsense"})["errors"]


def test_a_choice_is_stale_after_a_change_and_fresh_after_working_it_out_again() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    assert problems(made) == []
    line = {"lineId": to_global_id("CheckoutLine", made.lines.get().pk), "quantity": 2}
    change("checkoutLinesUpdate", "id: ID!, lines: [CheckoutLineUpdateInput!]!", {**named(made), "lines": [line]})
    assert problems(made) == ["CheckoutProblemDeliveryMethodStale"]
    data(CALCULATE, named(made))
    assert problems(made) == []


def test_a_rate_that_changed_keeps_the_agreed_price_but_has_to_be_chosen_again() -> None:
    us, variant = shelf(rate="5.00")
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    ShippingMethodChannelListing.objects.update(price_amount=Decimal(7))
    assert options(made) == [("Standard", 7.0)]
    assert problems(made) == ["CheckoutProblemDeliveryMethodInvalid"]
    shown = data(
        "query($id: ID!) { checkout(id: $id) { shippingPrice { gross { amount } } delivery { id } } }", named(made)
    )["checkout"]
    assert shown["shippingPrice"]["gross"]["amount"] == 5.0
    fresh = data(CALCULATE, named(made))["deliveryOptionsCalculate"]["deliveries"][0]["id"]
    answer = change(*CHOOSE, {**named(made), "deliveryMethodId": fresh})
    assert answer["checkout"]["shippingPrice"]["gross"]["amount"] == 7.0
    assert problems(made) == []


def test_a_rate_that_came_back_makes_the_choice_valid_again() -> None:
    us, variant = shelf(rate="5.00")
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    for price, expected in ((7, ["CheckoutProblemDeliveryMethodInvalid"]), (5, [])):
        ShippingMethodChannelListing.objects.update(price_amount=Decimal(price))
        data(CALCULATE, named(made))
        assert problems(made) == expected


def test_the_older_fields_list_the_methods_and_follow_a_changed_rate() -> None:
    us, variant = shelf(rate="5.00")
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    ShippingMethodChannelListing.objects.update(price_amount=Decimal(7))
    Checkout.objects.update(delivery_methods_stale_at=made.created_at)
    shown = data(
        """query($id: ID!) { checkout(id: $id) {
             shippingMethods { name price { amount } } availableShippingMethods { active }
             shippingMethod { price { amount } } shippingPrice { gross { amount } } } }""",
        named(made),
    )["checkout"]
    assert shown == {
        "shippingMethods": [{"name": "Standard", "price": {"amount": 7.0}}],
        "availableShippingMethods": [{"active": True}],
        "shippingMethod": {"price": {"amount": 7.0}},
        "shippingPrice": {"gross": {"amount": 7.0}},
    }


INCLUDED = [{"start": "BH20 2BC", "end": "BH21 9ZZ", "inclusion_type": "INCLUDE"}]
EXCLUDED = [{"start": "BH20 2BC", "end": "BH21 9ZZ", "inclusion_type": "EXCLUDE"}]


@pytest.mark.parametrize(
    ("rules", "country", "code", "expected"),
    [
        ([], "GB", "M3 1AZ", True),
        (INCLUDED, "GB", "BH20 5AA", True),
        (INCLUDED, "GB", "BH3 5AA", False),  # numbers count as numbers: 3 comes before 20
        (EXCLUDED, "GB", "BH20 5AA", False),
        (EXCLUDED, "GB", "M3 1AZ", True),
        ([*INCLUDED, *EXCLUDED], "GB", "BH20 5AA", False),
        ([{"start": "10000", "end": "", "inclusion_type": "INCLUDE"}], "US", "94111", True),
        ([{"start": "A65 2F0A", "end": "A65 2F0C", "inclusion_type": "INCLUDE"}], "IE", "A65 2F0B", True),
    ],
)
def test_postal_code_rules(rules: list[dict[str, str]], country: str, code: str, expected: bool) -> None:
    assert delivers_to(rules, country=country, postal_code=code) is expected
