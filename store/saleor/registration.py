"""What a Saleor server has to call us about: comparing an app's webhooks with those that the shop wants.

An app that was installed by its manifest has them from the beginning. One that was made by hand, or that was installed
by an older version of the shop, is brought up to date here.
"""

from dataclasses import dataclass
from typing import Any

from graphql import build_client_schema, parse, validate

from store.saleor.errors import NotPermitted, SaleorError, refusal_of
from store.saleor.transports import Transport

NAME = "Registration"
APP = """{ id identifier isActive permissions { code } webhooks {
  id identifier isActive targetUrl subscriptionQuery asyncEvents { eventType } syncEvents { eventType } } }"""
OWN = f"query Registration {{ app {APP} }}"
ONE = f"query Registration($id: ID!) {{ app(id: $id) {APP} }}"
NAMED = "query Registration { apps(first: 100) { edges { node { id identifier } } } }"
MAKE_APP = """mutation Registration($input: AppInput!) {
  appCreate(input: $input) { app { id } errors { field message code } } }"""
CREATE = """mutation Registration($input: WebhookCreateInput!) {
  webhookCreate(input: $input) { errors { field message code } } }"""
UPDATE = """mutation Registration($id: ID!, $input: WebhookUpdateInput!) {
  webhookUpdate(id: $id, input: $input) { errors { field message code } } }"""
DELETE = "mutation Registration($id: ID!) { webhookDelete(id: $id) { errors { field message code } } }"


class RegistrationRefused(SaleorError):  # noqa: N818 - reads as what happened
    """Saleor would not have a webhook as it was given."""


@dataclass(frozen=True)
class Webhook:
    """An address of ours, and what a Saleor server tells it: which events, and what about them."""

    identifier: str  # unique within the app
    name: str
    target_url: str
    query: str
    async_events: tuple[str, ...] = ()
    sync_events: tuple[str, ...] = ()

    def as_input(self) -> dict[str, Any]:
        """Return Saleor's WebhookCreateInput and WebhookUpdateInput, which are alike."""
        return {**self.in_manifest(), "isActive": True}

    def in_manifest(self) -> dict[str, Any]:
        """Return the entry of an app's manifest."""
        return {
            "identifier": self.identifier,
            "name": self.name,
            "targetUrl": self.target_url,
            "query": self.query,
            "asyncEvents": list(self.async_events),
            "syncEvents": list(self.sync_events),
        }


@dataclass(frozen=True)
class Registered:
    """An app as the server knows it; `webhooks` as it answers them."""

    id: str
    identifier: str
    is_active: bool
    permissions: frozenset[str]
    webhooks: tuple[dict[str, Any], ...]


def registered(transport: Transport, *, app_id: str = "") -> Registered | None:
    """Return an app: by its id, for staff with MANAGE_APPS, or the one whose token asks. Raises SaleorError."""
    try:
        app = _ask(transport, ONE, id=app_id)["app"] if app_id else _ask(transport, OWN)["app"]
    except NotPermitted:
        if app_id:
            raise
        return None  # a token that the server does not know asks as nobody
    if app is None:
        return None
    return Registered(
        id=app["id"],
        identifier=app["identifier"] or "",
        is_active=bool(app["isActive"]),
        permissions=frozenset(permission["code"] for permission in app["permissions"] or []),
        webhooks=tuple(app["webhooks"] or []),
    )


def find_app(transport: Transport, *, identifier: str) -> str:
    """Return the id of the app with this identifier, or an empty string. Needs MANAGE_APPS. Raises SaleorError."""
    found = _ask(transport, NAMED)["apps"]["edges"]
    return next((edge["node"]["id"] for edge in found if edge["node"]["identifier"] == identifier), "")


def make_app(transport: Transport, *, identifier: str, name: str, permissions: list[str]) -> str:
    """Make an app and return its id; its token is not asked for. Needs MANAGE_APPS. Raises SaleorError."""
    facts = {"identifier": identifier, "name": name, "permissions": permissions}
    answer = _ask(transport, MAKE_APP, input=facts)["appCreate"]
    _raise_errors(answer, name)
    return str(answer["app"]["id"])


def differences(app: Registered, wanted: list[Webhook]) -> list[str]:
    """List in words how an app's webhooks differ from those that are wanted; empty where all is well."""
    told = []
    known = {row["identifier"]: row for row in app.webhooks if row["identifier"]}
    for webhook in wanted:
        row = known.get(webhook.identifier)
        if row is None:
            told.append(f"{webhook.identifier} is missing")
        elif not _is_as(row, webhook):
            told.append(f"{webhook.identifier} is not up to date")
    told += [f"{row['identifier'] or row['id']} is not used" for row in _unused(app, wanted)]
    return told


def bring_up_to_date(transport: Transport, app: Registered, wanted: list[Webhook], *, by_staff: bool) -> list[str]:
    """Create, update and delete webhooks until an app has those that are wanted; return what was done.

    Webhooks that lead elsewhere than to us stay. Doing it again does nothing. Raises SaleorError.
    """
    done = []
    known = {row["identifier"]: row for row in app.webhooks if row["identifier"]}
    for webhook in wanted:
        row = known.get(webhook.identifier)
        if row is None:
            owner = {"app": app.id} if by_staff else {}
            answer = _ask(transport, CREATE, input={**webhook.as_input(), **owner})["webhookCreate"]
            done.append(f"{webhook.identifier} created")
        elif not _is_as(row, webhook):
            answer = _ask(transport, UPDATE, id=row["id"], input=webhook.as_input())["webhookUpdate"]
            done.append(f"{webhook.identifier} updated")
        else:
            continue
        _raise_errors(answer, webhook.identifier)
    for row in _unused(app, wanted):
        _raise_errors(_ask(transport, DELETE, id=row["id"])["webhookDelete"], row["id"])
        done.append(f"{row['identifier'] or row['id']} deleted")
    return done


def faults_of_queries(introspection: dict[str, Any], wanted: list[Webhook]) -> list[str]:
    """List what a server's schema says against what our webhooks want to be told."""
    # Saleor prints a few defaults as strings, which strict tools reject.
    schema = build_client_schema(introspection, assume_valid=True)  # type: ignore[arg-type]
    return [
        f"{webhook.identifier}: {error.message}"
        for webhook in wanted
        for error in validate(schema, parse(webhook.query))
    ]


def _is_as(row: dict[str, Any], webhook: Webhook) -> bool:
    return (
        bool(row["isActive"])
        and row["targetUrl"] == webhook.target_url
        and row["subscriptionQuery"] == webhook.query
        and {event["eventType"] for event in row["asyncEvents"]} == set(webhook.async_events)
        and {event["eventType"] for event in row["syncEvents"]} == set(webhook.sync_events)
    )


def _unused(app: Registered, wanted: list[Webhook]) -> list[dict[str, Any]]:
    """Find webhooks that lead to an address of ours but are none of those that are wanted."""
    ours = {webhook.target_url for webhook in wanted}
    names = {webhook.identifier for webhook in wanted}
    return [row for row in app.webhooks if row["targetUrl"] in ours and row["identifier"] not in names]


def _ask(transport: Transport, document: str, **variables: Any) -> dict[str, Any]:
    answer = transport.send(document, NAME, variables)
    if answer.get("errors"):
        raise refusal_of(answer["errors"], has_data=answer.get("data") is not None)
    data: dict[str, Any] = answer["data"]
    return data


def _raise_errors(answer: dict[str, Any], what: str) -> None:
    if answer["errors"]:
        said = "; ".join(f"{error['field']}: {error['message']} ({error['code']})" for error in answer["errors"])
        raise RegistrationRefused(f"{what}: {said}")
