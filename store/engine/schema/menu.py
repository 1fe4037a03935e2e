"""Menus of the storefront. Everybody reads them; what an item points at is shown to those who may see it."""

import graphene
from django.db.models import Count

from store.engine.models import Menu as MenuModel
from store.engine.models import MenuItem as MenuItemModel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import MetadataFilter, has_metadata
from store.engine.schema.guard import list_of
from store.engine.schema.ids import Node, WithGlobalId, find
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.peers import many, one, together
from store.engine.schema.translation import MenuItemTranslation, untranslated
from store.engine.schema.visible import channel_by_slug, exactly_one, only_channel, sees_unpublished

MenuSortField = enum_of("MenuSortField", "NAME ITEMS_COUNT")


class Menu(WithGlobalId, graphene.ObjectType):
    """Represents a single menu - an object that is used to help navigate through the store."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    items = list_of("store.engine.schema.menu.MenuItem")

    @staticmethod
    def resolve_items(root, _info):
        top = together(item for item in many(root, "items") if item.parent_id is None)
        return in_channel(top, channel_of(root))


class MenuItem(WithGlobalId, graphene.ObjectType):
    """A link to a category, a collection, a page or an address, with links under it."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    translation = untranslated(MenuItemTranslation)
    menu = graphene.Field(Menu, required=True)
    parent = graphene.Field("store.engine.schema.menu.MenuItem")
    category = graphene.Field("store.engine.schema.category.Category")
    collection = graphene.Field("store.engine.schema.collection.Collection")
    page = graphene.Field("store.engine.schema.page.Page")
    level = graphene.Int(required=True)
    children = list_of("store.engine.schema.menu.MenuItem")
    url = graphene.String()

    @staticmethod
    def resolve_menu(root, _info):
        return in_channel(one(root, "menu"), channel_of(root))

    @staticmethod
    def resolve_parent(root, _info):
        return in_channel(one(root, "parent"), channel_of(root))

    @staticmethod
    def resolve_category(root, _info):
        return in_channel(one(root, "category"), channel_of(root))

    @staticmethod
    def resolve_collection(root, info):
        collection, channel = one(root, "collection"), channel_of(root)
        if collection is None or sees_unpublished(info.context):
            return in_channel(collection, channel)
        visible = (
            channel is not None
            and channel.is_active
            and any(
                listing.is_visible
                for listing in many(collection, "channel_listings")
                if listing.channel_id == channel.pk
            )
        )
        return in_channel(collection, channel) if visible else None

    @staticmethod
    def resolve_page(root, info):
        page = one(root, "page")
        visible = page is not None and (page.is_visible or info.context.may("MANAGE_PAGES"))
        return in_channel(page, channel_of(root)) if visible else None

    @staticmethod
    def resolve_level(root, _info):
        level, item = 0, root
        while item.parent_id is not None:
            level, item = level + 1, one(item, "parent")
        return level

    @staticmethod
    def resolve_children(root, _info):
        return in_channel(many(root, "children"), channel_of(root))

    @staticmethod
    def resolve_url(root, _info):
        return root.url or None


MenuCountableConnection = connection_of(Menu)


class MenuFilterInput(graphene.InputObjectType):
    search = graphene.String()
    slug = list_of(graphene.String)
    metadata = list_of(MetadataFilter)
    slugs = list_of(graphene.String)


class MenuSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = MenuSortField(required=True)


class MenuQueries:
    menu = graphene.Field(
        Menu, channel=graphene.String(), id=graphene.ID(), name=graphene.String(), slug=graphene.String()
    )
    menus = ConnectionField(
        MenuCountableConnection, channel=graphene.String(), sort_by=MenuSortingInput(), filter=MenuFilterInput()
    )
    menu_item = graphene.Field(MenuItem, id=graphene.ID(required=True), channel=graphene.String())

    @staticmethod
    def resolve_menu(_root, info, channel=None, id=None, name=None, slug=None):
        asked = _channel(info.context, channel)
        exactly_one(id=id, name=name, slug=slug)
        if id:
            return in_channel(find(MenuModel.objects, id, "Menu"), asked)
        wanted = {"name": name} if name else {"slug": slug}
        return in_channel(MenuModel.objects.filter(**wanted).first(), asked)

    @staticmethod
    def resolve_menus(_root, info, channel=None, sort_by=None, filter=None, **page):
        asked, found, wanted = _channel(info.context, channel), MenuModel.objects.all(), filter or {}
        if wanted.get("search"):
            found = found.filter(name__icontains=wanted["search"]) | found.filter(slug__icontains=wanted["search"])
        slugs = wanted.get("slugs") or wanted.get("slug")
        if slugs:
            found = found.filter(slug__in=slugs)
        for metadata in wanted.get("metadata") or ():
            found = found.filter(has_metadata(metadata))
        sort = ["pk"]
        if sort_by:
            turn = "-" if sort_by["direction"] == "DESC" else ""
            found = found.annotate(items_count=Count("items"))
            sort = [f"{turn}{'name' if sort_by['field'] == 'NAME' else 'items_count'}", f"{turn}pk"]
        cut = paginate(found, info, sort=sort, **page)
        in_channel([edge["node"] for edge in cut.edges], asked)
        return cut

    @staticmethod
    def resolve_menu_item(_root, info, id, channel=None):
        asked = _channel(info.context, channel)
        return in_channel(find(MenuItemModel.objects, id, "MenuItem"), asked)


def _channel(context, slug):
    """Return the channel asked for; without a slug the only one there is, else raise GraphQLError as Saleor."""
    return only_channel() if slug is None else channel_by_slug(context, slug)
