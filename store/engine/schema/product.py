"""Products."""

import graphene

from store.engine.schema.address import AddressInput
from store.engine.schema.assigned_attribute import ObjectWithAttributes, SelectedAttribute, facts_of
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import LanguageCodeEnum, OrderDirection, enum_of
from store.engine.schema.guard import Guarded
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.media import Image, ProductImage, ProductMedia, ThumbnailField, picture_url
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Weight
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, one
from store.engine.schema.pricing import ProductPricingInfo, price_in, product_pricing, units_of
from store.engine.schema.product_inputs import PRODUCT_LIST_ARGUMENTS, narrowed_products
from store.engine.schema.product_listing import ProductChannelListing
from store.engine.schema.product_type import ProductType
from store.engine.schema.scalars import Date, DateTime, JSONString
from store.engine.schema.seo import written
from store.engine.schema.translation import ProductTranslation, by_slug, untranslated
from store.engine.schema.variant import ProductVariant, ProductVariantCountableConnection, variant_page
from store.engine.schema.variant_inputs import VARIANT_LIST_ARGUMENTS
from store.engine.schema.visible import Scope, channel_by_slug, exactly_one, sees_unpublished

MediaChoicesSortField = enum_of("MediaChoicesSortField", "ID")


class MediaSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = MediaChoicesSortField(required=True)


class Product(WithGlobalId, graphene.ObjectType):
    """Represents an individual item for sale in the storefront."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata, ObjectWithAttributes)

    seo_title = written("seo_title")
    seo_description = written("seo_description")
    name = graphene.String(required=True)
    translation = untranslated(ProductTranslation)
    description = JSONString()
    product_type = graphene.Field(ProductType, required=True)
    slug = graphene.String(required=True)
    category = graphene.Field("store.engine.schema.category.Category")
    created = DateTime(required=True)
    updated_at = DateTime(required=True)
    weight = graphene.Field(Weight)
    default_variant = graphene.Field(ProductVariant)
    rating = graphene.Float()
    channel = graphene.String()
    description_json = JSONString()
    thumbnail = ThumbnailField(Image)
    pricing = graphene.Field(ProductPricingInfo, address=AddressInput())
    is_available = graphene.Boolean(address=AddressInput())
    attribute = graphene.Field(SelectedAttribute, slug=graphene.String(required=True))
    attributes = graphene.List(graphene.NonNull(SelectedAttribute), required=True)
    channel_listings = graphene.List(graphene.NonNull(ProductChannelListing))
    media_by_id = graphene.Field(ProductMedia, id=graphene.ID(required=True))
    variant = graphene.Field(ProductVariant, id=graphene.ID(), sku=graphene.String())
    variants = graphene.List(graphene.NonNull(ProductVariant))
    product_variants = ConnectionField(ProductVariantCountableConnection, **VARIANT_LIST_ARGUMENTS)
    media = graphene.List(graphene.NonNull(ProductMedia), sort_by=graphene.Argument(MediaSortingInput))
    images = graphene.List(graphene.NonNull(ProductImage))
    collections = graphene.List(graphene.NonNull("store.engine.schema.collection.Collection"))
    available_for_purchase = Date()
    available_for_purchase_at = DateTime()
    is_available_for_purchase = graphene.Boolean()
    tax_class = Guarded("store.engine.schema.tax.TaxClass")
    external_reference = graphene.String()

    @staticmethod
    def resolve_product_type(root, _info):
        return one(root, "product_type")

    @staticmethod
    def resolve_tax_class(root, _info):
        return one(root, "tax_class")

    @staticmethod
    def resolve_category(root, _info):
        return one(root, "category")

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at

    @staticmethod
    def resolve_default_variant(root, _info):
        return in_channel(one(root, "default_variant"), channel_of(root))

    @staticmethod
    def resolve_channel(root, _info):
        channel = channel_of(root)
        return channel and channel.slug

    @staticmethod
    def resolve_description_json(root, _info):
        return root.description if root.description is not None else {}

    @staticmethod
    def resolve_thumbnail(root, info, size=None, format=None):
        picture = next((media for media in many(root, "media") if media.type == "IMAGE" and media.image), None)
        if picture is None:
            return None
        url = picture_url(
            info.context,
            type_name="ProductMedia",
            pk=picture.pk,
            file_name=picture.image.name,
            size=256 if size is None else size,
            format=format,
        )
        return {"url": url, "alt": picture.alt}

    @staticmethod
    def resolve_pricing(root, info, address=None):
        return product_pricing(root, channel_of(root), info, address)

    @staticmethod
    def resolve_is_available(root, info, address=None):
        channel = channel_of(root)
        if channel is None:
            return None
        listing = listing_in(root, channel)
        if listing is None or not listing.is_available_for_purchase:
            return False
        country = (address or {}).get("country")
        variants = shown_variants(root, info.context)
        return any(units_of(variants, channel, country and str(country), info.context).values())

    @staticmethod
    def resolve_attribute(root, info, slug):
        return next((fact for fact in facts_of(root, info.context) if fact.attribute.slug == slug), None)

    @staticmethod
    def resolve_attributes(root, info):
        return facts_of(root, info.context)

    @staticmethod
    def resolve_channel_listings(root, info):
        require(info.context, "MANAGE_PRODUCTS")
        return many(root, "channel_listings")

    @staticmethod
    def resolve_media_by_id(root, _info, id):
        pk = from_global_id(id, "ProductMedia")
        return next((media for media in many(root, "media") if str(media.pk) == pk), None)

    @staticmethod
    def resolve_variant(root, info, id=None, sku=None):
        exactly_one(id=id, sku=sku)
        pk = from_global_id(id, "ProductVariant") if id else None
        variants = shown_variants(root, info.context)
        return next((row for row in variants if (str(row.pk) == pk if id else row.sku == sku)), None)

    @staticmethod
    def resolve_variants(root, info):
        return shown_variants(root, info.context)

    @staticmethod
    def resolve_product_variants(root, info, filter=None, where=None, sort_by=None, **page):
        channel = channel_of(root)
        scope = Scope.of(info.context, channel)
        return variant_page(
            scope.variants().filter(product=root),
            channel,
            info,
            page=page,
            sort=("sort_order", "pk"),
            filter=filter,
            where=where,
            sort_by=sort_by,
        )

    @staticmethod
    def resolve_media(root, _info, sort_by=None):
        media = many(root, "media")
        if sort_by is None:
            return media
        return sorted(media, key=lambda row: row.pk, reverse=sort_by["direction"] == "DESC")

    @staticmethod
    def resolve_images(root, _info):
        return [media for media in many(root, "media") if media.type == "IMAGE"]

    @staticmethod
    def resolve_collections(root, info):
        channel = channel_of(root)
        collections = [one(row, "collection") for row in many(root, "collection_products")]
        if not sees_unpublished(info.context):
            collections = [
                collection
                for collection in collections
                if channel is not None
                and any(row.channel_id == channel.pk and row.is_visible for row in many(collection, "channel_listings"))
            ]
        return in_channel(collections, channel)

    @staticmethod
    def resolve_available_for_purchase(root, _info):
        moment = Product.resolve_available_for_purchase_at(root, _info)
        return moment and moment.date()

    @staticmethod
    def resolve_available_for_purchase_at(root, _info):
        listing = listing_in(root, channel_of(root))
        return listing and listing.available_for_purchase_at

    @staticmethod
    def resolve_is_available_for_purchase(root, _info):
        listing = listing_in(root, channel_of(root))
        return listing and listing.is_available_for_purchase


def listing_in(product, channel):
    """Return a product's listing in a channel, or None."""
    if channel is None:
        return None
    return next((row for row in many(product, "channel_listings") if row.channel_id == channel.pk), None)


def shown_variants(product, context):
    """Return a product's variants that the caller may see in the product's channel, marked with it."""
    channel = channel_of(product)
    variants = many(product, "variants")
    if not sees_unpublished(context) or channel is not None:
        variants = [variant for variant in variants if channel is not None and price_in(variant, channel)]
    return in_channel(variants, channel)


ProductCountableConnection = connection_of(Product)


def product_page(products, channel, info, *, page, **wanted):
    """Return a page of products that match, looked at in a channel."""
    for place in (wanted.get("sort_by"), wanted.get("filter")):
        if place and place.get("channel"):
            channel = channel_by_slug(info.context, place["channel"])
    found, sort = narrowed_products(products, channel, **wanted)
    page = paginate(found, info, sort=sort, **page)
    in_channel(page.rows, channel)
    return page


class ProductQueries:
    product = graphene.Field(
        Product,
        id=graphene.ID(),
        slug=graphene.String(),
        external_reference=graphene.String(),
        channel=graphene.String(),
        slug_language_code=LanguageCodeEnum(),
    )
    products = ConnectionField(ProductCountableConnection, channel=graphene.String(), **PRODUCT_LIST_ARGUMENTS)

    @staticmethod
    def resolve_product(_root, info, id=None, slug=None, external_reference=None, channel=None, **language):
        exactly_one(id=id, slug=slug, external_reference=external_reference)
        scope = Scope(info.context, channel)
        products = scope.products()
        if id:
            found = find(products, id, "Product")
        elif slug:
            found = by_slug(products, slug, **language)
        else:
            found = products.filter(external_reference=external_reference).first()
        return in_channel(found, scope.channel)

    @staticmethod
    def resolve_products(_root, info, channel=None, filter=None, where=None, sort_by=None, search=None, **page):
        scope = Scope(info.context, channel)
        return product_page(
            scope.listed_products(),
            scope.channel,
            info,
            page=page,
            filter=filter,
            where=where,
            sort_by=sort_by,
            search=search,
        )
