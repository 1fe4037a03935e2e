"""Products: written with their variants, prices, stock, pictures and places, all in one form."""

from typing import Any, TypeAlias

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from store.engine.actions.product import save_variant
from store.engine.actions.search_document import write_search_documents
from store.engine.admin.base import Rows, Section, shown
from store.engine.admin.rich_text import RichTextField, RichTextForm
from store.engine.admin.variant_form import VariantForm, variant_form
from store.engine.models import (
    Channel,
    CollectionProduct,
    Product,
    ProductChannelListing,
    ProductMedia,
    ProductVariant,
    Warehouse,
)
from store.engine.money import quantize

PRODUCTS = ("MANAGE_PRODUCTS",)
AnyFormSet: TypeAlias = "BaseInlineFormSet[Any, Any, Any]"


def thumbnail(type_name: str, pk: object, size: int) -> str:
    """Return the address of a picture of at most `size` pixels."""
    from store.engine.schema.ids import to_global_id  # noqa: PLC0415 - the schema need not be built for the admin

    return reverse("thumbnail", args=[to_global_id(type_name, pk), size])


class ProductForm(RichTextForm):
    """A product's own columns."""

    description = RichTextField()

    class Meta:
        model = Product
        fields = "__all__"


class Variants(Rows):
    """Variants with a price per channel and a stock per warehouse."""

    model = ProductVariant
    writes = PRODUCTS
    verbose_name_plural = "Variants, prices, stock"
    ordering_field = "sort_order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductVariant]:
        """Read listings and stocks of all variants at once."""
        return super().get_queryset(request).prefetch_related("channel_listings", "stocks")  # type: ignore[no-any-return]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[AnyFormSet]:
        """Give every channel a price and every warehouse a stock."""
        kwargs["form"] = variant_form(*self.places(request))
        made: type[AnyFormSet] = super().get_formset(request, obj, **kwargs)
        return made

    @staticmethod
    def places(request: HttpRequest) -> tuple[list[Channel], list[Warehouse]]:
        """Return all channels and warehouses, read once per request."""
        if not hasattr(request, "places"):
            request.places = (list(Channel.objects.all()), list(Warehouse.objects.all()))  # type: ignore[attr-defined]
        found: tuple[list[Channel], list[Warehouse]] = request.places  # type: ignore[attr-defined]
        return found

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Name the variant's own columns, then prices, then stocks."""
        form = variant_form(*self.places(request))
        own = ["weight", "quantity_limit_per_customer", "track_inventory", "sort_order"]
        return ["name", "sku", *form.declared_fields, *own]


class Listings(Rows):
    """Where and when the product is seen and sold."""

    model = ProductChannelListing
    writes = PRODUCTS
    verbose_name_plural = "Channels and dates"


class Pictures(Rows):
    """Pictures, the first of which stands on cards."""

    model = ProductMedia
    writes = PRODUCTS
    verbose_name_plural = "Pictures"
    fields = ("preview", "image", "alt", "sort_order")
    readonly_fields = ("preview",)
    ordering_field = "sort_order"
    hide_ordering_field = True

    @admin.display(description="Picture")
    def preview(self, picture: ProductMedia) -> str:
        """Show the picture small."""
        if not picture.pk or not picture.image:
            return "–"
        return format_html('<img src="{}" alt="" width="64" height="64">', thumbnail("ProductMedia", picture.pk, 128))


class Collections(Rows):
    """Collections that the product is in."""

    model = CollectionProduct
    writes = PRODUCTS
    verbose_name_plural = "Collections"
    autocomplete_fields = ("collection",)


@admin.register(Product)
class ProductSection(Section):
    """Products."""

    writes = PRODUCTS
    form = ProductForm
    inlines = (Variants, Listings, Pictures, Collections)
    list_display = ("show_product", "category", "show_prices", "show_stock", "show_published", "updated_at")
    list_filter = ("category", "product_type", "collections", "channel_listings__is_published")
    search_fields = ("name", "slug", "variants__sku", "variants__name")
    autocomplete_fields = ("category", "product_type", "tax_class")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("name",)
    readonly_fields = ("created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("name", "slug", "product_type", "category", "description")}),
        (
            "Search engines",
            {"classes": ["tab"], "fields": ("seo_title", "seo_description")},
        ),
        (
            "Tax, weight, references",
            {
                "classes": ["tab"],
                "fields": ("tax_class", "weight", "rating", "external_reference", "created_at", "updated_at"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        """Read what the list shows in a constant number of queries."""
        products: QuerySet[Product] = super().get_queryset(request)
        return products.select_related("category").prefetch_related(
            "media", "variants__channel_listings__channel", "variants__stocks", "channel_listings__channel"
        )

    @shown(description="Product", header=True, ordering="name")
    def show_product(self, product: Product) -> list[Any]:
        """Name, first SKU and picture."""
        pictures = [picture for picture in product.media.all() if picture.image]
        skus = [variant.sku for variant in product.variants.all() if variant.sku]
        cell: list[Any] = [product.name, ", ".join(skus[:3])]
        if pictures:
            path = thumbnail("ProductMedia", pictures[0].pk, 64)
            cell += ["", {"path": path, "squared": True, "width": 40, "height": 40, "borderless": True}]
        return cell

    @admin.display(description="Price")
    def show_prices(self, product: Product) -> str:
        """Return the lowest price per channel."""
        lowest: dict[str, Any] = {}
        for variant in product.variants.all():
            for listing in variant.channel_listings.all():
                price, code = listing.price_amount, listing.channel.currency_code
                if price is not None and (code not in lowest or price < lowest[code]):
                    lowest[code] = price
        return (
            format_html_join(
                SafeString("<br>"), "{} {}", ((code, quantize(price, code)) for code, price in sorted(lowest.items()))
            )
            or "–"
        )

    @admin.display(description="Stock")
    def show_stock(self, product: Product) -> str:
        """Return the units that may still be sold; what is not tracked is always there."""
        variants = list(product.variants.all())
        if variants and not any(variant.track_inventory for variant in variants):
            return "not counted"
        return str(sum(stock.available_quantity for variant in variants for stock in variant.stocks.all()))

    @shown(description="Published", label={"published": "success", "hidden": "warning"})
    def show_published(self, product: Product) -> tuple[str, str]:
        """Return the channels where it is seen now."""
        slugs = [listing.channel.slug for listing in product.channel_listings.all() if listing.is_visible]
        return ("published", ", ".join(sorted(slugs))) if slugs else ("hidden", "hidden")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save a table; for variants, their prices and stocks too."""
        super().save_formset(request, form, formset, change)
        if formset.model is ProductVariant:
            for row in formset.forms:
                if isinstance(row, VariantForm) and row.instance.pk and row not in formset.deleted_forms:
                    row.save_listings()

    def save_related(self, request: HttpRequest, form: "ModelForm[Product]", formsets: Any, change: bool) -> None:
        """Save the tables, then what is derived from them: names, the default variant and the words it is found by."""
        super().save_related(request, form, formsets, change)
        product = Product.objects.get(pk=form.instance.pk)
        for variant in product.variants.filter(name=""):
            save_variant(variant=variant, columns={})
        if product.default_variant_id is None:
            product.default_variant = product.variants.first()
            product.save(update_fields=["default_variant"])
        write_search_documents([product])
