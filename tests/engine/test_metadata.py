"""Metadata is changed key by key, by those whom Saleor lets."""

import pytest

from store.engine.models import App, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import shop

pytestmark = pytest.mark.django_db

UPDATE = """mutation($id: ID!, $input: [MetadataInput!]!) {
  updateMetadata(id: $id, input: $input) {
    item { __typename metadata { key value } metafield(key: "line") metafields(keys: ["line"]) }
    errors { field code message }
  }
}"""
DELETE = """mutation($id: ID!, $keys: [String!]!) {
  deleteMetadata(id: $id, keys: $keys) { item { metadata { key value } } errors { field code } }
}"""
UPDATE_PRIVATE = """mutation($id: ID!, $input: [MetadataInput!]!) {
  updatePrivateMetadata(id: $id, input: $input) { item { privateMetadata { key value } } errors { field code } }
}"""


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def put(key: str, value: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value}]


def test_a_key_is_added_and_others_stay() -> None:
    channel = shop.channel(metadata={"old": "1"})

    answer = data(
        UPDATE, {"id": to_global_id("Channel", channel.pk), "input": put("line", "us")}, app=app("MANAGE_CHANNELS")
    )

    assert answer["updateMetadata"] == {
        "item": {
            "__typename": "Channel",
            "metadata": [{"key": "line", "value": "us"}, {"key": "old", "value": "1"}],
            "metafield": "us",
            "metafields": {"line": "us"},
        },
        "errors": [],
    }


def test_a_key_is_deleted_and_an_unknown_one_does_not_matter() -> None:
    channel = shop.channel(metadata={"old": "1", "new": "2"})

    answer = data(
        DELETE, {"id": to_global_id("Channel", channel.pk), "keys": ["old", "never"]}, app=app("MANAGE_CHANNELS")
    )

    assert answer["deleteMetadata"]["item"]["metadata"] == [{"key": "new", "value": "2"}]


def test_a_blank_key_is_refused() -> None:
    channel = shop.channel()

    answer = data(
        UPDATE, {"id": to_global_id("Channel", channel.pk), "input": put(" ", "x")}, app=app("MANAGE_CHANNELS")
    )

    assert answer["updateMetadata"]["errors"] == [
        {"field": "input", "code": "REQUIRED", "message": "Metadata key cannot be empty."}
    ]


def test_metadata_of_a_channel_needs_its_permission() -> None:
    channel = shop.channel()

    answer = ask(
        UPDATE, {"id": to_global_id("Channel", channel.pk), "input": put("a", "b")}, app=app("MANAGE_PRODUCTS")
    )

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert answer["data"]["updateMetadata"] is None


def test_a_row_that_does_not_exist_is_not_found_and_nonsense_is_no_id() -> None:
    caller = app("MANAGE_CHANNELS")

    missing = data(UPDATE, {"id": to_global_id("Channel", 999), "input": put("a", "b")}, app=caller)
    nonsense = data(UPDATE, {"id": "nonsense", "input": put("a", "b")}, app=caller)

    assert [error["code"] for error in missing["updateMetadata"]["errors"]] == ["NOT_FOUND"]
    assert [error["code"] for error in nonsense["updateMetadata"]["errors"]] == ["GRAPHQL_ERROR"]


def test_private_metadata_is_written_with_the_permission_only() -> None:
    channel = shop.channel()
    variables = {"id": to_global_id("Channel", channel.pk), "input": put("agent", "us.agent@example.com")}

    allowed = data(UPDATE_PRIVATE, variables, app=app("MANAGE_CHANNELS"))
    denied = ask(UPDATE_PRIVATE, variables)

    assert allowed["updatePrivateMetadata"]["item"]["privateMetadata"] == variables["input"]
    assert denied["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_private_metadata_is_not_read_by_anonymous_callers() -> None:
    shop.channel(private_metadata={"secret": "1"})

    answer = ask('{ channel(slug: "us") { id metadata { key } privateMetadata { key } } }')

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert answer["data"]["channel"] is None


def test_a_customer_does_not_write_the_metadata_of_an_order() -> None:
    stranger = User.objects.create_user("stranger@example.com", "password")

    answer = ask(
        UPDATE,
        {"id": to_global_id("Order", "00000000-0000-4000-8000-000000000001"), "input": put("a", "b")},
        user=stranger,
    )

    assert answer["errors"][0]["message"].endswith("MANAGE_ORDERS, HANDLE_TAXES")
