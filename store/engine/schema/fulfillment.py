"""Fulfilments: parcels and handed-over courses."""

import graphene

from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.order_enums import FulfillmentStatus
from store.engine.schema.order_line import OrderLine
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import DateTime

STATUS_NAMES = {"FULFILLED": "Fulfilled", "CANCELED": "Canceled"}


class FulfillmentLine(WithGlobalId, graphene.ObjectType):
    """So many units of an order line in a parcel."""

    class Meta:
        interfaces = (Node,)

    quantity = graphene.Int(required=True)
    order_line = graphene.Field(OrderLine)

    @staticmethod
    def resolve_order_line(root, _info):
        return one(root, "order_line")


class Fulfillment(WithGlobalId, graphene.ObjectType):
    """A parcel, or the handing over of something digital."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    fulfillment_order = graphene.Int(required=True)
    status = graphene.Field(FulfillmentStatus, required=True)
    status_display = graphene.String()
    tracking_number = graphene.String(required=True)
    created = DateTime(required=True)
    lines = graphene.List(graphene.NonNull(FulfillmentLine))

    @staticmethod
    def resolve_status_display(root, _info):
        return STATUS_NAMES[root.status]

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at

    @staticmethod
    def resolve_lines(root, _info):
        return many(root, "lines")
