"""Checkouts: a basket on its way to an order."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from store.engine.models.base import WithMetadata, amount_field


class Checkout(WithMetadata):
    """A basket with addresses, delivery and totals; its token is a bearer secret.

    Totals are stored with the time until which they hold (`price_expiration`), as Saleor does, so that a price
    change between payment and completion does not alter what the customer agreed to.
    """

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey("engine.Channel", on_delete=models.PROTECT, related_name="checkouts")
    user = models.ForeignKey("engine.User", null=True, blank=True, on_delete=models.CASCADE, related_name="checkouts")
    email = models.EmailField(blank=True, default="")
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    billing_address = models.ForeignKey(
        "engine.Address", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    shipping_address = models.ForeignKey(
        "engine.Address", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    save_billing_address = models.BooleanField(default=True)
    save_shipping_address = models.BooleanField(default=True)
    assigned_delivery = models.OneToOneField(
        "engine.CheckoutDelivery", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    delivery_methods_stale_at = models.DateTimeField(null=True, blank=True)
    voucher_code = models.CharField(max_length=255, blank=True, default="")
    discount_amount = amount_field(default=0)
    discount_name = models.CharField(max_length=255, blank=True, default="")
    note = models.TextField(blank=True, default="")
    language_code = models.CharField(max_length=35, default="en")
    redirect_url = models.URLField(blank=True, default="")
    base_total_amount = amount_field(default=0)
    total_net_amount = amount_field(default=0)
    total_gross_amount = amount_field(default=0)
    subtotal_net_amount = amount_field(default=0)
    subtotal_gross_amount = amount_field(default=0)
    shipping_price_net_amount = amount_field(default=0)
    shipping_price_gross_amount = amount_field(default=0)
    shipping_tax_rate = models.DecimalField(max_digits=6, decimal_places=5, default=0)  # 0.2 for 20 %
    price_expiration = models.DateTimeField(default=timezone.now)
    charge_status = models.CharField(max_length=32, default="NONE")  # CheckoutChargeStatusEnum
    authorize_status = models.CharField(max_length=32, default="NONE")  # CheckoutAuthorizeStatusEnum
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-updated_at", "pk")

    def __str__(self) -> str:
        return f"Checkout in {self.channel_id}"


class CheckoutLine(WithMetadata):
    """So many units of a variant in a basket."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("engine.ProductVariant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    price_override = amount_field(null=True, blank=True)
    price_override_reason = models.TextField(blank=True, default="")
    currency = models.CharField(max_length=3)
    undiscounted_unit_price_amount = amount_field(default=0)
    unit_price_net_amount = amount_field(default=0)
    unit_price_gross_amount = amount_field(default=0)
    total_price_net_amount = amount_field(default=0)
    total_price_gross_amount = amount_field(default=0)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=5, default=0)  # 0.2 for 20 %
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="checkout_line_quantity_positive")]


class CheckoutDelivery(models.Model):
    """A delivery option worked out for one checkout."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="deliveries")
    shipping_method = models.ForeignKey("engine.ShippingMethod", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    price_amount = amount_field(default=0)
    currency = models.CharField(max_length=3)
    minimum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    maximum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    is_valid = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            # A chosen delivery that changed since stays, not valid any more, beside the one that may be chosen now.
            models.UniqueConstraint(
                fields=["checkout", "shipping_method", "is_valid"], name="one_delivery_per_checkout_method"
            )
        ]
