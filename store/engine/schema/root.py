"""The schema: every subject's queries and mutations under one roof."""

import graphene

from store.engine.schema.channel import ChannelMutations, ChannelQueries


class Query(ChannelQueries, graphene.ObjectType):
    """What can be asked."""


class Mutation(ChannelMutations, graphene.ObjectType):
    """What can be done."""


schema = graphene.Schema(query=Query, mutation=Mutation)
