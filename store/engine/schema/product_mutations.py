"""Making, changing and deleting products, and listing them in channels."""

import graphene

from store.engine.actions.listing import list_product, price_variant, unlist_product
from store.engine.actions.product import save_product
from store.engine.models import Channel as ChannelModel
from store.engine.models import Product as ProductModel
from store.engine.models import ProductChannelListing as ListingModel
from store.engine.models import ProductType as ProductTypeModel
from store.engine.models import ProductVariant as VariantModel
from store.engine.models import ProductVariantChannelListing as VariantListingModel
from store.engine.refusals import Refusal
from store.engine.schema.given_facts import read_facts
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.lookup import by_reference
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.older_dates import with_moments
from store.engine.schema.product import Product
from store.engine.schema.product_errors import ProductChannelListingError, ProductError
from store.engine.schema.product_write_inputs import (
    ProductChannelListingCreateInput,
    ProductCreateInput,
    ProductInput,
    ProductVariantChannelListingAddInput,
    product_collections,
    product_columns,
)
from store.engine.schema.scalars import Date
from store.engine.schema.variant import ProductVariant

NEEDED = ("MANAGE_PRODUCTS",)


def attributes_of_products(product_type):
    """Return the attributes of a type's products, in their order."""
    return [row.attribute for row in product_type.attribute_products.select_related("attribute")]


class ProductCreate(Mutation):
    class Arguments:
        input = ProductCreateInput(required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input):
        return {"product": create(input)}


def create(input):
    """Make a product of a ProductCreateInput; raises Refusal or Refusals."""
    kind = get_or_refuse(ProductTypeModel.objects, input["product_type"], "ProductType", field="productType")
    product = ProductModel(product_type=kind)
    save_product(
        product=product,
        columns=product_columns(input, product),
        facts=read_facts(input.get("attributes"), attributes_of_products(kind), creation=True),
        collections=product_collections(input),
    )
    return product


class ProductUpdate(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = ProductInput(required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        product = by_reference(ProductModel.objects, "Product", id=id, external_reference=external_reference)
        given = input.get("attributes")
        save_product(
            product=product,
            columns=product_columns(input, product),
            facts=read_facts(given, attributes_of_products(product.product_type), creation=False) if given else (),
            collections=product_collections(input),
        )
        return {"product": product}


class ProductDelete(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id=None, external_reference=None):
        product = by_reference(ProductModel.objects, "Product", id=id, external_reference=external_reference)
        pk = product.pk
        product.delete()
        product.pk = pk
        return {"product": product}


class ProductChannelListingAddInput(ProductChannelListingCreateInput):
    publication_date = Date()
    available_for_purchase_date = Date()
    add_variants = list_of(graphene.ID)
    remove_variants = list_of(graphene.ID)


class ProductChannelListingUpdateInput(graphene.InputObjectType):
    update_channels = list_of(ProductChannelListingAddInput)
    remove_channels = list_of(graphene.ID)


class ProductChannelListingUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ProductChannelListingUpdateInput(required=True)

    errors = list_of_errors(ProductChannelListingError)
    product = graphene.Field(Product)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id, input):
        product = get_or_refuse(ProductModel.objects, id, "Product")
        updated, removed = input.get("update_channels") or [], input.get("remove_channels") or []
        _refuse_repeated([row["channel_id"] for row in updated], removed)
        for row in updated:
            channel = _channel(row["channel_id"], "updateChannels")
            list_product(product=product, channel=channel, facts=with_moments(row, channels=[row["channel_id"]]))
            _list_variants(product, channel, row)
        for channel in get_all_or_refuse(ChannelModel.objects, removed, "Channel", field="removeChannels"):
            unlist_product(product=product, channel=channel)
        return {"product": product}


def _list_variants(product, channel, row):
    added = get_all_or_refuse(
        VariantModel.objects.filter(product=product), row.get("add_variants"), "ProductVariant", field="addVariants"
    )
    removed = get_all_or_refuse(
        VariantModel.objects.filter(product=product),
        row.get("remove_variants"),
        "ProductVariant",
        field="removeVariants",
    )
    for variant in added:
        VariantListingModel.objects.get_or_create(variant=variant, channel=channel)
    VariantListingModel.objects.filter(variant__in=removed, channel=channel).delete()


def _refuse_repeated(added, removed):
    repeated = sorted({channel for channel in added if (added + removed).count(channel) > 1})
    if repeated:
        raise Refusal(
            "The same object cannot be in both lists for adding and removing items.",
            code="DUPLICATED_INPUT_ITEM",
            field="input",
            channels=repeated,
        )


def _channel(global_id, field):
    return get_or_refuse(ChannelModel.objects, global_id, "Channel", field=field)


class ProductVariantChannelListingUpdate(Mutation):
    """Adds or replaces the prices of a variant in the channels that are named; others stay."""

    class Arguments:
        id = graphene.ID()
        sku = graphene.String()
        input = list_of(ProductVariantChannelListingAddInput, required=True)

    errors = list_of_errors(ProductChannelListingError)
    variant = graphene.Field(ProductVariant)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input, id=None, sku=None):
        variant = variant_by(id=id, sku=sku)
        _refuse_repeated([row["channel_id"] for row in input], [])
        listed = set(ListingModel.objects.filter(product=variant.product_id).values_list("channel_id", flat=True))
        channels = [_channel(row["channel_id"], "input") for row in input]
        absent = [row["channel_id"] for row, channel in zip(input, channels, strict=True) if channel.pk not in listed]
        if absent:
            raise Refusal(
                "Product not available in channels.",
                code="PRODUCT_NOT_ASSIGNED_TO_CHANNEL",
                field="input",
                channels=absent,
            )
        for row, channel in zip(input, channels, strict=True):
            price_variant(variant=variant, channel=channel, prices=row)
        return {"variant": variant}


def variant_by(*, id=None, sku=None, external_reference=None):
    """Return the variant that a mutation names by exactly one of its keys; raises Refusal."""
    if sku and not (id or external_reference):
        variant = VariantModel.objects.filter(sku=sku).first()
        if variant is None:
            raise Refusal(f"Couldn't resolve to a node: {sku}", code="NOT_FOUND", field="sku")
        return variant
    return by_reference(VariantModel.objects, "ProductVariant", id=id, external_reference=external_reference)


class ProductMutations:
    product_create = ProductCreate.Field()
    product_update = ProductUpdate.Field()
    product_delete = ProductDelete.Field()
    product_channel_listing_update = ProductChannelListingUpdate.Field()
    product_variant_channel_listing_update = ProductVariantChannelListingUpdate.Field()
