"""What the simulation asks Saleor that the shop never asks: set-up, and whole books."""

from collections.abc import Iterator
from typing import Any

from store.backend import app_client


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """Saleor's errors, such as that there is not enough in stock."""


def ask(document: str, **variables: Any) -> Any:
    """Return what an operation answers; the one field it asks for, without its name."""
    client = app_client()
    data = client.get_data(client.execute(document, "Asked", variables))
    (answer,) = data.values()
    if isinstance(answer, dict) and answer.get("errors"):
        raise Refused(answer["errors"])
    return answer


def pages(document: str) -> Iterator[Any]:
    """Yield every node of a connection, a hundred at a time."""
    after = None
    while True:
        page = ask(document, after=after)
        for edge in page["edges"]:
            yield edge["node"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]
