"""Product pictures, recognised by their content: a redrawn one replaces the one that was there."""

import hashlib
from pathlib import Path

from catalog_seed.content import ProductFile
from catalog_seed.plan import Change, Shop, Step, accepted, created, metadata
from store.saleor.client.fragments import SeedProduct
from store.saleor.client.input_types import ProductMediaCreateInput
from store.saleor.upload import Upload


def digest(file: Path) -> str:
    """Return what tells one picture from another."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def upload(file: Path) -> Upload:
    """Return a picture on its way to Saleor."""
    return Upload(file.name, file.read_bytes(), "image/webp")


def pictures(shop: Shop, found: dict[str, SeedProduct]) -> Step:
    """Return which pictures to send."""
    changes = [
        change for product in shop.content.products if (change := _picture(shop, product, found.get(product.slug)))
    ]
    return Step(changes)


def _picture(shop: Shop, product: ProductFile, found: SeedProduct | None) -> Change | None:
    sent = digest(product.picture)
    noted = {item.key: item.value for item in found.private_metadata} if found else {}
    media = {medium.id: medium.alt for medium in (found.media or [])} if found else {}
    ours = noted.get("picture_media", "")
    if noted.get("picture") == sent and media.get(ours) == product.facts.picture:
        return None
    what = f"picture of {product.slug}"

    def send() -> None:
        if ours in media:
            accepted(shop.app.product_media_delete(ours), what)
        # Sent by a run that was interrupted before it could note so.
        strays = [] if ours else [media_id for media_id, alt in media.items() if alt == product.facts.picture]
        if strays:
            media_id = strays[0]
        else:
            made = ProductMediaCreateInput(
                product=shop.id("product", product.slug), alt=product.facts.picture, image=upload(product.picture)
            )
            media_id = created(accepted(shop.app.product_media_create(made), what).media, what)
        note = metadata({"picture": sent, "picture_media": media_id})
        accepted(shop.app.private_metadata_update(shop.id("product", product.slug), note), what)

    differs = () if not ours else ("picture",)
    return Change("picture", product.slug, send, is_new=not differs, differs=differs)
