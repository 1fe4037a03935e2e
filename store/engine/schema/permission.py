"""Permissions and the groups of staff that hold them."""

import graphene

from store.engine import models
from store.engine.actions.reach import may_manage_group
from store.engine.schema.enums import PermissionEnum
from store.engine.schema.ids import Node, WithGlobalId, from_global_id
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, together

NAMES = {
    "MANAGE_USERS": "Manage customers",
    "MANAGE_STAFF": "Manage staff",
    "IMPERSONATE_USER": "Impersonate user",
    "MANAGE_CUSTOMER_TYPES_AND_ATTRIBUTES": "Manage customer types and attributes",
    "MANAGE_APPS": "Manage apps",
    "MANAGE_OBSERVABILITY": "Manage observability",
    "MANAGE_CHECKOUTS": "Manage checkouts",
    "HANDLE_CHECKOUTS": "Handle checkouts",
    "HANDLE_TAXES": "Handle taxes",
    "MANAGE_TAXES": "Manage taxes",
    "MANAGE_CHANNELS": "Manage channels",
    "MANAGE_DISCOUNTS": "Manage sales and vouchers",
    "MANAGE_PLUGINS": "Manage plugins",
    "MANAGE_GIFT_CARD": "Manage gift cards",
    "MANAGE_MENUS": "Manage navigation",
    "MANAGE_ORDERS": "Manage orders",
    "MANAGE_ORDERS_IMPORT": "Manage orders import",
    "MANAGE_PAGES": "Manage pages",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES": "Manage page types and attributes",
    "HANDLE_PAYMENTS": "Handle payments",
    "MANAGE_PRODUCTS": "Manage products",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES": "Manage product types and attributes",
    "MANAGE_SHIPPING": "Manage shipping",
    "MANAGE_SETTINGS": "Manage settings",
    "MANAGE_TRANSLATIONS": "Manage translations",
}


def listed(codes):
    """Return permission codes in the order in which Saleor lists them."""
    return sorted(code for code in codes if code in NAMES)


class Permission(graphene.ObjectType):
    """Represents a permission object in a friendly form. Resolved from its code."""

    code = graphene.Field(PermissionEnum, required=True)
    name = graphene.String(required=True)

    @staticmethod
    def resolve_code(root, _info):
        return root

    @staticmethod
    def resolve_name(root, _info):
        return NAMES[root]


class UserPermission(graphene.ObjectType):
    """Represents user's permissions. Resolved from its code."""

    code = graphene.Field(PermissionEnum, required=True)
    name = graphene.String(required=True)
    source_permission_groups = graphene.List(graphene.NonNull(lambda: Group), user_id=graphene.ID(required=True))

    @staticmethod
    def resolve_code(root, _info):
        return root

    @staticmethod
    def resolve_name(root, _info):
        return NAMES[root]

    @staticmethod
    def resolve_source_permission_groups(root, _info, user_id):
        groups = models.Group.objects.filter(users__pk=from_global_id(user_id, "User"))
        return [group for group in groups if root in group.permissions]


class Group(WithGlobalId, graphene.ObjectType):
    """Represents permission group data."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    users = graphene.List(graphene.NonNull("store.engine.schema.user.User"))
    permissions = graphene.List(graphene.NonNull(Permission))
    user_can_manage = graphene.Boolean(required=True)
    accessible_channels = graphene.List(graphene.NonNull("store.engine.schema.channel.Channel"))
    restricted_access_to_channels = graphene.Boolean(required=True)

    @staticmethod
    def resolve_users(root, info):
        require(info.context, "MANAGE_STAFF")
        return many(root, "users")

    @staticmethod
    def resolve_permissions(root, _info):
        return listed(root.permissions)

    @staticmethod
    def resolve_user_can_manage(root, info):
        user = info.context.user
        return user is not None and may_manage_group(user, root)

    @staticmethod
    def resolve_accessible_channels(root, info):
        return many(root, "channels") if root.restricted_access_to_channels else all_channels(info)


def all_channels(info):
    """Return every channel, read once per document."""
    if "channels" not in info.context.seen:
        info.context.seen["channels"] = together(models.Channel.objects.order_by("pk"))
    return info.context.seen["channels"]
