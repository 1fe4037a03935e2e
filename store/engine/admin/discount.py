"""Vouchers with their codes and what they are worth per channel."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminSelectWidget

from store.engine.actions.voucher import check_unused
from store.engine.admin.base import Rows, Section
from store.engine.admin.countries import CountriesField
from store.engine.admin.rows_per_channel import ChannelRowForm, ChannelRows
from store.engine.models import ProductVariant, Voucher, VoucherChannelListing, VoucherCode
from store.engine.refusals import Refusal
from store.forms import ModelForm

DISCOUNTS = ("MANAGE_DISCOUNTS",)
TYPES = (("ENTIRE_ORDER", "Whole order"), ("SPECIFIC_PRODUCT", "Certain products"), ("SHIPPING", "Delivery"))
VALUE_TYPES = (("FIXED", "Amount"), ("PERCENTAGE", "Percent"))
USED = "It cannot be changed any more: a code of this voucher was used."


class VariantsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Variants by product, name and SKU."""

    def label_from_instance(self, variant: Any) -> str:
        """Say which product it is of."""
        return f"{variant.product.name}, {variant} ({variant.sku or 'no SKU'})"


class VoucherForm(ModelForm):
    """A voucher's rules."""

    type = forms.ChoiceField(
        label="Takes something off", choices=TYPES, initial="ENTIRE_ORDER", widget=UnfoldAdminSelectWidget
    )
    discount_value_type = forms.ChoiceField(
        label="Value is", choices=VALUE_TYPES, initial="FIXED", widget=UnfoldAdminSelectWidget
    )
    countries = CountriesField(help_text="Where the parcel goes, for vouchers on delivery. Empty: everywhere.")
    variants = VariantsField(
        queryset=ProductVariant.objects.select_related("product").order_by("product__name", "sort_order"),
        widget=UnfoldAdminSelect2MultipleWidget(),
        required=False,
    )

    class Meta:
        labels = {
            "start_date": "Valid from",
            "end_date": "Valid until",
            "usage_limit": "May be used (times)",
            "apply_once_per_order": "Only for the cheapest unit",
            "apply_once_per_customer": "Once per customer",
            "only_for_staff": "Only for staff and phone orders",
            "single_use": "Each code only once",
            "min_checkout_items_quantity": "Least units in the order",
        }
        help_texts = {
            "name": "For you; shoppers see the code.",
            "end_date": "Empty: for good.",
            "usage_limit": "All codes together. Empty: without limit.",
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse an end before the start, and other limits for what was used."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", "The end cannot be before the start.")
        for name in ("single_use", "usage_limit"):
            if self.instance.pk and name in cleaned:
                try:
                    check_unused(voucher=self.instance, columns={name: cleaned[name]})
                except Refusal:
                    self.add_error(name, USED)
        return cleaned


class Codes(Rows):
    """Codes, and how often each was used."""

    model = VoucherCode
    writes = DISCOUNTS
    fields = ("code", "used", "is_active")
    readonly_fields = ("used",)
    verbose_name = "code"
    verbose_name_plural = "Codes"

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new voucher starts with room for one."""
        return 0 if obj else 1


class ValueForm(ChannelRowForm):
    """What the voucher is worth in one channel."""

    amounts = ("discount_value", "min_spent_amount")

    class Meta:
        labels = {"discount_value": "Value", "min_spent_amount": "For orders from"}
        help_texts = {"discount_value": "Percent, or an amount in the channel's currency."}


class ValueRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The values of a voucher, which says whether they are percent."""

    def clean(self) -> None:
        """Refuse more than 100 percent."""
        super().clean()
        for row in self.forms:
            value = row.cleaned_data.get("discount_value") if hasattr(row, "cleaned_data") else None
            if self.instance.discount_value_type == "PERCENTAGE" and value is not None and value > 100:
                row.add_error("discount_value", "It cannot be more than 100 percent.")


class Values(ChannelRows):
    """What the voucher is worth in a channel."""

    model = VoucherChannelListing
    form = ValueForm
    formset = ValueRows
    writes = DISCOUNTS
    fields = ("channel", "discount_value", "min_spent_amount")
    verbose_name_plural = "Value per channel"


@admin.register(Voucher)
class VoucherSection(Section):
    """Vouchers."""

    writes = DISCOUNTS
    form = VoucherForm
    inlines = (Codes, Values)
    list_display = ("name", "show_codes", "type", "show_value", "start_date", "end_date", "show_used")
    list_filter = ("type", "discount_value_type")
    search_fields = ("name", "codes__code")
    search_help_text = "Name or code"
    autocomplete_fields = ("products", "categories", "collections")
    fieldsets = (
        (None, {"fields": ("name", "type", "discount_value_type", "start_date", "end_date", "usage_limit")}),
        (
            "Rules",
            {
                "classes": ["tab"],
                "fields": (
                    "apply_once_per_order",
                    "apply_once_per_customer",
                    "only_for_staff",
                    "single_use",
                    "min_checkout_items_quantity",
                    "countries",
                ),
            },
        ),
        ("Limited to", {"classes": ["tab"], "fields": ("products", "variants", "categories", "collections")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Voucher]:
        """Read codes and values of all vouchers at once."""
        vouchers: QuerySet[Voucher] = super().get_queryset(request)
        return vouchers.prefetch_related("codes", "channel_listings__channel").annotate(times_used=Sum("codes__used"))

    @admin.display(description="Codes")
    def show_codes(self, voucher: Voucher) -> str:
        """Return the first codes."""
        codes = [code.code for code in voucher.codes.all()]
        return ", ".join(codes[:3]) + (f" and {len(codes) - 3} more" if len(codes) > 3 else "")

    @admin.display(description="Value")
    def show_value(self, voucher: Voucher) -> str:
        """Return what it is worth per channel."""
        percent = voucher.discount_value_type == "PERCENTAGE"
        return ", ".join(
            f"{listing.discount_value.normalize():f} {'%' if percent else listing.channel.currency_code}"
            for listing in voucher.channel_listings.all()
        )

    @admin.display(description="Used", ordering="times_used")
    def show_used(self, voucher: Any) -> str:
        """Return how often, out of how many times."""
        return (
            f"{voucher.times_used or 0} of {voucher.usage_limit}"
            if voucher.usage_limit
            else str(voucher.times_used or 0)
        )
