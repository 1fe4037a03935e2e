"""Remembers in which channel a product, variant or collection is being looked at.

Prices and visibility depend on the channel, which stands only at the top of a document. Every resolver that hands on
such a row says `in_channel(row, channel)`; the row's own resolvers ask `channel_of(row)`.
"""

from typing import Any, TypeVar

from store.engine.models import Channel

T = TypeVar("T")


def in_channel(rows: T, channel: Channel | None) -> T:
    """Mark a row, or every row of a list, as looked at in a channel; return the same row or list."""
    for row in rows if isinstance(rows, list) else [rows]:
        if row is not None:
            row.__dict__["_channel"] = channel
    return rows


def channel_of(row: Any) -> Channel | None:
    """Return the channel that a row is looked at in, if any."""
    channel: Channel | None = row.__dict__.get("_channel")
    return channel
