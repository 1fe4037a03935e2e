"""Products, their variants, prices per channel and pictures."""

from django.db import models
from django.utils import timezone

from store.engine.models.base import WithExternalReference, WithMetadata, WithPublication, amount_field


class ProductType(WithMetadata):
    """What kind of thing a product is: which attributes it has and whether it is shipped."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=32, default="NORMAL")  # ProductTypeKindEnum
    has_variants = models.BooleanField(default=True)
    is_shipping_required = models.BooleanField(default=True)
    is_digital = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=10, decimal_places=3, default=0)  # kg
    tax_class = models.ForeignKey(
        "engine.TaxClass", null=True, blank=True, on_delete=models.SET_NULL, related_name="product_types"
    )
    product_attributes = models.ManyToManyField(
        "engine.Attribute", blank=True, through="engine.ProductTypeAttribute", related_name="product_types"
    )
    variant_attributes = models.ManyToManyField(
        "engine.Attribute",
        blank=True,
        through="engine.VariantTypeAttribute",
        related_name="variant_product_types",
    )

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class ProductTypeAttribute(models.Model):
    """An attribute of the products of a type."""

    product_type = models.ForeignKey(ProductType, on_delete=models.CASCADE, related_name="attribute_products")
    attribute = models.ForeignKey("engine.Attribute", on_delete=models.CASCADE, related_name="attribute_products")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["product_type", "attribute"], name="product_attribute_once")]


class VariantTypeAttribute(models.Model):
    """An attribute of the variants of a type; `variant_selection` makes it a choice on the page."""

    product_type = models.ForeignKey(ProductType, on_delete=models.CASCADE, related_name="attribute_variants")
    attribute = models.ForeignKey("engine.Attribute", on_delete=models.CASCADE, related_name="attribute_variants")
    variant_selection = models.BooleanField(default=False)
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["product_type", "attribute"], name="variant_attribute_once")]


class Category(WithMetadata, WithExternalReference):
    """A place in the catalogue's tree; has no channel and is always visible."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(null=True, blank=True)  # EditorJS
    seo_title = models.CharField(max_length=70, blank=True, default="")
    seo_description = models.CharField(max_length=300, blank=True, default="")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    background_image = models.ImageField(upload_to="category-backgrounds", blank=True)
    background_image_alt = models.CharField(max_length=128, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Product(WithMetadata, WithExternalReference):
    """Something that is sold; what it costs stands in its variants' channel listings."""

    product_type = models.ForeignKey(ProductType, on_delete=models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="products")
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(null=True, blank=True)  # EditorJS
    seo_title = models.CharField(max_length=70, blank=True, default="")
    seo_description = models.CharField(max_length=300, blank=True, default="")
    weight = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)  # kg
    rating = models.FloatField(null=True, blank=True)
    tax_class = models.ForeignKey(
        "engine.TaxClass", null=True, blank=True, on_delete=models.SET_NULL, related_name="products"
    )
    default_variant = models.OneToOneField(
        "engine.ProductVariant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    search_document = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class ProductChannelListing(WithPublication):
    """Where and when a product is seen and sold."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="channel_listings")
    channel = models.ForeignKey("engine.Channel", on_delete=models.CASCADE, related_name="product_listings")
    visible_in_listings = models.BooleanField(default=False)
    available_for_purchase_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["product", "channel"], name="one_product_listing_per_channel")]

    @property
    def is_available_for_purchase(self) -> bool:
        """May be bought now."""
        return self.available_for_purchase_at is not None and self.available_for_purchase_at <= timezone.now()


class ProductVariant(WithMetadata, WithExternalReference):
    """The thing with a SKU, a price and a stock."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=255, unique=True, null=True, blank=True)
    name = models.CharField(max_length=255, blank=True)
    track_inventory = models.BooleanField(default=True)
    quantity_limit_per_customer = models.PositiveIntegerField(null=True, blank=True)
    weight = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)  # kg
    sort_order = models.IntegerField(default=0)
    media = models.ManyToManyField("engine.ProductMedia", blank=True, related_name="variants")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.name or self.sku or f"Variant {self.pk}"


class ProductVariantChannelListing(models.Model):
    """What a variant costs in a channel, in the channel's currency, entered with or without tax as the channel says."""

    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="channel_listings")
    channel = models.ForeignKey("engine.Channel", on_delete=models.CASCADE, related_name="variant_listings")
    price_amount = amount_field(null=True, blank=True)
    cost_price_amount = amount_field(null=True, blank=True)
    prior_price_amount = amount_field(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["variant", "channel"], name="one_variant_listing_per_channel"),
            models.CheckConstraint(
                condition=models.Q(price_amount__isnull=True) | models.Q(price_amount__gte=0),
                name="variant_price_not_negative",
            ),
        ]


class ProductMedia(WithMetadata, WithExternalReference):
    """A picture of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media")
    image = models.ImageField(upload_to="products", blank=True)
    alt = models.CharField(max_length=250, blank=True)
    type = models.CharField(max_length=32, default="IMAGE")  # ProductMediaType
    external_url = models.CharField(max_length=256, blank=True, default="")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        verbose_name_plural = "product media"


class AssignedProductValue(models.Model):
    """A fact of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="attribute_values")
    value = models.ForeignKey("engine.AttributeValue", on_delete=models.CASCADE, related_name="product_assignments")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["product", "value"], name="product_value_once")]


class AssignedVariantValue(models.Model):
    """A fact of a variant."""

    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="attribute_values")
    value = models.ForeignKey("engine.AttributeValue", on_delete=models.CASCADE, related_name="variant_assignments")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["variant", "value"], name="variant_value_once")]
