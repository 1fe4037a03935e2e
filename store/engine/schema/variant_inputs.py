"""How lists of variants are narrowed and sorted."""

import graphene
from django.db.models import Q

from store.engine.actions.product_search import search_products
from store.engine.models import Product
from store.engine.schema.attribute_inputs import AssignedAttributeWhereInput, variant_has
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import (
    DateTimeRangeInput,
    MetadataFilter,
    StringFilterInput,
    has_metadata,
    matches,
    within,
)
from store.engine.schema.ids import from_global_id
from store.engine.schema.where import narrowing

ProductVariantSortField = enum_of("ProductVariantSortField", "LAST_MODIFIED_AT")


class ProductVariantFilterInput(graphene.InputObjectType):
    search = graphene.String()
    sku = graphene.List(graphene.NonNull(graphene.String))
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    updated_at = DateTimeRangeInput()


class ProductVariantWhereInput(graphene.InputObjectType):
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    sku = StringFilterInput()
    updated_at = DateTimeRangeInput()
    attributes = graphene.List(graphene.NonNull(AssignedAttributeWhereInput))
    AND = graphene.List(graphene.NonNull(lambda: ProductVariantWhereInput))
    OR = graphene.List(graphene.NonNull(lambda: ProductVariantWhereInput))


class ProductVariantSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = ProductVariantSortField(required=True)


VARIANT_LIST_ARGUMENTS = {
    "filter": graphene.Argument(ProductVariantFilterInput),
    "where": graphene.Argument(ProductVariantWhereInput),
    "sort_by": graphene.Argument(ProductVariantSortingInput),
}

CONDITIONS = {
    "metadata": lambda items: Q(*map(has_metadata, items)),
    "ids": lambda ids: Q(pk__in=[from_global_id(value, "ProductVariant") for value in ids]),
    "sku": lambda wanted: Q(sku__in=wanted) if isinstance(wanted, list) else matches("sku", wanted),
    "updated_at": lambda wanted: within("updated_at", wanted),
    "attributes": lambda wanted: Q(*map(variant_has, wanted)),
}


def narrowed_variants(variants, *, sort=("pk",), search=None, filter=None, where=None, sort_by=None):
    """Return the variants that match, and how they are sorted."""
    for text in (search, (filter or {}).get("search")):
        if text:
            variants = variants.filter(product__in=search_products(Product.objects.all(), text).values("pk"))
    variants = variants.filter(narrowing(filter, where, CONDITIONS))
    if sort_by:
        turn = "-" if sort_by["direction"] == "DESC" else ""
        sort = (f"{turn}updated_at", f"{turn}name")
    return variants, sort
