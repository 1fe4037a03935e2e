"""Whether what Saleor does in the background is done: its worker, its beat, and its calls to us."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from store.saleor.errors import SaleorError
from store.saleor.readiness.server import Server, ask
from store.saleor.registration import Registered, Webhook, differences, find_app, registered

PATIENCE = 180  # seconds; the beat looks for changed pages every 20 to 60, and may have much else to do
EACH = 3
SLUG = "readiness-check"
START = (
    "A page written now is not found after {seconds} s. Start Saleor's worker (celery worker) and its beat, which must"
    " run with --scheduler saleor.schedulers.schedulers.DatabaseScheduler: the usual scheduler falls asleep."
)
LATE = timedelta(minutes=2)  # within which a delivery was tried at least once
RECENT = timedelta(hours=24)  # Saleor keeps what failed for days, long after it was put right

FIND_TYPE = "query Readiness { pageTypes(first: 1) { edges { node { id } } } }"
MAKE_TYPE = """mutation Readiness($slug: String!) { pageTypeCreate(input: { name: "Readiness check", slug: $slug }) {
    pageType { id } errors { message } } }"""
DROP_TYPE = "mutation Readiness($id: ID!) { pageTypeDelete(id: $id) { errors { message } } }"
FIND_PAGE = "query Readiness($slug: String!) { page(slug: $slug) { id } }"
MAKE_PAGE = """mutation Readiness($slug: String!, $title: String!, $type: ID!) {
    pageCreate(input: { slug: $slug, title: $title, pageType: $type, isPublished: false }) {
    page { id } errors { message } } }"""
DROP_PAGE = "mutation Readiness($id: ID!) { pageDelete(id: $id) { errors { message } } }"
SEARCH = "query Readiness($words: String!) { pages(first: 1, search: $words) { edges { node { id } } } }"
DELIVERIES = """query Readiness { app { webhooks { identifier name
    failed: eventDeliveries(first: 1, sortBy: { field: CREATED_AT, direction: DESC }, filter: { status: FAILED }) {
        edges { node { createdAt eventType attempts(first: 1, sortBy: { field: CREATED_AT, direction: DESC }) {
            edges { node { responseStatusCode response } } } } } }
    waiting: eventDeliveries(first: 20, sortBy: { field: CREATED_AT, direction: ASC }, filter: { status: PENDING }) {
        edges { node { createdAt attempts(first: 1) { edges { node { id } } } } } } } } }"""


def worker_and_beat(server: Server) -> str:
    """Write a page that only staff see, and wait until search finds it: the beat has to call, the worker to come."""
    types = ask(server.app, FIND_TYPE)["pageTypes"]["edges"]
    made = "" if types else _id(ask(server.app, MAKE_TYPE, slug=SLUG)["pageTypeCreate"], "pageType")
    try:
        return _page_is_found(server, made or types[0]["node"]["id"])
    finally:
        if made:
            ask(server.app, DROP_TYPE, id=made)


def _page_is_found(server: Server, page_type: str) -> str:
    if left := ask(server.app, FIND_PAGE, slug=SLUG)["page"]:  # by a check that was cut short
        ask(server.app, DROP_PAGE, id=left["id"])
    words = f"Readiness{secrets.token_hex(6)}"
    page = _id(ask(server.app, MAKE_PAGE, slug=SLUG, title=words, type=page_type)["pageCreate"], "page")
    try:
        for _ in range(PATIENCE // EACH):
            if ask(server.app, SEARCH, words=words)["pages"]["edges"]:
                return ""
            server.pause(EACH)
        return START.format(seconds=PATIENCE)
    finally:
        ask(server.app, DROP_PAGE, id=page)


def _id(payload: dict[str, Any], thing: str) -> str:
    if payload["errors"]:
        raise SaleorError("; ".join(error["message"] for error in payload["errors"]))
    return str(payload[thing]["id"])


def webhooks(server: Server) -> str:
    """Compare what the server calls us about with what we want to hear of."""
    app = registered(server.app)
    return _differences(app, next(iter(server.webhooks.values()), []))


def webhooks_of_letters(server: Server) -> str:
    """Do the same for the shop's other apps, whose tokens nobody keeps."""
    assert server.staff  # noqa: S101 - or the check is left
    said = []
    for identifier, wanted in list(server.webhooks.items())[1:]:
        app_id = find_app(server.staff, identifier=identifier)
        said.append(_differences(registered(server.staff, app_id=app_id) if app_id else None, wanted))
    return " ".join(text for text in said if text)


def _differences(app: Registered | None, wanted: list[Webhook]) -> str:
    wrong = differences(app, wanted) if app else [f"{webhook.identifier} is missing" for webhook in wanted]
    return f"{'; '.join(wrong)}. Run manage.py register_webhooks." if wrong else ""


def deliveries(server: Server) -> str:
    """Look for calls to us that failed lately, and for some that nobody even tried."""
    said = []
    for webhook in ask(server.app, DELIVERIES)["app"]["webhooks"] or []:
        name = webhook["identifier"] or webhook["name"]
        for delivery in _nodes(webhook["failed"]):
            if server.now() - datetime.fromisoformat(delivery["createdAt"]) < RECENT:
                tried = _nodes(delivery["attempts"])
                answer = (tried[0]["responseStatusCode"] or tried[0]["response"]) if tried else "nothing"
                said.append(f"{name}: {delivery['eventType']} was answered with {answer}; look into the shop's log.")
        waiting = [row for row in _nodes(webhook["waiting"]) if not _nodes(row["attempts"])]
        if any(server.now() - datetime.fromisoformat(row["createdAt"]) > LATE for row in waiting):
            said.append(f"{name}: calls wait and nobody makes them; start Saleor's worker.")
    return " ".join(said)


def _nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]
