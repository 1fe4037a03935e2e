"""Stock: what may be sold where, and that every unit is promised, released, handed over and taken back once."""

from collections.abc import Sequence

import pytest

from store.engine.actions.stock import (
    OutOfStock,
    allocate,
    available_quantities,
    check_stock,
    fulfil,
    release,
    release_line,
    restock,
    serving_warehouses,
)
from store.engine.models import Allocation, Channel, Order, OrderLine, ProductVariant, SiteSettings, Stock, Warehouse
from tests.factories import catalogue, shop
from tests.factories import order as orders

pytestmark = pytest.mark.django_db


def two_rooms(*, first: int, second: int, strategy: str = "PRIORITIZE_SORTING_ORDER") -> tuple[Channel, ProductVariant]:
    """Return `us` with two warehouses that serve the US, and a variant with units in either."""
    us = shop.channel(slug="us", allocation_strategy=strategy)
    rooms = [shop.warehouse(channels=[us], slug=slug) for slug in ("first", "second")]
    shop.shipping_zone(channels=[us], warehouses=rooms, countries=["US"])
    variant = catalogue.product(prices={"us": "10.00"}, stock=first).variants.get()
    Stock.objects.create(warehouse=rooms[1], product_variant=variant, quantity=second)
    return us, variant


def line_of(channel: Channel, variant: ProductVariant, quantity: int) -> OrderLine:
    """Make an order of one line."""
    return orders.line(of=orders.order(channel=channel), variant=variant, quantity=quantity)


def shelves(variant: ProductVariant) -> list[tuple[int, int]]:
    """Return quantity and promised units per stock, in the order of keys."""
    return list(
        Stock.objects.filter(product_variant=variant).order_by("pk").values_list("quantity", "quantity_allocated")
    )


def held(lines: Sequence[OrderLine]) -> list[int]:
    """Return the units that these lines hold, stock by stock."""
    return list(Allocation.objects.filter(order_line__in=lines).values_list("quantity_allocated", flat=True))


def test_units_of_all_serving_warehouses_count() -> None:
    us, variant = two_rooms(first=2, second=3)
    assert available_quantities(variant_ids=[variant.pk], channel=us, country="US") == {variant.pk: 5}
    assert available_quantities(variant_ids=[variant.pk], channel=us, country="GB") == {variant.pk: 0}
    assert available_quantities(variant_ids=[variant.pk], channel=us, country=None) == {variant.pk: 5}


def test_without_the_legacy_rule_every_warehouse_of_the_channel_serves_every_country() -> None:
    us, variant = two_rooms(first=2, second=3)
    SiteSettings.objects.create(pk=1, use_legacy_shipping_zone_stock_availability=False)
    assert available_quantities(variant_ids=[variant.pk], channel=us, country="GB") == {variant.pk: 5}


def test_a_warehouse_of_another_channel_does_not_serve() -> None:
    us, _ = two_rooms(first=2, second=3)
    intl = shop.channel(slug="intl")
    shop.shipping_zone(channels=[intl], warehouses=list(Warehouse.objects.all()), countries=["US"])
    assert serving_warehouses(channel=intl, country="US") == []
    assert len(serving_warehouses(channel=us, country="US")) == 2


def test_a_stocktake_below_what_is_promised_leaves_nothing_to_sell() -> None:
    us, variant = two_rooms(first=2, second=0)
    allocate(lines=[line_of(us, variant, 2)], channel=us, country="US")
    Stock.objects.filter(product_variant=variant).update(quantity=1)
    Stock.objects.filter(quantity_allocated=0).delete()
    assert available_quantities(variant_ids=[variant.pk], channel=us, country="US") == {variant.pk: 0}


def test_too_few_units_are_named_by_variant_with_what_is_left() -> None:
    us, variant = two_rooms(first=2, second=3)
    check_stock(quantities={variant.pk: 5}, channel=us, country="US")
    with pytest.raises(OutOfStock) as refused:
        check_stock(quantities={variant.pk: 6}, channel=us, country="US")
    assert [(short.variant, short.left) for short in refused.value.shortages] == [(variant, 5)]


def test_the_channels_first_warehouse_is_emptied_first() -> None:
    us, variant = two_rooms(first=2, second=3)
    line = line_of(us, variant, 4)
    allocate(lines=[line], channel=us, country="US")
    assert (shelves(variant), held([line])) == ([(2, 2), (3, 2)], [2, 2])


def test_or_the_fullest_one_where_the_channel_says_so() -> None:
    us, variant = two_rooms(first=2, second=3, strategy="PRIORITIZE_HIGH_STOCK")
    allocate(lines=[line_of(us, variant, 4)], channel=us, country="US")
    assert shelves(variant) == [(2, 1), (3, 3)]


def test_nothing_is_promised_when_one_line_cannot_be() -> None:
    us, variant = two_rooms(first=2, second=0)
    scarce = catalogue.product(prices={"us": "10.00"}, stock=0).variants.get()
    order = orders.order(channel=us)
    lines = [orders.line(of=order, variant=variant), orders.line(of=order, variant=scarce)]
    with pytest.raises(OutOfStock) as refused:
        allocate(lines=lines, channel=us, country="US")
    assert [short.line for short in refused.value.shortages] == [lines[1]]
    assert (shelves(variant), held(lines)) == ([(2, 0), (0, 0)], [])


def test_two_lines_of_a_variant_share_what_is_left() -> None:
    us, variant = two_rooms(first=3, second=0)
    order = orders.order(channel=us)
    lines = [orders.line(of=order, variant=variant, quantity=2) for _ in range(2)]
    with pytest.raises(OutOfStock):
        allocate(lines=lines, channel=us, country="US")


def test_a_line_that_grew_is_topped_up() -> None:
    us, variant = two_rooms(first=5, second=0)
    line = line_of(us, variant, 2)
    allocate(lines=[line], channel=us, country="US")
    line.quantity = 3
    allocate(lines=[line], channel=us, country="US")
    assert (shelves(variant)[0], held([line])) == ((5, 3), [3])


def test_untracked_variants_are_promised_without_stock() -> None:
    us = shop.channel(slug="us")
    variant = catalogue.product(prices={"us": "10.00"}, stock=0, track_inventory=False).variants.get()
    line = line_of(us, variant, 9)
    allocate(lines=[line], channel=us, country="US")
    assert held([line]) == []


def test_a_cancelled_order_gives_everything_back_once() -> None:
    us, variant = two_rooms(first=2, second=3)
    line = line_of(us, variant, 4)
    allocate(lines=[line], channel=us, country="US")
    release(order=line.order)
    release(order=line.order)
    assert (shelves(variant), held([line])) == ([(2, 0), (3, 0)], [])


def test_a_line_gives_back_part_of_what_it_holds() -> None:
    us, variant = two_rooms(first=2, second=3)
    line = line_of(us, variant, 4)
    allocate(lines=[line], channel=us, country="US")
    release_line(line=line, quantity=3)
    assert (shelves(variant), held([line])) == ([(2, 0), (3, 1)], [1])


def test_handing_over_lowers_the_stock_and_the_promise() -> None:
    us, variant = two_rooms(first=2, second=3)
    line = line_of(us, variant, 2)
    allocate(lines=[line], channel=us, country="US")
    fulfil(line=line, stock=Stock.objects.order_by("pk")[1], quantity=2)
    assert (shelves(variant), held([line])) == ([(2, 0), (1, 0)], [])


def test_what_others_hold_is_not_handed_over_unless_it_is_forced() -> None:
    us, variant = two_rooms(first=2, second=3)
    allocate(lines=[line_of(us, variant, 2)], channel=us, country="US")
    mine = line_of(us, variant, 1)
    allocate(lines=[mine], channel=us, country="US")
    first = Stock.objects.order_by("pk")[0]
    with pytest.raises(OutOfStock):
        fulfil(line=mine, stock=first, quantity=1)
    assert held([mine]) == [1]
    fulfil(line=mine, stock=first, quantity=5, allow_exceeded=True)
    assert shelves(variant)[0] == (0, 2)


def test_a_parcel_that_came_back_is_on_the_shelf_and_promised_again() -> None:
    us, variant = two_rooms(first=2, second=0)
    line = line_of(us, variant, 2)
    allocate(lines=[line], channel=us, country="US")
    first = Stock.objects.order_by("pk")[0]
    fulfil(line=line, stock=first, quantity=2)
    restock(line=line, warehouse=first.warehouse, quantity=2, promise=True)
    assert (shelves(variant)[0], held([line])) == ((2, 2), [2])
    restock(line=line, warehouse=first.warehouse, quantity=1)
    assert shelves(variant)[0] == (3, 2)
    assert Order.objects.count() == 1
