"""Products, variants, categories, collections and attributes for tests: on sale, priced and in stock unless told."""

import itertools
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from store.engine.actions.search_document import write_search_documents
from store.engine.models import (
    Address,
    AssignedProductValue,
    AssignedVariantValue,
    Attribute,
    AttributeValue,
    Category,
    Channel,
    ChannelWarehouse,
    Collection,
    CollectionChannelListing,
    CollectionProduct,
    Product,
    ProductChannelListing,
    ProductType,
    ProductTypeAttribute,
    ProductVariant,
    ProductVariantChannelListing,
    ShippingZone,
    Stock,
    TaxClass,
    VariantTypeAttribute,
    Warehouse,
)

MARKETS = {"us": ("USD", "US"), "intl": ("GBP", "GB")}
_numbers = itertools.count(1)


def market(slug: str = "us") -> Channel:
    """Return a channel by its slug; made with its warehouse and a zone of its country where it is missing."""
    found = Channel.objects.filter(slug=slug).first()
    if found is not None:
        return found
    currency, country = MARKETS[slug]
    made = Channel.objects.create(
        slug=slug, name=slug.upper(), currency_code=currency, default_country=country, is_active=True
    )
    zone = ShippingZone.objects.create(name=f"Zone {slug}", countries=[country])
    zone.channels.add(made)
    zone.warehouses.add(stock_room(made))
    return made


def stock_room(channel: Channel) -> Warehouse:
    """Return the first warehouse that serves a channel; the one called `main` is made and attached where none does."""
    found = Warehouse.objects.filter(channel_warehouses__channel=channel).first()
    if found is not None:
        return found
    room = Warehouse.objects.filter(slug="main").first()
    if room is None:
        address = Address.objects.create(
            street_address_1="1 Depot Road", city="New York", postal_code="10001", country="US", country_area="NY"
        )
        room = Warehouse.objects.create(name="Main", slug="main", address=address)
    ChannelWarehouse.objects.create(channel=channel, warehouse=room)
    return room


def product_type(
    *, name: str = "", shipped: bool = True, tax_class: TaxClass | None = None, kind: str = "NORMAL"
) -> ProductType:
    """Make a product type."""
    name = name or f"Type {next(_numbers)}"
    return ProductType.objects.create(
        name=name, slug=slugify(name), is_shipping_required=shipped, tax_class=tax_class, kind=kind
    )


def category(*, name: str = "", slug: str = "", parent: Category | None = None) -> Category:
    """Make a category."""
    name = name or f"Category {next(_numbers)}"
    return Category.objects.create(name=name, slug=slug or slugify(name), parent=parent)


def product(
    *,
    name: str = "",
    slug: str = "",
    sku: str | None = None,
    prices: Mapping[str, str] | None = None,
    stock: int = 5,
    shipped: bool = True,
    track_inventory: bool = True,
    of_type: ProductType | None = None,
    in_category: Category | None = None,
    tax_class: TaxClass | None = None,
    external_reference: str | None = None,
    description: dict[str, Any] | None = None,
    weight: str | None = None,
    rating: float | None = None,
    published: bool = True,
    published_at: datetime | None = None,
    visible_in_listings: bool = True,
    for_sale: bool = True,
    variants: bool = True,
) -> Product:
    """Make a product with one variant, in the channels that `prices` names (`{"us": "10.00"}` by default)."""
    name = name or f"Product {next(_numbers)}"
    made = Product.objects.create(
        name=name,
        slug=slug or slugify(name),
        product_type=of_type or product_type(shipped=shipped),
        category=in_category,
        tax_class=tax_class,
        external_reference=external_reference,
        description=description,
        weight=Decimal(weight) if weight else None,
        rating=rating,
    )
    prices = {"us": "10.00"} if prices is None else prices
    now = timezone.now()
    for channel_slug in prices:
        ProductChannelListing.objects.create(
            product=made,
            channel=market(channel_slug),
            is_published=published,
            published_at=published_at or now,
            visible_in_listings=visible_in_listings,
            available_for_purchase_at=now if for_sale else None,
        )
    if variants:
        variant(of=made, sku=sku, prices=prices, stock=stock, track_inventory=track_inventory)
    else:
        write_search_documents([made])
    return made


def variant(
    *,
    of: Product | None = None,
    name: str = "",
    sku: str | None = None,
    prices: Mapping[str, str] | None = None,
    prior_prices: Mapping[str, str] | None = None,
    stock: int = 5,
    track_inventory: bool = True,
    quantity_limit_per_customer: int | None = None,
    external_reference: str | None = None,
    weight: str | None = None,
    shipped: bool = True,
) -> ProductVariant:
    """Make a variant of `of`, or the only variant of a new product; `stock` goes into each channel's first warehouse.

    A warehouse that serves several of the channels gets the stock once.
    """
    prices = {"us": "10.00"} if prices is None else prices
    owner = of or product(prices=prices, shipped=shipped, variants=False)
    made = ProductVariant.objects.create(
        product=owner,
        name=name,
        sku=sku or f"SKU-{next(_numbers)}",
        track_inventory=track_inventory,
        quantity_limit_per_customer=quantity_limit_per_customer,
        external_reference=external_reference,
        weight=Decimal(weight) if weight else None,
        sort_order=owner.variants.count(),
    )
    for slug, price in prices.items():
        channel = market(slug)
        ProductVariantChannelListing.objects.create(
            variant=made,
            channel=channel,
            price_amount=Decimal(price),
            prior_price_amount=Decimal(prior_prices[slug]) if prior_prices and slug in prior_prices else None,
        )
        Stock.objects.get_or_create(warehouse=stock_room(channel), product_variant=made, defaults={"quantity": stock})
    if owner.default_variant is None:
        owner.default_variant = made
        owner.save(update_fields=["default_variant"])
    write_search_documents([owner])
    return made


def collection(
    *,
    name: str = "",
    slug: str = "",
    products: Iterable[Product] = (),
    channels: Iterable[str] = ("us",),
    published: bool = True,
) -> Collection:
    """Make a collection of products in this order, published in `channels`."""
    name = name or f"Collection {next(_numbers)}"
    made = Collection.objects.create(name=name, slug=slug or slugify(name))
    for place, item in enumerate(products):
        CollectionProduct.objects.create(collection=made, product=item, sort_order=place)
    for channel_slug in channels:
        CollectionChannelListing.objects.create(
            collection=made, channel=market(channel_slug), is_published=published, published_at=timezone.now()
        )
    return made


def attribute(
    *,
    name: str,
    slug: str = "",
    input_type: str = "DROPDOWN",
    values: Iterable[str] = (),
    of_products: ProductType | None = None,
    of_variants: ProductType | None = None,
    selects: bool = False,
    visible_in_storefront: bool = True,
    value_required: bool = False,
    entity_type: str = "",
    kind: str = "PRODUCT_TYPE",
    external_reference: str | None = None,
) -> Attribute:
    """Make an attribute with its choices; assign it to a type's products or variants."""
    made = Attribute.objects.create(
        name=name,
        slug=slug or slugify(name),
        type=kind,
        input_type=input_type,
        entity_type=entity_type,
        visible_in_storefront=visible_in_storefront,
        value_required=value_required,
        external_reference=external_reference,
    )
    for place, value in enumerate(values):
        AttributeValue.objects.create(attribute=made, name=value, slug=slugify(value), sort_order=place)
    if of_products is not None:
        ProductTypeAttribute.objects.create(product_type=of_products, attribute=made)
    if of_variants is not None:
        VariantTypeAttribute.objects.create(product_type=of_variants, attribute=made, variant_selection=selects)
    return made


def give(owner: Product | ProductVariant, of: Attribute, *choices: str, **facts: Any) -> None:
    """Give a product or variant values of an attribute: choices by slug, or one value of its own (`boolean=True`)."""
    if choices:
        values = list(AttributeValue.objects.filter(attribute=of, slug__in=choices))
    else:
        own = f"{of.slug}-{next(_numbers)}"
        values = [AttributeValue.objects.create(attribute=of, name=facts.pop("name", own), slug=own, **facts)]
    for place, value in enumerate(values):
        if isinstance(owner, Product):
            AssignedProductValue.objects.create(product=owner, value=value, sort_order=place)
        else:
            AssignedVariantValue.objects.create(variant=owner, value=value, sort_order=place)
