"""Categories: the catalogue's tree."""

import graphene
from django.db.models import Count, Q

from store.engine.models import Category as CategoryModel
from store.engine.schema.category_tree import path_to, with_descendants
from store.engine.schema.connection import ConnectionField, connection_of, paginate, paginate_list
from store.engine.schema.enums import LanguageCodeEnum, OrderDirection, enum_of
from store.engine.schema.filter_inputs import DateTimeRangeInput, MetadataFilter, has_metadata, within
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.media import Image, ThumbnailField, background_image
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.peers import one
from store.engine.schema.product import product_page
from store.engine.schema.product_inputs import PRODUCT_LIST_ARGUMENTS
from store.engine.schema.scalars import DateTime, JSONString
from store.engine.schema.seo import written
from store.engine.schema.translation import CategoryTranslation, by_slug, untranslated
from store.engine.schema.visible import Scope, exactly_one
from store.engine.schema.where import narrowing

CategorySortField = enum_of("CategorySortField", "NAME PRODUCT_COUNT SUBCATEGORY_COUNT")
Products = "store.engine.schema.product.ProductCountableConnection"
Categories = "store.engine.schema.category.CategoryCountableConnection"


class Category(WithGlobalId, graphene.ObjectType):
    """Represents a single category of products."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    seo_title = written("seo_title")
    seo_description = written("seo_description")
    name = graphene.String(required=True)
    translation = untranslated(CategoryTranslation)
    description = JSONString()
    slug = graphene.String(required=True)
    parent = graphene.Field(lambda: Category)
    level = graphene.Int(required=True)
    description_json = JSONString()
    updated_at = DateTime(required=True)
    ancestors = ConnectionField(Categories)
    products = ConnectionField(Products, channel=graphene.String(), **PRODUCT_LIST_ARGUMENTS)
    children = ConnectionField(Categories)
    background_image = ThumbnailField(Image)

    @staticmethod
    def resolve_parent(root, _info):
        return one(root, "parent")

    @staticmethod
    def resolve_level(root, info):
        return len(path_to(root, info.context))

    @staticmethod
    def resolve_description_json(root, _info):
        return root.description if root.description is not None else {}

    @staticmethod
    def resolve_ancestors(root, info, **page):
        return paginate_list(path_to(root, info.context), info, **page)

    @staticmethod
    def resolve_products(root, info, channel=None, filter=None, where=None, sort_by=None, search=None, **page):
        scope = Scope(info.context, channel)
        products = scope.listed_products().filter(category__in=with_descendants([root.pk]))
        return product_page(
            products, scope.channel, info, page=page, filter=filter, where=where, sort_by=sort_by, search=search
        )

    @staticmethod
    def resolve_children(root, info, **page):
        return paginate(root.children.all(), info, **page)

    @staticmethod
    def resolve_background_image(root, info, size=None, format=None):
        return background_image(root, info, size, format)


CategoryCountableConnection = connection_of(Category)


class CategoryFilterInput(graphene.InputObjectType):
    search = graphene.String()
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))
    updated_at = DateTimeRangeInput()


class CategoryWhereInput(graphene.InputObjectType):
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    AND = graphene.List(graphene.NonNull(lambda: CategoryWhereInput))
    OR = graphene.List(graphene.NonNull(lambda: CategoryWhereInput))


class CategorySortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    channel = graphene.String()
    field = CategorySortField(required=True)


CONDITIONS = {
    "ids": lambda ids: Q(pk__in=[from_global_id(value, "Category") for value in ids]),
    "slugs": lambda slugs: Q(slug__in=slugs),
    "metadata": lambda items: Q(*map(has_metadata, items)),
    "updated_at": lambda wanted: within("updated_at", wanted),
    "search": lambda text: Q(name__icontains=text) | Q(slug__icontains=text),
}
SORT_KEYS = {"NAME": "name", "PRODUCT_COUNT": "product_count", "SUBCATEGORY_COUNT": "child_count"}


class CategoryQueries:
    category = graphene.Field(Category, id=graphene.ID(), slug=graphene.String(), slug_language_code=LanguageCodeEnum())
    categories = ConnectionField(
        CategoryCountableConnection,
        filter=graphene.Argument(CategoryFilterInput),
        where=graphene.Argument(CategoryWhereInput),
        sort_by=graphene.Argument(CategorySortingInput),
        level=graphene.Int(),
    )

    @staticmethod
    def resolve_category(_root, _info, id=None, slug=None, **language):
        exactly_one(id=id, slug=slug)
        if id:
            return find(CategoryModel.objects, id, "Category")
        return by_slug(CategoryModel.objects, slug, **language)

    @staticmethod
    def resolve_categories(_root, info, filter=None, where=None, sort_by=None, level=None, **page):
        categories = CategoryModel.objects.filter(narrowing(filter, where, CONDITIONS))
        if level is not None:
            categories = categories.filter(**_at_level(level))
        sort = ("pk",)
        if sort_by:
            categories = categories.annotate(
                product_count=Count("products", distinct=True), child_count=Count("children", distinct=True)
            )
            turn = "-" if sort_by["direction"] == "DESC" else ""
            sort = (f"{turn}{SORT_KEYS[sort_by['field']]}", f"{turn}slug")
        return paginate(categories, info, sort=sort, **page)


def _at_level(level):
    """Return the look-ups for categories so many steps below a root."""
    above = "__".join(["parent"] * level)
    return {f"{above}__isnull": False, f"{above}__parent__isnull": True} if level else {"parent__isnull": True}
