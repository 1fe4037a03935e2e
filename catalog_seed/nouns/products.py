"""Products: what a product file says in Saleor's words, and what of it the shop does not have yet."""

import json
from decimal import Decimal
from functools import cached_property
from typing import Any

from catalog_seed.check import choice_of
from catalog_seed.content import ProductFile
from catalog_seed.nouns.attributes import OPTION
from catalog_seed.nouns.pictures import pictures
from catalog_seed.nouns.variants import VariantFacts, variant_changes, variant_order
from catalog_seed.plan import Change, SeedRefused, Shop, Step, accepted, differing, metadata, reasons, stored
from catalog_seed.prose import rich_text, same_text
from store.saleor.client.fragments import SeedProduct, SeedVariant
from store.saleor.client.input_types import (
    AttributeValueInput,
    AttributeValueSelectableTypeInput,
    ProductBulkCreateInput,
    ProductChannelListingAddInput,
    ProductChannelListingCreateInput,
    ProductChannelListingUpdateInput,
    ProductInput,
)

AT_ONCE = 13  # products in one mutation: some 60 kB


class ProductFacts:
    """A product file in Saleor's words."""

    def __init__(self, shop: Shop, product: ProductFile) -> None:
        self.shop = shop
        self.product = product
        self.facts = product.facts

    @cached_property
    def text(self) -> str:
        """The description as Saleor keeps it."""
        return rich_text(self.facts.description)

    @cached_property
    def public(self) -> dict[str, str]:
        """Facts that pages and the campus read from metadata, as JSON."""
        facts = self.facts
        said: dict[str, Any] = {
            "outcomes": facts.outcomes,
            "syllabus": [section.model_dump() for section in facts.syllabus],
            "includes": facts.includes,
            "components": facts.components,
            "component_tax_classes": facts.component_tax_classes,
            "components_total": _amounts(facts.components_total),
            "saving": _amounts(facts.saving),
            "related": facts.related,
        }
        if facts.in_membership is not None:
            said["in_membership"] = facts.in_membership
        return {key: json.dumps(value, ensure_ascii=False) for key, value in said.items() if value or value is False}

    @cached_property
    def private(self) -> dict[str, str]:
        """The owner's notes."""
        return dict(self.facts.notes)

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Attribute values as shoppers read them, by the attribute's slug."""
        found = {}
        for attribute in self.shop.content.attributes:
            value = self.facts.attributes.get(attribute.slug.replace("-", "_"))
            if value is None or value == []:
                continue
            choices = self.shop.content.choices_of(attribute)
            words = value if isinstance(value, list) else [value]
            if choices:
                words = [choices[choice_of(word, choices) or ""] for word in words]
            found[attribute.slug] = [str(word) for word in words]
        return found

    def attributes(self) -> list[AttributeValueInput]:
        """Return the attributes of the input."""
        kinds = {attribute.slug: attribute.kind for attribute in self.shop.content.attributes}
        rows = []
        for slug, words in self.values.items():
            row = AttributeValueInput(id=self.shop.id("attribute", slug))
            match kinds[slug]:
                case "number":
                    row.numeric = words[0]
                case "text":
                    row.plain_text = words[0]
                case "yes-no":
                    row.boolean = words[0] == "True"
                case "choice":
                    row.dropdown = AttributeValueSelectableTypeInput(id=self.shop.id("choice", f"{slug}: {words[0]}"))
                case "choices":
                    row.multiselect = [
                        AttributeValueSelectableTypeInput(id=self.shop.id("choice", f"{slug}: {word}"))
                        for word in words
                    ]
            rows.append(row)
        return rows

    def row(self) -> ProductBulkCreateInput:
        """Return the whole product with its variants."""
        return ProductBulkCreateInput(
            external_reference=self.product.slug,
            name=self.facts.name,
            slug=self.product.slug,
            product_type=self.shop.id("product type", self.facts.type),
            category=self.shop.id("category", self.product.category),
            tax_class=self.shop.id("tax class", self.facts.tax_class),
            description=self.text,
            attributes=self.attributes(),
            metadata=metadata(self.public),
            private_metadata=metadata(self.private),
            channel_listings=[
                ProductChannelListingCreateInput(
                    channel_id=self.shop.id("channel", channel.slug),
                    is_published=True,
                    visible_in_listings=True,
                    is_available_for_purchase=True,
                )
                for channel in self.shop.content.channels
            ],
            variants=[VariantFacts(self.shop, variant).row() for variant in self.facts.variants],
        )


def products(shop: Shop) -> list[Step]:
    """Return what to do about products, their variants and pictures."""
    found, variants = _found_products(shop), _found_variants(shop)
    shop.ids |= {("product", slug): product.id for slug, product in found.items()}
    new, changed, listed, ordered = [], [], [], []
    for product in shop.content.products:
        facts, there = ProductFacts(shop, product), found.get(product.slug)
        if there is None:
            new.append(Change("product", product.slug, facts.row, is_new=True))
            continue
        changed += _updates(shop, facts, there)
        listed += variant_changes(shop, product, there.id, variants)
        ordered += variant_order(shop, product, there.id, there.variants or [])
    return [
        Step(new, bulk=lambda rows: _create(shop, rows), size=AT_ONCE),
        Step(changed),
        Step(listed),
        Step(ordered),
        pictures(shop, found),
    ]


def _found_products(shop: Shop) -> dict[str, SeedProduct]:
    found: dict[str, SeedProduct] = {}
    after: str | None = None
    while True:
        answer = shop.app.seed_products(after=after)
        if answer is None:
            return found
        found |= {edge.node.slug: edge.node for edge in answer.edges}
        if not answer.page_info.has_next_page:
            return found
        after = answer.page_info.end_cursor


def _found_variants(shop: Shop) -> dict[str, SeedVariant]:
    found: dict[str, SeedVariant] = {}
    after: str | None = None
    while True:
        answer = shop.app.seed_variants(after=after)
        if answer is None:
            return found
        found |= {edge.node.sku or "": edge.node for edge in answer.edges}
        if not answer.page_info.has_next_page:
            return found
        after = answer.page_info.end_cursor


def _create(shop: Shop, rows: list[ProductBulkCreateInput]) -> None:
    answer = shop.app.product_bulk_create(rows)
    if answer is None:
        raise SeedRefused("products: Saleor gave no answer")
    refused = []
    for row, result in zip(rows, answer.results, strict=False):
        if result.errors:
            refused.append(f"product {row.slug}: {reasons(result.errors)}")
        elif result.product:
            shop.ids["product", result.product.slug] = result.product.id
            file = next(product for product in shop.content.products if product.slug == result.product.slug)
            for change in variant_order(shop, file, result.product.id, result.product.variants or []):
                change.run()
    if refused or answer.errors:
        raise SeedRefused("\n".join(refused) or f"products: {reasons(answer.errors)}")


def _updates(shop: Shop, facts: ProductFacts, found: SeedProduct) -> list[Change]:
    slug = facts.product.slug
    if found.product_type.slug != facts.facts.type:
        raise SeedRefused(
            f"product {slug} is a {found.product_type.slug} in the shop and can never become a {facts.facts.type}: "
            "delete it there, or name the file anew"
        )
    differs = differing(
        {
            "name": facts.facts.name,
            "category": facts.product.category,
            "tax class": shop.content.tax_class_names[facts.facts.tax_class],
            "facts": facts.public,
            "notes": facts.private,
            "attributes": {key: sorted(words) for key, words in facts.values.items()},
        },
        {
            "name": found.name,
            "category": found.category and found.category.slug,
            "tax class": found.tax_class and found.tax_class.name,
            "facts": stored(found.metadata, facts.public),
            "notes": stored(found.private_metadata, facts.private),
            "attributes": _values_of(found),
        },
    )
    differs = differs if same_text(found.description, facts.text) else (*differs, "description")
    channels = {channel.slug for channel in shop.content.channels}
    on_sale = {
        row.channel.slug
        for row in found.channel_listings or []
        if row.is_published and row.visible_in_listings and row.is_available_for_purchase
    }

    def update() -> None:
        changed = ProductInput(
            name=facts.facts.name,
            category=shop.id("category", facts.product.category),
            tax_class=shop.id("tax class", facts.facts.tax_class),
            description=facts.text,
            metadata=metadata(facts.public),
            private_metadata=metadata(facts.private),
        )
        if "attributes" in differs:
            changed.attributes = facts.attributes()
        accepted(shop.app.product_update(found.id, changed), f"product {slug}")

    def publish() -> None:
        rows = [
            ProductChannelListingAddInput(
                channel_id=shop.id("channel", channel),
                is_published=True,
                visible_in_listings=True,
                is_available_for_purchase=True,
            )
            for channel in sorted(channels - on_sale)
        ]
        listing = ProductChannelListingUpdateInput(update_channels=rows)
        accepted(shop.app.product_channel_listing_update(found.id, listing), f"product {slug}")

    changes = [Change("product", slug, update, differs=differs)] if differs else []
    return changes if channels <= on_sale else [*changes, Change("product", slug, publish, differs=("channels",))]


def _values_of(found: SeedProduct) -> dict[str, list[str]]:
    """Return attribute values as they read in the shop, sorted; unused attributes are left out."""
    values = {
        row.attribute.slug or "": sorted(_value(value) for value in row.values)
        for row in found.attributes
        if row.values and row.attribute.slug != OPTION.slug
    }
    return {slug: words for slug, words in values.items() if any(words)}


def _value(value: Any) -> str:
    if value.boolean is not None:
        return str(value.boolean)
    return str(value.plain_text or value.name or "")


def _amounts(prices: dict[str, Decimal]) -> dict[str, str]:
    return {channel: str(amount) for channel, amount in prices.items()}
