"""Writes a checkout down as an order, at the prices that were agreed."""

from decimal import Decimal

from store.engine.actions.basket import Basket, BasketLine
from store.engine.actions.charge_status import update_charge_status
from store.engine.actions.discount import line_discounts
from store.engine.actions.order_numbers import next_order_number
from store.engine.actions.tax import TaxRules, tax_rules
from store.engine.models import Order, OrderDiscount, OrderLine, OrderLineDiscount
from store.engine.money import TaxedMoney, quantize


def create_order(basket: Basket, *, metadata: dict[str, str]) -> Order:
    """Write the order, its lines and its discount; move the payments to it. `metadata` joins the checkout's.

    Prices are those that the checkout stores: refresh them before. Stock is not touched.
    """
    checkout = basket.checkout
    rules = tax_rules(channel=basket.channel, country=basket.country)
    lines = _lines_of(basket, rules)
    undiscounted_delivery = basket.undiscounted_delivery_price or Decimal(0)
    order = Order.objects.create(
        number=next_order_number(),
        status="UNCONFIRMED",
        origin="CHECKOUT",
        channel=checkout.channel,
        currency=checkout.currency,
        user=checkout.user,
        user_email=basket.email,
        billing_address=checkout.billing_address,
        shipping_address=checkout.shipping_address,
        checkout_token=checkout.pk,
        voucher=basket.offer.voucher if basket.offer else None,
        voucher_code=checkout.voucher_code if basket.offer else "",
        **_delivery_of(basket),
        undiscounted_base_shipping_price_amount=undiscounted_delivery,
        base_shipping_price_amount=basket.delivery_price,
        shipping_price_net_amount=checkout.shipping_price_net_amount,
        shipping_price_gross_amount=checkout.shipping_price_gross_amount,
        shipping_tax_rate=checkout.shipping_tax_rate,
        subtotal_net_amount=checkout.subtotal_net_amount,
        subtotal_gross_amount=checkout.subtotal_gross_amount,
        total_net_amount=checkout.total_net_amount,
        total_gross_amount=checkout.total_gross_amount,
        # Saleor adds the delivery as it was entered to both sides.
        undiscounted_total_net_amount=_sum(lines, "undiscounted_total_price_net_amount") + undiscounted_delivery,
        undiscounted_total_gross_amount=_sum(lines, "undiscounted_total_price_gross_amount") + undiscounted_delivery,
        display_gross_prices=rules.display_gross,
        customer_note=checkout.note,
        language_code=checkout.language_code,
        redirect_url=checkout.redirect_url,
        weight=basket.weight,
        metadata={**checkout.metadata, **metadata},
        private_metadata=checkout.private_metadata,
    )
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
    _write_discount(order, basket)
    _write_line_discounts(lines, basket)
    paid_for = checkout.payment_transactions.exists()
    checkout.payment_transactions.update(order=order, checkout=None)
    update_charge_status(order)
    is_paid = order.charge_status in ("FULL", "OVERCHARGED")
    if order.channel.automatically_confirm_all_new_orders and (paid_for or is_paid):
        order.status = "UNFULFILLED"
        order.save(update_fields=["status"])
    return order


def _sum(lines: list[OrderLine], column: str) -> Decimal:
    return sum((getattr(line, column) for line in lines), Decimal(0))


def _delivery_of(basket: Basket) -> dict[str, object]:
    chosen = basket.checkout.assigned_delivery
    if chosen is None:
        return {}
    method = chosen.shipping_method
    return {
        "shipping_method": method,
        "shipping_method_name": chosen.name,
        "shipping_tax_class_id": method.tax_class_id,
    }


def _lines_of(basket: Basket, rules: TaxRules) -> list[OrderLine]:
    off = line_discounts(basket.offer, basket.items) if basket.offer else {}
    amounts = basket.line_amounts()
    return [
        _line_of(basket, entry, amount, rules, is_discounted=entry.line.pk in off)
        for entry, amount in zip(basket.lines, amounts, strict=True)
    ]


def _line_of(basket: Basket, entry: BasketLine, amount: Decimal, rules: TaxRules, *, is_discounted: bool) -> OrderLine:
    """Return a line; `amount` is what it costs as entered, after a voucher for lines."""
    line, variant = entry.line, entry.variant
    product = variant.product
    tax_class = product.tax_class or product.product_type.tax_class
    base_unit = quantize(amount / line.quantity, line.currency)
    undiscounted_base = quantize(entry.unit_price, line.currency)
    unit = TaxedMoney.of(line.unit_price_net_amount, line.unit_price_gross_amount, line.currency)
    total = TaxedMoney.of(line.total_price_net_amount, line.total_price_gross_amount, line.currency)
    undiscounted_unit = _undiscounted(undiscounted_base, unit, entry, rules)
    undiscounted_total = _undiscounted(quantize(entry.item.total, line.currency), total, entry, rules)
    code = basket.checkout.voucher_code if is_discounted else ""
    return OrderLine(
        variant=variant,
        product_name=product.name,
        variant_name=str(variant),
        product_sku=variant.sku or "",
        product_type_id_snapshot=product.product_type_id,
        is_shipping_required=entry.is_shipping_required,
        is_gift_card=product.product_type.kind == "GIFT_CARD",
        quantity=line.quantity,
        currency=line.currency,
        is_price_overridden=line.price_override is not None,
        undiscounted_base_unit_price_amount=undiscounted_base,
        base_unit_price_amount=base_unit,
        unit_discount_amount=undiscounted_base - base_unit,
        unit_discount_type="FIXED",
        unit_discount_value=undiscounted_base - base_unit,
        unit_discount_reason=f"Voucher code: {code}" if code else "",
        unit_price_net_amount=unit.net.amount,
        unit_price_gross_amount=unit.gross.amount,
        total_price_net_amount=total.net.amount,
        total_price_gross_amount=total.gross.amount,
        undiscounted_unit_price_net_amount=undiscounted_unit.net.amount,
        undiscounted_unit_price_gross_amount=undiscounted_unit.gross.amount,
        undiscounted_total_price_net_amount=undiscounted_total.net.amount,
        undiscounted_total_price_gross_amount=undiscounted_total.gross.amount,
        tax_rate=line.tax_rate,
        tax_class=tax_class,
        tax_class_name=tax_class.name if tax_class else "",
        voucher_code=code,
        metadata=line.metadata,
        private_metadata=line.private_metadata,
    )


def _undiscounted(base: Decimal, price: TaxedMoney, entry: BasketLine, rules: TaxRules) -> TaxedMoney:
    """Return a price before discounts; the same one where there was no discount, so that no cent appears."""
    return price if base == rules.entered(price) else rules.taxed(base, entry.tax_class_id)


def _write_discount(order: Order, basket: Basket) -> None:
    """Note a voucher for the whole order or its delivery as the fixed amount that it came to."""
    checkout = basket.checkout
    if basket.offer is None or basket.offer.is_for_lines or not checkout.discount_amount:
        return
    OrderDiscount.objects.create(
        order=order,
        type="VOUCHER",
        value_type="FIXED",
        value=checkout.discount_amount,
        amount_value=checkout.discount_amount,
        currency=order.currency,
        name=checkout.discount_name,
        voucher_code=checkout.voucher_code,
    )


def _write_line_discounts(lines: list[OrderLine], basket: Basket) -> None:
    """Note on each line what a voucher for lines took off it, in the voucher's own terms."""
    if basket.offer is None:
        return
    off = line_discounts(basket.offer, basket.items)
    voucher = basket.offer.voucher
    OrderLineDiscount.objects.bulk_create(
        OrderLineDiscount(
            line=line,
            type="VOUCHER",
            value_type=voucher.discount_value_type,
            value=basket.offer.listing.discount_value,
            amount_value=min(off[entry.line.pk], entry.item.total),
            currency=line.currency,
            name=voucher.name,
            reason=line.unit_discount_reason,
            voucher_code=line.voucher_code,
        )
        for entry, line in zip(basket.lines, lines, strict=True)
        if entry.line.pk in off
    )
