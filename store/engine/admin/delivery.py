"""Channels, delivery and taxes."""

from typing import Any

from django.contrib import admin

from store.engine.admin.base import Rows, Section
from store.engine.models import (
    Channel,
    ShippingMethod,
    ShippingMethodChannelListing,
    ShippingZone,
    TaxClass,
    TaxClassCountryRate,
    TaxConfiguration,
    Warehouse,
)

SHIPPING = ("MANAGE_SHIPPING",)
TAXES = ("MANAGE_TAXES",)


@admin.register(ShippingZone)
class ShippingZoneSection(Section):
    """Shipping zones."""

    writes = SHIPPING
    list_display = ("name", "show_countries")
    search_fields = ("name",)
    filter_horizontal = ("channels", "warehouses")
    fields = ("name", "description", "countries", "channels", "warehouses")

    @admin.display(description="Countries")
    def show_countries(self, zone: ShippingZone) -> str:
        """Return the first countries and how many more there are."""
        shown = ", ".join(zone.countries[:8])
        return f"{shown} and {len(zone.countries) - 8} more" if len(zone.countries) > 8 else shown


class Prices(Rows):
    """What a delivery costs per channel, and for orders of which value."""

    model = ShippingMethodChannelListing
    writes = SHIPPING
    verbose_name_plural = "Prices per channel"


@admin.register(ShippingMethod)
class ShippingMethodSection(Section):
    """Ways of delivery."""

    writes = SHIPPING
    inlines = (Prices,)
    list_display = ("name", "shipping_zone", "type", "minimum_order_weight", "maximum_order_weight")
    list_select_related = ("shipping_zone",)
    list_filter = ("shipping_zone", "type")
    search_fields = ("name",)
    fields = (
        "name",
        "type",
        "shipping_zone",
        ("minimum_order_weight", "maximum_order_weight"),
        ("minimum_delivery_days", "maximum_delivery_days"),
        "tax_class",
    )

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Say what the two types mean."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "type" and field is not None:
            field.help_text = "PRICE: offered by order value. WEIGHT: offered by weight in kg."
        return field


class Rates(Rows):
    """Rates in percent by country."""

    model = TaxClassCountryRate
    writes = TAXES
    verbose_name_plural = "Rates in percent"


@admin.register(TaxClass)
class TaxClassSection(Section):
    """Tax classes."""

    reads = ("MANAGE_PRODUCTS",)
    writes = TAXES
    inlines = (Rates,)
    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name",)


@admin.register(TaxConfiguration)
class TaxConfigurationSection(Section):
    """How channels enter and show prices."""

    writes = TAXES
    list_display = ("channel", "charge_taxes", "prices_entered_with_tax", "display_gross_prices")
    list_select_related = ("channel",)
    fields = ("channel", "charge_taxes", "prices_entered_with_tax", "display_gross_prices")
    readonly_fields = ("channel",)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """A channel comes with its configuration."""
        return False

    has_delete_permission = has_add_permission


@admin.register(Channel)
class ChannelSection(Section):
    """Channels, to be opened and closed; their settings are changed through the API."""

    writes = ("MANAGE_CHANNELS",)
    list_display = ("name", "slug", "currency_code", "default_country", "is_active")
    fields = ("name", "slug", "currency_code", "default_country", "is_active")
    readonly_fields = ("slug", "currency_code")

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Channels are opened through the API, with all that belongs to them."""
        return False

    has_delete_permission = has_add_permission


@admin.register(Warehouse)
class WarehouseSection(Section):
    """Warehouses."""

    reads = ("MANAGE_PRODUCTS", "MANAGE_SHIPPING", "MANAGE_ORDERS")
    list_display = ("name", "slug", "address")
    list_select_related = ("address",)
