"""Collections: hand-picked groups of products."""

import graphene
from django.db.models import BooleanField, Count, DateTimeField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from store.engine.models import CollectionChannelListing as ListingModel
from store.engine.schema.channel import Channel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import LanguageCodeEnum, OrderDirection, enum_of
from store.engine.schema.filter_inputs import MetadataFilter, has_metadata
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.media import Image, ThumbnailField, background_image
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, one
from store.engine.schema.product import product_page
from store.engine.schema.product_inputs import PRODUCT_LIST_ARGUMENTS
from store.engine.schema.scalars import Date, DateTime, JSONString
from store.engine.schema.seo import written
from store.engine.schema.translation import CollectionTranslation, by_slug, untranslated
from store.engine.schema.visible import Scope, channel_by_slug, exactly_one
from store.engine.schema.where import narrowing

CollectionPublished = enum_of("CollectionPublished", "PUBLISHED HIDDEN")
CollectionSortField = enum_of("CollectionSortField", "NAME AVAILABILITY PRODUCT_COUNT PUBLISHED_AT")
EARLIEST = "1970-01-01T00:00:00Z"


class CollectionChannelListing(WithGlobalId, graphene.ObjectType):
    """Represents collection channel listing."""

    class Meta:
        interfaces = (Node,)

    publication_date = Date(deprecation_reason="Use the `publishedAt` field to fetch the publication date.")
    published_at = DateTime()
    is_published = graphene.Boolean(required=True)
    channel = graphene.Field(Channel, required=True)

    @staticmethod
    def resolve_publication_date(root, _info):
        return root.published_at and root.published_at.date()

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")


class Collection(WithGlobalId, graphene.ObjectType):
    """Represents a collection of products."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    seo_title = written("seo_title")
    seo_description = written("seo_description")
    name = graphene.String(required=True)
    translation = untranslated(CollectionTranslation)
    description = JSONString()
    slug = graphene.String(required=True)
    channel = graphene.String()
    description_json = JSONString()
    products = ConnectionField("store.engine.schema.product.ProductCountableConnection", **PRODUCT_LIST_ARGUMENTS)
    background_image = ThumbnailField(Image)
    channel_listings = graphene.List(graphene.NonNull(CollectionChannelListing))

    @staticmethod
    def resolve_channel(root, _info):
        channel = channel_of(root)
        return channel and channel.slug

    @staticmethod
    def resolve_description_json(root, _info):
        return root.description if root.description is not None else {}

    @staticmethod
    def resolve_products(root, info, filter=None, where=None, sort_by=None, search=None, **page):
        scope = Scope.of(info.context, channel_of(root))
        products = scope.listed_products().filter(collections=root)
        return product_page(
            products,
            scope.channel,
            info,
            page=page,
            filter=filter,
            where=where,
            sort_by=sort_by,
            search=search,
            collection=root,
        )

    @staticmethod
    def resolve_background_image(root, info, size=None, format=None):
        return background_image(root, info, size, format)

    @staticmethod
    def resolve_channel_listings(root, info):
        require(info.context, "MANAGE_PRODUCTS")
        return many(root, "channel_listings")


CollectionCountableConnection = connection_of(Collection)


class CollectionFilterInput(graphene.InputObjectType):
    published = graphene.InputField(CollectionPublished)
    search = graphene.String()
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))


class CollectionWhereInput(graphene.InputObjectType):
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    AND = graphene.List(graphene.NonNull(lambda: CollectionWhereInput))
    OR = graphene.List(graphene.NonNull(lambda: CollectionWhereInput))


class CollectionSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    channel = graphene.String()
    field = CollectionSortField(required=True)


SORT_KEYS = {
    "NAME": "name",
    "AVAILABILITY": "listed_as_published",
    "PRODUCT_COUNT": "product_count",
    "PUBLISHED_AT": "listed_at",
}


def _conditions(channel):
    listings = ListingModel.objects.filter(collection=OuterRef("pk"), channel=channel)
    return {
        "ids": lambda ids: Q(pk__in=[from_global_id(value, "Collection") for value in ids]),
        "slugs": lambda slugs: Q(slug__in=slugs),
        "metadata": lambda items: Q(*map(has_metadata, items)),
        "search": lambda text: Q(name__icontains=text) | Q(slug__icontains=text),
        "published": lambda wanted: Q(Exists(listings.filter(is_published=wanted == "PUBLISHED"))),
    }


def _sorted(collections, channel, sort_by):
    if not sort_by:
        return collections, ("slug",)
    listings = ListingModel.objects.filter(collection=OuterRef("pk"), channel=channel)
    collections = collections.annotate(
        product_count=Count("collection_products", distinct=True),
        listed_as_published=Coalesce(
            Subquery(listings.values("is_published")[:1]), Value(False), output_field=BooleanField()
        ),
        listed_at=Coalesce(
            Subquery(listings.values("published_at")[:1]), Value(EARLIEST), output_field=DateTimeField()
        ),
    )
    turn = "-" if sort_by["direction"] == "DESC" else ""
    return collections, (f"{turn}{SORT_KEYS[sort_by['field']]}", f"{turn}slug")


class CollectionQueries:
    collection = graphene.Field(
        Collection,
        id=graphene.ID(),
        slug=graphene.String(),
        channel=graphene.String(),
        slug_language_code=LanguageCodeEnum(),
    )
    collections = ConnectionField(
        CollectionCountableConnection,
        filter=graphene.Argument(CollectionFilterInput),
        where=graphene.Argument(CollectionWhereInput),
        sort_by=graphene.Argument(CollectionSortingInput),
        channel=graphene.String(),
    )

    @staticmethod
    def resolve_collection(_root, info, id=None, slug=None, channel=None, **language):
        exactly_one(id=id, slug=slug)
        scope = Scope(info.context, channel)
        visible = scope.collections()
        found = find(visible, id, "Collection") if id else by_slug(visible, slug, **language)
        return in_channel(found, scope.channel)

    @staticmethod
    def resolve_collections(_root, info, filter=None, where=None, sort_by=None, channel=None, **page):
        scope = Scope(info.context, channel)
        looked_at = scope.channel
        if sort_by and sort_by.get("channel"):
            looked_at = channel_by_slug(info.context, sort_by["channel"])
        collections = scope.collections().filter(narrowing(filter, where, _conditions(looked_at)))
        collections, sort = _sorted(collections, looked_at, sort_by)
        page = paginate(collections, info, sort=sort, **page)
        in_channel(page.rows, scope.channel)
        return page
