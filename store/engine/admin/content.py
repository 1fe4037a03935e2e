"""Pages and menus."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from store.engine.actions.page import save_page
from store.engine.admin.base import Rows, Section, SluggedForm, shop_links
from store.engine.admin.rich_text import RichTextField, RichTextForm
from store.engine.admin.story_form import OF_PAGES, StoryForm, told_fields
from store.engine.models import Menu, MenuItem, Page, PageType
from store.forms import ModelForm

PAGES = ("MANAGE_PAGES",)
MENUS = ("MANAGE_MENUS",)


class PageForm(SluggedForm, StoryForm, RichTextForm):
    """A page's own columns, and what stands around its text."""

    content = RichTextField()

    class Meta:
        labels = {"is_published": "Published", "published_at": "From"}
        help_texts = {"published_at": "Empty: at once."}


BoundPageForm: type[PageForm] = type("BoundPageForm", (PageForm,), told_fields(OF_PAGES))


@admin.register(Page)
class PageSection(Section):
    """Pages."""

    writes = PAGES
    form = BoundPageForm
    list_display = ("title", "slug", "page_type", "is_published", "published_at")
    list_select_related = ("page_type",)
    list_filter = ("page_type", "is_published")
    search_fields = ("title", "slug", "search_document")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("page_type",)
    readonly_fields = ("show_in_shop",)
    fieldsets = (
        (
            None,
            {"fields": ("title", "slug", "show_in_shop", "page_type", "content", "is_published", "published_at")},
        ),
        ("Around the text", {"classes": ["tab"], "fields": tuple(told.name for told in OF_PAGES)}),
        ("Search engines", {"classes": ["tab"], "fields": ("seo_title", "seo_description")}),
    )

    @admin.display(description="In the shop")
    def show_in_shop(self, page: Page) -> str:
        """Link to the page."""
        if page.pk is None:
            return "–"
        kind = "articles" if page.page_type.slug == "article" else "pages"
        return shop_links(kind, page.slug, lambda _channel: page.is_visible)

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


class ItemForm(ModelForm):
    """A link to one thing."""

    class Meta:
        labels = {"parent": "Under", "url": "Address"}

    def clean(self) -> dict[str, Any] | None:
        """Refuse a link that leads to two things at once, or under itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("url", "category", "collection", "page") if cleaned.get(name)]
        for name in given[1:]:
            self.add_error(name, "A link leads to one thing: empty the others.")
        parent = cleaned.get("parent")
        if parent is not None and parent.pk == self.instance.pk:
            self.add_error("parent", "A link cannot stand under itself.")
        return cleaned


class Items(Rows):
    """Links of the menu, those under others included."""

    model = MenuItem
    form = ItemForm
    writes = MENUS
    fields = ("name", "parent", "category", "collection", "page", "url", "sort_order")
    verbose_name = "link"
    plain = ("parent", "category", "collection", "page")
    verbose_name_plural = "Links"
    ordering_field = "sort_order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[MenuItem]:
        """Put every link behind the one that it stands under."""
        items: QuerySet[MenuItem] = super().get_queryset(request)
        return items.order_by(
            Coalesce("parent__sort_order", "sort_order"),
            Coalesce("parent_id", "pk"),
            F("parent_id").asc(nulls_first=True),
            "sort_order",
            "pk",
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only this menu's items as parents."""
        if db_field.name == "parent":
            match = request.resolver_match
            menu = (match and match.kwargs.get("object_id")) or 0
            kwargs["queryset"] = MenuItem.objects.filter(menu_id=menu, parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Menu)
class MenuSection(Section):
    """Menus."""

    writes = MENUS
    inlines = (Items,)
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    fields = ("name", "slug")
