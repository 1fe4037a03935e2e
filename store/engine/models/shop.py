"""The shop's own settings: one row."""

from django.db import models

from store.engine.models.base import WithMetadata


class SiteSettings(WithMetadata):
    """What Saleor keeps in `shop`: name, address, and rules for every channel. One row, with primary key 1."""

    name = models.CharField(max_length=250, default="NAT Global Campus")
    domain = models.CharField(max_length=250, default="localhost:8000")
    description = models.CharField(max_length=500, blank=True, default="")
    header_text = models.CharField(max_length=200, blank=True, default="")
    company_address = models.ForeignKey("engine.Address", null=True, blank=True, on_delete=models.SET_NULL)
    default_mail_sender_name = models.CharField(max_length=78, blank=True, default="")
    default_mail_sender_address = models.EmailField(blank=True, default="")
    customer_set_password_url = models.CharField(max_length=255, blank=True, default="")
    limit_quantity_per_checkout = models.PositiveIntegerField(default=50, null=True, blank=True)
    reserve_stock_duration_anonymous_user = models.PositiveIntegerField(null=True, blank=True)
    reserve_stock_duration_authenticated_user = models.PositiveIntegerField(null=True, blank=True)
    track_inventory_by_default = models.BooleanField(default=True)
    default_weight_unit = models.CharField(max_length=10, default="KG")
    fulfillment_auto_approve = models.BooleanField(default=True)
    fulfillment_allow_unpaid = models.BooleanField(default=False)
    enable_account_confirmation_by_email = models.BooleanField(default=True)
    allow_login_without_confirmation = models.BooleanField(default=False)
    account_confirm_merge_mode = models.CharField(max_length=50, default="MERGE_DISABLED")
    allow_storefront_traffic = models.BooleanField(default=True)
    use_legacy_shipping_zone_stock_availability = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "site settings"
