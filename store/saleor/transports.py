"""How an operation reaches Saleor: over HTTP, or in process.

A transport has one method, `send(document, operation_name, variables)`, and returns the answer's JSON
(`{"data": …, "errors": […]}`). It raises a kind of `SaleorUnreachable` when no GraphQL answer came back.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from random import uniform
from time import monotonic, sleep
from typing import Any, Protocol

import httpx
from graphql import GraphQLSyntaxError, OperationType, get_operation_ast, parse

from store.saleor.errors import NotAsked, NotGraphQL, SaleorUnreachable, StorefrontClosed, TurnedAway
from store.saleor.pause import Pause
from store.saleor.upload import Upload

CONNECT_SECONDS = 2.0
QUERY_SECONDS = 8.0  # all attempts and the waits between them together
MUTATION_SECONDS = 30.0
ATTEMPTS = 3
FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0  # seconds; each wait is a random part of twice the one before
TOO_MANY_REQUESTS = 429
GATEWAY_ERRORS = {502, 503, 504}
CLOSED = "STOREFRONT_TRAFFIC_NOT_ALLOWED"


class Transport(Protocol):
    """One way to send an operation."""

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Send an operation and return the answer's JSON."""


class InProcessTransport:
    """Asks a function in this process; `execute(document, operation_name, variables)` returns the answer's JSON."""

    def __init__(self, execute: Callable[[str, str, dict[str, Any]], dict[str, Any]]) -> None:
        self._execute = execute

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Execute the operation here and now."""
        return self._execute(document, operation_name, variables)


class HttpTransport:
    """Asks a Saleor server. Connections are pooled in `http`, which the caller owns; all share one `pause`.

    A query whose answer was lost is asked again, a mutation never: it may have been done. There is one exception.
    A connection that was refused carried nothing, so a mutation that found nobody listening is sent again, too;
    Saleor's restart then costs nobody an order.
    """

    def __init__(
        self, http: httpx.Client, url: str, *, token: str = "", visitor: str = "", pause: Pause | None = None
    ) -> None:
        self._http = http
        self._url = url
        self._pause = pause or Pause()
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        if visitor:
            self._headers["X-Forwarded-For"] = visitor  # Saleor throttles sign-in by this address

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Post the operation, as often as that is safe and there is time for it."""
        content = _content(document, operation_name, variables)
        is_query = reads_only(document, operation_name)
        until = monotonic() + (QUERY_SECONDS if is_query else MUTATION_SECONDS)
        if not self._pause.lets_through():
            raise NotAsked(f"{operation_name}: Saleor did not answer a moment ago")
        attempts = 1 if self._pause.is_trying else ATTEMPTS
        for attempt in range(1, attempts + 1):
            try:
                answer = self._post(operation_name, content, until)
            except SaleorUnreachable as fault:
                wait = uniform(0, min(FIRST_WAIT * 2**attempt, LONGEST_WAIT)) if fault.wait is None else fault.wait  # noqa: S311 - no secret
                safe = is_query or isinstance(fault, NotAsked)
                if not (fault.passing and safe) or attempt == attempts or monotonic() + wait >= until:
                    self._note(fault)
                    raise
                sleep(wait)
            else:
                self._pause.worked()
                return answer
        raise AssertionError  # the last attempt returned or raised

    def _note(self, fault: SaleorUnreachable) -> None:
        if not isinstance(fault, TurnedAway):  # busy is not away
            self._pause.failed(for_certain=isinstance(fault.__cause__, httpx.ConnectError | httpx.ConnectTimeout))

    def _post(self, operation_name: str, content: dict[str, Any], until: float) -> dict[str, Any]:
        left = max(until - monotonic(), 0.001)
        short = min(CONNECT_SECONDS, left)
        timeout = httpx.Timeout(left, connect=short, pool=short)
        try:
            with self._http.stream("POST", self._url, headers=self._headers, timeout=timeout, **content) as response:
                return _read(operation_name, response, until)
        except httpx.HTTPError as error:
            raise _fault(operation_name, error) from error


@lru_cache(maxsize=512)
def reads_only(document: str, operation_name: str | None) -> bool:
    """Tell whether an operation is a query."""
    try:
        operation = get_operation_ast(parse(document), operation_name)
    except GraphQLSyntaxError:
        return False
    return operation is not None and operation.operation == OperationType.QUERY


def _fault(operation_name: str, error: httpx.HTTPError) -> SaleorUnreachable:
    said = f"{operation_name}: {type(error).__name__}"
    if isinstance(error, httpx.ConnectError):
        return NotAsked(said, passing=True)
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout | httpx.UnsupportedProtocol):
        return NotAsked(said)
    if isinstance(error, httpx.DecodingError):
        return NotGraphQL(said)
    # A server that is slow is only made slower by asking it the same once more.
    return SaleorUnreachable(said, passing=not isinstance(error, httpx.TimeoutException))


def _read(operation_name: str, response: httpx.Response, until: float) -> dict[str, Any]:
    """Return a GraphQL answer; raises what the HTTP answer means where it is none."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if monotonic() > until:
            raise httpx.ReadTimeout("The answer trickles", request=response.request)
    status = response.status_code
    said = f"{operation_name}: HTTP {status}"
    if status == TOO_MANY_REQUESTS:
        raise TurnedAway(said, passing=True, wait=_seconds(response))
    if status in GATEWAY_ERRORS:
        raise SaleorUnreachable(said, passing=True, wait=_seconds(response))
    try:
        answer = json.loads(bytes(body))
    except ValueError as error:
        kind = response.headers.get("Content-Type", "no content type")
        raise NotGraphQL(f"{said} with {kind[:80]} that is not JSON") from error
    if not _is_answer(answer) or response.is_server_error:
        raise NotGraphQL(f"{said} without a GraphQL answer")
    if any((error.get("extensions") or {}).get("code") == CLOSED for error in answer.get("errors") or []):
        raise StorefrontClosed(f"{said}: this Saleor answers apps only; switch its storefront traffic on")
    return dict(answer)


def _is_answer(answer: Any) -> bool:
    if not isinstance(answer, dict):
        return False
    errors = answer.get("errors") or []
    well_formed = isinstance(errors, list) and all(isinstance(error, dict) for error in errors)
    return well_formed and (bool(errors) or isinstance(answer.get("data"), dict))


def _seconds(response: httpx.Response) -> float | None:
    """Return how long the server wants to be left alone; a date instead of seconds is passed over."""
    wait = response.headers.get("Retry-After", "")
    return float(wait) if wait.isascii() and wait.isdecimal() else None


def _content(document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Return the body of the request; files travel as a GraphQL multipart request."""
    files: dict[str, Upload] = {}
    operation = {
        "query": document,
        "operationName": operation_name,
        "variables": _without_files(variables, "variables", files),
    }
    if not files:
        return {"json": operation}
    places = {str(number): [path] for number, path in enumerate(files)}
    return {
        "data": {"operations": json.dumps(operation), "map": json.dumps(places)},
        "files": {
            str(number): (file.name, file.content, file.content_type) for number, file in enumerate(files.values())
        },
    }


def _without_files(value: Any, path: str, files: dict[str, Upload]) -> Any:
    """Return `value` with None in the place of files, which are collected by their path."""
    if isinstance(value, Upload):
        files[path] = value
        return None
    if isinstance(value, dict):
        return {key: _without_files(item, f"{path}.{key}", files) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_files(item, f"{path}.{index}", files) for index, item in enumerate(value)]
    return value
