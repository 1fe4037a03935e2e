"""The `User` type: customers and staff alike."""

import graphene

from store.engine.actions.reach import codes_of, out_of_reach
from store.engine.models import Group as GroupModel
from store.engine.schema.connection import connection_of
from store.engine.schema.enums import LanguageCodeEnum
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, together
from store.engine.schema.permission import Group, UserPermission, all_channels, listed
from store.engine.schema.scalars import DateTime


class User(WithGlobalId, graphene.ObjectType):
    """Represents user data. A user that `accountRegister` made up to give nothing away has no id and no relations."""

    class Meta:
        interfaces = (Node,)

    email = graphene.String(required=True)
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    is_staff = graphene.Boolean(required=True)
    is_active = graphene.Boolean(required=True)
    is_confirmed = graphene.Boolean(required=True)
    note = graphene.String()
    user_permissions = graphene.List(graphene.NonNull(UserPermission))
    permission_groups = graphene.List(graphene.NonNull(Group))
    editable_groups = graphene.List(graphene.NonNull(Group))
    accessible_channels = graphene.List(graphene.NonNull("store.engine.schema.channel.Channel"))
    restricted_access_to_channels = graphene.Boolean(required=True)
    language_code = graphene.Field(LanguageCodeEnum, required=True)
    external_reference = graphene.String()
    last_login = DateTime()
    date_joined = DateTime(required=True)
    updated_at = DateTime(required=True)

    @staticmethod
    def resolve_id(root, info):
        return WithGlobalId.resolve_id(root, info) if root.pk else ""

    @staticmethod
    def resolve_note(root, info):
        require(info.context, "MANAGE_USERS", "MANAGE_STAFF")
        return root.note

    @staticmethod
    def resolve_user_permissions(root, _info):
        return listed(codes_of(root)) if root.pk else []

    @staticmethod
    def resolve_permission_groups(root, _info):
        return many(root, "groups") if root.pk else []

    @staticmethod
    def resolve_editable_groups(root, _info):
        if not root.pk or not root.is_staff:
            return []
        return together(group for group in GroupModel.objects.all() if not out_of_reach(root, group.permissions))

    @staticmethod
    def resolve_accessible_channels(root, info):
        """The channels of all groups together; every channel when one group is not limited."""
        groups = many(root, "groups") if root.pk else []
        if any(not group.restricted_access_to_channels for group in groups):
            return all_channels(info)
        opened = {channel.pk: channel for group in groups for channel in many(group, "channels")}
        return [opened[key] for key in sorted(opened)]

    @staticmethod
    def resolve_restricted_access_to_channels(root, _info):
        return bool(root.pk) and all(group.restricted_access_to_channels for group in many(root, "groups"))


UserCountableConnection = connection_of(User)
