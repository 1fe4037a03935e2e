"""Asking for orders: one by its id, or lists for staff and apps."""

import graphene
from graphql import GraphQLError

from store.engine.models import Order as OrderModel
from store.engine.schema.ids import find
from store.engine.schema.order import Order


class OrderQueries:
    order = graphene.Field(Order, id=graphene.ID(), external_reference=graphene.String())

    @staticmethod
    def resolve_order(_root, _info, id=None, external_reference=None):
        if (id is None) == (external_reference is None):
            raise GraphQLError("At least one argument is required: 'id' or 'external_reference'.")
        if id is not None:
            return find(OrderModel.objects.all(), id, "Order")
        return OrderModel.objects.filter(external_reference=external_reference).first()
