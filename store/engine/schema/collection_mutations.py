"""Making, filling and showing collections."""

import graphene

from store.engine.actions import collection as actions
from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.models import Channel, CollectionChannelListing, CollectionProduct
from store.engine.models import Collection as CollectionModel
from store.engine.models import Product as ProductModel
from store.engine.refusals import Refusal
from store.engine.schema.collection import Collection
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.metadata import MetadataInput
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.older_dates import with_moments
from store.engine.schema.product_errors import CollectionChannelListingError, CollectionError
from store.engine.schema.scalars import Date, DateTime, JSONString, Upload
from store.engine.schema.seo import SeoInput
from store.engine.schema.written import columns_of, with_picture, without_nulls

NEEDED = ("MANAGE_PRODUCTS",)


class CollectionInput(graphene.InputObjectType):
    name = graphene.String()
    slug = graphene.String()
    description = JSONString()
    background_image = Upload()
    background_image_alt = graphene.String()
    seo = SeoInput()
    metadata = list_of(MetadataInput)
    private_metadata = list_of(MetadataInput)


class CollectionCreateInput(CollectionInput):
    products = list_of(graphene.ID)


class MoveProductInput(graphene.InputObjectType):
    product_id = graphene.ID(required=True)
    sort_order = graphene.Int()


class PublishableChannelListingInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    is_published = graphene.Boolean()
    publication_date = Date()
    published_at = DateTime()


class CollectionChannelListingUpdateInput(graphene.InputObjectType):
    add_channels = list_of(PublishableChannelListingInput)
    remove_channels = list_of(graphene.ID)


def _save(collection, input):
    columns = with_picture(columns_of(input, "name", "slug", row=collection), input, "collection-backgrounds")
    set_columns(collection, without_nulls(columns, "name", "slug"))
    fill_slug(collection, name=collection.name)
    save_checked(collection)


def _products(ids, field="products"):
    return get_all_or_refuse(ProductModel.objects, ids, "Product", field=field)


class CollectionCreate(Mutation):
    class Arguments:
        input = CollectionCreateInput(required=True)

    errors = list_of_errors(CollectionError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input):
        collection, products = CollectionModel(), _products(input.get("products"))
        _save(collection, input)
        actions.add_products(collection=collection, products=products)
        return {"collection": collection}


class CollectionUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = CollectionInput(required=True)

    errors = list_of_errors(CollectionError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id, input):
        collection = get_or_refuse(CollectionModel.objects, id, "Collection")
        _save(collection, input)
        return {"collection": collection}


class CollectionDelete(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(CollectionError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id):
        collection = get_or_refuse(CollectionModel.objects, id, "Collection")
        pk = collection.pk
        collection.delete()
        collection.pk = pk
        return {"collection": collection}


class CollectionAddProducts(Mutation):
    class Arguments:
        collection_id = graphene.ID(required=True)
        products = list_of(graphene.ID, required=True)

    errors = list_of_errors(CollectionError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, collection_id, products):
        collection = get_or_refuse(CollectionModel.objects, collection_id, "Collection", field="collectionId")
        actions.add_products(collection=collection, products=_products(products))
        return {"collection": collection}


class CollectionRemoveProducts(Mutation):
    class Arguments:
        collection_id = graphene.ID(required=True)
        products = list_of(graphene.ID, required=True)

    errors = list_of_errors(CollectionError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, collection_id, products):
        collection = get_or_refuse(CollectionModel.objects, collection_id, "Collection", field="collectionId")
        CollectionProduct.objects.filter(collection=collection, product__in=_products(products)).delete()
        return {"collection": collection}


class CollectionReorderProducts(Mutation):
    class Arguments:
        collection_id = graphene.ID(required=True)
        moves = list_of(MoveProductInput, required=True)

    errors = list_of_errors(CollectionError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, collection_id, moves):
        collection = get_or_refuse(CollectionModel.objects, collection_id, "Collection", field="collectionId")
        wanted = [
            (
                get_or_refuse(ProductModel.objects, move["product_id"], "Product", field="moves"),
                move.get("sort_order") or 0,
            )
            for move in moves
        ]
        actions.move_products(collection=collection, moves=wanted)
        return {"collection": collection}


class CollectionChannelListingUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = CollectionChannelListingUpdateInput(required=True)

    errors = list_of_errors(CollectionChannelListingError)
    collection = graphene.Field(Collection)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id, input):
        collection = get_or_refuse(CollectionModel.objects, id, "Collection")
        added = [row["channel_id"] for row in input.get("add_channels") or ()]
        removed = input.get("remove_channels") or []
        if repeated := sorted({channel for channel in added if (added + removed).count(channel) > 1}):
            raise Refusal(
                "The same object cannot be in both lists for adding and removing items.",
                code="DUPLICATED_INPUT_ITEM",
                field="input",
                channels=repeated,
            )
        for row in input.get("add_channels") or ():
            channel = get_or_refuse(Channel.objects, row["channel_id"], "Channel", field="addChannels")
            actions.list_collection(
                collection=collection, channel=channel, facts=with_moments(row, channels=[row["channel_id"]])
            )
        gone = get_all_or_refuse(Channel.objects, removed, "Channel", field="removeChannels")
        CollectionChannelListing.objects.filter(collection=collection, channel__in=gone).delete()
        return {"collection": collection}


class CollectionMutations:
    collection_create = CollectionCreate.Field()
    collection_update = CollectionUpdate.Field()
    collection_delete = CollectionDelete.Field()
    collection_add_products = CollectionAddProducts.Field()
    collection_remove_products = CollectionRemoveProducts.Field()
    collection_reorder_products = CollectionReorderProducts.Field()
    collection_channel_listing_update = CollectionChannelListingUpdate.Field()
