"""Setting up delivery: zones, ways of delivery within them, and what these cost per channel."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django_countries import countries as all_countries

from store.engine.actions.channel import part_strangers
from store.engine.actions.checks import save_checked, set_columns
from store.engine.models import Channel, ShippingMethod, ShippingMethodChannelListing, ShippingZone, Warehouse
from store.engine.money import fraction_digits
from store.engine.refusals import Refusal, Refusals


def save_zone(
    *,
    zone: ShippingZone,
    columns: dict[str, Any],
    add_channels: Iterable[Channel] = (),
    remove_channels: Iterable[Channel] = (),
    add_warehouses: Iterable[Warehouse] = (),
    remove_warehouses: Iterable[Warehouse] = (),
) -> None:
    """Create or change a zone.

    A default zone also serves every country that no zone serves yet; there can be one. Raises Refusal: INVALID for
    warehouses that have no channel in common with the zone, ALREADY_EXISTS for a second default zone.
    """
    set_columns(zone, columns)
    joining, leaving = list(add_channels), list(remove_channels)
    stay = {channel.pk for channel in joining}
    if zone.pk:
        stay |= set(zone.channels.exclude(pk__in=[channel.pk for channel in leaving]).values_list("pk", flat=True))
    _check_warehouses(list(add_warehouses), channel_ids=stay)
    if zone.default:
        if ShippingZone.objects.filter(default=True).exclude(pk=zone.pk).exists():
            raise Refusal("Default shipping zone already exists.", code="ALREADY_EXISTS", field="default")
        zone.countries = sorted({*zone.countries, *_unserved()})
    save_checked(zone)
    zone.channels.add(*joining)
    zone.channels.remove(*leaving)
    ShippingMethodChannelListing.objects.filter(shipping_method__shipping_zone=zone, channel__in=leaving).delete()
    zone.warehouses.add(*add_warehouses)
    zone.warehouses.remove(*remove_warehouses)
    part_strangers([zone])


def _check_warehouses(warehouses: list[Warehouse], *, channel_ids: set[int]) -> None:
    strangers = [
        warehouse
        for warehouse in warehouses
        if not warehouse.channel_warehouses.filter(channel_id__in=channel_ids).exists()
    ]
    if strangers:
        raise Refusal(
            "Only warehouses that have common channel with shipping zone can be assigned.",
            code="INVALID",
            field="addWarehouses",
            warehouses=strangers,
        )


def _unserved() -> set[str]:
    served = {code for codes in ShippingZone.objects.values_list("countries", flat=True) for code in codes}
    return {code for code, _name in all_countries} - served


def save_method(*, method: ShippingMethod, columns: dict[str, Any]) -> None:
    """Create or change a way of delivery.

    Weights are in kg. Raises Refusal: MAX_LESS_THAN_MIN for weights in the wrong order, INVALID for days.
    """
    set_columns(method, columns)
    lightest, heaviest = columns.get("minimum_order_weight"), columns.get("maximum_order_weight")
    if lightest is not None and heaviest is not None and heaviest <= lightest:
        raise Refusal(
            "Maximum order weight should be larger than the minimum order weight.",
            code="MAX_LESS_THAN_MIN",
            field="maximumOrderWeight",
        )
    _check_days(method, columns)
    save_checked(method)


def _check_days(method: ShippingMethod, columns: dict[str, Any]) -> None:
    fewest, most = method.minimum_delivery_days, method.maximum_delivery_days
    for name, days in (("minimumDeliveryDays", fewest), ("maximumDeliveryDays", most)):
        if days is not None and days < 0:
            raise Refusal("Delivery days cannot be negative.", code="INVALID", field=name)
    if fewest is not None and most is not None and fewest > most:
        changed = "minimumDeliveryDays" if columns.get("minimum_delivery_days") is not None else "maximumDeliveryDays"
        raise Refusal(
            "Minimum delivery days should be lower than maximum delivery days.", code="INVALID", field=changed
        )


def change_postal_code_rules(
    *, method: ShippingMethod, add: Iterable[dict[str, str]], inclusion_type: str | None, drop: Iterable[str] = ()
) -> None:
    """Add ranges of postal codes `{start, end}` to a way of delivery and drop others by their id.

    Raises Refusal: REQUIRED without an inclusion type, ALREADY_EXISTS for a range that is there.
    """
    ranges = list(add)
    if ranges and not inclusion_type:
        raise Refusal("This field is required.", code="REQUIRED", field="inclusionType")
    dropped = set(drop)
    rules = [rule for rule in method.postal_code_rules if rule["id"] not in dropped]
    known = {(rule["start"], rule["end"]) for rule in rules}
    last = max((int(rule["id"].rpartition("-")[2]) for rule in method.postal_code_rules), default=0)
    for place, postal in enumerate(ranges, start=last + 1):
        span = (postal["start"], postal.get("end") or None)
        if span in known:
            raise Refusal(
                f"Entry start: {span[0]}, end: {span[1]} already exists.",
                code="ALREADY_EXISTS",
                field="addPostalCodeRules",
            )
        known.add(span)
        rules.append({"id": f"{method.pk}-{place}", "start": span[0], "end": span[1], "inclusion_type": inclusion_type})
    method.postal_code_rules = rules
    method.save(update_fields=["postal_code_rules"])


def set_prices(
    *, method: ShippingMethod, listings: Iterable[tuple[Channel, dict[str, Decimal | None]]], remove: Iterable[Channel]
) -> None:
    """Set what a way of delivery costs in channels, and for orders of which value; remove it from others.

    Columns are `price_amount`, `minimum_order_price_amount`, `maximum_order_price_amount`; those left out stay.
    Raises Refusals with `channels`: REQUIRED, INVALID, MAX_LESS_THAN_MIN.
    """
    prices = list(listings)
    allowed = set(method.shipping_zone.channels.values_list("pk", flat=True))
    strangers = [channel for channel, _ in prices if channel.pk not in allowed]
    if strangers:
        raise Refusal(
            "Cannot add channels that are not assigned to the method's shipping zone.",
            code="INVALID",
            field="addChannels",
            channels=strangers,
        )
    refusals = [refusal for channel, columns in prices for refusal in _price_faults(method, channel, columns)]
    if refusals:
        raise Refusals(refusals)
    for channel, columns in prices:
        ShippingMethodChannelListing.objects.update_or_create(shipping_method=method, channel=channel, defaults=columns)
    method.channel_listings.filter(channel__in=list(remove)).delete()


def _price_faults(method: ShippingMethod, channel: Channel, columns: dict[str, Decimal | None]) -> list[Refusal]:
    here = [channel]
    faults = []
    if columns.get("price_amount") is None and not method.channel_listings.filter(channel=channel).exists():
        faults.append(Refusal("This field is required.", code="REQUIRED", field="price", channels=here))
    for column, field in (
        ("price_amount", "price"),
        ("minimum_order_price_amount", "minimumOrderPrice"),
        ("maximum_order_price_amount", "maximumOrderPrice"),
    ):
        amount = columns.get(column)
        if amount is not None and too_precise(amount, channel.currency_code):
            faults.append(
                Refusal(
                    "Value cannot have more decimal places than the currency.",
                    code="INVALID",
                    field=field,
                    channels=here,
                )
            )
    least, most = columns.get("minimum_order_price_amount"), columns.get("maximum_order_price_amount")
    if least is not None and most is not None and most <= least:
        faults.append(
            Refusal(
                "Maximum order price should be larger than the minimum order price.",
                code="MAX_LESS_THAN_MIN",
                field="maximumOrderPrice",
                channels=here,
            )
        )
    return faults


def too_precise(amount: Decimal, currency: str) -> bool:
    """Tell whether an amount has more decimal places than its currency."""
    exponent = amount.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent > fraction_digits(currency)
