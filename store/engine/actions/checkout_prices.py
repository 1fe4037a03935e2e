"""What a checkout costs: worked out when it changed or an hour has passed, and stored until it does not hold."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from store.engine.actions.basket import Basket, read_basket
from store.engine.actions.charge_status import update_charge_status
from store.engine.actions.discount import NotApplicable, Offer, check_conditions, discount_amount, subtotal_of
from store.engine.actions.tax import TaxRules, tax_rules
from store.engine.models import Checkout, CheckoutLine
from store.engine.money import TaxedMoney, quantize

LINE_COLUMNS = (
    "undiscounted_unit_price_amount",
    "unit_price_net_amount",
    "unit_price_gross_amount",
    "total_price_net_amount",
    "total_price_gross_amount",
    "tax_rate",
)
CHECKOUT_COLUMNS = (
    "base_total_amount",
    "subtotal_net_amount",
    "subtotal_gross_amount",
    "shipping_price_net_amount",
    "shipping_price_gross_amount",
    "shipping_tax_rate",
    "total_net_amount",
    "total_gross_amount",
    "price_expiration",
)


def prices_hold(checkout: Checkout) -> bool:
    """Tell whether the stored prices may still be shown and paid."""
    return checkout.price_expiration > timezone.now()


@transaction.atomic
def refresh_prices(checkout: Checkout, basket: Basket | None = None) -> Basket:
    """Work out and store the prices when they do not hold any more; return the basket that they belong to."""
    basket = basket or read_basket(checkout)
    if prices_hold(checkout):
        return basket
    rules = tax_rules(channel=basket.channel, country=basket.country)
    set_prices(basket, rules)
    checkout.price_expiration = timezone.now() + timedelta(seconds=settings.ENGINE_CHECKOUT_PRICES_SECONDS)
    CheckoutLine.objects.bulk_update([entry.line for entry in basket.lines], LINE_COLUMNS)
    Checkout.objects.filter(pk=checkout.pk).update(**{name: getattr(checkout, name) for name in CHECKOUT_COLUMNS})
    update_charge_status(checkout)
    return basket


def set_prices(basket: Basket, rules: TaxRules) -> None:
    """Write the prices into the basket's checkout and lines, in memory.

    Tax is worked out on what a whole line costs after discounts and rounded there; a unit's price is the line's
    divided by its units, rounded; the total is the sum of the lines and of the delivery.
    """
    checkout = basket.checkout
    net = gross = Decimal(0)
    for entry, amount in zip(basket.lines, basket.discounted_line_amounts(), strict=True):
        price = rules.taxed(amount, entry.tax_class_id)
        _price_line(entry.line, price)
        entry.line.undiscounted_unit_price_amount = quantize(entry.unit_price, basket.currency)
        entry.line.tax_rate = rules.rate(entry.tax_class_id)
        net += price.net.amount
        gross += price.gross.amount
    tax_class_id = checkout.assigned_delivery.shipping_method.tax_class_id if checkout.assigned_delivery else None
    delivery = rules.taxed(basket.delivery_price, tax_class_id)
    checkout.base_total_amount = sum(
        (quantize(item.total, basket.currency) for item in basket.items),
        basket.undiscounted_delivery_price or Decimal(0),
    )
    checkout.subtotal_net_amount, checkout.subtotal_gross_amount = net, gross
    checkout.shipping_price_net_amount = delivery.net.amount
    checkout.shipping_price_gross_amount = delivery.gross.amount
    checkout.shipping_tax_rate = rules.rate(tax_class_id)
    checkout.total_net_amount = net + delivery.net.amount
    checkout.total_gross_amount = gross + delivery.gross.amount


def _price_line(line: CheckoutLine, price: TaxedMoney) -> None:
    line.total_price_net_amount = price.net.amount
    line.total_price_gross_amount = price.gross.amount
    line.unit_price_net_amount = quantize(price.net.amount / line.quantity, line.currency)
    line.unit_price_gross_amount = quantize(price.gross.amount / line.quantity, line.currency)


def reconsider_discount(basket: Basket) -> None:
    """Work out the voucher's discount again, in memory; a voucher that does not apply any more is taken off."""
    checkout = basket.checkout
    if not checkout.voucher_code:
        return
    try:
        amount = discount_of(basket, basket.offer) if basket.offer else None
    except NotApplicable:
        amount = None
    if amount is None or basket.offer is None:
        take_voucher_off(basket)
        return
    checkout.discount_amount = amount if basket.offer.is_for_shipping else min(amount, subtotal_of_goods(basket))
    checkout.discount_name = basket.offer.voucher.name


def discount_of(basket: Basket, offer: Offer) -> Decimal:
    """Return what an offer takes off a basket; raises NotApplicable."""
    checkout = basket.checkout
    check_conditions(
        offer,
        subtotal=subtotal_of_goods(basket),
        quantity=basket.quantity,
        email=basket.voucher_email,
        user=checkout.user,
    )
    address = checkout.shipping_address or checkout.billing_address
    return discount_amount(
        offer,
        basket.items,
        shipping_price=basket.undiscounted_delivery_price,
        is_shipping_required=basket.is_shipping_required,
        country=address.country if address else None,
    )


def subtotal_of_goods(basket: Basket) -> Decimal:
    """Return what the goods cost before any voucher, as entered."""
    return subtotal_of(basket.items, basket.currency)


def take_voucher_off(basket: Basket) -> None:
    """Forget the voucher, in memory."""
    basket.offer = None
    basket.checkout.voucher_code = ""
    basket.checkout.discount_name = ""
    basket.checkout.discount_amount = Decimal(0)
