"""Menus: nested links that everybody reads."""

from typing import Any

import pytest

from store.engine.models import App, Category, Collection, CollectionChannelListing, Menu, MenuItem, Page, PageType
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import shop

pytestmark = pytest.mark.django_db

CREATE = """mutation($i: MenuCreateInput!) { menuCreate(input: $i) {
  menu { id name slug items { name url level } } errors { field code }
} }"""
CREATE_ITEM = """mutation($i: MenuItemCreateInput!) { menuItemCreate(input: $i) {
  menuItem { name level parent { name } menu { slug } } errors { field code }
} }"""
MOVE = """mutation($menu: ID!, $moves: [MenuItemMoveInput!]!) { menuItemMove(menu: $menu, moves: $moves) {
  menu { items { name children { name } } } errors { field code }
} }"""


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def menu_of(*names: str) -> Menu:
    menu = Menu.objects.create(name="Navigation", slug="navbar")
    for place, name in enumerate(names):
        MenuItem.objects.create(menu=menu, name=name, url=f"/{name}/", sort_order=place)
    return menu


def item_id(name: str) -> str:
    return to_global_id("MenuItem", MenuItem.objects.get(name=name).pk)


def test_a_menu_is_made_with_one_level_of_items() -> None:
    answer = data(
        CREATE, {"i": {"name": "Footer", "items": [{"name": "Help", "url": "/help/"}]}}, app=app("MANAGE_MENUS")
    )["menuCreate"]

    assert answer["menu"]["slug"] == "footer"
    assert answer["menu"]["items"] == [{"name": "Help", "url": "/help/", "level": 0}]


def test_a_slug_that_is_taken_and_an_item_that_points_nowhere_are_refused() -> None:
    menu_of()
    caller = app("MANAGE_MENUS")

    taken = data(CREATE, {"i": {"name": "A", "slug": "navbar"}}, app=caller)["menuCreate"]
    nowhere = data(CREATE, {"i": {"name": "A", "items": [{"name": "Lost"}]}}, app=caller)["menuCreate"]

    assert taken["errors"] == [{"field": "slug", "code": "UNIQUE"}]
    assert nowhere["errors"] == [{"field": "items", "code": "NO_MENU_ITEM_PROVIDED"}]
    assert Menu.objects.count() == 1


def test_an_item_is_hung_under_another_and_points_at_one_thing() -> None:
    menu, caller = menu_of("Courses"), app("MANAGE_MENUS")
    category = Category.objects.create(name="Charts", slug="charts")
    item = {"name": "Charts", "menu": to_global_id("Menu", menu.pk), "parent": item_id("Courses")}
    target = to_global_id("Category", category.pk)

    made = data(CREATE_ITEM, {"i": {**item, "category": target}}, app=caller)["menuItemCreate"]
    several = data(CREATE_ITEM, {"i": {**item, "category": target, "url": "/x/"}}, app=caller)["menuItemCreate"]

    assert made["menuItem"] == {"name": "Charts", "level": 1, "parent": {"name": "Courses"}, "menu": {"slug": "navbar"}}
    assert several["errors"] == [{"field": None, "code": "TOO_MANY_MENU_ITEMS"}]


def test_an_item_gets_another_target_and_loses_the_old_one() -> None:
    menu_of("Courses")
    category = Category.objects.create(name="Charts", slug="charts")
    document = """mutation($id: ID!, $i: MenuItemInput!) { menuItemUpdate(id: $id, input: $i) {
      menuItem { url category { slug } } errors { code } } }"""

    answer = data(
        document,
        {"id": item_id("Courses"), "i": {"category": to_global_id("Category", category.pk)}},
        app=app("MANAGE_MENUS"),
    )

    assert answer["menuItemUpdate"]["menuItem"] == {"url": None, "category": {"slug": "charts"}}


def test_items_are_shifted_and_hung_elsewhere_one_after_the_other() -> None:
    menu = menu_of("A", "B", "C")
    moves = [
        {"itemId": item_id("C"), "sortOrder": -2},
        {"itemId": item_id("A"), "parentId": item_id("B")},
    ]

    answer = data(MOVE, {"menu": to_global_id("Menu", menu.pk), "moves": moves}, app=app("MANAGE_MENUS"))

    assert answer["menuItemMove"]["menu"]["items"] == [
        {"name": "C", "children": []},
        {"name": "B", "children": [{"name": "A"}]},
    ]


def test_an_item_cannot_hang_under_its_own_child() -> None:
    menu = menu_of("A", "B")
    MenuItem.objects.filter(name="B").update(parent=MenuItem.objects.get(name="A"))
    moves = [{"itemId": item_id("A"), "parentId": item_id("B")}]

    answer = data(MOVE, {"menu": to_global_id("Menu", menu.pk), "moves": moves}, app=app("MANAGE_MENUS"))

    assert answer["menuItemMove"]["errors"] == [{"field": "parentId", "code": "CANNOT_ASSIGN_NODE"}]


def test_an_item_and_a_menu_are_deleted_and_answered_with_their_ids() -> None:
    menu, caller = menu_of("A"), app("MANAGE_MENUS")
    ids = {"item": item_id("A"), "menu": to_global_id("Menu", menu.pk)}

    answer = data(
        """mutation($item: ID!, $menu: ID!) {
          menuItemDelete(id: $item) { menuItem { id } } menuDelete(id: $menu) { menu { id } } }""",
        ids,
        app=caller,
    )

    assert answer == {
        "menuItemDelete": {"menuItem": {"id": ids["item"]}},
        "menuDelete": {"menu": {"id": ids["menu"]}},
    }
    assert not Menu.objects.exists()


def test_visitors_read_a_menu_without_what_they_may_not_see_in_a_constant_number_of_queries(
    django_assert_num_queries: Any,
) -> None:
    us, intl = shop.channel(), shop.channel(slug="intl")
    menu = menu_of()
    page_type = PageType.objects.create(name="Policy", slug="policy")
    for number in range(3):
        top = MenuItem.objects.create(menu=menu, name=f"Top {number}", url="/", sort_order=number)
        collection = Collection.objects.create(name=f"C{number}", slug=f"c{number}")
        CollectionChannelListing.objects.create(collection=collection, channel=us, is_published=True)
        page = Page.objects.create(title="P", slug=f"p{number}", page_type=page_type, is_published=number == 0)
        MenuItem.objects.create(menu=menu, name="Collection", collection=collection, parent=top)
        MenuItem.objects.create(menu=menu, name="Page", page=page, parent=top, sort_order=1)
    document = """query($channel: String) { menu(slug: "navbar", channel: $channel) { items { name children {
      name category { slug } collection { slug } page { slug pageType { slug } } } } } }"""

    with django_assert_num_queries(8):
        here = data(document, {"channel": us.slug})["menu"]["items"]
    elsewhere = data(document, {"channel": intl.slug})["menu"]["items"]

    assert here[0]["children"] == [
        {"name": "Collection", "category": None, "collection": {"slug": "c0"}, "page": None},
        {"name": "Page", "category": None, "collection": None, "page": {"slug": "p0", "pageType": {"slug": "policy"}}},
    ]
    assert here[1]["children"][1]["page"] is None
    assert elsewhere[0]["children"][0]["collection"] is None


def test_without_a_channel_a_shop_of_two_asks_which() -> None:
    shop.channel(), shop.channel(slug="intl")

    assert ask('{ menu(slug: "navbar") { id } }')["errors"][0]["message"] == (
        "More than one channel exists. Specify which channel to use."
    )


def test_menus_are_changed_by_those_who_manage_them() -> None:
    answer = ask(CREATE, {"i": {"name": "Mine"}}, app=app("MANAGE_PAGES"))

    assert answer["errors"][0]["message"].endswith("MANAGE_MENUS")
