"""How an operation reaches Saleor: over HTTP, or in process.

A transport has one method, `send(document, operation_name, variables)`, and returns the answer's JSON
(`{"data": …, "errors": […]}`). It raises `SaleorUnreachable` when no GraphQL answer came back.
"""

import json
from collections.abc import Callable
from typing import Any, Protocol

import httpx

from store.saleor.errors import SaleorUnreachable
from store.saleor.upload import Upload


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
    """Asks a Saleor server. Connections are pooled in `http`, which the caller owns and configures."""

    def __init__(self, http: httpx.Client, url: str, *, token: str = "", visitor: str = "") -> None:
        self._http = http
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        if visitor:
            self._headers["X-Forwarded-For"] = visitor  # Saleor throttles sign-in by this address

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Post the operation; files travel as a GraphQL multipart request."""
        files: dict[str, Upload] = {}
        operation = {
            "query": document,
            "operationName": operation_name,
            "variables": _without_files(variables, "variables", files),
        }
        try:
            if files:
                response = self._http.post(
                    self._url,
                    headers=self._headers,
                    data={
                        "operations": json.dumps(operation),
                        "map": json.dumps({str(number): [path] for number, path in enumerate(files)}),
                    },
                    files={
                        str(number): (file.name, file.content, file.content_type)
                        for number, file in enumerate(files.values())
                    },
                )
            else:
                response = self._http.post(self._url, headers=self._headers, json=operation)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SaleorUnreachable(f"{operation_name}: {type(error).__name__}") from error
        if not isinstance(answer, dict) or not ("data" in answer or "errors" in answer):
            raise SaleorUnreachable(f"{operation_name}: HTTP {response.status_code} without a GraphQL answer")
        return answer


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
