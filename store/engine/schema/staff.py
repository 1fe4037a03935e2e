"""Members of staff and permission groups. People only: apps are not allowed here."""

import graphene
from graphql import GraphQLError

from store.engine.actions import account_notices as notices
from store.engine.actions import permission_group as groups
from store.engine.actions import staff
from store.engine.models import Channel as ChannelModel
from store.engine.models import Group as GroupModel
from store.engine.models import User as UserModel
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.account_errors import PermissionGroupError, StaffError
from store.engine.schema.customer import UserFields
from store.engine.schema.enums import PermissionEnum
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.people_filters import ids_argument
from store.engine.schema.permission import Group
from store.engine.schema.user import User


class StaffMutation(Mutation):
    """A mutation for people with MANAGE_STAFF."""

    class Meta:
        abstract = True

    permissions = ("MANAGE_STAFF",)

    @classmethod
    def allow(cls, info, **arguments):
        if info.context.app is not None:
            raise PermissionDenied(message="Apps are not allowed to perform this mutation.")
        super().allow(info, **arguments)


class StaffCreateInput(UserFields, graphene.InputObjectType):
    add_groups = ids_argument()
    redirect_url = graphene.String()


class StaffUpdateInput(UserFields, graphene.InputObjectType):
    add_groups = ids_argument()
    remove_groups = ids_argument()


class StaffCreate(StaffMutation):
    """Creates a new staff user, or makes one of the customer with this e-mail."""

    class Arguments:
        input = StaffCreateInput(required=True)

    user = graphene.Field(User)
    errors = list_of_errors(StaffError)

    @classmethod
    def perform(cls, info, input):
        link = input.get("redirect_url")
        if link:
            notices.check_link(link)
        chosen = get_all_or_refuse(GroupModel.objects.all(), input.get("add_groups"), "Group", field="addGroups")
        user, is_new = staff.create_staff(by=info.context.user, facts=input, groups=chosen)
        if link and is_new:
            notices.ask_to_set_password(user=user, redirect_url=link)
        return {"user": user}


class StaffUpdate(StaffMutation):
    """Updates an existing staff user."""

    class Arguments:
        id = graphene.ID(required=True)
        input = StaffUpdateInput(required=True)

    user = graphene.Field(User)
    errors = list_of_errors(StaffError)

    @classmethod
    def perform(cls, info, id, input):
        user = get_or_refuse(UserModel.objects.select_for_update(), id, "User")
        add, remove = (
            get_all_or_refuse(GroupModel.objects.all(), input.get(name), "Group", field=field)
            for name, field in (("add_groups", "addGroups"), ("remove_groups", "removeGroups"))
        )
        staff.update_staff(by=info.context.user, user=user, facts=input, add=add, remove=remove)
        return {"user": user}


class StaffDelete(StaffMutation):
    """Deletes a staff user."""

    class Arguments:
        id = graphene.ID(required=True)

    user = graphene.Field(User)
    errors = list_of_errors(StaffError)

    @classmethod
    def perform(cls, info, id):
        user = get_or_refuse(UserModel.objects.all(), id, "User")
        staff.delete_staff(by=info.context.user, user=user)
        return {"user": user}


class PermissionGroupFields:
    """What can be added to a group."""

    add_permissions = graphene.List(graphene.NonNull(PermissionEnum))
    add_users = ids_argument()
    add_channels = ids_argument()


class PermissionGroupCreateInput(PermissionGroupFields, graphene.InputObjectType):
    name = graphene.String(required=True)
    restricted_access_to_channels = graphene.Boolean(default_value=False)


class PermissionGroupUpdateInput(PermissionGroupFields, graphene.InputObjectType):
    name = graphene.String()
    remove_permissions = graphene.List(graphene.NonNull(PermissionEnum))
    remove_users = ids_argument()
    remove_channels = ids_argument()
    restricted_access_to_channels = graphene.Boolean()


class PermissionGroupCreate(StaffMutation):
    """Create new permission group."""

    class Arguments:
        input = PermissionGroupCreateInput(required=True)

    group = graphene.Field(Group)
    errors = list_of_errors(PermissionGroupError)

    @classmethod
    def perform(cls, info, input):
        rows = _rows(input)
        group = groups.create_group(
            by=info.context.user,
            name=input["name"],
            restricted=bool(input.get("restricted_access_to_channels")),
            permissions=input.get("add_permissions") or [],
            users=rows.get("add_users", []),
            channels=rows.get("add_channels", []),
        )
        return {"group": group}


class PermissionGroupUpdate(StaffMutation):
    """Update permission group."""

    class Arguments:
        id = graphene.ID(required=True)
        input = PermissionGroupUpdateInput(required=True)

    group = graphene.Field(Group)
    errors = list_of_errors(PermissionGroupError)

    @classmethod
    def perform(cls, info, id, input):
        group = _found(get_or_refuse, GroupModel.objects.select_for_update(), id, "Group")
        groups.update_group(by=info.context.user, group=group, changes={**input, **_rows(input)})
        return {"group": group}


class PermissionGroupDelete(StaffMutation):
    """Delete permission group."""

    class Arguments:
        id = graphene.ID(required=True)

    group = graphene.Field(Group)
    errors = list_of_errors(PermissionGroupError)

    @classmethod
    def perform(cls, info, id):
        group = _found(get_or_refuse, GroupModel.objects.all(), id, "Group")
        groups.delete_group(by=info.context.user, group=group)
        return {"group": group}


def _rows(input):
    """Return the rows that the id lists of a group's input name."""
    found = {}
    for name, queryset, type_name in (
        ("users", UserModel.objects.all(), "User"),
        ("channels", ChannelModel.objects.all(), "Channel"),
    ):
        for verb in ("add", "remove"):
            if input.get(f"{verb}_{name}"):
                found[f"{verb}_{name}"] = _found(
                    get_all_or_refuse, queryset, input[f"{verb}_{name}"], type_name, field=f"{verb}{name.title()}"
                )
    return found


def _found(look_up, *arguments, **options):
    """Look rows up; what is not found is a top-level error, as PermissionGroupErrorCode has no code for it."""
    try:
        return look_up(*arguments, **options)
    except Refusal as refused:
        raise GraphQLError(refused.message) from refused


class StaffMutations:
    staff_create = StaffCreate.Field()
    staff_update = StaffUpdate.Field()
    staff_delete = StaffDelete.Field()
    permission_group_create = PermissionGroupCreate.Field()
    permission_group_update = PermissionGroupUpdate.Field()
    permission_group_delete = PermissionGroupDelete.Field()
