"""Asking for people: oneself, one person, or lists for staff and apps."""

import graphene
from graphql import GraphQLError

from store.engine.actions.customer import customers
from store.engine.models import Address as AddressModel
from store.engine.models import Group as GroupModel
from store.engine.models import User as UserModel
from store.engine.refusals import PermissionDenied
from store.engine.schema.address import Address
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.ids import find
from store.engine.schema.mutation import plain, require
from store.engine.schema.people_filters import (
    CustomerFilterInput,
    CustomerWhereInput,
    StaffUserInput,
    UserSortingInput,
    chosen,
    chosen_staff,
    ids_argument,
    keys,
    sorted_by,
)
from store.engine.schema.permission import Group
from store.engine.schema.user import User, UserCountableConnection

MAY_FIND_PEOPLE = ("MANAGE_STAFF", "MANAGE_USERS", "MANAGE_ORDERS")
PermissionGroupSortField = enum_of("PermissionGroupSortField", "NAME")
GroupCountableConnection = connection_of(Group)


class PermissionGroupFilterInput(graphene.InputObjectType):
    search = graphene.String()
    ids = ids_argument()


class PermissionGroupSortingInput(graphene.InputObjectType):
    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(PermissionGroupSortField, required=True)


class PeopleQueries:
    me = graphene.Field(User)
    user = graphene.Field(User, id=graphene.ID(), email=graphene.String(), external_reference=graphene.String())
    customers = ConnectionField(
        UserCountableConnection,
        filter=CustomerFilterInput(),
        where=CustomerWhereInput(),
        sort_by=UserSortingInput(),
        search=graphene.String(),
    )
    staff_users = ConnectionField(UserCountableConnection, filter=StaffUserInput(), sort_by=UserSortingInput())
    permission_groups = ConnectionField(
        GroupCountableConnection, filter=PermissionGroupFilterInput(), sort_by=PermissionGroupSortingInput()
    )
    permission_group = graphene.Field(Group, id=graphene.ID(required=True))
    address = graphene.Field(Address, id=graphene.ID(required=True))

    @staticmethod
    def resolve_me(_root, info):
        return info.context.user

    @staticmethod
    def resolve_user(_root, info, **by):
        given = {name: value for name, value in by.items() if value}
        if len(given) > 1:
            first, *rest = given
            others = ", ".join(f"'{name}'" for name in rest)
            raise GraphQLError(f"Argument '{first}' cannot be combined with {others}")
        if not given:
            raise GraphQLError("At least one of arguments is required: 'id', 'email', 'external_reference'.")
        people = visible_people(info.context)
        if "id" in given:
            return find(people, given["id"], "User")
        if "email" in given:
            return people.filter(email=given["email"].lower()).first()
        return people.filter(**given).first()

    @staticmethod
    def resolve_customers(_root, info, filter=None, where=None, sort_by=None, search=None, **page):
        require(info.context, "MANAGE_ORDERS", "MANAGE_USERS")
        wanted = plain(filter)
        people = chosen(customers(), filter=wanted, where=plain(where), search=search)
        people, sort = sorted_by(people, plain(sort_by), search=search or (wanted or {}).get("search"))
        return paginate(people, info, sort=sort, **page)

    @staticmethod
    def resolve_staff_users(_root, info, filter=None, sort_by=None, **page):
        require(info.context, "MANAGE_STAFF")
        wanted = plain(filter) or {}
        people = chosen_staff(UserModel.objects.filter(is_staff=True), filter=wanted)
        people, sort = sorted_by(people, plain(sort_by), search=wanted.get("search"))
        return paginate(people, info, sort=sort, **page)

    @staticmethod
    def resolve_permission_groups(_root, info, filter=None, sort_by=None, **page):
        require(info.context, "MANAGE_STAFF")
        groups = GroupModel.objects.all()
        if filter and filter.get("search"):
            groups = groups.filter(name__icontains=filter["search"])
        if filter and filter.get("ids") is not None:
            groups = groups.filter(pk__in=keys(filter["ids"], "Group"))
        backwards = plain(sort_by or {}).get("direction") == "DESC"
        return paginate(groups, info, sort=["-name" if backwards else "name"], **page)

    @staticmethod
    def resolve_permission_group(_root, info, id):
        require(info.context, "MANAGE_STAFF")
        return find(GroupModel.objects.all(), id, "Group")

    @staticmethod
    def resolve_address(_root, info, id):
        context = info.context
        if context.app is not None and context.may("MANAGE_USERS"):
            return find(AddressModel.objects.all(), id, "Address")
        if context.user is not None:
            return find(context.user.addresses.all(), id, "Address")
        raise PermissionDenied("MANAGE_USERS", "OWNER")


def visible_people(context):
    """Return the people whom the caller may look up; raises PermissionDenied when there are none."""
    if context.may("MANAGE_STAFF"):
        return UserModel.objects.all() if context.may("MANAGE_USERS") else UserModel.objects.filter(is_staff=True)
    if context.may("MANAGE_USERS", "MANAGE_ORDERS"):
        return customers()
    raise PermissionDenied(*MAY_FIND_PEOPLE)
