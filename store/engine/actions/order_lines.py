"""Lines of drafts and of orders that are not confirmed yet: adding, changing and removing them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from store.engine.actions.order_events import line_facts, record
from store.engine.actions.order_shipping import clear_method
from store.engine.actions.order_status import require_editable
from store.engine.actions.order_totals import price_expiry, recalculate
from store.engine.actions.stock import OutOfStock, allocate, release_line
from store.engine.actions.tax import tax_country
from store.engine.models import (
    App,
    Channel,
    Order,
    OrderLine,
    Product,
    ProductVariant,
    ProductVariantChannelListing,
    User,
)
from store.engine.refusals import Refusal


@dataclass
class NewLine:
    """What is to be added; `price` replaces the catalogue's, in major units, as the channel enters prices."""

    variant: ProductVariant
    quantity: int
    price: Decimal | None = None
    force_new_line: bool = False


class Unavailable(Refusal):
    """Variants that this channel does not show or sell; `variant_ids` are their keys."""

    def __init__(self, message: str, *, code: str, variants: Iterable[int]) -> None:
        super().__init__(message, code=code, field="lines", variant_ids=sorted(variants))


def add_lines(*, order: Order, lines: Sequence[NewLine], user: User | None, app: App | None) -> list[OrderLine]:
    """Add variants to an order: to the line that has them already, else as new lines; returns the lines concerned.

    Drafts are not checked against the stock; an order that is placed already promises what is added.
    """
    require_editable(order)
    added: dict[uuid.UUID, OrderLine] = {}
    existing = list(order.lines.all())
    for line in merged(lines, existing=existing):
        old = None if line.force_new_line else _only_line_of(line.variant, existing)
        row = _grow(old, line) if old is not None else make_line(order=order, line=line)
        added[row.pk] = row
    rows = list(added.values())
    if order.status == "UNCONFIRMED":
        _promise(order, rows)
    record(
        order=order,
        type="ADDED_PRODUCTS",
        user=user,
        app=app,
        lines=line_facts(*((row.quantity, row) for row in rows)),
    )
    recalculate(order)
    return list(order.lines.filter(pk__in=added))


def merged(lines: Sequence[NewLine], *, existing: Sequence[OrderLine] = ()) -> list[NewLine]:
    """Return one line per variant, but for those forced apart and variants that have several lines; last price wins."""
    apart: list[NewLine] = []
    by_variant: dict[int, NewLine] = {}
    for line in lines:
        if line.force_new_line or sum(row.variant_id == line.variant.pk for row in existing) > 1:
            apart.append(NewLine(line.variant, line.quantity, line.price, force_new_line=True))
        elif (known := by_variant.get(line.variant.pk)) is not None:
            known.quantity += line.quantity
            known.price = line.price
        else:
            by_variant[line.variant.pk] = NewLine(line.variant, line.quantity, line.price)
    return [*apart, *by_variant.values()]


def make_line(*, order: Order, line: NewLine) -> OrderLine:
    """Add one line with what is true of its product now; prices are worked out by `recalculate`."""
    product = line.variant.product
    listing = ProductVariantChannelListing.objects.get(variant=line.variant, channel=order.channel)
    price = line.price if line.price is not None else listing.price_amount or Decimal(0)
    tax_class = product.tax_class or product.product_type.tax_class
    return OrderLine.objects.create(
        order=order,
        variant=line.variant,
        product_name=product.name,
        variant_name=str(line.variant),
        product_sku=line.variant.sku or "",
        product_type_id_snapshot=product.product_type_id,
        is_shipping_required=product.product_type.is_shipping_required,
        is_gift_card=product.product_type.kind == "GIFT_CARD",
        quantity=line.quantity,
        currency=order.currency,
        is_price_overridden=line.price is not None,
        draft_base_price_expire_at=None if line.price is not None else price_expiry(order),
        undiscounted_base_unit_price_amount=price,
        base_unit_price_amount=price,
        tax_class=tax_class,
        tax_class_name=tax_class.name if tax_class else "",
        created_at=timezone.now(),
    )


def change_quantity(*, line: OrderLine, quantity: int, user: User | None, app: App | None) -> None:
    """Set how many units a line wants; at least one."""
    order = line.order
    require_editable(order)
    if quantity <= 0:
        raise Refusal("Ensure this value is greater than 0.", code="ZERO_QUANTITY", field="quantity")
    difference = quantity - line.quantity
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    if order.status == "UNCONFIRMED":
        if difference > 0:
            try:
                allocate(lines=[line], channel=order.channel, country=tax_country(order))
            except OutOfStock as short:
                raise Refusal(
                    "Cannot set new quantity because of insufficient stock.", code="INSUFFICIENT_STOCK"
                ) from short
        else:
            release_line(line=line, quantity=-difference)
    if difference:
        record(
            order=order,
            type="ADDED_PRODUCTS" if difference > 0 else "REMOVED_PRODUCTS",
            user=user,
            app=app,
            lines=line_facts((abs(difference), line)),
        )
    recalculate(order)


def remove_line(*, line: OrderLine, user: User | None, app: App | None) -> None:
    """Remove a line and give back what it holds; with the last parcel goes the delivery."""
    order = line.order
    require_editable(order)
    release_line(line=line, quantity=line.quantity)
    record(order=order, type="REMOVED_PRODUCTS", user=user, app=app, lines=line_facts((line.quantity, line)))
    line.delete()
    if order.shipping_method_id is not None and not order.lines.filter(is_shipping_required=True).exists():
        clear_method(order)
    recalculate(order)


def check_variants(*, variants: Sequence[ProductVariant], channel: Channel) -> None:
    """Refuse variants whose product is not published in a channel, or that have no price there."""
    published = set(
        Product.objects.filter(
            channel_listings__channel=channel,
            channel_listings__is_published=True,
            channel_listings__published_at__lte=timezone.now(),
        )
        .filter(pk__in={variant.product_id for variant in variants})
        .values_list("pk", flat=True)
    )
    if hidden := [variant.pk for variant in variants if variant.product_id not in published]:
        raise Unavailable(
            "Can't add product variant that are not published in the channel associated with this draft order.",
            code="PRODUCT_NOT_PUBLISHED",
            variants=hidden,
        )
    check_priced(variant_ids=[variant.pk for variant in variants], channel=channel)


def check_priced(*, variant_ids: Sequence[int], channel: Channel) -> None:
    """Refuse variants that have no price in a channel."""
    priced = set(
        ProductVariantChannelListing.objects.filter(
            channel=channel, variant__in=variant_ids, price_amount__isnull=False
        ).values_list("variant_id", flat=True)
    )
    if unpriced := set(variant_ids) - priced:
        raise Unavailable(
            "Cannot add lines with unavailable variants.", code="NOT_AVAILABLE_IN_CHANNEL", variants=unpriced
        )


def _only_line_of(variant: ProductVariant, existing: Sequence[OrderLine]) -> OrderLine | None:
    return next((row for row in existing if row.variant_id == variant.pk), None)


def _grow(row: OrderLine, line: NewLine) -> OrderLine:
    row.quantity += line.quantity
    if line.price is not None:
        row.is_price_overridden = True
        row.undiscounted_base_unit_price_amount = line.price
        row.draft_base_price_expire_at = None
    row.save()
    return row


def _promise(order: Order, rows: Sequence[OrderLine]) -> None:
    try:
        allocate(lines=rows, channel=order.channel, country=tax_country(order))
    except OutOfStock as short:
        raise Refusal("Insufficient product stock.", code="INSUFFICIENT_STOCK", field="lines") from short
