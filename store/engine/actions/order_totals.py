"""What an order that may still be edited comes to: its lines, discounts, delivery and taxes, worked out afresh.

Everything follows from the prices agreed per line, the discounts given by hand, the voucher and the chosen delivery,
so that working it out twice changes nothing. A discount by hand on a line or on the order takes the voucher's place
there; a voucher for delivery stays beside it. All as Saleor reckons, rounding included.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from store.engine.actions.charge_status import update_charge_status
from store.engine.actions.discount import Item, Offer, discounted, line_discounts, offer_in, spread
from store.engine.actions.order_status import EDITABLE
from store.engine.actions.tax import TaxRules, tax_country, tax_rules
from store.engine.models import (
    CollectionProduct,
    Order,
    OrderDiscount,
    OrderLine,
    OrderLineDiscount,
    ProductVariantChannelListing,
)
from store.engine.money import quantize

ZERO = Decimal(0)
LINE_COLUMNS = (
    "undiscounted_base_unit_price_amount",
    "draft_base_price_expire_at",
    "base_unit_price_amount",
    "unit_discount_amount",
    "unit_discount_type",
    "unit_discount_value",
    "unit_discount_reason",
    "voucher_code",
    "unit_price_net_amount",
    "unit_price_gross_amount",
    "total_price_net_amount",
    "total_price_gross_amount",
    "undiscounted_unit_price_net_amount",
    "undiscounted_unit_price_gross_amount",
    "undiscounted_total_price_net_amount",
    "undiscounted_total_price_gross_amount",
    "tax_rate",
)


def recalculate(order: Order) -> None:
    """Work out and store an order's prices; does nothing once it is confirmed."""
    if order.status not in EDITABLE:
        return
    lines = list(
        order.lines.select_related("variant__product__product_type")
        .prefetch_related("discounts")
        .order_by("created_at", "pk")
    )
    if order.status == "DRAFT":
        _ask_catalogue_again(order, lines)
    offer = offer_in(order.channel, voucher=order.voucher) if order.voucher is not None else None
    _discount_lines(order, lines, offer)
    _discount_shipping(order, offer)
    subtotal = quantize(sum((line.base_unit_price_amount * line.quantity for line in lines), ZERO), order.currency)
    rest, shipping = _discount_order(order, subtotal, offer)
    rules = tax_rules(channel=order.channel, country=tax_country(order))
    _tax_lines(lines, rules, discount=subtotal - rest)
    _tax_shipping(order, rules, shipping)
    _add_up(order, lines, rules)
    order.weight = sum((weight_of(line) for line in lines), ZERO)
    OrderLine.objects.bulk_update(lines, LINE_COLUMNS)
    order.save()
    if order.payment_transactions.exists():
        update_charge_status(order)


def price_expiry(order: Order) -> datetime | None:
    """Return until when a draft's line keeps the price it was added at; None for good."""
    hours = order.channel.draft_order_line_price_freeze_period_hours
    return timezone.now() + timedelta(hours=hours) if hours and order.status == "DRAFT" else None


def is_stale(order: Order) -> bool:
    """Tell whether a draft has lines whose price is no longer frozen."""
    return order.status == "DRAFT" and order.lines.filter(draft_base_price_expire_at__lt=timezone.now()).exists()


def weight_of(line: OrderLine) -> Decimal:
    """Return the weight of a line's units in kg."""
    if line.variant is None:
        return ZERO
    product = line.variant.product
    weight = line.variant.weight or product.weight or product.product_type.weight or ZERO
    return Decimal(weight) * line.quantity


def items_of(lines: Sequence[OrderLine], *, with_collections: bool) -> list[Item]:
    """Return lines as vouchers see them; lines whose variant is gone are left out."""
    products = {line.variant.product_id for line in lines if line.variant is not None}
    collections: dict[int, set[int]] = {product_id: set() for product_id in products}
    if with_collections:
        rows = CollectionProduct.objects.filter(product__in=products).values_list("product_id", "collection_id")
        for product_id, collection_id in rows:
            collections[product_id].add(collection_id)
    return [
        Item(
            key=line.pk,
            variant_id=line.variant.pk,
            product_id=line.variant.product_id,
            category_id=line.variant.product.category_id,
            collection_ids=frozenset(collections[line.variant.product_id]),
            quantity=line.quantity,
            unit_price=line.undiscounted_base_unit_price_amount,
        )
        for line in lines
        if line.variant is not None
    ]


def _ask_catalogue_again(order: Order, lines: Sequence[OrderLine]) -> None:
    now = timezone.now()
    expired = [line for line in lines if line.draft_base_price_expire_at and line.draft_base_price_expire_at < now]
    if not expired:
        return
    listings = ProductVariantChannelListing.objects.filter(
        channel=order.channel, variant__in=[line.variant_id for line in expired]
    )
    prices = dict(listings.values_list("variant_id", "price_amount"))
    for line in expired:
        price = prices.get(line.variant_id or 0)
        if price is not None:
            line.undiscounted_base_unit_price_amount = price
        line.draft_base_price_expire_at = price_expiry(order)


def _discount_lines(order: Order, lines: Sequence[OrderLine], offer: Offer | None) -> None:
    """Set what each line costs after its own discount: by hand, else from a voucher for lines."""
    by_hand = {line.pk: discount for line in lines for discount in line.discounts.all() if discount.type == "MANUAL"}
    from_voucher: dict[uuid.UUID, Decimal] = {}
    if offer is not None and offer.is_for_lines:
        open_lines = [line for line in lines if line.pk not in by_hand]
        from_voucher = line_discounts(offer, items_of(open_lines, with_collections=True))
    OrderLineDiscount.objects.filter(line__order=order, type="VOUCHER").exclude(line__in=from_voucher).delete()
    for line in lines:
        unit = line.undiscounted_base_unit_price_amount
        line.voucher_code = order.voucher_code if line.pk in from_voucher else ""
        if (discount := by_hand.get(line.pk)) is not None:
            line.base_unit_price_amount = discounted(
                unit, value=discount.value, value_type=discount.value_type, currency=order.currency
            )
            discount.amount_value = (unit - line.base_unit_price_amount) * line.quantity
            discount.save(update_fields=["amount_value"])
        elif offer is not None and line.pk in from_voucher:
            amount = min(from_voucher[line.pk], unit * line.quantity)
            line.base_unit_price_amount = max(unit - amount / line.quantity, ZERO)
            discount, _ = OrderLineDiscount.objects.update_or_create(
                line=line,
                type="VOUCHER",
                defaults={
                    "value_type": offer.voucher.discount_value_type,
                    "value": offer.listing.discount_value,
                    "amount_value": amount,
                    "currency": order.currency,
                    "name": offer.voucher.name,
                    "reason": f"Voucher code: {order.voucher_code}",
                    "voucher_code": order.voucher_code,
                },
            )
        else:
            line.base_unit_price_amount = unit
        _say_discount(line, discount)


def _say_discount(line: OrderLine, discount: OrderLineDiscount | None) -> None:
    """Set the summary that a line shows of its discount."""
    line.unit_discount_amount = quantize(discount.amount_value / line.quantity, line.currency) if discount else ZERO
    line.unit_discount_type = discount.value_type if discount else ""
    line.unit_discount_value = discount.value if discount else ZERO
    line.unit_discount_reason = discount.reason if discount else ""


def _discount_shipping(order: Order, offer: Offer | None) -> None:
    price = order.undiscounted_base_shipping_price_amount
    order.base_shipping_price_amount = price - (offer.off(price) if offer and offer.is_for_shipping else ZERO)


def _discount_order(order: Order, subtotal: Decimal, offer: Offer | None) -> tuple[Decimal, Decimal]:
    """Return goods and delivery after the discount on the whole order: by hand, else from the voucher."""
    shipping = order.base_shipping_price_amount
    by_hand = order.discounts.filter(type="MANUAL").first()
    _note_voucher(order, subtotal, offer, beside_manual=by_hand is not None)
    if by_hand is None:
        if offer is not None and offer.is_for_order:
            return subtotal - offer.off(subtotal), shipping
        return subtotal, shipping
    if by_hand.value_type == "PERCENTAGE":
        rest, delivery = (
            discounted(price, value=by_hand.value, value_type="PERCENTAGE", currency=order.currency)
            for price in (subtotal, shipping)
        )
    else:
        total = subtotal + shipping
        taken = min(by_hand.value, total)
        from_goods = subtotal / total * taken if total else ZERO
        rest, delivery = subtotal - from_goods, shipping - (taken - from_goods)
    by_hand.amount_value = quantize(subtotal + shipping - rest - delivery, order.currency)
    by_hand.save(update_fields=["amount_value"])
    return rest, delivery


def _note_voucher(order: Order, subtotal: Decimal, offer: Offer | None, *, beside_manual: bool) -> None:
    """Keep the row that shows what a voucher takes off the whole order or its delivery."""
    if offer is None or offer.is_for_lines or (offer.is_for_order and beside_manual):
        order.discounts.filter(type="VOUCHER").delete()
        return
    taken = (
        order.undiscounted_base_shipping_price_amount - order.base_shipping_price_amount
        if offer.is_for_shipping
        else offer.off(subtotal)
    )
    facts = {
        "value_type": offer.voucher.discount_value_type,
        "value": offer.listing.discount_value,
        "amount_value": taken,
        "currency": order.currency,
        "name": offer.voucher.name,
        "reason": f"Voucher code: {order.voucher_code}",
        "voucher_code": order.voucher_code,
    }
    if not order.discounts.filter(type="VOUCHER").update(**facts):
        OrderDiscount.objects.create(order=order, type="VOUCHER", **facts)


def _tax_lines(lines: Sequence[OrderLine], rules: TaxRules, *, discount: Decimal) -> None:
    amounts = [line.base_unit_price_amount * line.quantity for line in lines]
    lowered = spread(discount, amounts, rules.channel.currency_code) if discount else amounts
    for line, amount in zip(lines, lowered, strict=True):
        prices = {
            "unit_price": rules.line(amount / line.quantity, 1, line.tax_class_id),
            "total_price": rules.line(amount / line.quantity, line.quantity, line.tax_class_id),
            "undiscounted_unit_price": rules.line(line.undiscounted_base_unit_price_amount, 1, line.tax_class_id),
            "undiscounted_total_price": rules.line(
                line.undiscounted_base_unit_price_amount, line.quantity, line.tax_class_id
            ),
        }
        for name, price in prices.items():
            setattr(line, f"{name}_net_amount", price.net.amount)
            setattr(line, f"{name}_gross_amount", price.gross.amount)
        line.tax_rate = rules.rate(line.tax_class_id)


def _tax_shipping(order: Order, rules: TaxRules, price: Decimal) -> None:
    taxed = rules.taxed(price, order.shipping_tax_class_id)
    order.shipping_price_net_amount, order.shipping_price_gross_amount = taxed.net.amount, taxed.gross.amount
    order.shipping_tax_rate = rules.rate(order.shipping_tax_class_id)


def _add_up(order: Order, lines: Sequence[OrderLine], rules: TaxRules) -> None:
    before = rules.taxed(order.undiscounted_base_shipping_price_amount, order.shipping_tax_class_id)
    order.subtotal_net_amount = sum((line.total_price_net_amount for line in lines), ZERO)
    order.subtotal_gross_amount = sum((line.total_price_gross_amount for line in lines), ZERO)
    order.total_net_amount = order.subtotal_net_amount + order.shipping_price_net_amount
    order.total_gross_amount = order.subtotal_gross_amount + order.shipping_price_gross_amount
    order.undiscounted_total_net_amount = before.net.amount + sum(
        (line.undiscounted_total_price_net_amount for line in lines), ZERO
    )
    order.undiscounted_total_gross_amount = before.gross.amount + sum(
        (line.undiscounted_total_price_gross_amount for line in lines), ZERO
    )
    order.display_gross_prices = rules.display_gross
