"""The schema: every subject's queries and mutations under one roof."""

import graphene

from store.engine.schema.account import AccountQueries
from store.engine.schema.address import AddressQueries
from store.engine.schema.channel import ChannelMutations, ChannelQueries
from store.engine.schema.metadata import MetadataMutations
from store.engine.schema.order_queries import OrderQueries
from store.engine.schema.token import TokenMutations
from store.engine.schema.transaction import PAYMENT_METHODS
from store.engine.schema.transaction_mutations import TransactionMutations
from store.engine.schema.transaction_queries import TransactionQueries


class Query(
    AddressQueries,
    AccountQueries,
    ChannelQueries,
    OrderQueries,
    TransactionQueries,
    graphene.ObjectType,
):
    """What can be asked."""


class Mutation(
    ChannelMutations,
    MetadataMutations,
    TokenMutations,
    TransactionMutations,
    graphene.ObjectType,
):
    """What can be done."""


# Types that only an interface leads to.
TYPES = [
    *PAYMENT_METHODS,
]
schema = graphene.Schema(query=Query, mutation=Mutation, types=TYPES)
