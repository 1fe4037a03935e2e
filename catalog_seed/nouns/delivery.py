"""Shipping zones, and in each the ways of delivery with their prices."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django_countries import countries

from catalog_seed.plan import Change, Shop, Step, accepted, created, differing
from catalog_seed.shapes import PerChannel, Zone
from store.saleor.client.enums import ShippingMethodTypeEnum
from store.saleor.client.fragments import SeedShippingMethod, SeedShippingZone
from store.saleor.client.input_types import (
    ShippingMethodChannelListingAddInput,
    ShippingMethodChannelListingInput,
    ShippingPriceInput,
    ShippingZoneCreateInput,
    ShippingZoneUpdateInput,
)

GRAM = Decimal("0.001")
FREE, DOWNLOAD = "Free standard delivery", "Download, no parcel"


@dataclass(frozen=True)
class Method:
    """A way of delivery: by weight in kg, or from an order value on."""

    name: str
    price: PerChannel
    lightest: Decimal | None = None
    heaviest: Decimal | None = None
    order_from: PerChannel | None = None

    @property
    def type(self) -> ShippingMethodTypeEnum:
        """Whether the parcel's weight or the order's value decides."""
        return ShippingMethodTypeEnum.WEIGHT if self.order_from is None else ShippingMethodTypeEnum.PRICE


def methods_of(zone: Zone, channels: list[str]) -> list[Method]:
    """Return a zone's methods: nothing to carry, one per weight band, and the free one."""
    nothing = dict.fromkeys(channels, Decimal(0))
    found = [Method(DOWNLOAD, nothing, Decimal(0), GRAM)]
    lightest = 2 * GRAM
    for band in zone.bands:
        found.append(Method(f"Standard (up to {band.up_to_kg.normalize():f} kg)", band.prices, lightest, band.up_to_kg))
        lightest = band.up_to_kg + GRAM
    if zone.free_over:
        found.append(Method(FREE, nothing, order_from=zone.free_over))
    return found


def countries_of(zone: Zone, zones: list[Zone]) -> list[str]:
    """Return a zone's country codes, sorted; "everywhere else" is every country that no other zone names."""
    if isinstance(zone.countries, list):
        return sorted(zone.countries)
    taken = {code for other in zones if isinstance(other.countries, list) for code in other.countries}
    return sorted(code for code, _ in countries if code not in taken)


def delivery(shop: Shop) -> list[Step]:
    """Return what to do about delivery."""
    answer = shop.app.seed_shipping_zones()
    found = {edge.node.name: edge.node for edge in (answer.edges if answer else [])}
    shop.ids |= {("shipping zone", name): zone.id for name, zone in found.items()}
    zones = shop.content.shipping.zones
    first = [change for zone in zones if (change := _zone(shop, zone, found.get(zone.name)))]
    second = []
    for zone in zones:
        there = found.get(zone.name)
        existing = {method.name: method for method in (there.shipping_methods if there else None) or []}
        for method in methods_of(zone, [channel.slug for channel in shop.content.channels]):
            change = _method(shop, zone, method, existing.get(method.name))
            second += [change] if change else []
    return [Step(first), Step(second)]


def _zone(shop: Shop, wanted: Zone, found: SeedShippingZone | None) -> Change | None:
    channels = sorted(channel.slug for channel in shop.content.channels)
    houses = sorted(house.slug for house in shop.content.warehouses)
    codes = countries_of(wanted, shop.content.shipping.zones)
    what = f"shipping zone {wanted.name}"

    def create() -> None:
        made = ShippingZoneCreateInput(
            name=wanted.name,
            countries=codes,
            add_channels=[shop.id("channel", slug) for slug in channels],
            add_warehouses=[shop.id("warehouse", slug) for slug in houses],
        )
        answer = accepted(shop.app.shipping_zone_create(made), what)
        shop.ids["shipping zone", wanted.name] = created(answer.shipping_zone, what)

    if found is None:
        return Change("shipping zone", wanted.name, create, is_new=True)
    served, sent_from = {c.slug for c in found.channels}, {w.slug for w in found.warehouses}
    differs = differing(
        {"countries": codes, "channels": [], "warehouses": []},
        {
            "countries": sorted(country.code for country in found.countries),
            "channels": [slug for slug in channels if slug not in served],
            "warehouses": [slug for slug in houses if slug not in sent_from],
        },
    )

    def update() -> None:
        changed = ShippingZoneUpdateInput(
            countries=codes,
            add_channels=[shop.id("channel", slug) for slug in channels if slug not in served],
            add_warehouses=[shop.id("warehouse", slug) for slug in houses if slug not in sent_from],
        )
        accepted(shop.app.shipping_zone_update(found.id, changed), what)

    return Change("shipping zone", wanted.name, update, differs=differs) if differs else None


def _method(shop: Shop, zone: Zone, wanted: Method, found: SeedShippingMethod | None) -> Change | None:
    key = f"{zone.name}: {wanted.name}"
    tax_class = shop.content.shipping.tax_class
    prices = {slug: (price, (wanted.order_from or {}).get(slug, Decimal(0))) for slug, price in wanted.price.items()}

    def facts() -> ShippingPriceInput:
        described: dict[str, Any] = {"minimum_order_weight": wanted.lightest, "maximum_order_weight": wanted.heaviest}
        return ShippingPriceInput(
            name=wanted.name,
            type=wanted.type,
            minimum_delivery_days=zone.days.first,
            maximum_delivery_days=zone.days.last,
            tax_class=shop.id("tax class", tax_class),
            **(described if wanted.type is ShippingMethodTypeEnum.WEIGHT else {}),
        )

    def price(method_id: str) -> None:
        rows = [
            ShippingMethodChannelListingAddInput(
                channel_id=shop.id("channel", slug), price=price, minimum_order_price=order_from
            )
            for slug, (price, order_from) in prices.items()
        ]
        listing = ShippingMethodChannelListingInput(add_channels=rows)
        accepted(shop.app.shipping_method_channel_listing_update(method_id, listing), key)

    def create() -> None:
        made = facts()
        made.shipping_zone = shop.id("shipping zone", zone.name)
        answer = accepted(shop.app.shipping_price_create(made), key)
        price(created(answer.shipping_method, key))

    if found is None:
        return Change("delivery method", key, create, is_new=True)
    weighs = wanted.type is ShippingMethodTypeEnum.WEIGHT
    differs = differing(
        {
            "type": wanted.type,
            "weights": (wanted.lightest, wanted.heaviest) if weighs else None,
            "days": (zone.days.first, zone.days.last),
            "tax class": shop.content.tax_class_names[tax_class],
            "prices": prices,
        },
        {
            "type": found.type_,
            "weights": (kilograms(found.minimum_order_weight), kilograms(found.maximum_order_weight))
            if weighs
            else None,
            "days": (found.minimum_delivery_days, found.maximum_delivery_days),
            "tax class": found.tax_class and found.tax_class.name,
            "prices": {
                listing.channel.slug: (
                    listing.price.exact if listing.price else None,
                    listing.minimum_order_price.exact if listing.minimum_order_price else Decimal(0),
                )
                for listing in found.channel_listings or []
            },
        },
    )

    def update() -> None:
        if set(differs) - {"prices"}:
            accepted(shop.app.shipping_price_update(found.id, facts()), key)
        if "prices" in differs:
            price(found.id)

    return Change("delivery method", key, update, differs=differs) if differs else None


def kilograms(weight: Any) -> Decimal | None:
    """Return a weight in kg, to the gram; Saleor may keep grams, ounces or pounds."""
    if weight is None:
        return None
    each = {
        "G": GRAM,
        "KG": Decimal(1),
        "OZ": Decimal("0.028349523"),
        "LB": Decimal("0.45359237"),
        "TONNE": Decimal(1000),
    }
    return (Decimal(str(weight.value)) * each[weight.unit]).quantize(GRAM)
