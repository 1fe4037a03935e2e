"""Asking for orders: one by its id, which is a secret, or lists for staff and apps."""

import graphene
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from graphql import GraphQLError

from store.engine.actions.order_totals import is_stale, recalculate
from store.engine.models import Order as OrderModel
from store.engine.schema.channel_access import open_channels
from store.engine.schema.connection import ConnectionField, paginate
from store.engine.schema.ids import find
from store.engine.schema.mutation import plain, require
from store.engine.schema.order import Order, OrderCountableConnection
from store.engine.schema.order_filter_inputs import (
    DraftOrderWhereInput,
    OrderDraftFilterInput,
    OrderFilterInput,
    OrderSortingInput,
    OrderWhereInput,
)
from store.engine.schema.order_filters import FILTER, SORT_KEYS, WHERE, found_by
from store.engine.schema.where import condition_of


class RefundSettings(graphene.ObjectType):
    """How refunds are explained: by text, so that no type of page is named."""

    reason_reference_type = graphene.Field("store.engine.schema.page.PageType")

    @staticmethod
    def resolve_reason_reference_type(_root, _info):
        return None


class OrderQueries:
    order = graphene.Field(Order, id=graphene.ID(), external_reference=graphene.String())
    orders = ConnectionField(
        OrderCountableConnection,
        sort_by=OrderSortingInput(),
        filter=OrderFilterInput(),
        where=OrderWhereInput(),
        channel=graphene.String(),
        search=graphene.String(),
    )
    draft_orders = ConnectionField(
        OrderCountableConnection,
        sort_by=OrderSortingInput(),
        filter=OrderDraftFilterInput(),
        where=DraftOrderWhereInput(),
        search=graphene.String(),
    )

    refund_settings = graphene.Field(RefundSettings, required=True)

    @staticmethod
    def resolve_refund_settings(_root, _info):
        return {}

    @staticmethod
    def resolve_order(_root, _info, id=None, external_reference=None):
        if (id is None) == (external_reference is None):
            raise GraphQLError("At least one argument is required: 'id' or 'external_reference'.")
        if id is not None:
            order = find(OrderModel.objects.all(), id, "Order")
        else:
            order = OrderModel.objects.filter(external_reference=external_reference).first()
        return _thawed(order)

    @staticmethod
    def resolve_orders(_root, info, channel=None, **arguments):
        require(info.context, "MANAGE_ORDERS")
        rows = OrderModel.objects.exclude(status="DRAFT")
        if channel is not None:
            rows = rows.filter(channel__slug=channel)
        return _page(rows, info, **arguments)

    @staticmethod
    def resolve_draft_orders(_root, info, **arguments):
        require(info.context, "MANAGE_ORDERS")
        return _page(OrderModel.objects.filter(status="DRAFT"), info, **arguments)


def _thawed(order):
    """Return a draft at the catalogue's prices, once the time is over for which it kept its own."""
    if order is None or not is_stale(order):
        return order
    with transaction.atomic():
        locked = OrderModel.objects.select_for_update(of=("self",)).get(pk=order.pk)
        recalculate(locked)
    return locked


def _page(rows, info, filter=None, where=None, search=None, sort_by=None, **page):
    if filter and where:
        raise GraphQLError("Only one filtering argument (filter or where) can be specified.")
    allowed = open_channels(info.context)
    if allowed is not None:
        rows = rows.filter(channel__in=allowed)
    if where:
        rows = rows.filter(condition_of(plain(where), WHERE))
    if filter:
        given = {name: value for name, value in plain(filter).items() if value is not None}
        rows = rows.filter(condition_of(given, FILTER))
    if search:
        rows = rows.filter(found_by(search))
    sort = plain(sort_by) if sort_by else {"field": "NUMBER", "direction": "DESC"}
    if sort["field"] == "RANK" and not (search or (filter or {}).get("search")):
        raise GraphQLError("Sorting by RANK is available only when using a search filter or search argument.")
    if sort["field"] == "CUSTOMER":
        rows = rows.annotate(
            sort_last_name=Coalesce("billing_address__last_name", Value("")),
            sort_first_name=Coalesce("billing_address__first_name", Value("")),
        )
    sign = "-" if sort["direction"] == "DESC" else ""
    return paginate(rows, info, sort=[f"{sign}{key}" for key in SORT_KEYS[sort["field"]]], **page)
