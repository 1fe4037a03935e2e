"""Pages and menus."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from store.engine.actions.page import save_page
from store.engine.admin.base import Rows, Section
from store.engine.admin.rich_text import RichTextField, RichTextForm
from store.engine.models import Menu, MenuItem, Page, PageType

PAGES = ("MANAGE_PAGES",)
MENUS = ("MANAGE_MENUS",)


class PageForm(RichTextForm):
    """A page's own columns."""

    content = RichTextField()


@admin.register(Page)
class PageSection(Section):
    """Pages."""

    writes = PAGES
    form = PageForm
    list_display = ("title", "slug", "page_type", "is_published", "published_at")
    list_select_related = ("page_type",)
    list_filter = ("page_type", "is_published")
    search_fields = ("title", "slug", "search_document")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("page_type",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "page_type", "content", "is_published", "published_at")}),
        ("Search engines", {"classes": ["tab"], "fields": ("seo_title", "seo_description")}),
    )

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        """Save as the API does, with the date and the words that the page is found by."""
        save_page(page=obj, columns={"is_published": obj.is_published})


@admin.register(PageType)
class PageTypeSection(Section):
    """Page types."""

    reads = PAGES
    writes = ("MANAGE_PAGE_TYPES_AND_ATTRIBUTES",)
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")


class Items(Rows):
    """Links of the menu, those under others included."""

    model = MenuItem
    writes = MENUS
    fields = ("name", "parent", "url", "category", "collection", "page", "sort_order")
    verbose_name_plural = "Links"
    ordering_field = "sort_order"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only this menu's items as parents."""
        if db_field.name == "parent":
            match = request.resolver_match
            kwargs["queryset"] = MenuItem.objects.filter(menu_id=(match and match.kwargs.get("object_id")) or 0)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Menu)
class MenuSection(Section):
    """Menus."""

    writes = MENUS
    inlines = (Items,)
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    fields = ("name", "slug")
