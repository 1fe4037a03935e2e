"""Channels: a market with one currency."""

from django.db import models

from store.engine.models.base import WithMetadata


class Channel(WithMetadata):
    """A market: `us` in USD, `intl` in GBP."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)
    is_active = models.BooleanField(default=False)
    currency_code = models.CharField(max_length=3)
    default_country = models.CharField(max_length=2)
    warehouses = models.ManyToManyField("engine.Warehouse", through="engine.ChannelWarehouse", related_name="channels")
    allocation_strategy = models.CharField(max_length=255, default="PRIORITIZE_SORTING_ORDER")
    automatically_confirm_all_new_orders = models.BooleanField(default=True)
    automatically_fulfill_non_shippable_gift_card = models.BooleanField(default=True)
    allow_unpaid_orders = models.BooleanField(default=False)
    include_draft_order_in_voucher_usage = models.BooleanField(default=False)
    order_mark_as_paid_strategy = models.CharField(max_length=255, default="TRANSACTION_FLOW")
    default_transaction_flow_strategy = models.CharField(max_length=255, default="CHARGE")
    use_legacy_error_flow_for_checkout = models.BooleanField(default=True)
    allow_legacy_gift_card_use = models.BooleanField(default=True)
    automatically_complete_fully_paid_checkouts = models.BooleanField(default=False)
    automatic_completion_delay = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    automatic_completion_cut_off_date = models.DateTimeField(null=True, blank=True)
    delete_expired_orders_after_days = models.PositiveIntegerField(default=60)
    draft_order_line_price_freeze_period_hours = models.PositiveIntegerField(default=24, null=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return f"{self.name} ({self.currency_code})"


class ChannelWarehouse(models.Model):
    """Which warehouses serve a channel, in order of preference."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="channel_warehouses")
    warehouse = models.ForeignKey("engine.Warehouse", on_delete=models.CASCADE, related_name="channel_warehouses")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["channel", "warehouse"], name="one_row_per_channel_warehouse")]
