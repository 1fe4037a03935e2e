"""Asking for transactions; who handles payments or orders may."""

import graphene
from django.db.models import Q
from graphql import GraphQLError

from store.engine.models import TransactionItem as TransactionItemModel
from store.engine.refusals import Refusal
from store.engine.schema.channel_access import open_channels
from store.engine.schema.connection import ConnectionField, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import DateTimeRangeInput, StringFilterInput, matches, within
from store.engine.schema.ids import from_global_id
from store.engine.schema.mutation import plain, require
from store.engine.schema.order_enums import TransactionEventTypeEnum
from store.engine.schema.scalars import UUID
from store.engine.schema.transaction import TransactionCountableConnection, TransactionItem
from store.engine.schema.transaction_mutations import find_transaction

TransactionSortField = enum_of("TransactionSortField", "CREATED_AT MODIFIED_AT")


class TransactionSortingInput(graphene.InputObjectType):
    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(TransactionSortField, required=True)


class TransactionEventTypeEnumFilterInput(graphene.InputObjectType):
    eq = graphene.Field(TransactionEventTypeEnum)
    one_of = graphene.List(graphene.NonNull(TransactionEventTypeEnum))


class TransactionEventFilterInput(graphene.InputObjectType):
    created_at = DateTimeRangeInput()
    type = TransactionEventTypeEnumFilterInput()


class TransactionWhereInput(graphene.InputObjectType):
    ids = graphene.List(graphene.NonNull(graphene.ID))
    psp_reference = StringFilterInput()
    app_identifier = StringFilterInput()
    created_at = DateTimeRangeInput()
    modified_at = DateTimeRangeInput()
    events = graphene.List(graphene.NonNull(TransactionEventFilterInput))
    AND = graphene.List(graphene.NonNull(lambda: TransactionWhereInput))
    OR = graphene.List(graphene.NonNull(lambda: TransactionWhereInput))


def condition_of(where):
    """Return the condition that a TransactionWhereInput stands for."""
    condition = Q()
    if "ids" in where:
        condition &= Q(token__in=[from_global_id(key, "TransactionItem") for key in where["ids"] or ()])
    if "psp_reference" in where:
        condition &= matches("psp_reference", where["psp_reference"])
    if "app_identifier" in where:
        condition &= matches("app__identifier", where["app_identifier"])
    for name in ("created_at", "modified_at"):
        if name in where:
            condition &= within(name, where[name])
    for wanted in where.get("events") or ():
        found = TransactionItemModel.objects.filter(_event_condition(wanted)).values("pk")
        condition &= Q(pk__in=found)
    for nested in where.get("AND") or ():
        condition &= condition_of(nested)
    if where.get("OR"):
        either = Q(pk__in=[])
        for nested in where["OR"]:
            either |= condition_of(nested)
        condition &= either
    return condition


def _event_condition(wanted):
    condition = Q(events__isnull=False)
    if "created_at" in wanted:
        condition &= within("events__created_at", wanted["created_at"])
    if "type" in wanted:
        condition &= matches("events__type", wanted["type"])
    return condition


class TransactionQueries:
    transaction = graphene.Field(TransactionItem, id=graphene.ID(), token=UUID())
    transactions = ConnectionField(
        TransactionCountableConnection, where=TransactionWhereInput(), sort_by=TransactionSortingInput()
    )

    @staticmethod
    def resolve_transaction(_root, info, id=None, token=None):
        require(info.context, "HANDLE_PAYMENTS", "MANAGE_ORDERS")
        if (id is None) == (token is None):
            raise GraphQLError("At least one argument is required: 'id' or 'token'.")
        try:
            return find_transaction(id, token)
        except Refusal:
            return None

    @staticmethod
    def resolve_transactions(_root, info, where=None, sort_by=None, **page):
        require(info.context, "HANDLE_PAYMENTS", "MANAGE_ORDERS")
        rows = TransactionItemModel.objects.all()
        allowed = open_channels(info.context)
        if allowed is not None:
            rows = rows.filter(Q(order__channel__in=allowed) | Q(checkout__channel__in=allowed))
        rows = rows.filter(condition_of(plain(where or {})))
        sort = plain(sort_by) if sort_by else {"direction": "DESC", "field": "CREATED_AT"}
        sign = "-" if sort["direction"] == "DESC" else ""
        return paginate(rows, info, sort=[f"{sign}{sort['field'].lower()}"], **page)
