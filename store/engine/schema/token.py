"""Signing in and staying signed in: Saleor's token mutations."""

import graphene
from graphene.types.generic import GenericScalar

from store.engine.actions import token as tokens
from store.engine.actions.sign_in import sign_in
from store.engine.refusals import PermissionDenied
from store.engine.schema.account_errors import AccountError
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.user import User


class CreateToken(Mutation):
    """Create JWT token."""

    class Arguments:
        email = graphene.String(required=True)
        password = graphene.String(required=True)
        audience = graphene.String()

    token = graphene.String()
    refresh_token = graphene.String()
    csrf_token = graphene.String()
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)
    in_transaction = False  # comparing a password takes long, on purpose

    @classmethod
    def perform(cls, info, email, password, audience=None):
        given = sign_in(email=email, password=password, address=info.context.address, audience=audience)
        info.context.new_refresh_token = given.refresh
        return {
            "token": given.access,
            "refresh_token": given.refresh,
            "csrf_token": given.csrf,
            "user": given.user,
        }


class RefreshToken(Mutation):
    """Refresh JWT token, with the refresh token of the argument or else of the cookie."""

    class Arguments:
        refresh_token = graphene.String()
        csrf_token = graphene.String()

    token = graphene.String()
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, refresh_token=None, csrf_token=None):
        token, user = tokens.renew(token=refresh_token, csrf_token=csrf_token, cookie=info.context.refresh_cookie)
        return {"token": token, "user": user}


class VerifyToken(Mutation):
    """Verify JWT token."""

    class Arguments:
        token = graphene.String(required=True)

    user = graphene.Field(User)
    is_valid = graphene.Boolean(required=True)
    payload = GenericScalar()
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, _info, token):
        payload, user = tokens.verify(token)
        return {"payload": payload, "user": user, "is_valid": True}

    @staticmethod
    def resolve_is_valid(root, _info):
        return bool(root.is_valid)


class DeactivateAllUserTokens(Mutation):
    """Deactivate all JWT tokens of the currently authenticated user."""

    errors = list_of_errors(AccountError)

    @classmethod
    def allow(cls, info, **_arguments):
        signed_in_user(info)

    @classmethod
    def perform(cls, info):
        tokens.deactivate_all(user=info.context.user)
        return {}


def signed_in_user(info):
    """Return the user that asks; raises PermissionDenied for apps and for nobody in particular."""
    if info.context.user is None:
        raise PermissionDenied("AUTHENTICATED_USER")
    return info.context.user


class TokenMutations:
    token_create = CreateToken.Field()
    token_refresh = RefreshToken.Field()
    token_verify = VerifyToken.Field()
    tokens_deactivate_all = DeactivateAllUserTokens.Field()
