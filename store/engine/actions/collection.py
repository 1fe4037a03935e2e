"""Fills collections and says where they are seen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from store.engine.models import Channel, Collection, CollectionChannelListing, CollectionProduct, Product
from store.engine.refusals import Refusal


@transaction.atomic
def add_products(*, collection: Collection, products: Iterable[Product]) -> None:
    """Put products behind those that are in the collection already, which stay where they are."""
    rows = CollectionProduct.objects.filter(collection=collection)
    last = rows.aggregate(last=Max("sort_order"))["last"]
    there = set(rows.values_list("product_id", flat=True))
    place = -1 if last is None else last
    for product in products:
        if product.pk not in there:
            place += 1
            there.add(product.pk)
            CollectionProduct.objects.create(collection=collection, product=product, sort_order=place)


@transaction.atomic
def move_products(*, collection: Collection, moves: Sequence[tuple[Product, int]]) -> None:
    """Move products by so many places, one after another: 1 is one place further down, -1 one up.

    Raises Refusal NOT_FOUND for a product that is not in the collection.
    """
    rows = list(CollectionProduct.objects.filter(collection=collection).order_by("sort_order", "pk"))
    for product, steps in moves:
        row = next((row for row in rows if row.product_id == product.pk), None)
        if row is None:
            raise Refusal(f"Couldn't resolve to a product: {product}", code="NOT_FOUND", field="moves")
        place = rows.index(row)
        rows.remove(row)
        rows.insert(min(max(place + steps, 0), len(rows)), row)
    for place, row in enumerate(rows):
        row.sort_order = place
    CollectionProduct.objects.bulk_update(rows, ["sort_order"])


@transaction.atomic
def list_collection(*, collection: Collection, channel: Channel, facts: dict[str, Any]) -> None:
    """Show or hide a collection in a channel. `facts`: `is_published`, `published_at`; those not given stay."""
    listing, _ = CollectionChannelListing.objects.get_or_create(collection=collection, channel=channel)
    if "is_published" in facts:
        listing.is_published = bool(facts["is_published"])
    published_at: datetime | None = facts.get("published_at")
    if published_at is not None or "published_at" in facts:
        listing.published_at = published_at
    if listing.is_published and listing.published_at is None:
        listing.published_at = timezone.now()
    listing.save()
