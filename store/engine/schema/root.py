"""The schema: every subject's queries and mutations under one roof."""

import graphene

from store.engine.schema.channel import ChannelMutations, ChannelQueries
from store.engine.schema.order_queries import OrderQueries


class Query(ChannelQueries, OrderQueries, graphene.ObjectType):
    """What can be asked."""


class Mutation(ChannelMutations, graphene.ObjectType):
    """What can be done."""


schema = graphene.Schema(query=Query, mutation=Mutation)
