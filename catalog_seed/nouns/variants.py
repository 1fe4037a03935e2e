"""Variants: the options of a product, with prices, weight and opening stock.

The files hold the stock that the shop opens with. Once a variant has stock in a warehouse the count there is the
shop's own, because orders change it: a later run never writes it again.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property

from catalog_seed.content import ProductFile
from catalog_seed.nouns.attributes import OPTION
from catalog_seed.nouns.delivery import kilograms
from catalog_seed.plan import Change, SeedRefused, Shop, accepted, differing, metadata, reasons, stored
from catalog_seed.shapes import Variant
from store.saleor.client.fragments import SeedOption, SeedVariant
from store.saleor.client.input_types import (
    AttributeValueInput,
    AttributeValueSelectableTypeInput,
    BulkAttributeValueInput,
    ProductVariantBulkCreateInput,
    ProductVariantChannelListingAddInput,
    ProductVariantInput,
    ReorderInput,
    StockInput,
)

PLENTY = 1000  # of what is not counted: Saleor fulfils only what some warehouse has


class VariantFacts:
    """A variant in Saleor's words."""

    def __init__(self, shop: Shop, variant: Variant) -> None:
        self.shop = shop
        self.variant = variant

    @property
    def is_counted(self) -> bool:
        """Whether units are counted; downloads are not."""
        return self.variant.stock != "not counted"

    @cached_property
    def public(self) -> dict[str, str]:
        """Facts that pages and the campus read from metadata."""
        variant = self.variant
        said = {}
        if variant.billing:
            said["billing"] = json.dumps(variant.billing.model_dump(exclude_none=True))
        if variant.price_is:
            said["price_is"] = variant.price_is
        if variant.seats:
            said["seats"] = str(variant.seats)
        return said

    @cached_property
    def private(self) -> dict[str, str]:
        """What an accountant would want to know: Saleor taxes all variants of a product alike."""
        return {"tax_class": self.variant.tax_class} if self.variant.tax_class else {}

    @cached_property
    def stock(self) -> dict[str, int]:
        """Opening stock by warehouse; a bundle has as many as its scarcest component."""
        houses = [warehouse.slug for warehouse in self.shop.content.warehouses]
        if isinstance(self.variant.stock, dict):
            return self.variant.stock
        if self.variant.stock == "not counted":
            return {houses[0]: PLENTY}
        counted = [part for part in _components(self.shop, self.variant.sku) if isinstance(part.stock, dict)]
        return {house: min(dict(part.stock).get(house, 0) for part in counted) for house in houses}  # type: ignore[arg-type]

    @property
    def option_id(self) -> str:
        """The id of its option among the choices."""
        return self.shop.id("choice", f"{OPTION.slug}: {self.variant.option}")

    def row(self) -> ProductVariantBulkCreateInput:
        """Return the whole variant."""
        option = AttributeValueSelectableTypeInput(id=self.option_id)
        row = ProductVariantBulkCreateInput(
            sku=self.variant.sku,
            external_reference=self.variant.sku,
            name=self.variant.option,
            track_inventory=self.is_counted,
            attributes=[BulkAttributeValueInput(id=self.shop.id("attribute", OPTION.slug), dropdown=option)],
            metadata=metadata(self.public),
            private_metadata=metadata(self.private),
            stocks=self.stocks(self.stock),
            channel_listings=self.prices(),
        )
        if self.variant.weight_kg is not None:
            row.weight = self.variant.weight_kg
        return row

    def stocks(self, counts: dict[str, int]) -> list[StockInput]:
        """Return counts as Saleor takes them."""
        return [StockInput(warehouse=self.shop.id("warehouse", slug), quantity=count) for slug, count in counts.items()]

    def prices(self) -> list[ProductVariantChannelListingAddInput]:
        """Return the price in each channel."""
        return [
            ProductVariantChannelListingAddInput(channel_id=self.shop.id("channel", slug), price=price)
            for slug, price in self.variant.price.items()
        ]


def _components(shop: Shop, sku: str) -> Iterator[Variant]:
    """Return the variants that a bundle is made of."""
    bundle = next(p for p in shop.content.products if any(variant.sku == sku for variant in p.facts.variants))
    for product in shop.content.products:
        for variant in product.facts.variants:
            if variant.sku in bundle.facts.components:
                yield variant


def variant_changes(shop: Shop, product: ProductFile, product_id: str, found: dict[str, SeedVariant]) -> list[Change]:
    """Return what to do about the variants of a product that exists."""
    changes = []
    for variant in product.facts.variants:
        facts, there = VariantFacts(shop, variant), found.get(variant.sku)
        if there is None:
            changes.append(_new(shop, facts, product_id))
        else:
            changes += _updates(shop, facts, there)
    return changes


def _new(shop: Shop, facts: VariantFacts, product_id: str) -> Change:
    sku = facts.variant.sku

    def create() -> None:
        answer = shop.app.product_variant_bulk_create(product_id, [facts.row()])
        errors = [*answer.errors, *(error for row in answer.results for error in row.errors or [])] if answer else []
        if answer is None or errors:
            raise SeedRefused(f"variant {sku}: {reasons(errors) or 'Saleor gave no answer'}")

    return Change("variant", sku, create, is_new=True)


def _updates(shop: Shop, facts: VariantFacts, found: SeedVariant) -> list[Change]:
    variant = facts.variant
    what = f"variant {variant.sku}"
    options = [value.name for row in found.attributes if row.attribute.slug == OPTION.slug for value in row.values]
    differs = differing(
        {
            "option": (variant.option, [variant.option]),
            "counted": facts.is_counted,
            "weight": variant.weight_kg,
            "facts": facts.public,
            "notes": facts.private,
        },
        {
            "option": (found.name, options),
            "counted": found.track_inventory,
            "weight": kilograms(found.weight) or None,
            "facts": stored(found.metadata, facts.public),
            "notes": stored(found.private_metadata, facts.private),
        },
    )
    prices = {row.channel.slug: row.price.exact for row in found.channel_listings or [] if row.price}
    dear = tuple(slug for slug, price in variant.price.items() if prices.get(slug) != price)
    counted = {row.warehouse.slug for row in found.stocks or []}
    opening = {slug: count for slug, count in facts.stock.items() if slug not in counted}

    def update() -> None:
        option = AttributeValueSelectableTypeInput(id=facts.option_id)
        changed = ProductVariantInput(
            name=variant.option,
            track_inventory=facts.is_counted,
            attributes=[AttributeValueInput(id=shop.id("attribute", OPTION.slug), dropdown=option)],
            weight=variant.weight_kg,
            metadata=metadata(facts.public),
            private_metadata=metadata(facts.private),
        )
        accepted(shop.app.product_variant_update(found.id, changed), what)

    def price() -> None:
        accepted(shop.app.product_variant_channel_listing_update(found.id, facts.prices()), what)

    def stock() -> None:
        accepted(shop.app.product_variant_stocks_create(found.id, facts.stocks(opening)), what)

    changes = [Change("variant", variant.sku, update, differs=differs)] if differs else []
    if dear:
        changes.append(Change("variant", variant.sku, price, differs=tuple(f"price in {slug}" for slug in dear)))
    if opening:
        changes.append(Change("variant", variant.sku, stock, differs=tuple(f"stock in {slug}" for slug in opening)))
    return changes


def variant_order(shop: Shop, product: ProductFile, product_id: str, found: Sequence[SeedOption]) -> list[Change]:
    """Return what to do so that options stand as in the file; Saleor puts new ones in the order of their SKUs.

    Options that no file names come after those that one does; those that are still to be made stand last anyhow.
    """
    wanted = [variant.sku for variant in product.facts.variants]
    what = f"options of {product.slug}"

    def reorder() -> None:
        there = {option.sku or "": option.id for option in found}
        # Saleor 3.23 counts from another order than it shows until some are moved: so each answer is looked at.
        for _ in range(2 * len(wanted)):
            moves = moves_to(wanted, list(there))
            if not moves:
                return
            sku, steps = moves[0]
            move = ReorderInput(id=there[sku], sort_order=steps)
            answer = accepted(shop.app.product_variant_reorder(product_id, [move]), what)
            there = {option.sku or "": option.id for option in (answer.product and answer.product.variants) or []}
        raise SeedRefused(f"{what}: Saleor does not keep their order")

    is_other = bool(moves_to(wanted, [option.sku or "" for option in found]))
    return [Change("options", product.slug, reorder, differs=("order",))] if is_other else []


def moves_to(wanted: list[str], there: list[str]) -> list[tuple[str, int]]:
    """Return by how many places to move what, one after another, until the wanted ones come first and in order."""
    order, moves = list(there), []
    for place, sku in enumerate(sku for sku in wanted if sku in there):
        if steps := place - order.index(sku):
            moves.append((sku, steps))
            order.remove(sku)
            order.insert(place, sku)
    return moves
