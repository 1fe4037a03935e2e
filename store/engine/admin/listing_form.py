"""Where and when products and collections are seen, and where products may be bought."""

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldBooleanSwitchWidget

from store.engine.admin.rows_per_channel import ChannelRowForm, ChannelRows
from store.engine.models import CollectionChannelListing, ProductChannelListing

LABELS = {"is_published": "Published", "published_at": "From"}
HELP = {"is_published": "Seen in the shop.", "published_at": "Empty: at once."}


class ListingForm(ChannelRowForm):
    """A channel's row: published without a date, it is seen at once."""

    class Meta:
        model = CollectionChannelListing
        fields = ("channel", "is_published", "published_at")
        labels = LABELS
        help_texts = HELP

    def clean(self) -> dict[str, Any] | None:
        """Date what is published at once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_published") and not cleaned.get("published_at") and "published_at" not in self.errors:
            cleaned["published_at"] = timezone.now()
        return cleaned


class ProductListingForm(ListingForm):
    """A product's row, which also says whether it may be bought, and from when."""

    for_sale = forms.BooleanField(
        label="For sale", required=False, initial=True, widget=UnfoldBooleanSwitchWidget(), help_text="May be bought."
    )

    class Meta:
        model = ProductChannelListing
        fields = ("channel", "is_published", "published_at", "visible_in_listings", "available_for_purchase_at")
        labels = {
            **LABELS,
            "visible_in_listings": "In lists and search",
            "available_for_purchase_at": "On sale from",
        }
        help_texts = {
            **HELP,
            "visible_in_listings": "Otherwise only who knows the address finds it.",
            "available_for_purchase_at": "Empty: at once.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["for_sale"] = self.instance.available_for_purchase_at is not None

    def clean(self) -> dict[str, Any] | None:
        """Date what is for sale at once; what is not for sale has no date."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("for_sale"):
            cleaned["available_for_purchase_at"] = None
        elif not cleaned.get("available_for_purchase_at") and "available_for_purchase_at" not in self.errors:
            cleaned["available_for_purchase_at"] = timezone.now()
        return cleaned


class ProductListings(ChannelRows):
    """Where and when the product is seen and sold."""

    model = ProductChannelListing
    form = ProductListingForm
    writes = ("MANAGE_PRODUCTS",)
    can_delete = False
    verbose_name_plural = "Publishing"
    fields = (
        "channel",
        "is_published",
        "published_at",
        "visible_in_listings",
        "for_sale",
        "available_for_purchase_at",
    )
    new_row = {"visible_in_listings": True, "for_sale": True}


class CollectionListings(ChannelRows):
    """Where and when the collection is seen."""

    model = CollectionChannelListing
    form = ListingForm
    writes = ("MANAGE_PRODUCTS",)
    can_delete = False
    verbose_name_plural = "Publishing"
