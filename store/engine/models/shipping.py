"""Shipping zones, methods and their prices per channel."""

from django.db import models

from store.engine.models.base import WithMetadata, amount_field


class ShippingZone(WithMetadata):
    """Countries that are served alike."""

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    countries = models.JSONField(default=list, blank=True)  # ISO 3166 codes
    default = models.BooleanField(default=False)
    channels = models.ManyToManyField("engine.Channel", blank=True, related_name="shipping_zones")
    warehouses = models.ManyToManyField("engine.Warehouse", blank=True, related_name="shipping_zones")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class ShippingMethod(WithMetadata):
    """A way of delivery within a zone, by order value (PRICE) or by weight (WEIGHT)."""

    name = models.CharField(max_length=100)
    type = models.CharField(max_length=30, default="PRICE")  # ShippingMethodTypeEnum
    description = models.JSONField(null=True, blank=True)  # EditorJS
    shipping_zone = models.ForeignKey(ShippingZone, on_delete=models.CASCADE, related_name="shipping_methods")
    minimum_order_weight = models.DecimalField(max_digits=10, decimal_places=3, default=0, null=True)  # kg
    maximum_order_weight = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)  # kg
    minimum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    maximum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    tax_class = models.ForeignKey(
        "engine.TaxClass", null=True, blank=True, on_delete=models.SET_NULL, related_name="shipping_methods"
    )
    excluded_products = models.ManyToManyField("engine.Product", blank=True)
    postal_code_rules = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class ShippingMethodChannelListing(models.Model):
    """What a delivery costs in a channel, and for orders of which value."""

    shipping_method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="channel_listings")
    channel = models.ForeignKey("engine.Channel", on_delete=models.CASCADE, related_name="shipping_listings")
    price_amount = amount_field(default=0)
    minimum_order_price_amount = amount_field(default=0, null=True)
    maximum_order_price_amount = amount_field(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["shipping_method", "channel"], name="one_shipping_listing_per_channel")
        ]
