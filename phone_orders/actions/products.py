"""Products: what may be meant, asked as a visitor, so that agents sell exactly what customers see."""

from phone_orders.models import Call
from store.backend import visitor_client
from store.saleor.client.fragments import DeskVariant

FEWEST_LETTERS = 2


def find_variants(*, call: Call, search: str) -> list[DeskVariant]:
    """Return the variants that a SKU or some words may mean; an exact SKU comes alone."""
    search = search.strip()
    if len(search) < FEWEST_LETTERS:
        return []
    exact = variant_of_sku(call=call, sku=search)
    if exact is not None:
        return [exact]
    answer = visitor_client().desk_product_search(search=search, channel=call.line.channel)
    return [
        variant.node
        for product in (answer.edges if answer else [])
        for variant in (product.node.product_variants.edges if product.node.product_variants else [])
        if is_sold(variant.node)
    ]


def variant_of_sku(*, call: Call, sku: str) -> DeskVariant | None:
    """Return the variant with exactly this SKU (in any case of letters), if it is sold on the line."""
    for spelling in dict.fromkeys((sku.strip().upper(), sku.strip())):
        variant = visitor_client().desk_variant_by_sku(sku=spelling, channel=call.line.channel)
        if variant is not None and is_sold(variant):
            return variant
    return None


def is_sold(variant: DeskVariant) -> bool:
    """Tell whether a variant has a price here and may be bought now."""
    has_price = variant.pricing is not None and variant.pricing.price is not None
    return has_price and bool(variant.product.is_available_for_purchase)
