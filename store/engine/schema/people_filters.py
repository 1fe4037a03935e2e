"""Which people a list shows, and in which order."""

import graphene
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from graphql import GraphQLError

from store.engine.actions.customer import found_by
from store.engine.models import Address, Order
from store.engine.schema.enums import CountryCode, OrderDirection, enum_of
from store.engine.schema.filter_inputs import (
    DateRangeInput,
    DateTimeRangeInput,
    IntFilterInput,
    IntRangeInput,
    MetadataFilter,
    MetadataFilterInput,
    StringFilterInput,
    has_metadata,
    matches,
    within,
)
from store.engine.schema.ids import from_global_id

UserSortField = enum_of("UserSortField", "FIRST_NAME LAST_NAME EMAIL ORDER_COUNT CREATED_AT LAST_MODIFIED_AT RANK")
StaffMemberStatus = enum_of("StaffMemberStatus", "ACTIVE DEACTIVATED")
SORTS = {
    "FIRST_NAME": ["first_name", "last_name", "pk"],
    "LAST_NAME": ["last_name", "first_name", "pk"],
    "EMAIL": ["email"],
    "ORDER_COUNT": ["order_count", "email"],
    "CREATED_AT": ["date_joined", "pk"],
    "LAST_MODIFIED_AT": ["updated_at", "pk"],
    "RANK": ["email"],
}


def ids_argument():
    """Return an input field `[ID!]`."""
    return graphene.List(graphene.NonNull(graphene.ID))


class UserSortingInput(graphene.InputObjectType):
    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(UserSortField, required=True)


class CustomerFilterInput(graphene.InputObjectType):
    date_joined = DateRangeInput()
    number_of_orders = IntRangeInput()
    placed_orders = DateRangeInput()
    search = graphene.String()
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = ids_argument()
    updated_at = DateTimeRangeInput()


class CountryCodeEnumFilterInput(graphene.InputObjectType):
    eq = graphene.Field(CountryCode)
    one_of = graphene.List(graphene.NonNull(CountryCode))
    not_one_of = graphene.List(graphene.NonNull(CountryCode))


class AddressFilterInput(graphene.InputObjectType):
    phone_number = StringFilterInput()
    country = CountryCodeEnumFilterInput()


class CustomerWhereInput(graphene.InputObjectType):
    metadata = MetadataFilterInput()
    ids = ids_argument()
    email = StringFilterInput()
    first_name = StringFilterInput()
    last_name = StringFilterInput()
    is_active = graphene.Boolean()
    date_joined = DateTimeRangeInput()
    updated_at = DateTimeRangeInput()
    placed_orders_at = DateTimeRangeInput()
    addresses = AddressFilterInput()
    number_of_orders = IntFilterInput()
    AND = graphene.List(graphene.NonNull(lambda: CustomerWhereInput), name="AND")
    OR = graphene.List(graphene.NonNull(lambda: CustomerWhereInput), name="OR")


class StaffUserInput(graphene.InputObjectType):
    status = graphene.Field(StaffMemberStatus)
    search = graphene.String()
    ids = ids_argument()


def chosen(people, *, filter=None, where=None, search=None):
    """Narrow customers down by `filter` or `where` (not both) and `search`."""
    if filter is not None and where is not None:
        raise GraphQLError("Only one filtering argument (filter or where) can be specified.")
    if search:
        people = found_by(people, search)
    if filter:
        people = _by_filter(people, filter)
    if where is not None:
        people = people.annotate(order_count=Count("orders")).filter(_condition(where))
    return people


def chosen_staff(people, *, filter=None):
    """Narrow staff down by `filter`."""
    for name, value in (filter or {}).items():
        if name == "search":
            people = found_by(people, value or "")
        elif name == "status" and value:
            people = people.filter(is_active=value == "ACTIVE")
        elif name == "ids" and value is not None:
            people = people.filter(pk__in=keys(value))
    return people


def sorted_by(people, sort_by, *, search=None):
    """Return people and their sort keys for pagination; by e-mail when nothing is said."""
    if not sort_by:
        return people, ["email"]
    if sort_by["field"] == "RANK" and not search:
        raise GraphQLError("Sorting by RANK is available only when using a search filter or search argument.")
    if sort_by["field"] == "ORDER_COUNT":
        people = people.annotate(order_count=Count("orders"))
    sign = "-" if sort_by["direction"] == "DESC" else ""
    return people, [f"{sign}{key}" for key in SORTS[sort_by["field"]]]


def keys(ids, type_name="User"):
    """Return the primary keys in global ids of users, or of another type."""
    return [int(key) for key in (from_global_id(one, type_name) for one in ids) if key.isdecimal()]


def _by_filter(people, wanted):
    if wanted.get("search"):
        people = found_by(people, wanted["search"])
    if wanted.get("ids") is not None:
        people = people.filter(pk__in=keys(wanted["ids"]))
    if wanted.get("updated_at"):
        people = people.filter(within("updated_at", wanted["updated_at"]))
    if wanted.get("date_joined"):
        people = people.annotate(joined_on=TruncDate("date_joined")).filter(within("joined_on", wanted["date_joined"]))
    if wanted.get("number_of_orders"):
        people = people.annotate(order_count=Count("orders"))
        people = people.filter(within("order_count", wanted["number_of_orders"]))
    if wanted.get("placed_orders"):
        orders = Order.objects.annotate(placed_on=TruncDate("created_at")).filter(
            within("placed_on", wanted["placed_orders"])
        )
        people = people.filter(Exists(orders.filter(user=OuterRef("pk"))))
    for metadata in wanted.get("metadata") or ():
        people = people.filter(has_metadata(metadata))
    return people


def _condition(where):
    condition = Q()
    for name, wanted in where.items():
        if name == "AND":
            for part in wanted or ():
                condition &= _condition(part)
        elif name == "OR":
            either = [_condition(part) for part in wanted or ()]
            if either:
                condition &= _any(either)
        else:
            condition &= _part(name, wanted)
    return condition


def _any(conditions):
    found = conditions[0]
    for condition in conditions[1:]:
        found |= condition
    return found


def _part(name, wanted):
    if wanted is None:
        return Q(pk__in=[])
    if name == "ids":
        return Q(pk__in=keys(wanted))
    if name in ("email", "first_name", "last_name"):
        return matches(name, wanted)
    if name in ("date_joined", "updated_at"):
        return within(name, wanted)
    if name == "is_active":
        return Q(is_active=wanted)
    if name == "number_of_orders":
        return matches("order_count", wanted)
    if name == "metadata":
        return has_metadata(wanted)
    if name == "placed_orders_at":
        return Q(Exists(Order.objects.filter(within("created_at", wanted), user=OuterRef("pk"))))
    return _has_address(wanted)


def _has_address(wanted):
    if not wanted:
        return Q(pk__in=[])
    addresses = Address.objects.filter(user_addresses=OuterRef("pk"))
    if (phone := wanted.get("phone_number")) is not None:
        addresses = addresses.filter(matches("phone", phone))
    if (country := wanted.get("country")) is not None:
        if country.get("not_one_of"):
            addresses = addresses.exclude(country__in=country["not_one_of"])
        else:
            addresses = addresses.filter(matches("country", country))
    return Q(Exists(addresses))
