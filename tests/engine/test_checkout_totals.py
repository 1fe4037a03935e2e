"""What a checkout costs: taxes, discounts and their rounding, to the cent."""

from decimal import Decimal

import pytest

from store.engine.actions.basket import read_basket
from store.engine.actions.checkout import add_voucher
from store.engine.actions.checkout_prices import refresh_prices
from store.engine.actions.discount import spread
from store.engine.actions.tax import tax_class_of, tax_rules
from store.engine.models import Checkout, ProductVariantChannelListing
from tests.factories import catalogue, shop
from tests.factories.checkout import checkout, voucher

pytestmark = pytest.mark.django_db


def totals(made: Checkout) -> tuple[str, str, str]:
    """Return net, tax and gross of a checkout's total, worked out afresh."""
    refresh_prices(made)
    net, gross = made.total_net_amount, made.total_gross_amount
    return f"{net:.2f}", f"{gross - net:.2f}", f"{gross:.2f}"


def test_us_prices_are_entered_net_and_taxed_at_the_rate_of_the_class() -> None:
    us = shop.channel(slug="us")
    goods = shop.tax_class(rates={"US": "8"})
    variant = catalogue.variant(
        of=catalogue.product(prices={"us": "41.00"}, tax_class=goods, variants=False), prices={"us": "41.00"}
    )
    assert totals(checkout(channel=us, lines=[(variant, 1)])) == ("41.00", "3.28", "44.28")


def test_british_prices_are_entered_gross_with_delivery_taxed_by_its_own_class() -> None:
    intl = shop.channel(slug="intl")
    twenty = shop.tax_class(rates={"GB": "20"})
    room = shop.warehouse(channels=[intl])
    zone = shop.shipping_zone(channels=[intl], warehouses=[room], countries=["GB"])
    shop.shipping_method(zone=zone, channel=intl, price="4.80", tax_class=twenty)
    product = catalogue.product(prices={"intl": "36.00"}, tax_class=twenty)
    made = checkout(channel=intl, lines=[(product.variants.get(), 1)], ship_to="GB", delivered=True)
    assert totals(made) == ("34.00", "6.80", "40.80")
    assert (made.subtotal_net_amount, made.subtotal_gross_amount) == (Decimal("30.00"), Decimal("36.00"))
    assert (made.shipping_price_net_amount, made.shipping_price_gross_amount) == (Decimal("4.00"), Decimal("4.80"))


def test_the_rate_is_that_of_the_country_the_goods_go_to() -> None:
    intl = shop.channel(slug="intl")
    goods = shop.tax_class(rates={"GB": "20", "DE": "19"})
    rules = tax_rules(channel=intl, country="DE")
    price = rules.taxed(Decimal(80), goods.pk)
    assert (price.net.amount, price.gross.amount) == (Decimal("67.23"), Decimal("80.00"))


def test_a_country_without_a_rate_is_not_taxed() -> None:
    goods = shop.tax_class(rates={"GB": "20"})
    price = tax_rules(channel=shop.channel(slug="intl"), country="PL").taxed(Decimal("36.00"), goods.pk)
    assert price.net == price.gross


def test_a_class_without_a_rate_in_a_country_falls_back_to_the_countrys_own() -> None:
    shop.default_tax_rate(country="US", rate="5")
    goods = shop.tax_class(rates={"GB": "20"})
    assert tax_rules(channel=shop.channel(slug="us"), country="US").rate(goods.pk) == Decimal("0.05")


def test_a_product_is_taxed_by_its_own_class_before_its_types() -> None:
    own, of_type = shop.tax_class(name="Own"), shop.tax_class(name="Type")
    kind = catalogue.product_type(tax_class=of_type)
    assert tax_class_of(catalogue.product(of_type=kind)) == of_type.pk
    assert tax_class_of(catalogue.product(of_type=kind, tax_class=own)) == own.pk


def test_a_channel_that_charges_no_taxes_sells_for_the_net_of_its_gross_prices() -> None:
    goods = shop.tax_class(rates={"GB": "20"})
    rules = tax_rules(channel=shop.channel(slug="intl", charge_taxes=False), country="GB")
    price = rules.taxed(Decimal("36.00"), goods.pk)
    assert (price.net.amount, price.gross.amount) == (Decimal("30.00"), Decimal("30.00"))


def test_ten_percent_of_91_net_is_9_10() -> None:
    us = shop.channel(slug="us")
    voucher(code="TEN", values={us: "10"}, percentage=True)
    variant = catalogue.product(prices={"us": "91.00"}).variants.get()
    made = checkout(channel=us, lines=[(variant, 1)])
    add_voucher(checkout=made, code="TEN")
    assert made.discount_amount == Decimal("9.10")
    assert totals(made) == ("81.90", "0.00", "81.90")


def test_a_voucher_for_the_order_is_spread_over_its_lines_and_the_last_bears_the_remainder() -> None:
    us = shop.channel(slug="us")
    voucher(code="TEN", values={us: "10.00"})
    variants = [catalogue.product(prices={"us": "9.99"}).variants.get() for _ in range(3)]
    made = checkout(channel=us, lines=[(variant, 1) for variant in variants])
    add_voucher(checkout=made, code="TEN")
    basket = refresh_prices(made)
    assert [entry.line.total_price_net_amount for entry in basket.lines] == [
        Decimal("6.66"),
        Decimal("6.66"),
        Decimal("6.65"),
    ]
    assert made.total_gross_amount == Decimal("19.97")


def test_a_voucher_for_certain_products_lowers_their_lines_only() -> None:
    us = shop.channel(slug="us")
    book = catalogue.product(prices={"us": "20.00"})
    chart = catalogue.product(prices={"us": "15.00"})
    voucher(code="BOOKS", values={us: "25"}, percentage=True, kind="SPECIFIC_PRODUCT").products.add(book)
    made = checkout(channel=us, lines=[(book.variants.get(), 2), (chart.variants.get(), 1)])
    add_voucher(checkout=made, code="BOOKS")
    basket = refresh_prices(made)
    assert [entry.line.total_price_net_amount for entry in basket.lines] == [Decimal("30.00"), Decimal("15.00")]


def test_a_fixed_voucher_for_products_takes_its_value_off_every_unit() -> None:
    us = shop.channel(slug="us")
    book = catalogue.product(prices={"us": "20.00"})
    voucher(code="BOOKS", values={us: "3.00"}, kind="SPECIFIC_PRODUCT").products.add(book)
    made = checkout(channel=us, lines=[(book.variants.get(), 2)])
    add_voucher(checkout=made, code="BOOKS")
    assert totals(made) == ("34.00", "0.00", "34.00")


def test_a_voucher_once_per_order_lowers_one_unit_of_the_cheapest_line() -> None:
    us = shop.channel(slug="us")
    voucher(code="ONE", values={us: "50"}, percentage=True, apply_once_per_order=True)
    dear, cheap = (catalogue.product(prices={"us": price}).variants.get() for price in ("20.00", "10.00"))
    made = checkout(channel=us, lines=[(dear, 1), (cheap, 3)])
    add_voucher(checkout=made, code="ONE")
    assert totals(made) == ("45.00", "0.00", "45.00")


def test_a_voucher_never_lowers_the_goods_below_zero_nor_touches_the_delivery() -> None:
    us = shop.channel(slug="us")
    zone = shop.shipping_zone(channels=[us], warehouses=[shop.warehouse(channels=[us])])
    shop.shipping_method(zone=zone, channel=us, price="5.00")
    voucher(code="ALL", values={us: "100"}, percentage=True)
    variant = catalogue.product(prices={"us": "20.00"}).variants.get()
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    add_voucher(checkout=made, code="ALL")
    assert totals(made) == ("5.00", "0.00", "5.00")


def test_a_voucher_for_delivery_lowers_the_delivery_only() -> None:
    us = shop.channel(slug="us")
    zone = shop.shipping_zone(channels=[us], warehouses=[shop.warehouse(channels=[us])])
    shop.shipping_method(zone=zone, channel=us, price="5.00")
    voucher(code="FREE", values={us: "100"}, percentage=True, kind="SHIPPING")
    variant = catalogue.product(prices={"us": "20.00"}).variants.get()
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    add_voucher(checkout=made, code="FREE")
    assert totals(made) == ("20.00", "0.00", "20.00")
    assert made.shipping_price_gross_amount == 0


def test_a_price_change_does_not_alter_what_was_agreed_within_the_hour() -> None:
    us = shop.channel(slug="us")
    variant = catalogue.product(prices={"us": "20.00"}).variants.get()
    made = checkout(channel=us, lines=[(variant, 1)])
    assert totals(made) == ("20.00", "0.00", "20.00")
    ProductVariantChannelListing.objects.filter(variant=variant).update(price_amount=Decimal(99))
    assert totals(Checkout.objects.get(pk=made.pk)) == ("20.00", "0.00", "20.00")


def test_a_spread_discount_keeps_every_amount_at_zero_or_above() -> None:
    assert spread(Decimal("0.05"), [Decimal("0.01")] * 3, "USD") == [Decimal(0), Decimal(0), Decimal(0)]
    assert spread(Decimal(1), [], "USD") == []
    assert spread(Decimal(1), [Decimal(0), Decimal(0)], "USD") == [Decimal(0), Decimal(0)]


def test_the_price_of_a_variant_that_left_the_channel_is_the_last_one_known() -> None:
    us = shop.channel(slug="us")
    variant = catalogue.product(prices={"us": "20.00"}).variants.get()
    made = checkout(channel=us, lines=[(variant, 1)])
    refresh_prices(made)
    ProductVariantChannelListing.objects.filter(variant=variant).delete()
    assert read_basket(made).lines[0].unit_price == Decimal("20.00")
