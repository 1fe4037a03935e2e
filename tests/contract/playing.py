"""Plays scenarios against the engine in this process or a Saleor server, and writes answers down comparably.

Ids, times, tokens and numbers differ from one run to the next, so each is replaced by a name that tells which one it
is: the first checkout of a scenario is `Checkout#1` wherever it appears.
"""

import base64
import binascii
import json
import re
import secrets
from collections.abc import Callable
from typing import Any, Protocol

import httpx

VISITOR, APP = "visitor", "app"
Scenario = Callable[["Play"], None]

GLOBAL_ID = re.compile(r"^[A-Za-z]+:[0-9a-f-]+$")
UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
TOKEN = re.compile(r"^[\w-]+\.[\w-]+\.[\w-]+$")
ID_IN_TEXT = re.compile(r"\b[A-Z][A-Za-z]+:\d+\b|\b[A-Za-z0-9+/]{12,}={0,2}(?![\w=])")
# Saleor keeps these as sets, or as rows that no number puts in order.
UNORDERED = {
    "actions",
    "allowedFields",
    "requiredFields",
    "upperFields",
    "countries",
    "collections",
    "attributes",
    "variants",
    "productVariants",
}
NAMED = {
    "number": "number",
    "orderNumber": "number",
    "endCursor": "cursor",
    "startCursor": "cursor",
    "cursor": "cursor",
}


class Answerer(Protocol):
    """Whoever answers: `who` is VISITOR, APP or a person's access token."""

    def answer(self, document: str, variables: dict[str, Any], who: str) -> dict[str, Any]:
        """Return the answer's JSON."""


class Server:
    """A Saleor server."""

    def __init__(self, url: str, app_token: str) -> None:
        self._http = httpx.Client(timeout=60)
        self._url, self._app_token = url, app_token

    def answer(self, document: str, variables: dict[str, Any], who: str) -> dict[str, Any]:
        """Ask it; every request comes from another visitor's address, so that sign-in is not throttled."""
        token = {VISITOR: "", APP: self._app_token}.get(who, who)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["X-Forwarded-For"] = f"198.51.100.{secrets.randbelow(250) + 1}"
        response = self._http.post(self._url, json={"query": document, "variables": variables}, headers=headers)
        body: dict[str, Any] = response.json()
        return body

    def close(self) -> None:
        """Hang up."""
        self._http.close()


class Play:
    """One run of a scenario: asks, and notes what was answered."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.run = f"R{secrets.token_hex(4)}".upper()
        self.steps: list[dict[str, Any]] = []
        self._names: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def ask(
        self, step: str, document: str, variables: dict[str, Any] | None = None, *, by: str = VISITOR
    ) -> dict[str, Any]:
        """Ask and note the answer under the words of `step`; returns `data` (empty where there is none)."""
        body = self.answerer.answer(document, variables or {}, by)
        said: dict[str, Any] = {"data": self._same(body.get("data"))}
        if body.get("errors"):
            said["errors"] = [self._refusal(error) for error in body["errors"]]
        self.steps.append({"step": step, **said})
        return body.get("data") or {}

    def prepare(self, document: str, variables: dict[str, Any] | None = None, *, by: str = APP) -> dict[str, Any]:
        """Ask without noting; fails where anything was refused."""
        body = self.answerer.answer(document, variables or {}, by)
        assert not body.get("errors"), body["errors"]
        data: dict[str, Any] = body["data"]
        for payload in data.values():
            assert not (isinstance(payload, dict) and payload.get("errors")), payload
        return data

    def unique(self, word: str) -> str:
        """Return a code that no other run uses; it is noted as the word alone."""
        return f"{word}-{self.run}"

    def email(self, name: str) -> str:
        """Return an address that no other run uses; it is noted without what makes it so."""
        return f"{name}-{self.run.lower()}@example.com"

    def _refusal(self, error: dict[str, Any]) -> dict[str, Any]:
        return {
            "message": self._same(error["message"]),
            "path": error.get("path"),
            "code": ((error.get("extensions") or {}).get("exception") or {}).get("code"),
        }

    def _same(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            same = {name: self._same(item, name) for name, item in value.items()}
            if key in UNORDERED and isinstance(same.get("edges"), list):
                same["edges"].sort(key=_sortable)
            return same
        if isinstance(value, list):
            items = [self._same(item, key) for item in value]
            return sorted(items, key=_sortable) if key in UNORDERED else items
        return self._same_text(value, key) if isinstance(value, str) else value

    def _same_text(self, text: str, key: str) -> Any:
        if text.startswith('{"'):
            return json.loads(text)  # rich text: its keys have no order
        if key in NAMED:
            return self._name(NAMED[key], text)
        if key in ("url", "externalUrl") and text:
            return "<address>"
        if TIME.match(text):
            return "<time>"
        if UUID.match(text):
            return self._name("token", text)
        if TOKEN.match(text) and len(text) > 80:
            return "<jwt>"
        if kind := _kind(text):
            return self._name(kind, text)
        text = ID_IN_TEXT.sub(lambda found: self._name(kind, found[0]) if (kind := _kind(found[0])) else found[0], text)
        return re.sub(f"-{self.run}", "", text, flags=re.IGNORECASE)

    def _name(self, kind: str, text: str) -> str:
        if (kind, text) not in self._names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._names[kind, text] = f"{kind}#{self._counts[kind]}"
        return self._names[kind, text]


def _sortable(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


def _kind(text: str) -> str:
    """Return the type that a global id names, or an empty string."""
    try:
        plain = base64.b64decode(text, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return plain.partition(":")[0] if GLOBAL_ID.match(plain) else ""
