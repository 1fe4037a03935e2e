"""Connections: Saleor's cursor pagination, by the values of the sort keys and never by position."""

import base64
import binascii
import datetime
import decimal
import json
import uuid
from collections.abc import Sequence
from typing import Any

import graphene
from django.db import models
from django.db.models import Q
from graphql import GraphQLError

from store.engine.schema.peers import together

MAX_PAGE = 100


class PageInfo(graphene.ObjectType):
    """The Relay compliant `PageInfo` type, containing data necessary to paginate this connection."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


def connection_of(node: type[graphene.ObjectType], name: str = "") -> type[graphene.ObjectType]:
    """Make `XCountableConnection` and `XCountableEdge` for an object type."""
    base = name or node._meta.name
    edge = type(
        f"{base}CountableEdge",
        (graphene.ObjectType,),
        {
            "__doc__": None,
            "node": graphene.Field(node, required=True),
            "cursor": graphene.String(required=True),
        },
    )
    return type(
        f"{base}CountableConnection",
        (graphene.ObjectType,),
        {
            "__doc__": None,
            "page_info": graphene.Field(PageInfo, required=True),
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "total_count": graphene.Int(),
        },
    )


class ConnectionField(graphene.Field):
    """A field that answers with a connection and takes `before after first last`."""

    def __init__(self, connection, **arguments):
        required = arguments.pop("required", False)
        super().__init__(
            connection,
            required=required,
            before=graphene.String(),
            after=graphene.String(),
            first=graphene.Int(),
            last=graphene.Int(),
            **arguments,
        )


class Page:
    """One page of a queryset; counts only when `totalCount` is asked for."""

    def __init__(
        self, rows: list[Any], *, cursors: list[str], has_next: bool, has_previous: bool, counted: Any
    ) -> None:
        self.rows = rows
        self.edges = [{"node": row, "cursor": cursor} for row, cursor in zip(rows, cursors, strict=True)]
        self.page_info = {
            "has_next_page": has_next,
            "has_previous_page": has_previous,
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        }
        self._counted = counted

    @property
    def total_count(self) -> int:
        """How many rows there are on all pages."""
        return self._counted.count() if isinstance(self._counted, models.QuerySet) else len(self._counted)


def paginate(
    queryset: models.QuerySet[Any],
    info: Any,
    *,
    first: int | None = None,
    last: int | None = None,
    before: str | None = None,
    after: str | None = None,
    sort: Sequence[str] = (),
    **_filters: Any,
) -> Page:
    """Cut one page out of a queryset.

    `sort` names model fields or annotations that are never NULL, with `-` for descending; the primary key is added
    so that no two rows tie. Without `sort`, rows come by primary key. Saleor's rules: give `first` or `last`, not
    both, at most 100; a bad cursor is an error.
    """
    limit = _limit(first, last, info)
    keys = [*sort] if any(key.lstrip("-") in ("pk", "id") for key in sort) else [*sort, "pk"]
    backwards = last is not None
    page = queryset.order_by(*(_turned(key) if backwards else key for key in keys))
    if after:
        page = page.filter(_beyond(keys, _read(after, keys)))
    if before:
        page = page.filter(_beyond([_turned(key) for key in keys], _read(before, keys)))
    rows = list(page[: limit + 1]) if limit else []
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    return Page(
        together(rows),
        cursors=[_cursor(row, keys) for row in rows],
        has_next=bool(before) if backwards else more,
        has_previous=more if backwards else bool(after),
        counted=queryset,
    )


def paginate_list(
    rows: Sequence[Any],
    info: Any,
    *,
    first: int | None = None,
    last: int | None = None,
    before: str | None = None,
    after: str | None = None,
    **_filters: Any,
) -> Page:
    """Cut one page out of rows that are in memory already; cursors are positions."""
    limit = _limit(first, last, info)
    start, stop = 0, len(rows)
    if after:
        start = _position(after) + 1
    if before:
        stop = min(stop, _position(before))
    if first is not None:
        stop = min(stop, start + limit)
    elif last is not None:
        start = max(start, stop - limit)
    chosen = list(rows[start:stop])
    cursors = [base64.b64encode(json.dumps([start + index]).encode()).decode() for index in range(len(chosen))]
    return Page(chosen, cursors=cursors, has_next=stop < len(rows), has_previous=start > 0, counted=rows)


def _limit(first: int | None, last: int | None, info: Any) -> int:
    name = info.field_name
    if first is not None and last is not None:
        raise GraphQLError("Argument `last` cannot be combined with `first`.")
    if first is None and last is None:
        if _selects_edges(info):
            raise GraphQLError(
                f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
            )
        return 0
    which, limit = ("first", first) if first is not None else ("last", last or 0)
    if limit < 0:
        raise GraphQLError(f"Argument '{which}' must be a non-negative integer.")
    if limit > MAX_PAGE:
        raise GraphQLError(
            f"Requesting {limit} records on the `{name}` connection exceeds the `{which}` limit of {MAX_PAGE} records."
        )
    return limit


def _selects_edges(info: Any) -> bool:
    for node in info.field_nodes:
        for selection in node.selection_set.selections if node.selection_set else ():
            if getattr(getattr(selection, "name", None), "value", "") in ("edges", "pageInfo"):
                return True
            if selection.kind != "field":
                return True
    return False


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _value(row: Any, key: str) -> Any:
    value = row
    for part in key.lstrip("-").split("__"):
        value = getattr(value, part)
    return value


def _cursor(row: Any, keys: Sequence[str]) -> str:
    values = [_value(row, key) for key in keys]
    return base64.b64encode(json.dumps([_written(value) for value in values]).encode()).decode()


def _written(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal | uuid.UUID) else value


def _position(cursor: str) -> int:
    return int(_read(cursor, ["position"])[0])


def _read(cursor: str, keys: Sequence[str]) -> list[Any]:
    try:
        values = json.loads(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError) as error:
        raise GraphQLError("Received cursor is invalid.") from error
    if not isinstance(values, list) or len(values) != len(keys):
        raise GraphQLError("Received cursor is invalid.")
    return values


def _beyond(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition for rows after the one with these sort values."""
    condition = Q()
    for index, key in enumerate(keys):
        tied = Q(**{earlier.lstrip("-"): values[place] for place, earlier in enumerate(keys[:index])})
        comparison = "lt" if key.startswith("-") else "gt"
        condition |= tied & Q(**{f"{key.lstrip('-')}__{comparison}": values[index]})
    return condition
