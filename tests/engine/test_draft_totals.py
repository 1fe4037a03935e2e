"""What drafts and orders come to: tax entered with or without it, delivery, discounts and vouchers."""

from decimal import Decimal
from typing import Any

import pytest

from store.engine.actions.order_totals import recalculate
from store.engine.models import Order, User
from tests.engine import orders_asking as asking
from tests.factories import catalogue, checkout, people, shop

pytestmark = pytest.mark.django_db

DISCOUNT_ADD = ("orderDiscountAdd", "orderId: ID!, input: OrderDiscountCommonInput!")


@pytest.fixture
def agent() -> dict[str, User]:
    return {"user": people.user(permissions=["MANAGE_ORDERS"])}


def money(order: Order) -> dict[str, tuple[str, str]]:
    order.refresh_from_db()
    return {
        name: (
            f"{getattr(order, f'{name}_net_amount'):.2f}",
            f"{getattr(order, f'{name}_gross_amount'):.2f}",
        )
        for name in ("subtotal", "shipping_price", "total", "undiscounted_total")
    }


def test_tax_is_added_where_prices_are_entered_without_it(agent: Any) -> None:
    order = asking.draft(asking.open_market(tax="8"), asking.on_sale(price="36.00"), caller=agent)

    assert money(order) == {
        "subtotal": ("36.00", "38.88"),
        "shipping_price": ("5.00", "5.40"),
        "total": ("41.00", "44.28"),
        "undiscounted_total": ("41.00", "44.28"),
    }


def test_tax_is_taken_out_where_prices_are_entered_with_it(agent: Any) -> None:
    channel = shop.channel(slug="intl")
    warehouse = shop.warehouse(channels=[channel])
    zone = shop.shipping_zone(channels=[channel], warehouses=[warehouse], countries=["GB"])
    market = asking.Market(channel, warehouse, shop.shipping_method(zone=zone, channel=channel, price="4.80"))
    shop.default_tax_rate(country="GB", rate="20")
    variant = catalogue.variant(prices={"intl": "36.00"})
    address = {
        "firstName": "Mary",
        "lastName": "S",
        "streetAddress1": "10 Deansgate",
        "city": "Manchester",
        "postalCode": "M3 1AZ",
        "country": "GB",
    }

    order = asking.draft(market, variant, caller=agent, shippingAddress=address, billingAddress=address)

    assert money(order) == {
        "subtotal": ("30.00", "36.00"),
        "shipping_price": ("4.00", "4.80"),
        "total": ("34.00", "40.80"),
        "undiscounted_total": ("34.00", "40.80"),
    }


def test_a_percentage_off_the_order_lowers_delivery_too(agent: Any) -> None:
    order = asking.draft(asking.open_market(tax="8"), asking.on_sale(price="36.00"), caller=agent)
    value = {"valueType": "PERCENTAGE", "value": "10", "reason": "Regular"}

    payload = asking.mutate(*DISCOUNT_ADD, {"orderId": asking.key(order), "input": value}, **agent)

    assert payload["order"]["discounts"][0]["total"] == {"amount": 4.1}
    assert money(order) == {
        "subtotal": ("32.40", "34.99"),
        "shipping_price": ("4.50", "4.86"),
        "total": ("36.90", "39.85"),
        "undiscounted_total": ("41.00", "44.28"),
    }


def test_a_fixed_amount_off_the_order_is_shared_by_lines_and_delivery(agent: Any) -> None:
    market = asking.open_market()
    order = asking.draft(market, asking.on_sale(price="10.00"), asking.on_sale(price="20.00"), caller=agent)
    value = {"valueType": "FIXED", "value": "7"}

    payload = asking.mutate(*DISCOUNT_ADD, {"orderId": asking.key(order), "input": value}, **agent)

    assert sorted(line["totalPrice"]["gross"]["amount"] for line in payload["order"]["lines"]) == [8.0, 16.0]
    assert payload["order"]["shippingPrice"]["gross"] == {"amount": 4.0}
    assert payload["order"]["total"]["gross"] == {"amount": 28.0}


def test_a_discount_on_a_line_is_for_each_unit(agent: Any) -> None:
    market = asking.open_market()
    lines = [asking.line_input(asking.on_sale(price="10.00"), 3)]
    order = asking.draft(market, caller=agent, lines=lines)
    value = {"valueType": "PERCENTAGE", "value": "25", "reason": "Scratched"}
    variables = {"orderLineId": asking.key(order.lines.get()), "input": value}

    payload = asking.mutate(
        "orderLineDiscountUpdate", "orderLineId: ID!, input: OrderDiscountCommonInput!", variables, **agent
    )

    line = payload["order"]["lines"][0]
    assert (line["unitDiscount"]["amount"], line["unitDiscountType"]) == (2.5, "PERCENTAGE")
    assert (line["unitPrice"]["gross"]["amount"], line["totalPrice"]["gross"]["amount"]) == (7.5, 22.5)


def test_a_voucher_for_the_order_lowers_the_lines_only(agent: Any) -> None:
    market = asking.open_market()
    checkout.voucher(code="TEN", values={market.channel: "10"}, percentage=True, min_spent="1000")

    order = asking.draft(market, asking.on_sale(price="20.00"), caller=agent, voucherCode="TEN")

    assert money(order)["total"] == ("23.00", "23.00")
    assert order.discounts.get().amount_value == Decimal(2)


def test_a_discount_by_hand_takes_the_vouchers_place_until_it_is_removed(agent: Any) -> None:
    market = asking.open_market()
    checkout.voucher(code="TEN", values={market.channel: "10"}, percentage=True)
    order = asking.draft(market, asking.on_sale(price="20.00"), caller=agent, voucherCode="TEN")
    value = {"valueType": "FIXED", "value": "5"}

    payload = asking.mutate(*DISCOUNT_ADD, {"orderId": asking.key(order), "input": value}, **agent)
    by_hand = payload["order"]["discounts"]
    removed = asking.mutate("orderDiscountDelete", "discountId: ID!", {"discountId": by_hand[0]["id"]}, **agent)

    assert [discount["type"] for discount in by_hand] == ["MANUAL"]
    assert payload["order"]["total"]["gross"] == {"amount": 20.0}
    assert [discount["type"] for discount in removed["order"]["discounts"]] == ["VOUCHER"]
    assert removed["order"]["total"]["gross"] == {"amount": 23.0}


def test_a_voucher_for_delivery_lowers_delivery(agent: Any) -> None:
    market = asking.open_market()
    checkout.voucher(code="POST", values={market.channel: "100"}, percentage=True, kind="SHIPPING")

    order = asking.draft(market, asking.on_sale(price="20.00"), caller=agent, voucherCode="POST")

    assert money(order)["shipping_price"] == ("0.00", "0.00")
    assert money(order)["undiscounted_total"] == ("25.00", "25.00")


def test_a_voucher_for_some_products_lowers_their_lines(agent: Any) -> None:
    market = asking.open_market()
    chosen, other = asking.on_sale(price="10.00"), asking.on_sale(price="20.00")
    made = checkout.voucher(code="BOOK", values={market.channel: "50"}, percentage=True, kind="SPECIFIC_PRODUCT")
    made.products.add(chosen.product)

    order = asking.draft(market, chosen, other, caller=agent, voucherCode="BOOK")

    lines = {line.variant: line for line in order.lines.all()}
    assert lines[chosen].total_price_gross_amount == Decimal(5)
    assert lines[chosen].unit_discount_reason == "Voucher code: BOOK"
    assert lines[other].total_price_gross_amount == Decimal(20)


def test_taking_the_voucher_off_restores_the_prices(agent: Any) -> None:
    market = asking.open_market()
    checkout.voucher(code="TEN", values={market.channel: "10"}, percentage=True)
    order = asking.draft(market, asking.on_sale(price="20.00"), caller=agent, voucherCode="TEN")

    variables = {"id": asking.key(order), "input": {"voucherCode": None}}
    payload = asking.mutate("draftOrderUpdate", "id: ID!, input: DraftOrderInput!", variables, **agent)

    assert payload["order"]["voucherCode"] is None
    assert payload["order"]["discounts"] == []
    assert payload["order"]["total"]["gross"] == {"amount": 25.0}


def test_delivery_is_priced_once_there_is_an_address(agent: Any) -> None:
    market = asking.open_market()
    order = asking.draft(market, asking.on_sale(), caller=agent, shippingAddress=None)
    assert money(order)["shipping_price"] == ("0.00", "0.00")

    variables = {
        "id": asking.key(order),
        "input": {"shippingAddress": asking.US_ADDRESS, "shippingMethod": market.method_id},
    }
    asking.mutate("draftOrderUpdate", "id: ID!, input: DraftOrderInput!", variables, **agent)

    assert money(order)["shipping_price"] == ("5.00", "5.00")


def test_working_the_totals_out_twice_changes_nothing(agent: Any) -> None:
    market = asking.open_market(tax="8.875")
    checkout.voucher(code="ODD", values={market.channel: "3.33"}, percentage=True)
    variants = [asking.on_sale(price=price) for price in ("9.99", "0.01", "17.77")]
    order = asking.draft(market, *variants, caller=agent, voucherCode="ODD")
    before = money(order)

    recalculate(order)

    assert money(order) == before
