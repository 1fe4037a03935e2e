"""Which ways of delivery are open to a parcel, and what they cost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from store.engine.models import Channel, ShippingMethod, ShippingMethodChannelListing

UNITED_KINGDOM = ("GB", "IM", "GG", "JE")


@dataclass(frozen=True)
class DeliveryOption:
    """A way of delivery and its price as entered (with or without tax), before any voucher."""

    method: ShippingMethod
    listing: ShippingMethodChannelListing
    price: Decimal


def applicable_methods(
    *,
    channel: Channel,
    country: str,
    postal_code: str,
    subtotal: Decimal,
    weight: Decimal,
    product_ids: Iterable[int],
) -> list[DeliveryOption]:
    """Return what may be chosen, cheapest first.

    `subtotal` is what the goods cost as prices are entered, after discounts; `weight` is in kg. A method is left out
    when its zone does not serve the country, when value or weight lie outside its limits, when it excludes one of the
    products, or by its postal code rules.
    """
    listings = (
        ShippingMethodChannelListing.objects.filter(channel=channel, shipping_method__shipping_zone__channels=channel)
        .exclude(shipping_method__excluded_products__in=list(product_ids))
        .select_related("shipping_method__shipping_zone", "shipping_method__tax_class")
        .order_by("price_amount", "shipping_method_id")
    )
    return [
        DeliveryOption(listing.shipping_method, listing, listing.price_amount)
        for listing in listings
        if country in listing.shipping_method.shipping_zone.countries
        and _fits(listing, subtotal=subtotal, weight=weight)
        and delivers_to(listing.shipping_method.postal_code_rules, country=country, postal_code=postal_code)
    ]


def _fits(listing: ShippingMethodChannelListing, *, subtotal: Decimal, weight: Decimal) -> bool:
    method = listing.shipping_method
    if method.type == "WEIGHT":
        return _between(method.minimum_order_weight, weight, method.maximum_order_weight)
    return _between(listing.minimum_order_price_amount, subtotal, listing.maximum_order_price_amount)


def _between(lowest: Decimal | None, value: Decimal, highest: Decimal | None) -> bool:
    return (lowest is None or lowest <= value) and (highest is None or value <= highest)


def delivers_to(rules: list[dict[str, Any]], *, country: str, postal_code: str) -> bool:
    """Tell whether postal code rules admit a code: within any INCLUDE range, or outside every EXCLUDE range.

    Rules of both kinds on one method admit nothing, as in Saleor.
    """
    if not rules:
        return True
    kinds = {rule["inclusion_type"] for rule in rules}
    hits = [_in_range(country, postal_code, rule["start"], rule.get("end") or "") for rule in rules]
    if kinds == {"INCLUDE"}:
        return any(hits)
    return kinds == {"EXCLUDE"} and not any(hits)


def _in_range(country: str, code: str, start: str, end: str) -> bool:
    here, first, last = (_sortable(country, text) for text in (code, start, end))
    if not here or not first:
        return False
    return first <= here and (not last or here <= last)


def _sortable(country: str, code: str) -> tuple[Any, ...]:
    """Return a postal code in parts that compare in its country's order; empty when it is not a code of there."""
    if country in UNITED_KINGDOM:
        found = re.match(r"^([A-Z]{1,2})([0-9]+)([A-Z]?) ?([0-9][A-Z]{2})$", code)
        return (found[1], int(found[2]), found[3], found[4]) if found else ()
    if country == "IE":
        found = re.match(r"([\dA-Z]{3}) ?([\dA-Z]{4})", code)
        return found.groups() if found else ()
    return (code,) if code else ()
