"""Vouchers and their codes."""

import uuid

from django.db import models
from django.utils import timezone

from store.engine.models.base import WithMetadata, amount_field


class Voucher(WithMetadata):
    """A discount that a code opens."""

    name = models.CharField(max_length=255, blank=True, default="")
    type = models.CharField(max_length=20, default="ENTIRE_ORDER")  # VoucherTypeEnum
    discount_value_type = models.CharField(max_length=10, default="FIXED")  # DiscountValueTypeEnum
    start_date = models.DateTimeField(default=timezone.now)
    end_date = models.DateTimeField(null=True, blank=True)
    usage_limit = models.PositiveIntegerField(null=True, blank=True)
    apply_once_per_order = models.BooleanField(default=False)
    apply_once_per_customer = models.BooleanField(default=False)
    only_for_staff = models.BooleanField(default=False)
    single_use = models.BooleanField(default=False)
    min_checkout_items_quantity = models.PositiveIntegerField(null=True, blank=True)
    countries = models.JSONField(default=list, blank=True)
    products = models.ManyToManyField("engine.Product", blank=True)
    variants = models.ManyToManyField("engine.ProductVariant", blank=True)
    collections = models.ManyToManyField("engine.Collection", blank=True)
    categories = models.ManyToManyField("engine.Category", blank=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name or f"Voucher {self.pk}"


class VoucherCode(models.Model):
    """A code, and how often it was used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=255, unique=True)
    used = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "code")

    def __str__(self) -> str:
        return self.code


class VoucherCustomer(models.Model):
    """Who used a code already, where a voucher is once per customer."""

    voucher_code = models.ForeignKey(VoucherCode, on_delete=models.CASCADE, related_name="customers")
    customer_email = models.EmailField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["voucher_code", "customer_email"], name="voucher_code_once_per_customer")
        ]


class VoucherChannelListing(models.Model):
    """What a voucher is worth in a channel, and from which order value."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="channel_listings")
    channel = models.ForeignKey("engine.Channel", on_delete=models.CASCADE, related_name="voucher_listings")
    discount_value = amount_field()
    min_spent_amount = amount_field(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["voucher", "channel"], name="one_voucher_listing_per_channel")]
