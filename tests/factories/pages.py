"""Pages and menus for tests: published unless told."""

import json
from typing import Any

from django.utils import timezone

from store.engine.models import Menu, MenuItem, Page, PageType

Block = tuple[str, dict[str, Any]]


def page(
    *,
    title: str,
    slug: str,
    kind: str = "policy",
    blocks: tuple[Block, ...] = (),
    published: bool = True,
    **facts: str | list[str],
) -> Page:
    """Make a page of a kind; `facts` become its metadata, lists as JSON."""
    page_type, _ = PageType.objects.get_or_create(slug=kind, defaults={"name": kind.title()})
    return Page.objects.create(
        title=title,
        slug=slug,
        page_type=page_type,
        content={"blocks": [{"type": block, "data": data} for block, data in blocks]},
        is_published=published,
        published_at=timezone.now(),
        metadata={name: fact if isinstance(fact, str) else json.dumps(fact) for name, fact in facts.items()},
    )


def menu(*, slug: str, entries: dict[str, str | dict[str, str]]) -> Menu:
    """Make a menu of names and addresses; a dictionary in the place of an address is a level below."""
    made = Menu.objects.create(name=slug.title(), slug=slug)
    for place, (name, below) in enumerate(entries.items()):
        url = below if isinstance(below, str) else ""
        item = MenuItem.objects.create(menu=made, name=name, url=url, sort_order=place)
        for number, (child, address) in enumerate(below.items() if isinstance(below, dict) else ()):
            MenuItem.objects.create(menu=made, parent=item, name=child, url=address, sort_order=number)
    return made
