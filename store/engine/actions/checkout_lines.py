"""The lines of a checkout: adding, changing and removing units of variants."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from store.engine.actions.basket import read_basket
from store.engine.actions.checkout import keep
from store.engine.actions.checkout_delivery import note_stale
from store.engine.actions.stock import OutOfStock, check_stock
from store.engine.actions.tax import tax_country
from store.engine.models import (
    Channel,
    Checkout,
    CheckoutLine,
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
    SiteSettings,
)
from store.engine.refusals import Refusal, Refusals


@dataclass
class Wish:
    """What is wanted of a variant: a new line, or a change of `line`.

    `quantity` None leaves the units as they are. `price` overrides the catalogue's where `sets_price` (None gives the
    catalogue's back); a reason goes with it.
    """

    variant: ProductVariant
    line: CheckoutLine | None = None
    quantity: int | None = None
    sets_price: bool = False
    price: Decimal | None = None
    sets_reason: bool = False
    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)


def add_lines(*, checkout: Checkout, wishes: Sequence[Wish]) -> None:
    """Add units to a checkout; a wish with a line adds to what that line has.

    Raises refusals of `check_quantities`, PRICE_OVERRIDE_REASON_WITHOUT_OVERRIDE and those of `check_for_sale`.
    """
    held = list(checkout.lines.all())
    units = _units(wishes)
    for line in held:
        if line.variant_id in units:
            units[line.variant_id] += line.quantity
    variants = {wish.variant.pk: wish.variant for wish in wishes}
    if any(wish.quantity is not None and wish.quantity <= 0 for wish in wishes):
        raise Refusal("The quantity should be higher than zero.", code="ZERO_QUANTITY", field="quantity")
    check_quantities(variants=variants, units=units, channel=checkout.channel, country=tax_country(checkout))
    check_reasons(wishes)
    check_for_sale(variants.values(), channel=checkout.channel)
    for wish in wishes:
        _write(checkout, wish, added=True)
    _keep(checkout)


def change_lines(*, checkout: Checkout, wishes: Sequence[Wish]) -> None:
    """Set units of lines; 0 removes the line, a wish without a line makes one. Raises as `add_lines` does."""
    units = _units(wishes)
    variants = {wish.variant.pk: wish.variant for wish in wishes}
    if any(count < 0 for count in units.values()):
        raise Refusal("The quantity should be higher or equal zero.", code="ZERO_QUANTITY", field="quantity")
    check_quantities(variants=variants, units=units, channel=checkout.channel, country=tax_country(checkout))
    check_reasons(wishes)
    check_for_sale([wish.variant for wish in wishes if wish.quantity], channel=checkout.channel)
    for wish in wishes:
        _write(checkout, wish, added=False)
    _keep(checkout)


def remove_lines(*, checkout: Checkout, line_ids: Iterable[uuid.UUID]) -> None:
    """Remove lines by their keys."""
    checkout.lines.filter(pk__in=list(line_ids)).delete()
    _keep(checkout)


def check_quantities(
    *, variants: dict[int, ProductVariant], units: dict[int, int], channel: Channel, country: str
) -> None:
    """Raise QUANTITY_GREATER_THAN_LIMIT or, for each variant that lacks units, INSUFFICIENT_STOCK; on `quantity`."""
    limit_of_shop = quantity_limit()
    for pk, count in units.items():
        limit = variants[pk].quantity_limit_per_customer or limit_of_shop
        if limit is not None and count > limit:
            raise Refusal(
                f"Cannot add more than {limit} times this item: {variants[pk]}.",
                code="QUANTITY_GREATER_THAN_LIMIT",
                field="quantity",
            )
    try:
        check_stock(
            quantities={pk: count for pk, count in units.items() if count > 0}, channel=channel, country=country
        )
    except OutOfStock as out:
        raise Refusals(
            Refusal(
                f"Could not add items {shortage.variant}. Only {shortage.left} remaining in stock.",
                code="INSUFFICIENT_STOCK",
                field="quantity",
            )
            for shortage in out.shortages
        ) from out


def check_held_quantities(checkout: Checkout, *, country: str) -> None:
    """Raise as `check_quantities` does where a checkout's lines could not be had in a country."""
    variants: dict[int, ProductVariant] = {}
    units: dict[int, int] = {}
    for line in checkout.lines.select_related("variant"):
        variants[line.variant_id] = line.variant
        units[line.variant_id] = units.get(line.variant_id, 0) + line.quantity
    check_quantities(variants=variants, units=units, channel=checkout.channel, country=country)


def quantity_limit() -> int | None:
    """Return how many units of one variant a checkout may hold; None for any number."""
    settings = SiteSettings.objects.only("limit_quantity_per_checkout").first()
    return settings.limit_quantity_per_checkout if settings else SiteSettings().limit_quantity_per_checkout


class NotForSale(Refusal):
    """Variants that cannot be bought in a channel; the code says why. The edge adds their global ids."""

    def __init__(self, code: str, variant_ids: list[int], message: str = "") -> None:
        super().__init__(message or HINDRANCES[code], code=code, field="lines")
        self.variant_ids = variant_ids


def first_hindrance(variants: Iterable[ProductVariant], *, channel: Channel) -> NotForSale | None:
    """Return why some variants cannot be bought: not available for purchase, not priced, or not published."""
    by_product = {variant.pk: variant.product_id for variant in variants}
    listings = {
        listing.product_id: listing
        for listing in ProductChannelListing.objects.filter(channel=channel, product__in=by_product.values())
    }
    priced = set(
        ProductVariantChannelListing.objects.filter(
            channel=channel, variant__in=by_product, price_amount__isnull=False
        ).values_list("variant_id", flat=True)
    )
    found: dict[str, list[int]] = {}
    for pk, product_id in by_product.items():
        listing = listings.get(product_id)
        if listing is None or not listing.is_available_for_purchase:
            found.setdefault("PRODUCT_UNAVAILABLE_FOR_PURCHASE", []).append(pk)
        elif pk not in priced:
            found.setdefault("UNAVAILABLE_VARIANT_IN_CHANNEL", []).append(pk)
        elif not listing.is_published:
            found.setdefault("PRODUCT_NOT_PUBLISHED", []).append(pk)
    return next((NotForSale(code, found[code]) for code in HINDRANCES if code in found), None)


HINDRANCES = {
    "PRODUCT_UNAVAILABLE_FOR_PURCHASE": "Cannot add lines for unavailable for purchase variants.",
    "UNAVAILABLE_VARIANT_IN_CHANNEL": "Cannot add lines with unavailable variants.",
    "PRODUCT_NOT_PUBLISHED": "Cannot add lines for unpublished variants.",
}


def check_for_sale(variants: Iterable[ProductVariant], *, channel: Channel) -> None:
    """Raise NotForSale for variants that may not be bought in a channel."""
    if hindrance := first_hindrance(variants, channel=channel):
        raise hindrance


def check_reasons(wishes: Iterable[Wish]) -> None:
    """Raise Refusal where a reason is given for a price that is not overridden."""
    for wish in wishes:
        price = wish.price if wish.sets_price else (wish.line.price_override if wish.line else None)
        if wish.sets_reason and wish.reason and price is None:
            raise Refusal(
                "Cannot set priceOverrideReason without a price override on the line.",
                code="PRICE_OVERRIDE_REASON_WITHOUT_OVERRIDE",
            )


def _units(wishes: Iterable[Wish]) -> dict[int, int]:
    units: dict[int, int] = {}
    for wish in wishes:
        if wish.quantity is not None:
            units[wish.variant.pk] = units.get(wish.variant.pk, 0) + wish.quantity
    return units


def _write(checkout: Checkout, wish: Wish, *, added: bool) -> None:
    line = wish.line
    if line is None:
        if not wish.quantity:
            return
        line = CheckoutLine(checkout=checkout, variant=wish.variant, quantity=0, currency=checkout.currency)
    elif not added and wish.quantity == 0:
        line.delete()
        return
    if wish.quantity is not None:
        line.quantity = line.quantity + wish.quantity if added else wish.quantity
    if wish.sets_price:
        line.price_override = wish.price
    if wish.sets_reason:
        line.price_override_reason = wish.reason
    line.metadata = {**line.metadata, **wish.metadata}
    line.save()


def _keep(checkout: Checkout) -> None:
    basket = read_basket(checkout)
    note_stale(basket)
    keep(basket)
