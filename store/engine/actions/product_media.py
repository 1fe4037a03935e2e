"""Adds, orders and removes pictures of products."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from store.engine.actions.upload import store_picture
from store.engine.models import Product, ProductMedia, ProductVariant
from store.engine.refusals import Refusal

MAX_ALT = 250


@transaction.atomic
def add_picture(*, product: Product, file: Any, address: str | None, alt: str) -> ProductMedia:
    """Add a picture behind the others. Raises Refusal: REQUIRED for none, INVALID for what is no picture.

    The engine fetches nothing from other sites, so an address is refused as Saleor refuses one that it cannot reach.
    """
    if len(alt) > MAX_ALT:
        raise Refusal(f"Alt field exceeds the character limit of {MAX_ALT}.", code="INVALID", field="alt")
    if file is None and not address:
        raise Refusal("Image or external URL is required.", code="REQUIRED", field="input")
    if file is not None and address:
        raise Refusal("Either image or external URL is required.", code="DUPLICATED_INPUT_ITEM", field="input")
    if file is None:
        raise Refusal("Failed to fetch media from URL.", code="INVALID", field="mediaUrl")
    last = product.media.aggregate(last=Max("sort_order"))["last"]
    return ProductMedia.objects.create(
        product=product,
        image=store_picture(file, folder="products", field="image"),
        alt=alt,
        sort_order=0 if last is None else last + 1,
    )


@transaction.atomic
def order_pictures(*, product: Product, pictures: Sequence[ProductMedia]) -> None:
    """Put a product's pictures into this order; it must name each of them once."""
    if sorted(picture.pk for picture in pictures) != sorted(product.media.values_list("pk", flat=True)):
        raise Refusal("Incorrect number of media IDs provided.", code="INVALID", field="mediaIds")
    for place, picture in enumerate(pictures):
        ProductMedia.objects.filter(pk=picture.pk).update(sort_order=place)


def show_with_variant(*, variant: ProductVariant, picture: ProductMedia) -> None:
    """Say that a picture shows a variant. Raises Refusal for one of another product, or one that is said already."""
    if picture.product_id != variant.product_id:
        raise Refusal("This media doesn't belong to that product.", code="NOT_PRODUCTS_IMAGE", field="mediaId")
    if variant.media.filter(pk=picture.pk).exists():
        raise Refusal("This media is already assigned", code="MEDIA_ALREADY_ASSIGNED", field="mediaId")
    variant.media.add(picture)
