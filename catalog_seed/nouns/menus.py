"""Menus: compared as a whole, and put together anew where an entry differs."""

from typing import Any

from catalog_seed.plan import Change, Shop, Step, accepted, created
from catalog_seed.shapes import Entry, Menu
from store.saleor.client.fragments import SeedMenu, SeedMenuItem
from store.saleor.client.input_types import MenuCreateInput, MenuInput, MenuItemCreateInput

Tree = list[tuple[str, str, str, Any]]  # name, what it leads to, its slug or address, the entries below
GOALS = ("category", "collection", "page")


def menus(shop: Shop) -> list[Step]:
    """Return what to do about menus."""
    answer = shop.app.seed_menus(shop.content.channels[0].slug)
    found = {edge.node.slug: edge.node for edge in (answer.edges if answer else [])}
    return [Step([change for wanted in shop.content.menus if (change := _menu(shop, wanted, found.get(wanted.slug)))])]


def _menu(shop: Shop, wanted: Menu, found: SeedMenu | None) -> Change | None:
    what = f"menu {wanted.slug}"

    def create() -> None:
        answer = accepted(shop.app.menu_create(MenuCreateInput(name=wanted.name, slug=wanted.slug)), what)
        _add(shop, wanted.items, created(answer.menu, what), None, what)

    if found is None:
        return Change("menu", wanted.slug, create, is_new=True)
    items = found.items or []
    there: Tree = [(*_found(item), [(*_found(child), []) for child in item.children or []]) for item in items]
    differs = (
        *(() if found.name == wanted.name else ("name",)),
        *(() if there == _tree(wanted.items) else ("entries",)),
    )

    def update() -> None:
        accepted(shop.app.menu_update(found.id, MenuInput(name=wanted.name)), what)
        if "entries" in differs:
            for item in items:
                accepted(shop.app.menu_item_delete(item.id), what)
            _add(shop, wanted.items, found.id, None, what)

    return Change("menu", wanted.slug, update, differs=differs) if differs else None


def _add(shop: Shop, entries: list[Entry], menu_id: str, parent: str | None, what: str) -> None:
    for entry in entries:
        made = MenuItemCreateInput(name=entry.name, menu=menu_id)
        if parent:
            made.parent = parent
        if entry.url:
            made.url = entry.url
        for goal in GOALS:
            if slug := getattr(entry, goal):
                setattr(made, goal, shop.id(goal, slug))
        answer = accepted(shop.app.menu_item_create(made), what)
        _add(shop, entry.items, menu_id, created(answer.menu_item, what), what)


def _tree(entries: list[Entry]) -> Tree:
    return [(entry.name, *_goal(entry), _tree(entry.items)) for entry in entries]


def _goal(entry: Entry) -> tuple[str, str]:
    return next(((goal, slug) for goal in GOALS if (slug := getattr(entry, goal))), ("url", entry.url or ""))


def _found(item: SeedMenuItem) -> tuple[str, str, str]:
    for goal in GOALS:
        target = getattr(item, goal)
        if target is not None:
            return item.name, goal, target.slug
    return item.name, "url", item.url or ""
