"""Says where products are seen and sold, and what variants cost there."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from store.engine.models import (
    Channel,
    Product,
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
)
from store.engine.money import fraction_digits
from store.engine.refusals import Refusal

PRICES = {"price": "price_amount", "cost_price": "cost_price_amount", "prior_price": "prior_price_amount"}
PATHS = {"price": "price", "cost_price": "costPrice", "prior_price": "priorPrice"}
MAX_PRICE = Decimal(10) ** 12


def list_product(*, product: Product, channel: Channel, facts: Mapping[str, Any]) -> ProductChannelListing:
    """Show and sell a product in a channel as `facts` say; what they do not name stays as it was.

    `facts`: `is_published`, `published_at`, `visible_in_listings`, `is_available_for_purchase`,
    `available_for_purchase_at`. Raises Refusal INVALID for a date of sale of what is not for sale.
    """
    listing = ProductChannelListing.objects.filter(product=product, channel=channel).first()
    if listing is None:
        listing = ProductChannelListing(product=product, channel=channel)
    for name in ("is_published", "visible_in_listings"):
        if facts.get(name) is not None:
            setattr(listing, name, facts[name])
    if "published_at" in facts:
        listing.published_at = facts["published_at"]
    if listing.is_published and listing.published_at is None:
        listing.published_at = timezone.now()
    for_sale, moment = facts.get("is_available_for_purchase"), facts.get("available_for_purchase_at")
    if for_sale is False and moment:
        raise Refusal(
            "Cannot set available for purchase at when isAvailableForPurchase is false.",
            code="INVALID",
            field="availableForPurchaseAt",
        )
    if for_sale is False:
        listing.available_for_purchase_at = None
    elif for_sale:
        listing.available_for_purchase_at = moment or timezone.now()
    elif "available_for_purchase_at" in facts:
        listing.available_for_purchase_at = moment
    listing.save()
    return listing


def unlist_product(*, product: Product, channel: Channel) -> None:
    """Take a product and its prices out of a channel."""
    ProductChannelListing.objects.filter(product=product, channel=channel).delete()
    ProductVariantChannelListing.objects.filter(variant__product=product, channel=channel).delete()


def price_variant(
    *, variant: ProductVariant, channel: Channel, prices: Mapping[str, Decimal | None]
) -> ProductVariantChannelListing:
    """Set what a variant costs in a channel; `prices` may hold `price`, `cost_price`, `prior_price`.

    Raises Refusal PRODUCT_NOT_ASSIGNED_TO_CHANNEL where its product is not listed, INVALID_PRICE (Saleor: INVALID)
    for a fraction that the currency has not.
    """
    if not ProductChannelListing.objects.filter(product_id=variant.product_id, channel=channel).exists():
        raise Refusal("Product not available in channels.", code="PRODUCT_NOT_ASSIGNED_TO_CHANNEL", field="channelId")
    columns = {}
    for name, amount in prices.items():
        if name in PRICES:
            check_price(amount, currency=channel.currency_code, field=PATHS[name])
            columns[PRICES[name]] = amount
    listing, _ = ProductVariantChannelListing.objects.update_or_create(
        variant=variant, channel=channel, defaults=columns
    )
    return listing


def check_price(amount: Decimal | None, *, currency: str, field: str) -> None:
    """Raise Refusal INVALID for an amount with more decimal places than its currency has, or one out of bounds."""
    if amount is None:
        return
    exponent = amount.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > fraction_digits(currency):
        raise Refusal(
            f"Value cannot have more than {fraction_digits(currency)} decimal places.", code="INVALID", field=field
        )
    if amount < 0 or amount >= MAX_PRICE:
        raise Refusal(f"Value must be between 0 and {MAX_PRICE}.", code="INVALID", field=field)
