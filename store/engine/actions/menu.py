"""Menus: lists of links, nested under each other."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.models import Menu, MenuItem
from store.engine.refusals import Refusal

TARGETS = ("url", "category", "collection", "page")


class Move(NamedTuple):
    """An item, the item to hang it under (None for the top), and by how many places to shift it."""

    item: MenuItem
    parent: MenuItem | None
    places: int


def save_menu(*, menu: Menu, columns: dict[str, Any]) -> None:
    """Create or change a menu; without a slug it gets one of its name."""
    set_columns(menu, columns)
    fill_slug(menu, name=menu.name)
    save_checked(menu)


def save_item(*, item: MenuItem, columns: dict[str, Any]) -> None:
    """Create an item, last among its siblings, or change it.

    Whatever of `url`, `category`, `collection`, `page` is named replaces what it pointed at. Raises Refusal:
    TOO_MANY_MENU_ITEMS for several targets, CANNOT_ASSIGN_NODE for a parent in another menu.
    """
    if sum(bool(columns.get(name)) for name in TARGETS) > 1:
        raise Refusal("More than one item provided.", code="TOO_MANY_MENU_ITEMS")
    if any(columns.get(name) for name in TARGETS):
        columns = {**{name: "" if name == "url" else None for name in TARGETS}, **columns}
    set_columns(item, columns)
    if item.parent is not None and item.parent.menu_id != item.menu_id:
        raise Refusal("The parent is in another menu.", code="CANNOT_ASSIGN_NODE", field="parent")
    if item._state.adding:
        item.sort_order = _siblings(item.menu, item.parent).count()
    save_checked(item)


def move_items(*, menu: Menu, moves: Iterable[Move]) -> None:
    """Hang items elsewhere in their menu and shift them among their siblings, one after the other.

    Raises Refusal CANNOT_ASSIGN_NODE for an item under itself or under its own descendant.
    """
    for move in moves:
        move.item.refresh_from_db()
        if move.parent is not None and _is_within(move.parent, move.item):
            raise Refusal("Cannot assign a node to itself or its child.", code="CANNOT_ASSIGN_NODE", field="parentId")
        parent_id = move.parent.pk if move.parent else None
        changed = move.item.parent_id != parent_id
        order = [sibling for sibling in _siblings(menu, move.parent) if sibling.pk != move.item.pk]
        place = len(order) if changed else _place_of(move.item, menu, move.parent)
        place = min(max(place + move.places, 0), len(order))
        move.item.parent = move.parent
        order.insert(place, move.item)
        for number, sibling in enumerate(order):
            sibling.sort_order = number
            sibling.save(update_fields=["parent", "sort_order"])


def _siblings(menu: Menu, parent: MenuItem | None) -> Any:
    return MenuItem.objects.filter(menu=menu, parent=parent)


def _place_of(item: MenuItem, menu: Menu, parent: MenuItem | None) -> int:
    return [sibling.pk for sibling in _siblings(menu, parent)].index(item.pk)


def _is_within(candidate: MenuItem, ancestor: MenuItem) -> bool:
    """Tell whether a menu item is another one or lies somewhere under it."""
    here: MenuItem | None = candidate
    while here is not None:
        if here.pk == ancestor.pk:
            return True
        here = MenuItem.objects.filter(pk=here.parent_id).first() if here.parent_id else None
    return False
