"""Attributes: facts that products, variants and pages carry, such as muscles, hours or format."""

from django.db import models

from store.engine.models.base import WithExternalReference, WithMetadata


class Attribute(WithMetadata, WithExternalReference):
    """A kind of fact: its input type says what its values look like."""

    slug = models.SlugField(max_length=250, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=50, default="PRODUCT_TYPE")  # AttributeTypeEnum
    input_type = models.CharField(max_length=50, default="DROPDOWN")  # AttributeInputTypeEnum
    entity_type = models.CharField(max_length=50, blank=True, default="")  # AttributeEntityTypeEnum
    unit = models.CharField(max_length=100, blank=True, default="")  # MeasurementUnitsEnum
    value_required = models.BooleanField(default=False)
    visible_in_storefront = models.BooleanField(default=True)
    filterable_in_storefront = models.BooleanField(default=True)
    filterable_in_dashboard = models.BooleanField(default=True)
    storefront_search_position = models.IntegerField(default=0)
    available_in_grid = models.BooleanField(default=False)

    class Meta:
        ordering = ("storefront_search_position", "slug")

    def __str__(self) -> str:
        return self.name


class AttributeValue(WithExternalReference):
    """One value of an attribute; choices are shared, texts and numbers belong to one owner."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, allow_unicode=True)
    value = models.CharField(max_length=255, blank=True, default="")  # a colour, for swatches
    plain_text = models.TextField(blank=True, default="")
    rich_text = models.JSONField(null=True, blank=True)
    boolean = models.BooleanField(null=True, blank=True)
    numeric = models.FloatField(null=True, blank=True)
    date_time = models.DateTimeField(null=True, blank=True)
    file_url = models.CharField(max_length=1024, blank=True, default="")
    content_type = models.CharField(max_length=255, blank=True, default="")
    reference_product = models.ForeignKey(
        "engine.Product", null=True, blank=True, on_delete=models.CASCADE, related_name="references"
    )
    reference_page = models.ForeignKey(
        "engine.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="references"
    )
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["slug", "attribute"], name="one_value_per_slug_and_attribute")]

    def __str__(self) -> str:
        return self.name
