"""Asking for checkouts: one by its id, which is a secret, or lists for staff and apps."""

import uuid

import graphene
from django.db.models import Q
from graphql import GraphQLError

from store.engine.models import Checkout as CheckoutModel
from store.engine.schema.checkout import Checkout, CheckoutAuthorizeStatusEnum, CheckoutChargeStatusEnum
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.ids import from_global_id
from store.engine.schema.mutation import plain, require
from store.engine.schema.scalars import UUID

CheckoutSortField = enum_of("CheckoutSortField", "CREATION_DATE CUSTOMER PAYMENT RANK")
CheckoutCountableConnection = connection_of(Checkout)
SORTS = {"CREATION_DATE": "created_at", "CUSTOMER": "email"}


class CheckoutSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = CheckoutSortField(required=True)


class CheckoutFilterInput(graphene.InputObjectType):
    customer = graphene.String()
    search = graphene.String()
    channels = graphene.List(graphene.NonNull(graphene.ID))
    authorize_status = graphene.List(graphene.NonNull(CheckoutAuthorizeStatusEnum))
    charge_status = graphene.List(graphene.NonNull(CheckoutChargeStatusEnum))


def _filtered(rows, chosen):
    if text := chosen.get("customer") or chosen.get("search"):
        rows = rows.filter(
            Q(email__icontains=text)
            | Q(user__email__icontains=text)
            | Q(user__first_name__icontains=text)
            | Q(user__last_name__icontains=text)
        )
    if chosen.get("channels"):
        rows = rows.filter(channel__in=[from_global_id(given, "Channel") for given in chosen["channels"]])
    for name in ("authorize_status", "charge_status"):
        if chosen.get(name):
            rows = rows.filter(**{f"{name}__in": chosen[name]})
    return rows


class CheckoutQueries:
    checkout = graphene.Field(Checkout, id=graphene.ID(), token=UUID())
    checkouts = ConnectionField(
        CheckoutCountableConnection,
        sort_by=CheckoutSortingInput(),
        filter=CheckoutFilterInput(),
        channel=graphene.String(),
    )

    @staticmethod
    def resolve_checkout(_root, info, id=None, token=None):
        if (id is None) == (token is None):
            raise GraphQLError(
                "Argument 'id' cannot be combined with 'token'"
                if id
                else "At least one of arguments is required: 'id', 'token'."
            )
        try:
            key = token or uuid.UUID(from_global_id(id, "Checkout"))
        except ValueError:
            return None
        found = CheckoutModel.objects.select_related("channel", "assigned_delivery").filter(pk=key).first()
        if found is None or found.channel.is_active:
            return found
        return found if info.context.may("MANAGE_CHECKOUTS", "IMPERSONATE_USER", "HANDLE_PAYMENTS") else None

    @staticmethod
    def resolve_checkouts(_root, info, sort_by=None, filter=None, channel=None, **page):
        require(info.context, "MANAGE_CHECKOUTS", "HANDLE_PAYMENTS")
        rows = _filtered(CheckoutModel.objects.all(), plain(filter or {}))
        if channel:
            rows = rows.filter(channel__slug=channel)
        sorting = plain(sort_by or {"field": "CREATION_DATE", "direction": "DESC"})
        key = SORTS.get(sorting["field"], "created_at")
        return paginate(rows, info, sort=[f"-{key}" if sorting["direction"] == "DESC" else key], **page)
