"""Vouchers with their codes and what they are worth per channel."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget

from store.engine.admin.base import Rows, Section
from store.engine.models import Voucher, VoucherChannelListing, VoucherCode

DISCOUNTS = ("MANAGE_DISCOUNTS",)
TYPES = (("ENTIRE_ORDER", "Whole order"), ("SPECIFIC_PRODUCT", "Certain products"), ("SHIPPING", "Delivery"))
VALUE_TYPES = (("FIXED", "Amount"), ("PERCENTAGE", "Percent"))


class VoucherForm(forms.ModelForm):  # type: ignore[type-arg]
    """A voucher's rules."""

    type = forms.ChoiceField(choices=TYPES, widget=UnfoldAdminSelectWidget)
    discount_value_type = forms.ChoiceField(choices=VALUE_TYPES, widget=UnfoldAdminSelectWidget, label="Value is")

    def clean(self) -> dict[str, Any] | None:
        """Refuse an end before the start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", "The end cannot be before the start.")
        return cleaned


class Codes(Rows):
    """Codes, and how often each was used."""

    model = VoucherCode
    writes = DISCOUNTS
    fields = ("code", "used", "is_active")
    readonly_fields = ("used",)


class Values(Rows):
    """What the voucher is worth in a channel."""

    model = VoucherChannelListing
    writes = DISCOUNTS
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
    filter_horizontal = ("products", "variants", "categories", "collections")
    fieldsets = (
        (None, {"fields": ("name", ("type", "discount_value_type"), ("start_date", "end_date"), "usage_limit")}),
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
