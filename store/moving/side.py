"""One side of the move, asked by name of an operation of ours."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from graphql import parse, print_ast
from graphql.utilities import separate_operations

from store.saleor.transports import Transport

FOLDER = Path(__file__).parent / "operations"
Row = dict[str, Any]


class MoveRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A side did not answer, or would not take something; what was moved before stays."""


class Side:
    """The engine, or the server."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def ask(self, operation: str, **variables: Any) -> Row:
        """Return the answer's data. Raises MoveRefused for an error of GraphQL."""
        answer = self._transport.send(_documents()[operation], operation, variables)
        if answer.get("errors"):
            raise MoveRefused(f"{operation}: {answer['errors'][0].get('message')}")
        data: Row = answer["data"]
        return data

    def do(self, operation: str, **variables: Any) -> Row:
        """Return what a mutation did. Raises MoveRefused for the first thing that it would not do."""
        done: Row = self.ask(operation, **variables)["done"]
        for error in done["errors"]:
            raise MoveRefused(f"{operation}: {error['message'] or error['code']}")
        return done

    def every(self, operation: str) -> Iterator[Row]:
        """Give every row of a list, page by page."""
        after = None
        while True:
            page = self.ask(operation, after=after)["page"]
            yield from (edge["node"] for edge in page["edges"])
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


def documents() -> dict[str, str]:
    """Return every operation's document by the operation's name."""
    return dict(_documents())


@cache
def _documents() -> dict[str, str]:
    """Cut the files into one document per operation, for a server refuses fragments that nothing uses."""
    cut = {}
    for path in sorted(FOLDER.glob("*.graphql")):
        for name, document in separate_operations(parse(path.read_text(encoding="utf-8"))).items():
            cut[name] = print_ast(document)
    return cut
