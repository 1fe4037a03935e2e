"""People's own accounts."""

import graphene

from store.engine.schema.user import User


class AccountQueries:
    me = graphene.Field(User)

    @staticmethod
    def resolve_me(_root, info):
        return info.context.user
