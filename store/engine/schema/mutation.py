"""Mutations: parse, ask for permission, call one action, turn refusals into Saleor's `errors`."""

import enum
from contextlib import nullcontext

import graphene
from django.db import transaction
from django.db.models import Model

from store.engine.context import EngineContext
from store.engine.refusals import PermissionDenied, Refusal, Refusals
from store.engine.schema.peers import forget


class ErrorBase(graphene.ObjectType):
    """What every error type of Saleor's has; families add `code` and facts."""

    class Meta:
        abstract = True

    field = graphene.String()
    message = graphene.String()


def error_type(name: str, codes: type[graphene.Enum], **fields: graphene.Field) -> type[graphene.ObjectType]:
    """Make a family's error type, such as CheckoutError with its `code` and further facts.

    A code that the family does not know becomes INVALID, as in Saleor.
    """

    def resolve_code(root, _info):
        return root["code"] if root["code"] in codes._meta.enum.__members__ else "INVALID"

    code = graphene.Field(codes, required=True)
    return type(name, (ErrorBase,), {"code": code, "resolve_code": staticmethod(resolve_code), **fields})


def list_of_errors(error: type[graphene.ObjectType]) -> graphene.List:
    """Return the `errors` field of a payload: `[Error!]!`."""
    return graphene.List(graphene.NonNull(error), required=True)


class Mutation(graphene.Mutation):
    """A mutation with an `errors` list.

    A subclass declares `Arguments`, its payload fields, `errors = list_of_errors(...)`, optionally `permissions`
    (any one of them suffices), and `perform(info, **arguments)`, which returns the payload as a dict. Everything in
    `perform` happens in one transaction; a refusal undoes it and becomes `errors`. `in_transaction = False` is for work
    that is slow and writes next to nothing, such as comparing a password.
    """

    class Meta:
        abstract = True

    permissions: tuple[str, ...] = ()
    in_transaction = True

    @classmethod
    def allow(cls, info, **_arguments):
        """Raise PermissionDenied unless the caller may; overridden where it depends on the object."""
        require(info.context, *cls.permissions)

    @classmethod
    def mutate(cls, _root, info, **arguments):
        """Run `perform` and answer with its payload or with the refusals."""
        arguments = plain(arguments)
        cls.allow(info, **arguments)
        try:
            with transaction.atomic() if cls.in_transaction else nullcontext():
                payload = cls.perform(info, **arguments)
        except (Refusal, Refusals) as refused:
            return cls(errors=errors_of(refused))
        for value in payload.values():
            if isinstance(value, Model):
                forget(value)
        return cls(**{"errors": [], **payload})


def errors_of(refused: Refusal | Refusals) -> list[dict[str, object]]:
    """Return what an error type reads of one or several refusals."""
    refusals = refused.refusals if isinstance(refused, Refusals) else [refused]
    return [refusal.as_error() for refusal in refusals]


def require(context: EngineContext, *codes: str) -> None:
    """Raise PermissionDenied unless the caller holds one of these permissions (or none is asked for)."""
    if codes and not context.may(*codes):
        raise PermissionDenied(*codes)


def require_staff_or_app(context: EngineContext) -> None:
    """Raise PermissionDenied unless staff or an app asks."""
    if not context.is_staff_or_app:
        raise PermissionDenied("AUTHENTICATED_STAFF_USER", "AUTHENTICATED_APP")


def plain(value):
    """Return arguments as plain dicts, lists and strings: enum members become their names."""
    if isinstance(value, dict):
        # An input with a field called `items` has that in the method's place.
        return {key: plain(item) for key, item in dict.items(value)}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.value if isinstance(value, enum.Enum) else value
