"""Making, changing and deleting categories."""

import graphene

from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.models import Category as CategoryModel
from store.engine.models import Product, ProductChannelListing
from store.engine.schema.category import Category
from store.engine.schema.category_tree import with_descendants
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.metadata import MetadataInput
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.product_errors import ProductError
from store.engine.schema.scalars import JSONString, Upload
from store.engine.schema.seo import SeoInput
from store.engine.schema.written import columns_of, with_picture, without_nulls

NEEDED = ("MANAGE_PRODUCTS",)


class CategoryInput(graphene.InputObjectType):
    description = JSONString()
    name = graphene.String()
    slug = graphene.String()
    seo = SeoInput()
    background_image = Upload()
    background_image_alt = graphene.String()
    metadata = list_of(MetadataInput)
    private_metadata = list_of(MetadataInput)


def _save(category, input):
    columns = with_picture(columns_of(input, "name", "slug", row=category), input, "category-backgrounds")
    set_columns(category, without_nulls(columns, "name", "slug"))
    fill_slug(category, name=category.name)
    save_checked(category)
    return {"category": category}


class CategoryCreate(Mutation):
    class Arguments:
        input = CategoryInput(required=True)
        parent = graphene.ID()

    errors = list_of_errors(ProductError)
    category = graphene.Field(Category)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input, parent=None):
        above = get_or_refuse(CategoryModel.objects, parent, "Category", field="parent") if parent else None
        return _save(CategoryModel(parent=above), input)


class CategoryUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = CategoryInput(required=True)

    errors = list_of_errors(ProductError)
    category = graphene.Field(Category)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id, input):
        return _save(get_or_refuse(CategoryModel.objects, id, "Category"), input)


class CategoryDelete(Mutation):
    """Takes everything below the category with it; products stay, without a category and unpublished, as in Saleor."""

    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(ProductError)
    category = graphene.Field(Category)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id):
        category = get_or_refuse(CategoryModel.objects, id, "Category")
        pk, products = category.pk, Product.objects.filter(category__in=with_descendants([category.pk]))
        ProductChannelListing.objects.filter(product__in=products).update(is_published=False, published_at=None)
        category.delete()
        category.pk = pk
        return {"category": category}


class CategoryMutations:
    category_create = CategoryCreate.Field()
    category_update = CategoryUpdate.Field()
    category_delete = CategoryDelete.Field()
