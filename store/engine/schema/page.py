"""Pages and page types. Visitors see what is published; those who manage pages see all."""

import graphene
from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from graphql import GraphQLError

from store.engine.actions.search_document import words_in
from store.engine.models import Page as PageModel
from store.engine.models import PageType as PageTypeModel
from store.engine.schema.assigned_attribute import ObjectWithAttributes, SelectedAttribute, facts_of
from store.engine.schema.attribute import Attribute
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import LanguageCodeEnum, OrderDirection, enum_of
from store.engine.schema.filter_inputs import (
    GlobalIDFilterInput,
    MetadataFilter,
    MetadataFilterInput,
    StringFilterInput,
    has_metadata,
    matches,
)
from store.engine.schema.guard import Guarded, list_of
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.in_channel import in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import Date, DateTime, JSONString
from store.engine.schema.seo import written
from store.engine.schema.translation import PageTranslation, by_slug, untranslated
from store.engine.schema.visible import channel_by_slug, exactly_one
from store.engine.schema.where import narrowing

PageSortField = enum_of("PageSortField", "TITLE SLUG VISIBILITY PUBLISHED_AT CREATED_AT RANK")
PageTypeSortField = enum_of("PageTypeSortField", "NAME SLUG")
EARLIEST = Value("1970-01-01T00:00:00Z", output_field=DateTimeField())
SORTS = {
    "TITLE": ("title", "slug"),
    "SLUG": ("slug",),
    "VISIBILITY": ("is_published", "title", "slug"),
    "PUBLISHED_AT": ("published_or_never", "title", "slug"),
    "CREATED_AT": ("created_at",),
    "RANK": ("title", "slug"),
}


class PageType(WithGlobalId, graphene.ObjectType):
    """Represents a type of page. It defines what attributes are available to pages of this type."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    attributes = list_of(Attribute)
    has_pages = Guarded(graphene.Boolean, needs=("MANAGE_PAGES", "MANAGE_PAGE_TYPES_AND_ATTRIBUTES"))

    @staticmethod
    def resolve_attributes(root, info):
        attributes = [one(row, "attribute") for row in many(root, "attribute_pages")]
        everything = info.context.may("MANAGE_PAGES")
        return [attribute for attribute in attributes if everything or attribute.visible_in_storefront]

    @staticmethod
    def resolve_has_pages(root, _info):
        return root.pages.exists()


class Page(WithGlobalId, graphene.ObjectType):
    """A static page that can be manually added by a shop operator through the dashboard."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata, ObjectWithAttributes)

    seo_title = written("seo_title")
    seo_description = written("seo_description")
    title = graphene.String(required=True)
    translation = untranslated(PageTranslation)
    content = JSONString()
    content_json = JSONString(required=True, deprecation_reason="Use the `content` field instead.")
    publication_date = Date(deprecation_reason="Use the `publishedAt` field to fetch the publication date.")
    published_at = DateTime()
    is_published = graphene.Boolean(required=True)
    slug = graphene.String(required=True)
    page_type = graphene.Field(PageType, required=True)
    created = DateTime(required=True)
    attribute = graphene.Field(
        SelectedAttribute,
        slug=graphene.String(required=True),
        deprecation_reason="Use `assignedAttribute` field instead.",
    )
    attributes = list_of(SelectedAttribute, required=True, deprecation_reason="Use `assignedAttributes` field instead.")

    @staticmethod
    def resolve_content_json(root, _info):
        return root.content if root.content is not None else {}

    @staticmethod
    def resolve_publication_date(root, _info):
        return root.published_at and root.published_at.date()

    @staticmethod
    def resolve_page_type(root, _info):
        return one(root, "page_type")

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at

    @staticmethod
    def resolve_attribute(root, info, slug):
        return next((fact for fact in facts_of(root, info.context) if fact.attribute.slug == slug), None)

    @staticmethod
    def resolve_attributes(root, info):
        return facts_of(root, info.context)


PageCountableConnection = connection_of(Page)
PageTypeCountableConnection = connection_of(PageType)


class PageFilterInput(graphene.InputObjectType):
    search = graphene.String()
    metadata = list_of(MetadataFilter)
    page_types = list_of(graphene.ID)
    ids = list_of(graphene.ID)
    slugs = list_of(graphene.String)


class PageWhereInput(graphene.InputObjectType):
    metadata = MetadataFilterInput()
    ids = list_of(graphene.ID)
    slug = StringFilterInput()
    page_type = GlobalIDFilterInput()
    AND = list_of(lambda: PageWhereInput)
    OR = list_of(lambda: PageWhereInput)


class PageSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = PageSortField(required=True)


class PageTypeFilterInput(graphene.InputObjectType):
    search = graphene.String()
    slugs = list_of(graphene.String)


class PageTypeSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = PageTypeSortField(required=True)


def _keys(ids, type_name):
    return [from_global_id(one_id, type_name) for one_id in ids]


def _of_type(wanted):
    keys = {"eq": wanted.get("eq") and from_global_id(wanted["eq"], "PageType")}
    return matches("page_type_id", {**keys, "one_of": _keys(wanted.get("one_of") or (), "PageType")})


def _has_all(wanted):
    condition = Q()
    for item in wanted if isinstance(wanted, list) else [wanted]:
        condition &= has_metadata(item)
    return condition


def _has_words(text):
    condition = Q()
    for word in words_in(text):
        condition &= Q(search_document__contains=f" {word}")
    return condition


CONDITIONS = {
    "metadata": _has_all,
    "ids": lambda ids: Q(pk__in=_keys(ids, "Page")),
    "slug": lambda wanted: matches("slug", wanted),
    "slugs": lambda slugs: Q(slug__in=slugs),
    "page_type": _of_type,
    "page_types": lambda ids: Q(page_type__in=_keys(ids, "PageType")) if ids else Q(),
    "search": _has_words,
}


def visible_pages(context):
    """Return the pages that the caller may see."""
    if context.may("MANAGE_PAGES"):
        return PageModel.objects.all()
    return PageModel.objects.filter(
        Q(published_at__isnull=True) | Q(published_at__lte=timezone.now()), is_published=True
    )


class PageQueries:
    page = graphene.Field(
        Page, id=graphene.ID(), slug=graphene.String(), channel=graphene.String(), slug_language_code=LanguageCodeEnum()
    )
    pages = ConnectionField(
        PageCountableConnection,
        sort_by=PageSortingInput(),
        filter=PageFilterInput(),
        search=graphene.String(),
        where=PageWhereInput(),
        channel=graphene.String(),
    )
    page_type = graphene.Field(PageType, id=graphene.ID(required=True))
    page_types = ConnectionField(
        PageTypeCountableConnection, sort_by=PageTypeSortingInput(), filter=PageTypeFilterInput()
    )

    @staticmethod
    def resolve_page(_root, info, id=None, slug=None, channel=None, **language):
        exactly_one(id=id, slug=slug)
        asked = channel_by_slug(info.context, channel) if channel else None
        if channel and asked is None:
            return None
        found = visible_pages(info.context)
        return in_channel(find(found, id, "Page") if id else by_slug(found, slug, **language), asked)

    @staticmethod
    def resolve_pages(_root, info, sort_by=None, filter=None, search=None, where=None, channel=None, **page):
        asked = channel_by_slug(info.context, channel) if channel else None
        found = visible_pages(info.context) if not channel or asked else PageModel.objects.none()
        found = found.filter(narrowing(filter, where, CONDITIONS))
        if search:
            found = found.filter(_has_words(search))
        elif sort_by and sort_by["field"] == "RANK":
            raise GraphQLError("Sorting by RANK is available only when using a search filter or search argument.")
        found = found.annotate(published_or_never=Coalesce("published_at", EARLIEST))
        sort = SORTS["SLUG"]
        if sort_by:
            turn = "-" if sort_by["direction"] == "DESC" else ""
            sort = [f"{turn}{column}" for column in SORTS[sort_by["field"].value]]
        cut = paginate(found, info, sort=sort, **page)
        in_channel([edge["node"] for edge in cut.edges], asked)
        return cut

    @staticmethod
    def resolve_page_type(_root, _info, id):
        return find(PageTypeModel.objects, id, "PageType")

    @staticmethod
    def resolve_page_types(_root, info, sort_by=None, filter=None, **page):
        found, wanted = PageTypeModel.objects.all(), filter or {}
        if wanted.get("search"):
            found = found.filter(Q(name__icontains=wanted["search"]) | Q(slug__icontains=wanted["search"]))
        if wanted.get("slugs") is not None:
            found = found.filter(slug__in=wanted["slugs"])
        sort = ["slug"]
        if sort_by:
            turn = "-" if sort_by["direction"] == "DESC" else ""
            sort = [f"{turn}{sort_by['field'].value.lower()}", f"{turn}slug"]
        return paginate(found, info, sort=sort, **page)
