"""Executes GraphQL documents: the same way for the HTTP address and for the transport in process."""

import logging
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    execute,
    parse,
    specified_rules,
    validate,
)
from jwt import InvalidTokenError

from store.engine.context import EngineContext
from store.engine.limits import DocumentLimits
from store.engine.loose_variables import loosened
from store.engine.refusals import PermissionDenied
from store.engine.schema.root import schema

log = logging.getLogger(__name__)

MAX_TOKENS = 20_000
MAX_CHARACTERS = 100_000
KEPT_CHARACTERS = 16_000  # longer documents are read each time, so that strangers cannot fill the memory with them
SPEAKABLE = (GraphQLError, PermissionDenied, InvalidTokenError)  # everything else is a fault whose text stays here


class Answer:
    """What a document came to: Saleor's JSON and the HTTP status that goes with it."""

    def __init__(self, body: dict[str, Any], status: int = 200) -> None:
        self.body = body
        self.status = status


def prepared(document: str) -> DocumentNode | tuple[GraphQLError, ...]:
    """Parse and validate a document; return the errors when it is not valid."""
    if len(document) > MAX_CHARACTERS:
        return (GraphQLError(f"The document is longer than {MAX_CHARACTERS} characters."),)
    return _kept(document) if len(document) <= KEPT_CHARACTERS else _read(document)


def _read(document: str) -> DocumentNode | tuple[GraphQLError, ...]:
    try:
        parsed = parse(document, max_tokens=MAX_TOKENS)
        errors = validate(schema.graphql_schema, parsed, [*specified_rules, DocumentLimits])
    except GraphQLSyntaxError as error:
        return (error,)
    except RecursionError:
        return (GraphQLError("The document is nested too deeply."),)
    return tuple(errors) or parsed


_kept = lru_cache(maxsize=256)(_read)


def run(
    document: str,
    *,
    context: EngineContext,
    variables: dict[str, Any] | None = None,
    operation_name: str | None = None,
) -> Answer:
    """Execute a document for a caller. 400 where the document or its variables are wrong, 200 otherwise."""
    ready = prepared(document)
    if not isinstance(ready, DocumentNode):
        return Answer({"errors": [describe(error) for error in ready]}, 400)
    result = _execute(ready, context, variables, operation_name)
    if variables and _never_began(result):
        read = loosened(schema.graphql_schema, ready, variables)
        if read != variables:
            result = _execute(ready, context, read, operation_name)
    if not result.errors:
        return Answer({"data": result.data})
    body: dict[str, Any] = {"errors": [describe(error) for error in result.errors]}
    if _never_began(result):
        return Answer(body, 400)
    return Answer({"data": result.data, **body})


def _execute(
    document: DocumentNode, context: EngineContext, variables: dict[str, Any] | None, operation_name: str | None
) -> ExecutionResult:
    result = execute(
        schema.graphql_schema,
        document,
        variable_values=variables,
        operation_name=operation_name,
        context_value=context,
    )
    if not isinstance(result, ExecutionResult):  # a resolver returned an awaitable: ours never do
        raise TypeError("The engine's resolvers are synchronous.")
    return result


def _never_began(result: ExecutionResult) -> bool:
    """Tell whether the variables or the choice of operation were wrong, so that no field was asked."""
    return bool(result.errors) and result.data is None and all(error.path is None for error in result.errors or ())


def describe(error: GraphQLError) -> dict[str, Any]:
    """Return an error as Saleor writes it; a fault's own text is logged and never told."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    message = error.message
    if not isinstance(cause, SPEAKABLE):
        log.error("A query failed unexpectedly at %s", error.path, exc_info=cause)
        message = "Internal Server Error"
    described: dict[str, Any] = {"message": message}
    if error.locations:
        described["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        described["path"] = error.path
    described["extensions"] = {"exception": {"code": type(cause).__name__}}
    return described
