"""A variant's row within its product's form, with a price per channel and a stock per warehouse."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from store.engine.actions.shipping import too_precise
from store.engine.models import Channel, ProductVariant, ProductVariantChannelListing, Stock, Warehouse
from store.forms import ModelForm


def variant_form(channels: Iterable[Channel], warehouses: Iterable[Warehouse]) -> type["VariantForm"]:
    """Make the form for these channels and warehouses: fields `price_<channel>` and `stock_<warehouse>`."""
    fields: dict[str, Any] = {"channels": list(channels), "warehouses": list(warehouses)}
    for channel in fields["channels"]:
        fields[f"price_{channel.pk}"] = forms.DecimalField(
            label=f"Price {channel.slug} ({channel.currency_code})",
            required=False,
            min_value=Decimal(0),
            max_digits=12,
            widget=UnfoldAdminDecimalFieldWidget(),
        )
    for warehouse in fields["warehouses"]:
        fields[f"stock_{warehouse.pk.hex}"] = forms.IntegerField(
            label=f"Stock {warehouse.slug}", required=False, min_value=0, widget=UnfoldAdminIntegerFieldWidget()
        )
    return type("BoundVariantForm", (VariantForm,), fields)


class VariantForm(ModelForm):
    """Reads and writes listings and stocks of the variant; an empty price takes the variant out of the channel."""

    channels: list[Channel] = []
    warehouses: list[Warehouse] = []

    class Meta:
        model = ProductVariant
        fields = ("name", "sku", "track_inventory", "weight", "quantity_limit_per_customer", "sort_order")
        labels = {
            "sku": "SKU",
            "quantity_limit_per_customer": "Most per order",
            "weight": "Weight (kg)",
            "track_inventory": "Counted",
        }
        help_texts = {"track_inventory": "Off: never sold out, as downloads are."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for listing in self.instance.channel_listings.all():
            if listing.price_amount is not None:
                self.initial[f"price_{listing.channel_id}"] = listing.price_amount.normalize() + Decimal("0.00")
        for stock in self.instance.stocks.all():
            self.initial[f"stock_{stock.warehouse_id.hex}"] = stock.quantity

    def clean_sku(self) -> str | None:
        """No SKU is null, so that several variants may have none."""
        return self.cleaned_data["sku"] or None

    def clean(self) -> dict[str, Any] | None:
        """Refuse prices finer than their currency."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for channel in self.channels:
            price = cleaned.get(f"price_{channel.pk}")
            if price is not None and too_precise(price, channel.currency_code):
                self.add_error(f"price_{channel.pk}", ValidationError("It has too many decimal places."))
        return cleaned

    def save_listings(self) -> None:
        """Write prices and stocks of the saved variant; what was not touched is left alone."""
        for channel in self.channels:
            name = f"price_{channel.pk}"
            if name in self.changed_data:
                self._save_price(channel, self.cleaned_data[name])
        for warehouse in self.warehouses:
            name = f"stock_{warehouse.pk.hex}"
            if name in self.changed_data:
                Stock.objects.update_or_create(
                    product_variant=self.instance,
                    warehouse=warehouse,
                    defaults={"quantity": self.cleaned_data[name] or 0},
                )

    def _save_price(self, channel: Channel, price: Decimal | None) -> None:
        if price is None:
            ProductVariantChannelListing.objects.filter(variant=self.instance, channel=channel).delete()
        else:
            ProductVariantChannelListing.objects.update_or_create(
                variant=self.instance, channel=channel, defaults={"price_amount": price}
            )
