"""Categories and collections, with their pictures and what stands in them."""

from functools import cached_property
from typing import Any

from catalog_seed.files import PICTURES
from catalog_seed.nouns.pictures import digest, upload
from catalog_seed.plan import Change, Shop, Step, accepted, created, differing, metadata
from catalog_seed.prose import rich_text, same_text
from catalog_seed.shapes import Group
from store.saleor.client.fragments import SeedCategory, SeedCollection
from store.saleor.client.input_types import (
    CategoryInput,
    CollectionChannelListingUpdateInput,
    CollectionCreateInput,
    CollectionInput,
    PublishableChannelListingInput,
)


class Face:
    """What categories and collections have in common: name, description and picture."""

    def __init__(self, wanted: Group) -> None:
        self.wanted = wanted
        self.file = PICTURES / f"{wanted.picture}.webp"

    @cached_property
    def text(self) -> str:
        """The description as Saleor keeps it."""
        return rich_text(self.wanted.description)

    def differs(self, found: SeedCategory | SeedCollection) -> tuple[str, ...]:
        """Return what is not as the file says."""
        facts = differing(
            {"name": self.wanted.name, "picture": digest(self.file)},
            {"name": found.name, "picture": (found.private_metafields or {}).get("picture")},
        )
        return facts if same_text(found.description, self.text) else (*facts, "description")

    def facts(self, *, with_picture: bool) -> dict[str, Any]:
        """Return the input's fields."""
        said: dict[str, Any] = {"name": self.wanted.name, "slug": self.wanted.slug, "description": self.text}
        if with_picture:
            said |= {
                "backgroundImage": upload(self.file),
                "backgroundImageAlt": "",  # it decorates; the name stands beside it
                "privateMetadata": metadata({"picture": digest(self.file)}),
            }
        return said


def categories(shop: Shop) -> list[Step]:
    """Return what to do about categories."""
    answer = shop.app.seed_categories()
    found = {edge.node.slug: edge.node for edge in (answer.edges if answer else [])}
    shop.ids |= {("category", slug): category.id for slug, category in found.items()}
    return [Step([c for wanted in shop.content.categories if (c := _category(shop, wanted, found.get(wanted.slug)))])]


def _category(shop: Shop, wanted: Group, found: SeedCategory | None) -> Change | None:
    face, what = Face(wanted), f"category {wanted.slug}"

    def create() -> None:
        answer = accepted(shop.app.category_create(CategoryInput(**face.facts(with_picture=True))), what)
        shop.ids["category", wanted.slug] = created(answer.category, what)

    if found is None:
        return Change("category", wanted.slug, create, is_new=True)
    differs = face.differs(found)

    def update() -> None:
        changed = CategoryInput(**face.facts(with_picture="picture" in differs))
        accepted(shop.app.category_update(found.id, changed), what)

    return Change("category", wanted.slug, update, differs=differs) if differs else None


def collections(shop: Shop) -> list[Step]:
    """Return what to do about collections and what stands in them."""
    answer = shop.app.seed_collections()
    found = {edge.node.slug: edge.node for edge in (answer.edges if answer else [])}
    shop.ids |= {("collection", slug): collection.id for slug, collection in found.items()}
    return [
        Step([c for wanted in shop.content.collections if (c := _collection(shop, wanted, found.get(wanted.slug)))])
    ]


def _collection(shop: Shop, wanted: Group, found: SeedCollection | None) -> Change | None:
    face, what = Face(wanted), f"collection {wanted.slug}"
    members = [product.slug for product in shop.content.products if wanted.slug in product.facts.collections]

    def publish(collection_id: str) -> None:
        rows = [
            PublishableChannelListingInput(channel_id=shop.id("channel", channel.slug), is_published=True)
            for channel in shop.content.channels
        ]
        listing = CollectionChannelListingUpdateInput(add_channels=rows)
        accepted(shop.app.collection_channel_listing_update(collection_id, listing), what)

    def create() -> None:
        products = [shop.id("product", slug) for slug in members]
        made = CollectionCreateInput(**face.facts(with_picture=True), products=products)
        answer = accepted(shop.app.collection_create(made), what)
        shop.ids["collection", wanted.slug] = created(answer.collection, what)
        publish(shop.id("collection", wanted.slug))

    if found is None:
        return Change("collection", wanted.slug, create, is_new=True)
    there = {edge.node.slug for edge in (found.products.edges if found.products else [])}
    missing = [slug for slug in members if slug not in there]
    surplus = [slug for slug in sorted(there) if slug not in members and shop.has("product", slug)]
    published = {listing.channel.slug for listing in found.channel_listings or [] if listing.is_published}
    said = face.differs(found)
    differs = said + differing(
        {"published": {channel.slug for channel in shop.content.channels}, "products": []},
        {"published": published, "products": missing + surplus},
    )

    def update() -> None:
        if said:
            changed = CollectionInput(**face.facts(with_picture="picture" in said))
            accepted(shop.app.collection_update(found.id, changed), what)
        if "published" in differs:
            publish(found.id)
        if missing:
            ids = [shop.id("product", slug) for slug in missing]
            accepted(shop.app.collection_add_products(found.id, ids), what)
        if surplus:
            ids = [shop.id("product", slug) for slug in surplus]
            accepted(shop.app.collection_remove_products(found.id, ids), what)

    return Change("collection", wanted.slug, update, differs=differs) if differs else None
