"""The desk's schema."""

import graphene
from graphql import GraphQLError

from phone_orders.actions.calls import calls_of
from phone_orders.schema.mutations import Mutation, call_of
from phone_orders.schema.types import Agent, Call, PhoneLine

MOST_CALLS = 50


class Query(graphene.ObjectType):
    """What can be asked at the desk."""

    me = graphene.Field(Agent, required=True)
    lines = graphene.List(graphene.NonNull(PhoneLine), required=True)
    calls = graphene.List(
        graphene.NonNull(Call), required=True, first=graphene.Int(default_value=20), open=graphene.Boolean()
    )
    call = graphene.Field(Call, required=True, id=graphene.ID(required=True))

    @staticmethod
    def resolve_me(_root, info):
        return info.context.agent

    @staticmethod
    def resolve_lines(_root, info):
        return info.context.agent.lines

    @staticmethod
    def resolve_calls(_root, info, first, open=None):
        if not 0 < first <= MOST_CALLS:
            raise GraphQLError(f"`first` is between 1 and {MOST_CALLS}.")
        found = calls_of(info.context.agent)
        if open is not None:
            found = found.filter(ended_at__isnull=open)
        return found[:first]

    @staticmethod
    def resolve_call(_root, info, id):
        return call_of(info.context.agent, id)


schema = graphene.Schema(query=Query, mutation=Mutation)
