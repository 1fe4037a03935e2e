"""Tables with one row for every channel, those that have none yet included; a row that nobody touches is not made."""

from typing import Any

from django.db.models import DateTimeField, Model
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSplitDateTimeVerticalWidget

from store.engine.actions.shipping import too_precise
from store.engine.admin.base import Rows
from store.engine.models import Channel
from store.forms import ModelForm


class ChannelRowForm(ModelForm):
    """A channel's row, whose amounts are checked against the channel's currency."""

    amounts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].disabled = True
        for name in self.amounts:
            amount = self.initial.get(name)
            if amount is not None:
                self.initial[name] = f"{amount.normalize():f}"

    def clean(self) -> dict[str, Any] | None:
        """Refuse amounts below zero, and finer than their currency."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        channel = cleaned.get("channel")
        for name in self.amounts:
            amount = cleaned.get(name)
            if amount is not None and amount < 0:
                self.add_error(name, "It cannot be below zero.")
            elif amount is not None and channel and too_precise(amount, channel.currency_code):
                self.add_error(name, "It has too many decimal places.")
        return cleaned


class ChannelRows(Rows):
    """One row per channel."""

    form: type[ModelForm] = ChannelRowForm
    formset: type[BaseInlineFormSet[Any, Any, Any]] = BaseInlineFormSet
    formfield_overrides = {
        DateTimeField: {"widget": UnfoldAdminSplitDateTimeVerticalWidget(date_label="", time_label="")}
    }
    verbose_name = "channel"
    plain = ("channel",)
    new_row: dict[str, Any] = {}

    def missing(self, request: HttpRequest, owner: Model | None) -> list[dict[str, Any]]:
        """Return the first values of rows for the channels that have none."""
        if not hasattr(request, "all_channels"):
            request.all_channels = list(Channel.objects.all())  # type: ignore[attr-defined]
        taken: set[int] = set()
        if owner is not None and owner.pk:
            column = next(field.name for field in self.model._meta.fields if field.related_model is self.parent_model)
            rows = self.model._default_manager.filter(**{column: owner})
            taken = set(rows.values_list("channel_id", flat=True))
        return [
            {"channel": channel.pk, **self.new_row}
            for channel in request.all_channels  # type: ignore[attr-defined]
            if channel.pk not in taken
        ]

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """As many new rows as there are channels without one."""
        return len(self.missing(request, obj))

    def get_max_num(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """One row per channel, so that none can be added."""
        self.missing(request, obj)
        return len(request.all_channels)  # type: ignore[attr-defined]
