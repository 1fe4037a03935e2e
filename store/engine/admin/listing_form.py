"""A row per channel that says where and when something is seen and sold."""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldBooleanSwitchWidget

from store.engine.admin.base import Rows
from store.engine.models import Channel, ProductChannelListing


class ListingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A channel's row: published without a date, it is seen at once."""

    class Meta:
        labels = {"is_published": "Published", "published_at": "From", "visible_in_listings": "In lists and search"}
        help_texts = {
            "is_published": "Seen in the shop.",
            "published_at": "Empty: at once.",
            "visible_in_listings": "Otherwise only who knows the address finds it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].disabled = True

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

    class Meta(ListingForm.Meta):
        model = ProductChannelListing
        fields = ("channel", "is_published", "published_at", "visible_in_listings", "available_for_purchase_at")
        labels = {**ListingForm.Meta.labels, "available_for_purchase_at": "On sale from"}
        help_texts = {**ListingForm.Meta.help_texts, "available_for_purchase_at": "Empty: at once."}

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


class ListingRows(Rows):
    """One row for every channel, those that have none yet included; a row that nobody touches is not made."""

    form = ListingForm
    can_delete = False
    verbose_name_plural = "Channels"
    new_row: dict[str, Any] = {}

    def channels(self, request: HttpRequest) -> list[Channel]:
        """Return all channels, read once per request."""
        if not hasattr(request, "all_channels"):
            request.all_channels = list(Channel.objects.all())  # type: ignore[attr-defined]
        found: list[Channel] = request.all_channels  # type: ignore[attr-defined]
        return found

    def missing(self, request: HttpRequest, obj: Model | None) -> list[dict[str, Any]]:
        """Return the first values of rows for the channels that have none."""
        column = self.model.__name__.removesuffix("ChannelListing").lower()
        listed = self.model._default_manager.filter(**{column: obj}) if obj and obj.pk else self.model.objects.none()
        taken = set(listed.values_list("channel_id", flat=True))
        return [{"channel": row.pk, **self.new_row} for row in self.channels(request) if row.pk not in taken]

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """As many new rows as there are channels without one."""
        return len(self.missing(request, obj))

    def get_max_num(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """One row per channel."""
        return len(self.channels(request))


class ProductListings(ListingRows):
    """Where and when the product is seen and sold."""

    model = ProductChannelListing
    form = ProductListingForm
    writes = ("MANAGE_PRODUCTS",)
    fields = (
        "channel",
        "is_published",
        "published_at",
        "visible_in_listings",
        "for_sale",
        "available_for_purchase_at",
    )
    new_row = {"visible_in_listings": True, "for_sale": True}
