"""Pages and their types; a page is found by the words of its title and text."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.actions.facts import Fact, give_facts
from store.engine.actions.rich_text import clean_rich_text, words_of
from store.engine.actions.search_document import words_in
from store.engine.models import Attribute, Page, PageType
from store.engine.refusals import Refusal


def save_page(*, page: Page, columns: dict[str, Any], facts: Iterable[Fact] = ()) -> None:
    """Create or change a page; published without a date, it is published from now on.

    `content` is EditorJS as it was sent; it is cleaned here. Without a slug the page gets one of its title. Raises
    Refusal: UNIQUE for a slug that is taken, REQUIRED without a title, INVALID for content that is no EditorJS.
    """
    set_columns(page, columns)
    if "content" in columns:
        page.content = clean_rich_text(columns["content"])
    if columns.get("is_published") and page.published_at is None:
        page.published_at = timezone.now()
    fill_slug(page, name=page.title)
    page.search_document = " ".join(["", *words_in(f"{page.title} {words_of(page.content)}"), ""])
    save_checked(page)
    give_facts(owner=page, facts=facts)


def save_page_type(
    *,
    page_type: PageType,
    columns: dict[str, Any],
    add_attributes: Iterable[Attribute] = (),
    remove_attributes: Iterable[Attribute] = (),
) -> None:
    """Create or change a page type and which attributes its pages have.

    Raises Refusal INVALID for attributes that are not of pages.
    """
    joining = list(add_attributes)
    if any(attribute.type != "PAGE_TYPE" for attribute in joining):
        raise Refusal("Only page attributes can be assigned.", code="INVALID", field="addAttributes")
    set_columns(page_type, columns)
    fill_slug(page_type, name=page_type.name)
    save_checked(page_type)
    last = page_type.attribute_pages.count()
    for place, attribute in enumerate(joining, start=last):
        page_type.attribute_pages.get_or_create(attribute=attribute, defaults={"sort_order": place})
    page_type.attribute_pages.filter(attribute__in=list(remove_attributes)).delete()
