"""Making, changing and ordering menus."""

import graphene

from store.engine.actions import menu as actions
from store.engine.models import Category, Collection, Page
from store.engine.models import Menu as MenuModel
from store.engine.models import MenuItem as MenuItemModel
from store.engine.refusals import Refusal
from store.engine.schema.enums import enum_of
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.menu import Menu, MenuItem
from store.engine.schema.mutation import Mutation, error_type, list_of_errors

MANAGE = ("MANAGE_MENUS",)
TARGETS = {"category": Category, "collection": Collection, "page": Page}
MenuErrorCode = enum_of(
    "MenuErrorCode",
    "CANNOT_ASSIGN_NODE GRAPHQL_ERROR INVALID INVALID_MENU_ITEM NO_MENU_ITEM_PROVIDED NOT_FOUND REQUIRED "
    "TOO_MANY_MENU_ITEMS UNIQUE",
)
MenuError = error_type("MenuError", MenuErrorCode)


class MenuItemInput(graphene.InputObjectType):
    name = graphene.String()
    url = graphene.String()
    category = graphene.ID()
    collection = graphene.ID()
    page = graphene.ID()


class MenuItemCreateInput(MenuItemInput):
    name = graphene.String(required=True)
    menu = graphene.ID(required=True)
    parent = graphene.ID()


class MenuInput(graphene.InputObjectType):
    name = graphene.String()
    slug = graphene.String()


class MenuCreateInput(graphene.InputObjectType):
    name = graphene.String(required=True)
    slug = graphene.String()
    items = list_of(MenuItemInput)


class MenuItemMoveInput(graphene.InputObjectType):
    item_id = graphene.ID(required=True)
    parent_id = graphene.ID()
    sort_order = graphene.Int()


def _menu_columns(input):
    return {name: input[name] for name in ("name", "slug") if input.get(name) is not None}


def _item_columns(input, field=""):
    columns = {name: input[name] for name in ("name", "url") if input.get(name) is not None}
    for name, model in TARGETS.items():
        if input.get(name):
            columns[name] = get_or_refuse(model.objects, input[name], model.__name__, field=field or name)
    return columns


class MenuCreate(Mutation):
    class Arguments:
        input = MenuCreateInput(required=True)

    errors = list_of_errors(MenuError)
    menu = graphene.Field(Menu)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        menu = MenuModel()
        actions.save_menu(menu=menu, columns=_menu_columns(input))
        for item in input.get("items") or ():
            columns = _item_columns(item, "items")
            pointing = [name for name in actions.TARGETS if columns.get(name)]
            if len(pointing) > 1:
                raise Refusal("More than one item provided.", code="TOO_MANY_MENU_ITEMS", field="items")
            if not pointing:
                raise Refusal("No menu item provided.", code="NO_MENU_ITEM_PROVIDED", field="items")
            actions.save_item(item=MenuItemModel(menu=menu), columns=columns)
        return {"menu": menu}


class MenuUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = MenuInput(required=True)

    errors = list_of_errors(MenuError)
    menu = graphene.Field(Menu)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        menu = get_or_refuse(MenuModel.objects, id, "Menu")
        actions.save_menu(menu=menu, columns=_menu_columns(input))
        return {"menu": menu}


class MenuDelete(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(MenuError)
    menu = graphene.Field(Menu)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id):
        return {"menu": deleted(get_or_refuse(MenuModel.objects, id, "Menu"))}


def deleted(row):
    """Delete a row and return it with the key that it had, as payloads show it."""
    key = row.pk
    row.delete()
    row.pk = key
    return row


class MenuItemCreate(Mutation):
    class Arguments:
        input = MenuItemCreateInput(required=True)

    errors = list_of_errors(MenuError)
    menu_item = graphene.Field(MenuItem)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        item = MenuItemModel(menu=get_or_refuse(MenuModel.objects, input["menu"], "Menu", field="menu"))
        columns = _item_columns(input)
        if input.get("parent"):
            columns["parent"] = get_or_refuse(MenuItemModel.objects, input["parent"], "MenuItem", field="parent")
        actions.save_item(item=item, columns=columns)
        return {"menu_item": item}


class MenuItemUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = MenuItemInput(required=True)

    errors = list_of_errors(MenuError)
    menu_item = graphene.Field(MenuItem)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        item = get_or_refuse(MenuItemModel.objects, id, "MenuItem")
        actions.save_item(item=item, columns=_item_columns(input))
        return {"menu_item": item}


class MenuItemDelete(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(MenuError)
    menu_item = graphene.Field(MenuItem)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id):
        return {"menu_item": deleted(get_or_refuse(MenuItemModel.objects, id, "MenuItem"))}


class MenuItemMove(Mutation):
    class Arguments:
        menu = graphene.ID(required=True)
        moves = list_of(MenuItemMoveInput, required=True)

    errors = list_of_errors(MenuError)
    menu = graphene.Field(Menu)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, menu, moves):
        row = get_or_refuse(MenuModel.objects, menu, "Menu", field="menu")
        steps = []
        for move in moves:
            parent = move.get("parent_id")
            steps.append(
                actions.Move(
                    item=get_or_refuse(row.items, move["item_id"], "MenuItem", field="item"),
                    parent=get_or_refuse(row.items, parent, "MenuItem", field="parentId") if parent else None,
                    places=move.get("sort_order") or 0,
                )
            )
        actions.move_items(menu=row, moves=steps)
        return {"menu": row}


class MenuMutations:
    menu_create = MenuCreate.Field()
    menu_update = MenuUpdate.Field()
    menu_delete = MenuDelete.Field()
    menu_item_create = MenuItemCreate.Field()
    menu_item_update = MenuItemUpdate.Field()
    menu_item_delete = MenuItemDelete.Field()
    menu_item_move = MenuItemMove.Field()
