"""Loads related rows for a whole list at once, when the first row of it is asked.

GraphQL asks one object at a time. Rows that came together remember each other, so that the first row's question is
answered for all of them with one query and the rest find their answer waiting. For resolvers only: actions read afresh.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, prefetch_related_objects

M = TypeVar("M", bound=Model)


def together(rows: Iterable[M]) -> list[M]:
    """Let rows know that they came together; return them as a list."""
    peers = list(rows)
    for row in peers:
        row.__dict__["_peers"] = peers
    return peers


def many(row: Model, relation: str) -> list[Any]:
    """Return the rows of a to-many relation in their own order, read for all peers at once."""
    loaded: dict[str, list[Any]] = row.__dict__.setdefault("_loaded", {})
    if relation not in loaded:
        peers = row.__dict__.get("_peers") or [row]
        prefetch_related_objects(peers, relation)
        children: dict[Any, Model] = {}
        for peer in peers:
            found = list(getattr(peer, relation).all())
            peer.__dict__.setdefault("_loaded", {})[relation] = found
            children |= {id(child): child for child in found}
        together(children.values())
    return loaded[relation]


def one(row: Model, relation: str) -> Any:
    """Return the row that a foreign key points at (or None), read for all peers at once."""
    if relation not in row._state.fields_cache:
        peers = [peer for peer in row.__dict__.get("_peers") or [row] if relation not in peer._state.fields_cache]
        prefetch_related_objects(peers, relation)
        found = [getattr(peer, relation) for peer in peers]
        together({id(related): related for related in found if related is not None}.values())
    return getattr(row, relation)


def forget(row: Model) -> None:
    """Let a row's relations be read afresh, after a mutation changed them."""
    row.__dict__.pop("_loaded", None)
    row.__dict__.pop("_prefetched_objects_cache", None)
