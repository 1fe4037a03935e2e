"""What every section of the admin shares: who may see and change it, and prices written out."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import display

from store.engine.models import User

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

    list_per_page = 50
    warn_unsaved_form = True
    list_filter_submit = False
    compressed_fields = True

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete one by one, so that each row's own rule of deleting runs."""
        for row in queryset:
            self.delete_model(request, row)


class Rows(Guarded, TabularInline):
    """Rows of a table within another row's form."""

    extra = 0
    tab = True


class Cards(Guarded, StackedInline):
    """Rows with many fields within another row's form."""

    extra = 0
    tab = True
