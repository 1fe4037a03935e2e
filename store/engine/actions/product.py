"""Makes and changes products and variants."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.actions.collection import add_products
from store.engine.actions.facts import Fact, give_facts
from store.engine.actions.search_document import write_search_documents
from store.engine.models import Collection, CollectionProduct, Product, ProductVariant, Stock, Warehouse
from store.engine.refusals import Refusal


@transaction.atomic
def save_product(
    *,
    product: Product,
    columns: dict[str, Any],
    facts: Iterable[Fact] = (),
    collections: Iterable[Collection] | None = None,
) -> None:
    """Make or change a product; `collections` replaces those that it is in, None leaves them.

    Raises Refusal or Refusals: UNIQUE for a slug or external reference that is taken, REQUIRED for no name.
    """
    set_columns(product, columns)
    fill_slug(product, name=product.name)
    save_checked(product)
    give_facts(owner=product, facts=facts)
    if collections is not None:
        wanted = list(collections)
        CollectionProduct.objects.filter(product=product).exclude(collection__in=wanted).delete()
        for collection in wanted:
            add_products(collection=collection, products=[product])
    write_search_documents([product])


@transaction.atomic
def save_variant(*, variant: ProductVariant, columns: dict[str, Any], facts: Iterable[Fact] = ()) -> None:
    """Make or change a variant of a product; the first becomes the product's default.

    A variant without a name is called by its choices ("Small / Red"), else by its SKU, as in Saleor.
    """
    set_columns(variant, columns)
    if variant.quantity_limit_per_customer is not None and variant.quantity_limit_per_customer < 1:
        raise Refusal(
            "Product variant can't have quantity limit less than 1.", code="INVALID", field="quantityLimitPerCustomer"
        )
    product = variant.product
    if variant._state.adding:
        variant.sort_order = product.variants.count()
    save_checked(variant)
    give_facts(owner=variant, facts=facts)
    if not variant.name:
        variant.name = _name_of(variant)
        variant.save(update_fields=["name"])
    if product.default_variant_id is None:
        product.default_variant = variant
    product.save(update_fields=["default_variant", "updated_at"])


def sort_by_sku(variants: Sequence[ProductVariant]) -> None:
    """Put variants that were made in one request in the order of their SKUs, in which Saleor lists them until moved."""
    places = sorted(variant.sort_order for variant in variants)
    by_sku = sorted(variants, key=lambda variant: (variant.sku is None, variant.sku or ""))
    for place, variant in zip(places, by_sku, strict=True):
        variant.sort_order = place
    ProductVariant.objects.bulk_update(by_sku, ["sort_order"])


def _name_of(variant: ProductVariant) -> str:
    selecting = set(
        variant.product.product_type.attribute_variants.filter(variant_selection=True).values_list(
            "attribute_id", flat=True
        )
    )
    rows = variant.attribute_values.select_related("value").order_by("value__attribute_id", "sort_order")
    names = [row.value.name for row in rows if row.value.attribute_id in selecting]
    return " / ".join(names)[:255] or variant.sku or str(variant.pk)


@transaction.atomic
def delete_variant(*, variant: ProductVariant) -> None:
    """Delete a variant; another one becomes the product's default where it was."""
    product = variant.product
    variant.delete()
    product.refresh_from_db(fields=["default_variant"])
    if product.default_variant_id is None:
        product.default_variant = product.variants.first()
    product.save(update_fields=["default_variant", "updated_at"])
    write_search_documents([product])


def set_stock(*, variant: ProductVariant, warehouse: Warehouse, quantity: int) -> Stock:
    """Set how many units of a variant a warehouse holds, promised ones included."""
    if quantity < 0:
        raise Refusal("Quantity cannot be negative.", code="INVALID", field="quantity")
    stock, _ = Stock.objects.update_or_create(
        warehouse=warehouse, product_variant=variant, defaults={"quantity": quantity}
    )
    return stock


@transaction.atomic
def move_variants(*, product: Product, moves: Sequence[tuple[ProductVariant, int]]) -> None:
    """Move variants by so many places, one after another: 1 is one place further down, -1 one up."""
    rows = list(product.variants.all())
    for variant, steps in moves:
        place = rows.index(variant)
        rows.remove(variant)
        rows.insert(min(max(place + steps, 0), len(rows)), variant)
    for place, row in enumerate(rows):
        row.sort_order = place
    ProductVariant.objects.bulk_update(rows, ["sort_order"])
    product.save(update_fields=["updated_at"])
