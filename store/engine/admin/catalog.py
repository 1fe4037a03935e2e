"""The catalogue's shelves: categories, collections, and the types and attributes that products have."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from store.engine.actions.search_document import write_search_documents
from store.engine.admin.base import Rows, Section
from store.engine.admin.rich_text import RichTextField, RichTextForm
from store.engine.models import (
    Category,
    Collection,
    CollectionChannelListing,
    CollectionProduct,
    ProductType,
)

PRODUCTS = ("MANAGE_PRODUCTS",)


class ShelfForm(RichTextForm):
    """A category's or collection's own columns."""

    description = RichTextField()


SEO = ("Search engines", {"classes": ["tab"], "fields": ("seo_title", "seo_description")})
PICTURE = ("Picture", {"classes": ["tab"], "fields": ("background_image", "background_image_alt")})


class Shelf(Section):
    """What categories and collections share."""

    writes = PRODUCTS
    form = ShelfForm
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the products of every row in one query."""
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(product_count=Count("products", distinct=True))
        return counted

    @admin.display(description="Products", ordering="product_count")
    def show_products(self, row: Any) -> int:
        """Return how many products it holds."""
        return int(row.product_count)


@admin.register(Category)
class CategorySection(Shelf):
    """Categories."""

    list_display = ("name", "slug", "parent", "show_products")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)
    fieldsets = ((None, {"fields": ("name", "slug", "parent", "description")}), SEO, PICTURE)

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """Products are found by their category's name, so a new name is written to them as well."""
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            write_search_documents(obj.products.all())


class Products(Rows):
    """Products in their order."""

    model = CollectionProduct
    writes = PRODUCTS
    autocomplete_fields = ("product",)
    verbose_name_plural = "Products"
    ordering_field = "sort_order"


class Listings(Rows):
    """Where and when the collection is seen."""

    model = CollectionChannelListing
    writes = PRODUCTS
    verbose_name_plural = "Channels and dates"


@admin.register(Collection)
class CollectionSection(Shelf):
    """Collections."""

    inlines = (Products, Listings)
    list_display = ("name", "slug", "show_products")
    fieldsets = ((None, {"fields": ("name", "slug", "description")}), SEO, PICTURE)


@admin.register(ProductType)
class ProductTypeSection(Section):
    """Product types."""

    reads = PRODUCTS
    writes = ("MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",)
    list_display = ("name", "slug", "is_shipping_required", "tax_class")
    list_select_related = ("tax_class",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "is_shipping_required", "weight", "tax_class")
