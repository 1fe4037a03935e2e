"""Stock: what may be sold, and promising, releasing, handing over and taking back units.

Units are promised by `UPDATE … WHERE quantity - quantity_allocated >= n`, so that the database itself refuses to
promise one twice, whoever else is at it. Rows are locked in the order of their keys before, so that two orders never
wait for each other in a circle. Callers run these verbs in a transaction: a refusal undoes all of it.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Greatest

from store.engine.models import (
    Allocation,
    Channel,
    ChannelWarehouse,
    Order,
    OrderLine,
    ProductVariant,
    ShippingZone,
    SiteSettings,
    Stock,
    Warehouse,
)
from store.engine.models.warehouse import sellable
from store.engine.refusals import Refusal


class Shortage(NamedTuple):
    """A variant of which fewer units are left than wanted; `line` is the order line that wanted them, if any."""

    variant: ProductVariant
    left: int
    line: OrderLine | None = None


class OutOfStock(Refusal):
    """Fewer units are left than wanted; each edge words it from `shortages`."""

    def __init__(self, shortages: list[Shortage]) -> None:
        names = ", ".join(str(shortage.variant) for shortage in shortages)
        super().__init__(f"Insufficient product stock: {names}", code="INSUFFICIENT_STOCK")
        self.shortages = shortages


def serving_warehouses(*, channel: Channel, country: str | None) -> list[uuid.UUID]:
    """Return the warehouses that a channel sells from, in its order of preference.

    With the shop's legacy rule a warehouse must also serve a zone of the channel in this country (any country when
    None).
    """
    chosen = list(ChannelWarehouse.objects.filter(channel=channel).values_list("warehouse_id", flat=True))
    settings = SiteSettings.objects.only("use_legacy_shipping_zone_stock_availability").first()
    if settings is not None and not settings.use_legacy_shipping_zone_stock_availability:
        return chosen
    zones = ShippingZone.objects.filter(channels=channel, warehouses__in=chosen)
    serving = {
        warehouse_id
        for countries, warehouse_id in zones.values_list("countries", "warehouses")
        if country is None or country in countries
    }
    return [warehouse_id for warehouse_id in chosen if warehouse_id in serving]


def available_quantities(*, variant_ids: Collection[int], channel: Channel, country: str | None) -> dict[int, int]:
    """Return how many units of each variant may be sold; tracked or not, 0 where no warehouse serves."""
    sums = (
        Stock.objects.filter(
            product_variant__in=variant_ids, warehouse__in=serving_warehouses(channel=channel, country=country)
        )
        .order_by()
        .values("product_variant")
        .annotate(left=Sum(sellable()))
        .values_list("product_variant", "left")
    )
    return dict.fromkeys(variant_ids, 0) | {variant_id: max(left, 0) for variant_id, left in sums}


def check_stock(*, quantities: Mapping[int, int], channel: Channel, country: str | None) -> None:
    """Raise OutOfStock naming every tracked variant (by its key) of which fewer units are left than wanted."""
    tracked = list(ProductVariant.objects.filter(pk__in=quantities, track_inventory=True).order_by("pk"))
    left = available_quantities(variant_ids=[variant.pk for variant in tracked], channel=channel, country=country)
    short = [Shortage(variant, left[variant.pk]) for variant in tracked if quantities[variant.pk] > left[variant.pk]]
    if short:
        raise OutOfStock(short)


@transaction.atomic
def allocate(*, lines: Iterable[OrderLine], channel: Channel, country: str | None) -> None:
    """Promise order lines the units that they want and do not hold yet; raise OutOfStock when there are too few.

    Untracked variants need no promise. A line that was allocated before and then grew is topped up.
    """
    wanting = _wanting(lines)
    if not wanting:
        return
    warehouses = serving_warehouses(channel=channel, country=country)
    stocks = list(
        Stock.objects.select_for_update()
        .filter(product_variant__in={line.variant_id for line, _ in wanting}, warehouse__in=warehouses)
        .order_by("pk")
    )
    if channel.allocation_strategy == "PRIORITIZE_HIGH_STOCK":
        stocks.sort(key=lambda stock: -(stock.quantity - stock.quantity_allocated))
    else:
        stocks.sort(key=lambda stock: warehouses.index(stock.warehouse_id))
    shelves: dict[int, list[Stock]] = defaultdict(list)
    for stock in stocks:
        shelves[stock.product_variant_id].append(stock)
    short: list[Shortage] = []
    for line, wanted in wanting:
        missing = _take(line, wanted, shelves[line.variant_id or 0])
        if missing and line.variant is not None:
            short.append(Shortage(line.variant, wanted - missing, line))
    if short:
        raise OutOfStock(short)


def _wanting(lines: Iterable[OrderLine]) -> list[tuple[OrderLine, int]]:
    """Return tracked lines with the units that they lack, in the order of variants and lines."""
    tracked = [line for line in lines if line.variant is not None and line.variant.track_inventory]
    held = dict(
        Allocation.objects.filter(order_line__in=tracked)
        .order_by()
        .values("order_line")
        .annotate(held=Sum("quantity_allocated"))
        .values_list("order_line", "held")
    )
    wanting = [(line, line.quantity - line.quantity_fulfilled - held.get(line.pk, 0)) for line in tracked]
    return sorted(
        (pair for pair in wanting if pair[1] > 0), key=lambda pair: (pair[0].variant_id or 0, str(pair[0].pk))
    )


def _take(line: OrderLine, wanted: int, shelf: list[Stock]) -> int:
    """Promise units out of the stocks of one variant, in their order; return how many are missing."""
    for stock in shelf:
        units = min(wanted, stock.available_quantity)
        if units <= 0:
            continue
        promised = (
            Stock.objects.filter(pk=stock.pk)
            .alias(left=sellable())
            .filter(left__gte=units)
            .update(quantity_allocated=F("quantity_allocated") + units)
        )
        if not promised:  # someone was faster, where rows cannot be locked
            continue
        stock.quantity_allocated += units
        held, created = Allocation.objects.get_or_create(
            order_line=line, stock=stock, defaults={"quantity_allocated": units}
        )
        if not created:
            Allocation.objects.filter(pk=held.pk).update(quantity_allocated=F("quantity_allocated") + units)
        wanted -= units
        if not wanted:
            break
    return wanted


@transaction.atomic
def release(*, order: Order) -> None:
    """Give back everything that an order still holds, as when it is cancelled."""
    held = Allocation.objects.filter(order_line__order=order)
    _lock(held.values_list("stock_id", flat=True))
    for allocation in list(held.order_by("stock_id", "pk")):
        _let_go(allocation, allocation.quantity_allocated)


@transaction.atomic
def release_line(*, line: OrderLine, quantity: int) -> None:
    """Give back so many of the units that one line holds (fewer when it holds fewer), by the order of stocks."""
    held = Allocation.objects.filter(order_line=line)
    _lock(held.values_list("stock_id", flat=True))
    for allocation in list(held.order_by("stock_id", "pk")):
        units = min(quantity, allocation.quantity_allocated)
        _let_go(allocation, units)
        quantity -= units


@transaction.atomic
def fulfil(*, line: OrderLine, stock: Stock, quantity: int, allow_exceeded: bool = False) -> None:
    """Take units off a shelf for a line: what it holds (anywhere) is let go and the stock goes down.

    Raises OutOfStock when what others hold leaves too few, unless `allow_exceeded`; the quantity never goes below 0.
    An untracked variant's stock stays as it is.
    """
    release_line(line=line, quantity=quantity)
    if line.variant is None or not line.variant.track_inventory:
        return
    mine = Stock.objects.filter(pk=stock.pk)
    if allow_exceeded:
        mine.update(quantity=Greatest(F("quantity") - quantity, 0))
        return
    if not mine.alias(left=sellable()).filter(left__gte=quantity).update(quantity=F("quantity") - quantity):
        left = mine.get().available_quantity
        raise OutOfStock([Shortage(line.variant, left, line)])


@transaction.atomic
def restock(*, line: OrderLine, warehouse: Warehouse, quantity: int, promise: bool = False) -> None:
    """Put units of a line back on a warehouse's shelf; with `promise` the line holds them again.

    An untracked variant's stock stays as it is.
    """
    if line.variant is None or not line.variant.track_inventory:
        return
    stock, _ = Stock.objects.get_or_create(warehouse=warehouse, product_variant=line.variant)
    Stock.objects.filter(pk=stock.pk).update(quantity=F("quantity") + quantity)
    if promise:
        Stock.objects.filter(pk=stock.pk).update(quantity_allocated=F("quantity_allocated") + quantity)
        held, _ = Allocation.objects.get_or_create(order_line=line, stock=stock)
        Allocation.objects.filter(pk=held.pk).update(quantity_allocated=F("quantity_allocated") + quantity)


def _lock(stock_ids: Iterable[int]) -> None:
    list(Stock.objects.select_for_update().filter(pk__in=list(stock_ids)).order_by("pk"))


def _let_go(allocation: Allocation, units: int) -> None:
    """Lower a promise in one conditional UPDATE, so that two who release it at once lower it once."""
    if units <= 0:
        return
    mine = Allocation.objects.filter(pk=allocation.pk, quantity_allocated__gte=units)
    if mine.update(quantity_allocated=F("quantity_allocated") - units):
        Stock.objects.filter(pk=allocation.stock_id).update(quantity_allocated=F("quantity_allocated") - units)
        Allocation.objects.filter(pk=allocation.pk, quantity_allocated=0).delete()
