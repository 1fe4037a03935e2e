"""Product variants: what has a SKU, a price and a stock."""

import graphene

from store.engine.money import Money as Amount
from store.engine.schema.address import AddressInput
from store.engine.schema.assigned_attribute import ObjectWithAttributes, SelectedAttribute, facts_of
from store.engine.schema.channel import Channel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import CountryCode
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.media import ProductImage, ProductMedia
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, Weight
from store.engine.schema.mutation import require, require_staff_or_app
from store.engine.schema.peers import many, one
from store.engine.schema.pricing import VariantPricingInfo, units_limit, units_of, variant_pricing
from store.engine.schema.product_type import VariantAttributeScope, in_scope
from store.engine.schema.scalars import DateTime
from store.engine.schema.stock import Stock
from store.engine.schema.translation import ProductVariantTranslation, untranslated
from store.engine.schema.variant_inputs import (
    VARIANT_LIST_ARGUMENTS,
    narrowed_variants,
)
from store.engine.schema.visible import Scope, exactly_one


class ProductVariantChannelListing(WithGlobalId, graphene.ObjectType):
    """Represents product variant channel listing."""

    class Meta:
        interfaces = (Node,)

    channel = graphene.Field(Channel, required=True)
    price = graphene.Field(Money)
    cost_price = graphene.Field(Money)
    prior_price = graphene.Field(Money)

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")

    @staticmethod
    def resolve_price(root, _info):
        return _money(root, root.price_amount)

    @staticmethod
    def resolve_cost_price(root, info):
        require(info.context, "MANAGE_PRODUCTS")
        return _money(root, root.cost_price_amount)

    @staticmethod
    def resolve_prior_price(root, _info):
        return _money(root, root.prior_price_amount)


def _money(listing, amount):
    return None if amount is None else Amount(amount, one(listing, "channel").currency_code)


class ProductVariant(WithGlobalId, graphene.ObjectType):
    """Represents a version of a product such as different size or color."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata, ObjectWithAttributes)

    name = graphene.String(required=True)
    translation = untranslated(ProductVariantTranslation)
    sku = graphene.String()
    product = graphene.Field("store.engine.schema.product.Product", required=True)
    track_inventory = graphene.Boolean(required=True)
    quantity_limit_per_customer = graphene.Int()
    weight = graphene.Field(Weight)
    channel = graphene.String()
    channel_listings = graphene.List(graphene.NonNull(ProductVariantChannelListing))
    pricing = graphene.Field(VariantPricingInfo, address=AddressInput())
    attributes = graphene.List(
        graphene.NonNull(SelectedAttribute),
        required=True,
        variant_selection=graphene.Argument(VariantAttributeScope),
    )
    images = graphene.List(graphene.NonNull(ProductImage))
    media = graphene.List(graphene.NonNull(ProductMedia))
    stocks = graphene.List(graphene.NonNull(Stock), address=AddressInput(), country_code=graphene.Argument(CountryCode))
    quantity_available = graphene.Int(address=AddressInput(), country_code=graphene.Argument(CountryCode))
    created = DateTime(required=True)
    updated_at = DateTime(required=True)
    external_reference = graphene.String()

    @staticmethod
    def resolve_product(root, _info):
        return in_channel(one(root, "product"), channel_of(root))

    @staticmethod
    def resolve_channel(root, _info):
        channel = channel_of(root)
        return channel and channel.slug

    @staticmethod
    def resolve_channel_listings(root, info):
        require_staff_or_app(info.context)
        return many(root, "channel_listings")

    @staticmethod
    def resolve_pricing(root, info, address=None):
        return variant_pricing(root, info, address)

    @staticmethod
    def resolve_attributes(root, info, variant_selection=None):
        return [fact for fact in facts_of(root, info.context) if in_scope(fact.variant_selection, variant_selection)]

    @staticmethod
    def resolve_images(root, _info):
        return many(root, "media")

    @staticmethod
    def resolve_media(root, _info):
        return many(root, "media")

    @staticmethod
    def resolve_stocks(root, info, address=None, country_code=None):
        require(info.context, "MANAGE_PRODUCTS", "MANAGE_ORDERS")
        country = (address or {}).get("country") or country_code
        channel = channel_of(root)
        stocks = many(root, "stocks")
        if channel is None and country is None:
            return stocks
        return [stock for stock in stocks if _serves(one(stock, "warehouse"), channel, country)]

    @staticmethod
    def resolve_quantity_available(root, info, address=None, country_code=None):
        country = (address or {}).get("country") or country_code
        limit = units_limit(info.context)
        if not root.track_inventory:
            return limit
        channel = channel_of(root)
        if channel is None:
            left = sum(stock.available_quantity for stock in many(root, "stocks"))
        else:
            left = units_of([root], channel, country and str(country), info.context)[root.pk]
        return left if limit is None else min(left, limit)

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at


def _serves(warehouse, channel, country):
    """Tell whether a warehouse serves a channel and, where one is asked, a country of one of its zones."""
    if channel is not None and all(row.channel_id != channel.pk for row in many(warehouse, "channel_warehouses")):
        return False
    return country is None or any(country in zone.countries for zone in many(warehouse, "shipping_zones"))


ProductVariantCountableConnection = connection_of(ProductVariant)


def variant_page(variants, channel, info, *, page, sort=("pk",), **wanted):
    """Return a page of variants that match, looked at in a channel."""
    found, sort = narrowed_variants(variants, sort=sort, **wanted)
    page = paginate(found, info, sort=sort, **page)
    in_channel(page.rows, channel)
    return page


class VariantQueries:
    product_variant = graphene.Field(
        ProductVariant,
        id=graphene.ID(),
        sku=graphene.String(),
        external_reference=graphene.String(),
        channel=graphene.String(),
    )
    product_variants = ConnectionField(
        ProductVariantCountableConnection,
        ids=graphene.List(graphene.NonNull(graphene.ID)),
        channel=graphene.String(),
        search=graphene.String(),
        **VARIANT_LIST_ARGUMENTS,
    )

    @staticmethod
    def resolve_product_variant(_root, info, id=None, sku=None, external_reference=None, channel=None):
        exactly_one(id=id, sku=sku, external_reference=external_reference)
        scope = Scope(info.context, channel)
        variants = scope.variants_of_visible_products()
        if id:
            found = find(variants, id, "ProductVariant")
        elif sku:
            found = variants.filter(sku=sku).first()
        else:
            found = variants.filter(external_reference=external_reference).first()
        return in_channel(found, scope.channel)

    @staticmethod
    def resolve_product_variants(
        _root, info, ids=None, channel=None, search=None, filter=None, where=None, sort_by=None, **page
    ):
        scope = Scope(info.context, channel)
        variants = scope.variants()
        if ids is not None:
            variants = variants.filter(pk__in=[from_global_id(value, "ProductVariant") for value in ids])
        return variant_page(
            variants, scope.channel, info, page=page, search=search, filter=filter, where=where, sort_by=sort_by
        )
