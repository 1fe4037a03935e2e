"""Channels."""

import graphene

from store.engine.models import Channel as ChannelModel
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.metadata import ObjectWithMetadata


class Channel(WithGlobalId, graphene.ObjectType):
    """Represents channel."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    slug = graphene.String(required=True)
    name = graphene.String(required=True)


class ChannelQueries:
    channel = graphene.Field(Channel, slug=graphene.String(), id=graphene.ID())

    @staticmethod
    def resolve_channel(_root, info, slug=None, id=None):
        return ChannelModel.objects.filter(slug=slug).first()


class ChannelMutations:
    """Filled next."""
