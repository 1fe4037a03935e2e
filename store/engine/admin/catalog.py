"""The catalogue's shelves: categories, collections, and the types and attributes that products have."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from store.engine.actions.search_document import write_search_documents
from store.engine.admin.base import Rows, Section, SluggedForm, shop_links
from store.engine.admin.listing_form import CollectionListings
from store.engine.admin.picture import stored
from store.engine.admin.rich_text import RichTextField, RichTextForm
from store.engine.models import Category, Collection, CollectionProduct, ProductType

PRODUCTS = ("MANAGE_PRODUCTS",)


class ShelfForm(SluggedForm, RichTextForm):
    """A category's or collection's own columns."""

    folder = "category-backgrounds"
    description = RichTextField()

    class Meta:
        labels = {"background_image": "Picture", "background_image_alt": "What it shows", "parent": "Under"}

    def clean_background_image(self) -> Any:
        """Store the picture by the rules of all uploads."""
        return stored(self.cleaned_data["background_image"], folder=self.folder)


class CollectionForm(ShelfForm):
    """A collection's own columns."""

    folder = "collection-backgrounds"


SEO = ("Search engines", {"classes": ["tab"], "fields": ("seo_title", "seo_description")})
PICTURE = ("Picture", {"classes": ["tab"], "fields": ("background_image", "background_image_alt")})


class Shelf(Section):
    """What categories and collections share."""

    writes = PRODUCTS
    form = ShelfForm
    page = ""
    readonly_fields = ("show_in_shop",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the products of every row in one query."""
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(product_count=Count("products", distinct=True))
        return counted

    @admin.display(description="In the shop")
    def show_in_shop(self, row: Any) -> str:
        """Link to its pages, where it has any."""
        if row.pk is None:
            return "–"
        listings = getattr(row, "channel_listings", None)
        seen = None if listings is None else {listing.channel_id for listing in listings.all() if listing.is_visible}
        return shop_links(self.page, row.slug, lambda channel: seen is None or channel.pk in seen)

    @admin.display(description="Products", ordering="product_count")
    def show_products(self, row: Any) -> int:
        """Return how many products it holds."""
        return int(row.product_count)


@admin.register(Category)
class CategorySection(Shelf):
    """Categories."""

    page = "categories"
    list_display = ("name", "slug", "parent", "show_products")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)
    fieldsets = ((None, {"fields": ("name", "slug", "show_in_shop", "parent", "description")}), SEO, PICTURE)

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
    verbose_name = "product"
    verbose_name_plural = "Products"
    ordering_field = "sort_order"
    hide_ordering_field = True


@admin.register(Collection)
class CollectionSection(Shelf):
    """Collections."""

    page = "collections"
    form = CollectionForm
    inlines = (Products, CollectionListings)
    list_display = ("name", "slug", "show_products")
    fieldsets = ((None, {"fields": ("name", "slug", "show_in_shop", "description")}), SEO, PICTURE)


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
