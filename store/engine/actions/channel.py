"""Channels: opening a market and changing its rules."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from store.engine.actions.checks import save_checked, set_columns
from store.engine.models import (
    Channel,
    ChannelWarehouse,
    ShippingMethodChannelListing,
    ShippingZone,
    TaxConfiguration,
    Warehouse,
)
from store.engine.refusals import Refusal

COMPLETION_DELAY = Decimal(30)  # minutes, Saleor's default
LONGEST_COMPLETION_DELAY = 30 * 24 * 60  # minutes: older checkouts are never completed by themselves


def create_channel(
    *, columns: dict[str, Any], zones: Iterable[ShippingZone], warehouses: Iterable[Warehouse]
) -> Channel:
    """Open a channel, with Saleor's default tax configuration; its currency cannot be changed later.

    Raises Refusal: UNIQUE for a slug that is taken, INVALID for a currency that is not three letters.
    """
    channel = Channel(**columns)
    _save(channel)
    TaxConfiguration.objects.create(channel=channel)
    _connect(channel, zones=zones, warehouses=warehouses)
    return channel


def update_channel(
    *,
    channel: Channel,
    columns: dict[str, Any],
    add_zones: Iterable[ShippingZone] = (),
    remove_zones: Iterable[ShippingZone] = (),
    add_warehouses: Iterable[Warehouse] = (),
    remove_warehouses: Iterable[Warehouse] = (),
) -> None:
    """Change a channel; a zone that leaves takes its delivery prices in this channel with it."""
    set_columns(channel, columns)
    _save(channel)
    _connect(channel, zones=add_zones, warehouses=add_warehouses)
    gone = list(remove_zones)
    channel.shipping_zones.remove(*gone)
    ShippingMethodChannelListing.objects.filter(channel=channel, shipping_method__shipping_zone__in=gone).delete()
    channel.channel_warehouses.filter(warehouse__in=list(remove_warehouses)).delete()
    part_strangers(
        ShippingZone.objects.filter(channels=channel) | ShippingZone.objects.filter(pk__in=[z.pk for z in gone])
    )


def set_channel_active(*, channel: Channel, is_active: bool) -> None:
    """Open or close a channel; raises Refusal INVALID when it is so already."""
    if channel.is_active == is_active:
        state = "activated" if is_active else "deactivated"
        raise Refusal(f"This channel is already {state}.", code="INVALID", field="id")
    channel.is_active = is_active
    channel.save(update_fields=["is_active"])


def automatic_completion(
    *, enabled: bool, delay: Decimal | None = None, cut_off_date: datetime | None = None
) -> dict[str, Any]:
    """Return the columns of completing paid checkouts by themselves after `delay` minutes.

    Raises Refusal INVALID when a delay or date comes with it switched off, or lies too far away.
    """
    if not enabled:
        for name, value in (("delay", delay), ("cutOffDate", cut_off_date)):
            if value is not None:
                raise Refusal("It cannot be set when automatic completion is disabled.", code="INVALID", field=name)
    elif delay is not None and delay >= LONGEST_COMPLETION_DELAY:
        raise Refusal(
            f"The automatic completion delay must be less than {LONGEST_COMPLETION_DELAY}.",
            code="INVALID",
            field="delay",
        )
    return {
        "automatically_complete_fully_paid_checkouts": enabled,
        "automatic_completion_delay": (COMPLETION_DELAY if delay is None else delay) if enabled else None,
        "automatic_completion_cut_off_date": (cut_off_date or timezone.now()) if enabled else None,
    }


def part_strangers(zones: Iterable[ShippingZone]) -> None:
    """Part warehouses from zones with which they have no channel in common any more."""
    for zone in zones:
        known = Warehouse.objects.filter(channels__shipping_zones=zone)
        strangers = zone.warehouses.exclude(pk__in=known.values("pk"))
        if strangers:
            zone.warehouses.remove(*strangers)


def _save(channel: Channel) -> None:
    if len(channel.currency_code) != 3 or not channel.currency_code.isalpha():
        raise Refusal("Ensure this value is a currency code of 3 letters.", code="INVALID", field="currencyCode")
    save_checked(channel)


def _connect(channel: Channel, *, zones: Iterable[ShippingZone], warehouses: Iterable[Warehouse]) -> None:
    channel.shipping_zones.add(*zones)
    last = channel.channel_warehouses.count()
    for place, warehouse in enumerate(warehouses):
        ChannelWarehouse.objects.get_or_create(
            channel=channel, warehouse=warehouse, defaults={"sort_order": last + place}
        )
