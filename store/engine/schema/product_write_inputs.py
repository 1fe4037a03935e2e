"""What products and variants are made and changed with."""

import graphene

from store.engine.models import Category as CategoryModel
from store.engine.models import Collection as CollectionModel
from store.engine.models import TaxClass
from store.engine.schema.given_facts import AttributeValueInput, BulkAttributeValueInput
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.metadata import MetadataInput
from store.engine.schema.scalars import DateTime, JSONString, PositiveDecimal, Upload, WeightScalar
from store.engine.schema.seo import SeoInput
from store.engine.schema.written import columns_of, without_nulls

PRODUCT_COLUMNS = ("name", "slug", "weight", "rating", "external_reference")
VARIANT_COLUMNS = ("sku", "name", "track_inventory", "weight", "quantity_limit_per_customer", "external_reference")


class ProductInput(graphene.InputObjectType):
    attributes = list_of(AttributeValueInput)
    category = graphene.ID()
    collections = list_of(graphene.ID)
    description = JSONString()
    name = graphene.String()
    slug = graphene.String()
    tax_class = graphene.ID()
    seo = SeoInput()
    weight = WeightScalar()
    rating = graphene.Float()
    metadata = list_of(MetadataInput)
    private_metadata = list_of(MetadataInput)
    external_reference = graphene.String()


class ProductCreateInput(ProductInput):
    product_type = graphene.ID(required=True)


class StockInput(graphene.InputObjectType):
    warehouse = graphene.ID(required=True)
    quantity = graphene.Int(required=True)


class ProductVariantChannelListingAddInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    price = PositiveDecimal(required=True)
    cost_price = PositiveDecimal()
    prior_price = PositiveDecimal()


class GivenVariant(graphene.InputObjectType):
    class Meta:
        abstract = True

    sku = graphene.String()
    name = graphene.String()
    track_inventory = graphene.Boolean()
    weight = WeightScalar()
    quantity_limit_per_customer = graphene.Int()
    metadata = list_of(MetadataInput)
    private_metadata = list_of(MetadataInput)
    external_reference = graphene.String()


class ProductVariantInput(GivenVariant):
    attributes = list_of(AttributeValueInput)


class ProductVariantCreateInput(GivenVariant):
    attributes = list_of(AttributeValueInput, required=True)
    product = graphene.ID(required=True)
    stocks = list_of(StockInput)


class ProductVariantBulkCreateInput(GivenVariant):
    attributes = list_of(BulkAttributeValueInput, required=True)
    stocks = list_of(StockInput)
    channel_listings = list_of(ProductVariantChannelListingAddInput)


class ProductChannelListingCreateInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    is_published = graphene.Boolean()
    published_at = DateTime()
    visible_in_listings = graphene.Boolean()
    is_available_for_purchase = graphene.Boolean()
    available_for_purchase_at = DateTime()


class MediaInput(graphene.InputObjectType):
    alt = graphene.String()
    image = Upload()
    media_url = graphene.String()


class ProductBulkCreateInput(ProductCreateInput):
    media = list_of(MediaInput)
    channel_listings = list_of(ProductChannelListingCreateInput)
    variants = list_of(ProductVariantBulkCreateInput)


def product_columns(input, product):
    """Return the columns of a ProductInput; raises Refusal for a category or tax class that does not exist."""
    columns = without_nulls(columns_of(input, *PRODUCT_COLUMNS, row=product), "name", "slug")
    for name, model, type_name, field in (
        ("category", CategoryModel, "Category", "category"),
        ("tax_class", TaxClass, "TaxClass", "taxClass"),
    ):
        if name in input:
            chosen = input[name]
            columns[name] = get_or_refuse(model.objects, chosen, type_name, field=field) if chosen else None
    return columns


def product_collections(input):
    """Return the collections that a product is to be in, or None where nothing is said."""
    if input.get("collections") is None:
        return None
    return get_all_or_refuse(CollectionModel.objects, input["collections"], "Collection", field="collections")


def variant_columns(input, variant):
    """Return the columns of a variant's input."""
    columns = columns_of(input, *VARIANT_COLUMNS, row=variant)
    return without_nulls(columns, "name", "track_inventory")
