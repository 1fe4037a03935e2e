"""What every section of the admin shares: who may see and change it, and prices written out."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteMixin
from django.db.models import Max, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from store.engine.actions.checks import free_slug
from store.engine.models import Channel, User
from store.forms import ModelForm
from store.privacy.card_guard import tells_at_the_field
from store.privacy.card_numbers import REMOVED, TOLD

Column = TypeVar("Column", bound=Callable[..., Any])


def shown(**options: Any) -> Callable[[Column], Column]:
    """Mark a method as a column of a list with unfold's looks: `header` with a picture, `label` with a colour."""
    return cast("Callable[[Column], Column]", display(**options))


def holds(request: HttpRequest, *codes: str) -> bool:
    """Tell whether whoever is signed in is active staff with one of these permissions."""
    user = request.user
    if not (isinstance(user, User) and user.is_staff and user.is_active):
        return False
    if user.is_superuser:
        return bool(codes)
    if not hasattr(request, "held_codes"):  # asked for every section and table of a page, so read once
        request.held_codes = user.permission_codes  # type: ignore[attr-defined]
    held: frozenset[str] = request.held_codes  # type: ignore[attr-defined]
    return not held.isdisjoint(codes)


def shop_links(page: str, slug: str, is_seen: Callable[[Channel], bool]) -> str:
    """Return links to a page of the shop in every channel where it is seen; `page` as in its address: `products`."""
    cells = []
    for channel in Channel.objects.filter(is_active=True):
        if is_seen(channel):
            address = f"/{channel.slug}/{page}/{slug}/"
            link = '<a class="text-link underline" href="{}" target="_blank" rel="noopener">See it in {}</a>'
            cells.append((format_html(link, address, channel.name),))
        else:
            cells.append((format_html("Not seen in {}", channel.name),))
    return format_html_join(SafeString("<br>"), "{}", cells) or "–"


class SluggedForm(ModelForm):
    """A form of a row with a slug; without one, a new row gets that of its name or title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].label = "Address"
            self.fields["slug"].help_text = "The last part of its address in the shop."
            self.fields["slug"].required = not self.instance._state.adding

    def clean_slug(self) -> str:
        """Make one where none was given."""
        name = self.cleaned_data.get("name") or self.cleaned_data.get("title") or ""
        return self.cleaned_data["slug"] or (free_slug(type(self.instance), name) if name else "")


class Guarded:
    """Asks for Saleor's permissions: any of `reads` to look, any of `writes` to change; no `writes`, no change."""

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Those who may change may look as well."""
        return holds(request, *self.reads, *self.writes)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As for changing."""
        return holds(request, *self.writes)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Without `writes` nobody may."""
        return holds(request, *self.writes)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As for changing."""
        return holds(request, *self.writes)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """A section that may not be read is not listed."""
        return holds(request, *self.reads, *self.writes)


class Section(Guarded, ModelAdmin):
    """A kind of row with a list and a form of its own."""

    form = ModelForm
    list_per_page = 50
    warn_unsaved_form = True
    list_filter_submit = False
    compressed_fields = True

    @tells_at_the_field
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show and take a new row."""
        added: HttpResponse = super().add_view(request, form_url, extra_context)
        return added

    @tells_at_the_field
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a row and take what was changed."""
        changed: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return changed

    @tells_at_the_field
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List rows; what was looked for is told not to be a card number, and the whole list is shown."""
        if REMOVED in request.GET.get("q", ""):
            messages.error(request, TOLD)
            return redirect(request.path)
        listed: HttpResponse = super().changelist_view(request, extra_context)
        return listed

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Fill in the first values of new rows, where the table has some."""
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if hasattr(inline, "missing"):
            options["initial"] = inline.missing(request, obj)
        return options

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save a table; what is new in an ordered one goes behind the others unless it was moved."""
        new = [
            row.instance
            for row in formset.extra_forms
            if "sort_order" in row.fields and row.has_changed() and "sort_order" not in row.changed_data
        ]
        last = formset.queryset.aggregate(last=Max("sort_order"))["last"] if new else None
        for place, instance in enumerate(new, start=0 if last is None else last + 1):
            instance.sort_order = place
        super().save_formset(request, form, formset, change)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete one by one, so that each row's own rule of deleting runs."""
        for row in queryset:
            self.delete_model(request, row)


class Rows(Guarded, TabularInline):
    """Rows of a table within another row's form; what may be chosen is read once for all of them."""

    form = ModelForm
    extra = 0
    tab = True
    hide_title = True
    plain: tuple[str, ...] = ()  # columns whose rows are chosen, not made or changed from here

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave the means to make and change others away where they would only be in the way."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.plain:
            field.widget = getattr(field.widget, "widget", field.widget)
        return field

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Let all rows share the choices of each field."""
        made = super().get_formset(request, obj, **kwargs)
        choices: dict[str, Any] = {}

        class SharingForm(made.form):  # type: ignore[name-defined]
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, **options)
                for name, field in self.fields.items():
                    widget = getattr(field.widget, "widget", field.widget)
                    if isinstance(field, forms.ModelChoiceField) and not isinstance(widget, AutocompleteMixin):
                        if name not in choices:
                            choices[name] = list(cast("Any", field.choices))
                        field.choices = choices[name]

        made.form = SharingForm
        return made
