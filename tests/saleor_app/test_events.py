"""The list of events: valid against Saleor, complete in itself, and each heard by an app that may hear it."""

import json
from pathlib import Path
from typing import Any

import pytest

from store.saleor.registration import faults_of_queries
from store.saleor_app.events import APPS, HANDLERS, LETTERS, SHOP, TOPICS, event_of

INTROSPECTION = Path(__file__).resolve().parents[3] / "shared" / "saleor" / "introspection-3.23.28.json"
pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(scope="module")
def introspection() -> dict[str, Any]:
    if not INTROSPECTION.exists():
        pytest.skip(f"Saleor's introspection is not at {INTROSPECTION}.")
    answer: dict[str, Any] = json.loads(INTROSPECTION.read_text())
    return dict(answer.get("data", answer))


def names_in(introspection: dict[str, Any], enum: str) -> set[str]:
    found = next(kind for kind in introspection["__schema"]["types"] if kind["name"] == enum)
    return {value["name"] for value in found["enumValues"]}


def test_what_we_want_to_be_told_is_valid_against_saleor(introspection: dict[str, Any]) -> None:
    wanted = [webhook for app in APPS.values() for webhook in app.webhooks()]
    assert faults_of_queries(introspection, wanted) == []


def test_a_query_that_saleor_does_not_know_is_told(introspection: dict[str, Any]) -> None:
    webhook = LETTERS.webhook()
    broken = type(webhook)(**{**vars(webhook), "query": webhook.query.replace("redirectUrl", "redirectTo")})
    assert "letters: Cannot query field 'redirectTo'" in faults_of_queries(introspection, [broken])[0]


def test_every_event_is_one_of_saleors(introspection: dict[str, Any]) -> None:
    for app in APPS.values():
        for webhook in app.webhooks():
            assert set(webhook.async_events) <= names_in(introspection, "WebhookEventTypeAsyncEnum")
            assert set(webhook.sync_events) <= names_in(introspection, "WebhookEventTypeSyncEnum")
        assert set(app.permissions) <= names_in(introspection, "PermissionEnum")


def test_an_event_is_listed_once_and_acted_on() -> None:
    names = [event.name for topic in TOPICS for event in topic.events]
    assert len(names) == len(set(names))
    assert set(names) - set(HANDLERS) == {"TRANSACTION_REFUND_REQUESTED"}  # answered at once


def test_an_app_holds_the_permission_of_whatever_it_hears() -> None:
    for app in APPS.values():
        needed = {event.permission for topic in app.topics for event in topic.events} - {""}
        assert needed <= set(app.permissions)


def test_accounts_are_heard_of_by_the_app_for_letters_alone() -> None:
    assert not any(event.name.startswith(("ACCOUNT", "STAFF")) for topic in SHOP.topics for event in topic.events)


def test_a_delivery_is_told_apart_by_its_type() -> None:
    found = event_of({"__typename": "ProductVariantStockUpdated"})
    assert found is not None
    assert (found[0].identifier, found[1].name) == ("catalogue", "PRODUCT_VARIANT_STOCK_UPDATED")
    assert event_of({"__typename": "Nothing"}) is None
    assert event_of({}) is None
