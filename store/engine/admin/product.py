"""Products: written with their variants, prices, stock, pictures and places, all in one form."""

from typing import Any, TypeAlias

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from store.engine.actions.facts import Choice, Fact, give_facts
from store.engine.actions.listing import list_product
from store.engine.actions.product import save_variant
from store.engine.actions.search_document import write_search_documents
from store.engine.admin.base import Rows, Section, SluggedForm, shop_links, shown
from store.engine.admin.facts_form import FactsForm, fact_fields, field_name
from store.engine.admin.listing_form import ProductListings
from store.engine.admin.picture import PictureForm, thumbnail
from store.engine.admin.rich_text import RichTextField
from store.engine.admin.story_form import OF_PRODUCTS, StoryForm, told_fields
from store.engine.admin.variant_form import VariantForm, variant_form
from store.engine.models import (
    Attribute,
    Channel,
    CollectionProduct,
    Product,
    ProductMedia,
    ProductType,
    ProductVariant,
    Warehouse,
)
from store.engine.money import quantize
from store.forms import ModelForm
from store.privacy.card_guard import tells_at_the_field

PRODUCTS = ("MANAGE_PRODUCTS",)
AnyFormSet: TypeAlias = "BaseInlineFormSet[Any, Any, Any]"


class ProductForm(SluggedForm, StoryForm, FactsForm):
    """A product's own columns, its facts, and what its page tells."""

    kind: ProductType | None = None
    description = RichTextField()

    class Meta:
        model = Product
        fields = "__all__"
        labels = {"weight": "Weight (kg)"}
        help_texts = {
            "tax_class": "Empty: that of the product type.",
            "weight": "Of one unit, where a variant does not say otherwise.",
            "seo_title": "Empty: the name.",
            "seo_description": "What search engines show under the title.",
            "external_reference": "How another system calls the product.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.product_type_id is None and self.kind is not None:
            self.instance.product_type = self.kind


class Variants(Rows):
    """Variants with a price per channel and a stock per warehouse."""

    model = ProductVariant
    writes = PRODUCTS
    verbose_name = "variant"
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


class Pictures(Rows):
    """Pictures, the first of which stands on cards."""

    model = ProductMedia
    form = PictureForm
    writes = PRODUCTS
    verbose_name = "picture"
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


class Places(ModelForm):
    """A place in a collection: behind the others."""

    def save(self, commit: bool = True) -> Any:
        """Put a new one behind the others."""
        if self.instance._state.adding:
            last = CollectionProduct.objects.filter(collection=self.instance.collection).last()
            self.instance.sort_order = last.sort_order + 1 if last else 0
        return super().save(commit)


class Collections(Rows):
    """Collections that the product is in."""

    model = CollectionProduct
    form = Places
    fields = ("collection",)
    writes = PRODUCTS
    verbose_name = "collection"
    verbose_name_plural = "Collections"
    autocomplete_fields = ("collection",)


@admin.register(Product)
class ProductSection(Section):
    """Products."""

    writes = PRODUCTS
    inlines = (Variants, ProductListings, Pictures, Collections)
    list_display = ("show_product", "category", "show_prices", "show_stock", "show_published", "updated_at")
    list_filter = ("category", "product_type", "collections", "channel_listings__is_published")
    search_fields = ("name", "slug", "variants__sku", "variants__name")
    search_help_text = "Name, address or SKU"
    autocomplete_fields = ("category", "tax_class")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("name",)
    readonly_fields = ("product_type", "show_in_shop", "created_at", "updated_at")

    def kind(self, request: HttpRequest, product: Product | None) -> ProductType | None:
        """Return the type of the product; a new one's stands in the address, unless there is only one."""
        if product is not None:
            return product.product_type
        wanted = request.GET.get("product_type", "")
        kinds = list(ProductType.objects.filter(pk=wanted) if wanted.isdecimal() else ProductType.objects.all()[:2])
        return kinds[0] if len(kinds) == 1 else None

    def facts_of(self, request: HttpRequest, product: Product | None) -> dict[str, Any]:
        """Return what the form declares beside the columns, read once per request."""
        if not hasattr(request, "product_fields"):
            kind = self.kind(request, product)
            attributes: Any = Attribute.objects.none()
            if kind is not None:
                attributes = Attribute.objects.filter(attribute_products__product_type=kind)
                attributes = attributes.order_by("attribute_products__sort_order").prefetch_related("values")
            told = [row for row in OF_PRODUCTS if kind and (not row.types or kind.slug in row.types)]
            declared = {"kind": kind, **fact_fields(attributes), **told_fields(told)}
            request.product_fields = declared  # type: ignore[attr-defined]
        found: dict[str, Any] = request.product_fields  # type: ignore[attr-defined]
        return found

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give the form a field for every fact."""
        kwargs["form"] = type("BoundProductForm", (ProductForm,), dict(self.facts_of(request, obj)))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Name, text and place first; then facts, and what is seldom changed."""
        declared = self.facts_of(request, obj)
        more = (
            ("Facts", [field_name(attribute) for attribute in declared["attributes"]]),
            ("What the page tells", [told.name for told in declared["told"]]),
            ("Search engines", ["seo_title", "seo_description"]),
            (
                "Tax, weight, references",
                ["tax_class", "weight", "rating", "external_reference", *(("created_at", "updated_at") if obj else ())],
            ),
        )
        own = ("name", "slug", *(("show_in_shop",) if obj else ()), "product_type", "category", "description")
        return [
            (None, {"fields": own}),
            *((title, {"classes": ["tab"], "fields": fields}) for title, fields in more if fields),
        ]

    @tells_at_the_field
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for the type first: it decides which facts the product has."""
        if not self.has_add_permission(request) or self.kind(request, None) is not None:
            added: HttpResponse = super().add_view(request, form_url, extra_context)
            return added
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "What kind of product is it?",
            "kinds": ProductType.objects.order_by("name"),
        }
        return TemplateResponse(request, "engine/admin/product_kind.html", context)

    @admin.display(description="In the shop")
    def show_in_shop(self, product: Product) -> str:
        """Link to the product's pages, where it has any."""
        listings = {listing.channel_id: listing for listing in product.channel_listings.all()}
        return shop_links(
            "products",
            product.slug,
            lambda channel: bool(channel.pk in listings and listings[channel.pk].is_visible),
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
        seen, later = [], []
        for listing in product.channel_listings.all():
            if listing.is_visible:
                seen.append(listing.channel.slug)
            elif listing.is_published and listing.published_at is not None:
                later.append(f"{listing.channel.slug} from {date_format(listing.published_at, 'j M Y')}")
        return ("published" if seen else "hidden"), ", ".join(sorted(seen) + sorted(later)) or "hidden"

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save a table; for variants, their prices and stocks too."""
        super().save_formset(request, form, formset, change)
        if formset.model is ProductVariant:
            for row in formset.forms:
                if isinstance(row, VariantForm) and row.instance.pk and row not in formset.deleted_forms:
                    row.save_listings()

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Save the tables and facts, then what is derived from them: names, the default variant, words to find it."""
        super().save_related(request, form, formsets, change)
        product = Product.objects.get(pk=form.instance.pk)
        give_facts(owner=product, facts=getattr(form, "facts", ()))
        self._list_where_priced(product)
        for variant in product.variants.all():
            save_variant(variant=variant, columns={}, facts=self._option(variant))
        if product.default_variant_id is None:
            product.default_variant = product.variants.first()
            product.save(update_fields=["default_variant"])
        write_search_documents([product])

    @staticmethod
    def _list_where_priced(product: Product) -> None:
        """A price stands in a channel only where the product is listed; hidden, until it is published."""
        priced = Channel.objects.filter(variant_listings__variant__product=product)
        for channel in priced.exclude(product_listings__product=product).distinct():
            facts = {"visible_in_listings": True, "is_available_for_purchase": True}
            list_product(product=product, channel=channel, facts=facts)

    @staticmethod
    def _option(variant: ProductVariant) -> list[Fact]:
        """A variant's name is its choice, where its type lets shoppers choose by one attribute."""
        choosing = variant.product.product_type.attribute_variants.filter(variant_selection=True)
        attributes = [row.attribute for row in choosing.select_related("attribute")]
        if len(attributes) != 1 or attributes[0].input_type != "DROPDOWN" or not variant.name:
            return []
        return [Fact(attributes[0], choices=(Choice(name=variant.name),))]
