"""Global ids like Saleor's: base64 of `Type:pk`."""

import base64
import binascii
import uuid
from collections.abc import Iterable
from typing import Any

import graphene
from django.db import models
from graphql import GraphQLError

from store.engine.global_id import to_global_id
from store.engine.refusals import Refusal

__all__ = [
    "Node",
    "WithGlobalId",
    "find",
    "from_global_id",
    "get_all_or_refuse",
    "get_or_refuse",
    "split_global_id",
    "to_global_id",
]


def split_global_id(global_id: str) -> tuple[str, str]:
    """Return the type's name and the primary key, as text, in a global id; raises GraphQLError when it is none."""
    try:
        type_name, _, pk = base64.b64decode(global_id, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        type_name, pk = "", ""
    if not type_name or not pk:
        raise GraphQLError(f"Invalid ID: {global_id}.")
    return type_name, pk


def from_global_id(global_id: str, *expected: str) -> str:
    """Return the primary key in a global id of one of the `expected` types, as text.

    Raises GraphQLError in Saleor's words when the id cannot be read or is of another type.
    """
    try:
        type_name, pk = split_global_id(global_id)
    except GraphQLError:
        raise GraphQLError(f"Invalid ID: {global_id}. Expected: {expected[0]}.") from None
    if type_name not in expected:
        raise GraphQLError(f"Invalid ID: {global_id}. Expected: {expected[0]}, received: {type_name}.")
    return pk


def find(queryset: models.QuerySet[Any], global_id: str, *expected: str) -> Any | None:
    """Return the row that a global id names, or None when there is none."""
    pk = from_global_id(global_id, *expected)
    field = queryset.model._meta.pk
    if isinstance(field, models.UUIDField):
        try:
            return queryset.filter(pk=uuid.UUID(pk)).first()
        except ValueError:
            return None
    return queryset.filter(pk=int(pk)).first() if pk.isdecimal() else None


def get_or_refuse(queryset: models.QuerySet[Any], global_id: str, *expected: str, field: str = "id") -> Any:
    """Return the row that an input's id names; raises Refusal NOT_FOUND, or GRAPHQL_ERROR for what is no such id."""
    try:
        row = find(queryset, global_id, *expected)
    except GraphQLError as error:
        raise Refusal(error.message, code="GRAPHQL_ERROR", field=field) from None
    if row is None:
        raise Refusal(f"Couldn't resolve to a node: {global_id}", code="NOT_FOUND", field=field)
    return row


def get_all_or_refuse(
    queryset: models.QuerySet[Any], global_ids: Iterable[str] | None, type_name: str, *, field: str
) -> list[Any]:
    """Return the rows that an input's list of ids names, in its order; raises Refusal as `get_or_refuse`."""
    return [get_or_refuse(queryset, global_id, type_name, field=field) for global_id in global_ids or ()]


class Node(graphene.Interface):
    """An object with an ID."""

    id = graphene.ID(required=True)


class WithGlobalId:
    """Mixed into an object type: its id is `Type:pk`, whatever Python calls the class."""

    id = graphene.ID(required=True)

    @staticmethod
    def resolve_id(root, info):
        """Return the global id; the type's name is the one the schema shows."""
        return to_global_id(info.parent_type.name, root.pk)
