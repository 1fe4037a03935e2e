"""Making many products, and making and changing many variants, in one request."""

import graphene

from store.engine.actions.listing import list_product, price_variant
from store.engine.actions.product import save_variant, set_stock, sort_by_sku
from store.engine.actions.product_media import add_picture
from store.engine.actions.search_document import write_search_documents
from store.engine.models import Channel as ChannelModel
from store.engine.models import Product as ProductModel
from store.engine.models import ProductVariant as VariantModel
from store.engine.models import ProductVariantChannelListing as VariantListingModel
from store.engine.models import Stock as StockModel
from store.engine.refusals import Refusal
from store.engine.schema.bulk import BulkMutation, in_bulk
from store.engine.schema.enums import ErrorPolicyEnum
from store.engine.schema.given_facts import BulkAttributeValueInput, read_facts
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.mutation import list_of_errors
from store.engine.schema.product import Product
from store.engine.schema.product_errors import BulkProductError, ProductBulkCreateError, ProductVariantBulkError
from store.engine.schema.product_mutations import create
from store.engine.schema.product_write_inputs import (
    GivenVariant,
    ProductBulkCreateInput,
    ProductVariantBulkCreateInput,
    ProductVariantChannelListingAddInput,
    StockInput,
    variant_columns,
)
from store.engine.schema.scalars import PositiveDecimal
from store.engine.schema.variant import ProductVariant
from store.engine.schema.variant_mutations import add_stocks, attributes_of_variants

NEEDED = ("MANAGE_PRODUCTS",)
LISTING = "ProductVariantChannelListing"


def _channel(row):
    try:
        return get_or_refuse(ChannelModel.objects, row["channel_id"], "Channel", field="channelId")
    except Refusal:
        raise Refusal("Not existing channel ID.", code="NOT_FOUND", channels=[row["channel_id"]]) from None


def _repeated_skus(rows):
    skus = [row["sku"].strip() for row in rows if (row.get("sku") or "").strip()]
    return {sku for sku in skus if skus.count(sku) > 1}


def _make_variant(product, row, parts, path, repeated):
    """Make one variant with its prices and stocks; parts that are refused are noted under their paths."""
    if (row.get("sku") or "").strip() in repeated:
        raise Refusal("Duplicated SKU.", code="UNIQUE", field="sku")
    variant = VariantModel(product=product)
    allowed = attributes_of_variants(product.product_type)
    facts = read_facts(row["attributes"], allowed, creation=True, unknown="ATTRIBUTE_CANNOT_BE_ASSIGNED")
    save_variant(variant=variant, columns=variant_columns(row, variant), facts=facts)
    for place, stock in enumerate(row.get("stocks") or ()):
        with parts.part(f"{path}stocks.{place}"):
            add_stocks(variant, [stock])
    for place, listing in enumerate(row.get("channel_listings") or ()):
        with parts.part(f"{path}channelListings.{place}"):
            price_variant(variant=variant, channel=_channel(listing), prices=listing)
    return variant


class ProductBulkResult(graphene.ObjectType):
    product = graphene.Field(Product)
    errors = list_of(ProductBulkCreateError)


class ProductBulkCreate(BulkMutation):
    class Arguments:
        products = list_of(ProductBulkCreateInput, required=True)
        error_policy = ErrorPolicyEnum()

    errors = list_of_errors(ProductBulkCreateError)
    count = graphene.Int(required=True)
    results = list_of(ProductBulkResult, required=True)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, products, error_policy=None):
        repeated = _repeated_skus([variant for row in products for variant in row.get("variants") or ()])

        def make(row, parts):
            product = create(row)
            for place, media in enumerate(row.get("media") or ()):
                with parts.part(f"media.{place}"):
                    add_picture(
                        product=product,
                        file=media.get("image"),
                        address=media.get("media_url"),
                        alt=media.get("alt") or "",
                    )
            for place, listing in enumerate(row.get("channel_listings") or ()):
                with parts.part(f"channelListings.{place}"):
                    list_product(product=product, channel=_channel(listing), facts=listing)
            variants = []
            for place, variant in enumerate(row.get("variants") or ()):
                with parts.part(f"variants.{place}"):
                    variants.append(_make_variant(product, variant, parts, f"variants.{place}.", repeated))
            sort_by_sku(variants)
            write_search_documents([product])
            return product

        results = in_bulk(products, error_policy, make)
        return {
            "count": sum(product is not None for product, _ in results),
            "results": [{"product": product, "errors": errors} for product, errors in results],
        }


class ProductVariantBulkResult(graphene.ObjectType):
    product_variant = graphene.Field(ProductVariant)
    errors = list_of(ProductVariantBulkError)


class ProductVariantBulkCreate(BulkMutation):
    class Arguments:
        product = graphene.ID(required=True)
        variants = list_of(ProductVariantBulkCreateInput, required=True)
        error_policy = ErrorPolicyEnum()

    errors = list_of_errors(BulkProductError)
    count = graphene.Int(required=True)
    product_variants = list_of(ProductVariant, required=True)
    results = list_of(ProductVariantBulkResult, required=True)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, product, variants, error_policy=None):
        owner = get_or_refuse(ProductModel.objects, product, "Product", field="product")
        repeated = _repeated_skus(variants)
        results = in_bulk(variants, error_policy, lambda row, parts: _make_variant(owner, row, parts, "", repeated))
        write_search_documents([owner])
        made = [variant for variant, _ in results if variant is not None]
        sort_by_sku(made)
        return {
            "count": len(made),
            "product_variants": made,
            "results": [{"product_variant": variant, "errors": errors} for variant, errors in results],
            "errors": [{**error, "index": place} for place, (_, errors) in enumerate(results) for error in errors],
        }


class ChannelListingUpdateInput(graphene.InputObjectType):
    channel_listing = graphene.ID(required=True)
    price = PositiveDecimal()
    cost_price = PositiveDecimal()
    prior_price = PositiveDecimal()


class ProductVariantChannelListingUpdateInput(graphene.InputObjectType):
    create = list_of(ProductVariantChannelListingAddInput)
    update = list_of(ChannelListingUpdateInput)
    remove = list_of(graphene.ID)


class StockUpdateInput(graphene.InputObjectType):
    stock = graphene.ID(required=True)
    quantity = graphene.Int(required=True)


class ProductVariantStocksUpdateInput(graphene.InputObjectType):
    create = list_of(StockInput)
    update = list_of(StockUpdateInput)
    remove = list_of(graphene.ID)


class ProductVariantBulkUpdateInput(GivenVariant):
    attributes = list_of(BulkAttributeValueInput)
    stocks = ProductVariantStocksUpdateInput()
    channel_listings = ProductVariantChannelListingUpdateInput()
    id = graphene.ID(required=True)


class ProductVariantBulkUpdate(BulkMutation):
    class Arguments:
        product = graphene.ID(required=True)
        variants = list_of(ProductVariantBulkUpdateInput, required=True)
        error_policy = ErrorPolicyEnum()

    errors = list_of_errors(ProductVariantBulkError)
    count = graphene.Int(required=True)
    results = list_of(ProductVariantBulkResult, required=True)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, product, variants, error_policy=None):
        owner = get_or_refuse(ProductModel.objects, product, "Product", field="product")
        repeated = _repeated_skus(variants)

        def make(row, parts):
            if (row.get("sku") or "").strip() in repeated:
                raise Refusal("Duplicated SKU.", code="UNIQUE", field="sku")
            variant = get_or_refuse(owner.variants.all(), row["id"], "ProductVariant")
            variant.product = owner
            facts = ()
            if row.get("attributes"):
                allowed = attributes_of_variants(owner.product_type)
                facts = read_facts(row["attributes"], allowed, creation=False, unknown="ATTRIBUTE_CANNOT_BE_ASSIGNED")
            save_variant(variant=variant, columns=variant_columns(row, variant), facts=facts)
            _update_stocks(variant, row.get("stocks") or {}, parts)
            _update_listings(variant, row.get("channel_listings") or {}, parts)
            return variant

        results = in_bulk(variants, error_policy, make)
        write_search_documents([owner])
        return {
            "count": sum(variant is not None for variant, _ in results),
            "results": [{"product_variant": variant, "errors": errors} for variant, errors in results],
        }


def _update_stocks(variant, stocks, parts):
    for place, row in enumerate(stocks.get("create") or ()):
        with parts.part(f"stocks.create.{place}"):
            add_stocks(variant, [row])
    for place, row in enumerate(stocks.get("update") or ()):
        with parts.part(f"stocks.update.{place}"):
            stock = get_or_refuse(variant.stocks.all(), row["stock"], "Stock", field="stock")
            set_stock(variant=variant, warehouse=stock.warehouse, quantity=row["quantity"])
    with parts.part("stocks.remove"):
        gone = get_all_or_refuse(variant.stocks.all(), stocks.get("remove"), "Stock", field="")
        StockModel.objects.filter(pk__in=[stock.pk for stock in gone]).delete()


def _update_listings(variant, listings, parts):
    mine = variant.channel_listings.all()
    for place, row in enumerate(listings.get("create") or ()):
        with parts.part(f"channelListings.create.{place}"):
            price_variant(variant=variant, channel=_channel(row), prices=row)
    for place, row in enumerate(listings.get("update") or ()):
        with parts.part(f"channelListings.update.{place}"):
            listing = get_or_refuse(mine, row["channel_listing"], LISTING, field="channelListing")
            price_variant(variant=variant, channel=listing.channel, prices=row)
    with parts.part("channelListings.remove"):
        gone = get_all_or_refuse(mine, listings.get("remove"), LISTING, field="")
        VariantListingModel.objects.filter(pk__in=[listing.pk for listing in gone]).delete()


class ProductBulkMutations:
    product_bulk_create = ProductBulkCreate.Field()
    product_variant_bulk_create = ProductVariantBulkCreate.Field()
    product_variant_bulk_update = ProductVariantBulkUpdate.Field()
