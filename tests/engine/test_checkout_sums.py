"""Whatever is bought at whatever rates and discounts, the parts add up to the total, to the cent."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from store.engine.actions.basket import Basket, BasketLine
from store.engine.actions.checkout_prices import set_prices
from store.engine.actions.discount import Offer
from store.engine.actions.tax import TaxRules
from store.engine.models import (
    Channel,
    Checkout,
    CheckoutDelivery,
    CheckoutLine,
    Product,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
    ShippingMethod,
    Voucher,
    VoucherChannelListing,
)

CENT = Decimal("0.01")
prices = st.decimals("0", "999.99", places=2)
rates = st.sampled_from([Decimal(rate) for rate in ("0", "0.05", "0.08", "0.19", "0.2", "0.0725")])


def basket(lines: list[tuple[Decimal, int]], *, delivery: Decimal, discount: Decimal, kind: str) -> Basket:
    """Make a basket that no database has seen: unit prices and quantities, delivery, and a fixed voucher."""
    channel = Channel(pk=1, currency_code="USD", default_country="US")
    variants = [
        ProductVariant(pk=place, product=Product(pk=place, product_type=ProductType(is_shipping_required=True)))
        for place, _ in enumerate(lines, 1)
    ]
    checkout = Checkout(channel=channel, currency="USD", voucher_code="X")
    entries = [
        BasketLine(
            line=CheckoutLine(checkout=checkout, variant=variant, quantity=quantity, currency="USD"),
            listing=ProductVariantChannelListing(price_amount=price),
            product_listing=None,
        )
        for variant, (price, quantity) in zip(variants, lines, strict=True)
    ]
    method = ShippingMethod(tax_class_id=2)
    checkout.assigned_delivery = CheckoutDelivery(checkout=checkout, shipping_method=method, price_amount=delivery)
    voucher = Voucher(type=kind, discount_value_type="FIXED")
    offer = Offer(voucher, VoucherChannelListing(channel=channel, discount_value=discount), None)
    found = Basket(checkout=checkout, lines=entries, offer=offer)
    ceiling = delivery if offer.is_for_shipping else sum((price * count for price, count in lines), Decimal(0))
    checkout.discount_amount = min(discount, ceiling)
    return found


@settings(max_examples=100, deadline=None)
@given(
    lines=st.lists(st.tuples(prices, st.integers(1, 9)), min_size=1, max_size=5),
    delivery=prices,
    discount=prices,
    kind=st.sampled_from(["ENTIRE_ORDER", "SHIPPING"]),
    with_tax=st.booleans(),
    goods_rate=rates,
    delivery_rate=rates,
)
def test_lines_and_delivery_less_discount_are_the_total_and_net_and_tax_are_gross(
    lines: list[tuple[Decimal, int]],
    delivery: Decimal,
    discount: Decimal,
    kind: str,
    with_tax: bool,
    goods_rate: Decimal,
    delivery_rate: Decimal,
) -> None:
    bought = basket(lines, delivery=delivery, discount=discount, kind=kind)
    rules = TaxRules(
        channel=bought.channel,
        country="US",
        entered_with_tax=with_tax,
        display_gross=with_tax,
        charge_taxes=True,
        rates={None: goods_rate, 2: delivery_rate},
    )
    set_prices(bought, rules)
    made = bought.checkout
    rows = [entry.line for entry in bought.lines]
    for side in ("net", "gross"):
        parts = sum((getattr(row, f"total_price_{side}_amount") for row in rows), Decimal(0))
        shipping = getattr(made, f"shipping_price_{side}_amount")
        assert parts == getattr(made, f"subtotal_{side}_amount")
        assert parts + shipping == getattr(made, f"total_{side}_amount")
        assert all(getattr(row, f"total_price_{side}_amount") >= 0 for row in rows)
    entered = "gross" if with_tax else "net"
    gone = sum((price * count for price, count in lines), delivery) - getattr(made, f"total_{entered}_amount")
    # The last line bears the remainder; where it is smaller than that, what it cannot bear is given away, as in Saleor.
    assert abs(gone - made.discount_amount) <= CENT * len(lines)
    for row in rows:
        assert row.total_price_gross_amount >= row.total_price_net_amount
        assert row.total_price_net_amount == row.total_price_net_amount.quantize(CENT)
        tax = row.total_price_gross_amount - row.total_price_net_amount
        assert abs(tax - row.total_price_net_amount * goods_rate) <= CENT
