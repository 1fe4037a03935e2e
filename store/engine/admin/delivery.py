"""Channels, delivery and taxes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget

from store.engine.actions.channel import part_strangers
from store.engine.admin.base import Rows, Section
from store.engine.admin.countries import CountriesField, country_field, names
from store.engine.admin.rows_per_channel import ChannelRowForm, ChannelRows
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
from store.engine.money import quantize
from store.forms import ModelForm

SHIPPING = ("MANAGE_SHIPPING",)
TAXES = ("MANAGE_TAXES",)


class ZoneForm(ModelForm):
    """A zone's countries, channels and warehouses."""

    countries = CountriesField(help_text="Type a name to find a country.")

    def clean(self) -> dict[str, Any] | None:
        """Refuse warehouses that serve none of the zone's channels."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        channels = cleaned.get("channels") or Channel.objects.none()
        chosen = cleaned.get("warehouses") or Warehouse.objects.none()
        strangers = chosen.exclude(pk__in=Warehouse.objects.filter(channels__in=channels).values("pk"))
        if strangers:
            what = ", ".join(str(warehouse) for warehouse in strangers)
            self.add_error("warehouses", f"Of no channel of this zone: {what}.")
        return cleaned


@admin.register(ShippingZone)
class ShippingZoneSection(Section):
    """Shipping zones."""

    writes = SHIPPING
    form = ZoneForm
    list_display = ("name", "show_countries", "show_channels")
    search_fields = ("name",)
    filter_horizontal = ("channels", "warehouses")
    fields = ("name", "description", "countries", "channels", "warehouses")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingZone]:
        """Read the channels of all zones at once."""
        zones: QuerySet[ShippingZone] = super().get_queryset(request)
        return zones.prefetch_related("channels")

    @admin.display(description="Countries")
    def show_countries(self, zone: ShippingZone) -> str:
        """Return the first countries and how many more there are."""
        return names(zone.countries)

    @admin.display(description="Channels")
    def show_channels(self, zone: ShippingZone) -> str:
        """Return where it is offered."""
        return ", ".join(channel.slug for channel in zone.channels.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Without a channel there are no prices in it, nor warehouses of its own."""
        super().save_related(request, form, formsets, change)
        zone = form.instance
        prices = ShippingMethodChannelListing.objects.filter(shipping_method__shipping_zone=zone)
        prices.exclude(channel__in=zone.channels.all()).delete()
        part_strangers([zone])


class PriceForm(ChannelRowForm):
    """What a delivery costs in one channel."""

    amounts = ("price_amount", "minimum_order_price_amount", "maximum_order_price_amount")

    class Meta:
        labels = {
            "price_amount": "Price",
            "minimum_order_price_amount": "For orders from",
            "maximum_order_price_amount": "For orders up to",
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse a span that is empty."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = cleaned.get("minimum_order_price_amount"), cleaned.get("maximum_order_price_amount")
        if least is not None and most is not None and most <= least:
            self.add_error("maximum_order_price_amount", "It must be more than where the span begins.")
        return cleaned


class Prices(ChannelRows):
    """What a delivery costs per channel, and for orders of which value."""

    model = ShippingMethodChannelListing
    form = PriceForm
    writes = SHIPPING
    fields = ("channel", "price_amount", "minimum_order_price_amount", "maximum_order_price_amount")
    verbose_name_plural = "Prices per channel"

    def missing(self, request: HttpRequest, owner: Any) -> list[dict[str, Any]]:
        """Only the zone's channels can have a price."""
        rows = super().missing(request, owner)
        if owner is None or owner.pk is None:
            return rows
        offered = set(owner.shipping_zone.channels.values_list("pk", flat=True))
        return [row for row in rows if row["channel"] in offered]


class MethodForm(ModelForm):
    """A way of delivery: what it is called, how long it takes, what it carries."""

    type = forms.ChoiceField(
        label="Offered by",
        initial="PRICE",
        choices=(("PRICE", "Value of the order"), ("WEIGHT", "Weight of the parcel")),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        labels = {
            "minimum_order_weight": "From (kg)",
            "maximum_order_weight": "Up to (kg)",
            "minimum_delivery_days": "Working days, at least",
            "maximum_delivery_days": "Working days, at most",
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse spans that end before they begin."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lightest, heaviest = cleaned.get("minimum_order_weight"), cleaned.get("maximum_order_weight")
        if lightest is not None and lightest < 0:
            self.add_error("minimum_order_weight", "It cannot be below zero.")
        if lightest is not None and heaviest is not None and heaviest <= lightest:
            self.add_error("maximum_order_weight", "It must be more than the least weight.")
        fewest, most = cleaned.get("minimum_delivery_days"), cleaned.get("maximum_delivery_days")
        if fewest is not None and most is not None and most < fewest:
            self.add_error("maximum_delivery_days", "It cannot be fewer than the least days.")
        return cleaned


@admin.register(ShippingMethod)
class ShippingMethodSection(Section):
    """Ways of delivery."""

    writes = SHIPPING
    form = MethodForm
    inlines = (Prices,)
    list_display = ("name", "shipping_zone", "show_prices", "show_span", "show_days")
    list_select_related = ("shipping_zone",)
    list_filter = ("shipping_zone", "type")
    search_fields = ("name",)
    fields = (
        "name",
        "shipping_zone",
        "type",
        ("minimum_order_weight", "maximum_order_weight"),
        ("minimum_delivery_days", "maximum_delivery_days"),
        "tax_class",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingMethod]:
        """Read the prices of all ways at once."""
        methods: QuerySet[ShippingMethod] = super().get_queryset(request)
        return methods.prefetch_related("channel_listings__channel")

    @admin.display(description="Prices")
    def show_prices(self, method: ShippingMethod) -> str:
        """Return what it costs per channel."""
        listings = [(listing.price_amount, listing.channel.currency_code) for listing in method.channel_listings.all()]
        return ", ".join(f"{code} {quantize(price, code)}" for price, code in listings) or "–"

    @admin.display(description="Weight")
    def show_span(self, method: ShippingMethod) -> str:
        """Return the weights that it carries."""
        if method.type != "WEIGHT":
            return "any"
        least, most = (
            f"{kilos.normalize():f}" if kilos is not None else None
            for kilos in (method.minimum_order_weight or None, method.maximum_order_weight)
        )
        return f"{least or 0} to {most} kg" if most else f"from {least or 0} kg"

    @admin.display(description="Working days")
    def show_days(self, method: ShippingMethod) -> str:
        """Return how long it takes."""
        return f"{method.minimum_delivery_days or 0} to {method.maximum_delivery_days or '?'}"


class RateForm(ModelForm):
    """The rate of one country."""

    country = country_field()

    class Meta:
        labels = {"rate": "Rate (%)"}

    def clean_rate(self) -> Any:
        """Refuse what is no rate."""
        rate = self.cleaned_data["rate"]
        if rate < 0 or rate > 100:
            raise forms.ValidationError("A rate is between 0 and 100 percent.")
        return rate


class Rates(Rows):
    """Rates in percent by country."""

    model = TaxClassCountryRate
    form = RateForm
    writes = TAXES
    verbose_name = "country"
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
