"""Apps and their tokens: shown once, kept as a digest, revoked at once."""

from typing import Any

import pytest

from store.engine.actions.token import caller_of
from store.engine.models import App, AppToken
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories.people import app, superuser, user

pytestmark = pytest.mark.django_db

CREATE = """mutation($input: AppInput!) { appCreate(input: $input) {
  authToken app { id name identifier isActive type permissions { code } tokens { authToken } }
  errors { field code permissions } } }"""
UPDATE = """mutation($id: ID!, $input: AppInput!) { appUpdate(id: $id, input: $input) {
  app { name permissions { code } } errors { field code permissions } } }"""
TOKEN = """mutation($input: AppTokenInput!) { appTokenCreate(input: $input) {
  authToken appToken { id name authToken } errors { field code } } }"""
REVOKE = "mutation($id: ID!) { appTokenDelete(id: $id) { appToken { id } errors { field code } } }"
VERIFY = "mutation($token: String!) { appTokenVerify(token: $token) { valid errors { code } } }"


def gid(row: Any) -> str:
    return to_global_id(type(row).__name__, row.pk)


def codes(answer: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(error["field"], error["code"]) for error in answer["errors"]]


def test_an_app_is_made_with_a_token_that_is_shown_once() -> None:
    boss = user(permissions=["MANAGE_APPS", "HANDLE_PAYMENTS"])
    facts = {"name": "Storefront", "identifier": "shop.storefront", "permissions": ["HANDLE_PAYMENTS"]}

    answer = data(CREATE, {"input": facts}, user=boss)["appCreate"]

    made, token = App.objects.get(), answer["authToken"]
    assert answer["errors"] == []
    assert answer["app"] == {
        "id": gid(made),
        "name": "Storefront",
        "identifier": "shop.storefront",
        "isActive": True,
        "type": "LOCAL",
        "permissions": [{"code": "HANDLE_PAYMENTS"}],
        "tokens": [{"authToken": token[-4:]}],
    }
    assert caller_of(token) == (None, made)
    assert token not in str(AppToken.objects.values())


def test_an_app_without_identifier_is_given_its_id() -> None:
    answer = data(CREATE, {"input": {"name": "Till"}}, user=superuser())["appCreate"]

    assert answer["app"]["identifier"] == answer["app"]["id"]
    assert codes(data(CREATE, {"input": {}}, user=superuser())["appCreate"]) == [("name", "REQUIRED")]


def test_an_app_never_holds_more_than_who_makes_it() -> None:
    boss = user(permissions=["MANAGE_APPS"])
    facts = {"name": "Till", "permissions": ["MANAGE_APPS", "MANAGE_ORDERS"]}

    answer = data(CREATE, {"input": facts}, user=boss)["appCreate"]
    assert answer["errors"] == [
        {"field": "permissions", "code": "OUT_OF_SCOPE_PERMISSION", "permissions": ["MANAGE_ORDERS"]}
    ]
    own = app(permissions=["MANAGE_APPS"])
    answer = data(UPDATE, {"id": gid(own), "input": {"permissions": ["MANAGE_ORDERS"]}}, app=own)["appUpdate"]
    assert codes(answer) == [("permissions", "OUT_OF_SCOPE_PERMISSION")]
    assert App.objects.get().permissions == ["MANAGE_APPS"]


def test_nobody_manages_an_app_that_reaches_further_than_they_do() -> None:
    boss = user(permissions=["MANAGE_APPS"])
    stronger = app(permissions=["MANAGE_ORDERS"])
    token = stronger.tokens.create(auth_token_hash="x", last_4="abcd")
    delete = "mutation($id: ID!) { appDelete(id: $id) { errors { field code } } }"

    assert codes(data(UPDATE, {"id": gid(stronger), "input": {"name": "x"}}, user=boss)["appUpdate"]) == [
        ("id", "OUT_OF_SCOPE_APP")
    ]
    assert codes(data(delete, {"id": gid(stronger)}, user=boss)["appDelete"]) == [("id", "OUT_OF_SCOPE_APP")]
    assert codes(data(TOKEN, {"input": {"app": gid(stronger)}}, user=boss)["appTokenCreate"]) == [
        ("app", "OUT_OF_SCOPE_APP")
    ]
    assert codes(data(REVOKE, {"id": gid(token)}, user=boss)["appTokenDelete"]) == [("id", "OUT_OF_SCOPE_APP")]
    assert data(delete, {"id": gid(stronger)}, user=superuser())["appDelete"]["errors"] == []
    assert App.objects.count() == 0


def test_an_app_is_changed() -> None:
    own = app(name="Till", permissions=["MANAGE_APPS", "MANAGE_ORDERS"])

    answer = data(UPDATE, {"id": gid(own), "input": {"name": "Desk", "permissions": ["MANAGE_ORDERS"]}}, app=own)

    assert answer["appUpdate"] == {"app": {"name": "Desk", "permissions": [{"code": "MANAGE_ORDERS"}]}, "errors": []}
    assert codes(data(UPDATE, {"id": "QXBwOjk5OTk=", "input": {}}, user=superuser())["appUpdate"]) == [
        ("id", "NOT_FOUND")
    ]


def test_a_token_is_rotated() -> None:
    till = app(permissions=["MANAGE_APPS"])

    made = data(TOKEN, {"input": {"app": gid(till), "name": "2027"}}, app=till)["appTokenCreate"]
    assert made["errors"] == []
    assert made["appToken"]["name"] == "2027"
    assert made["appToken"]["authToken"] == made["authToken"][-4:]
    assert data(VERIFY, {"token": made["authToken"]})["appTokenVerify"] == {"valid": True, "errors": []}

    assert data(REVOKE, {"id": made["appToken"]["id"]}, app=till)["appTokenDelete"]["errors"] == []
    assert data(VERIFY, {"token": made["authToken"]})["appTokenVerify"]["valid"] is False
    assert caller_of(made["authToken"]) == (None, None)


def test_an_inactive_apps_token_is_worth_nothing() -> None:
    till = app()
    made = data(TOKEN, {"input": {"app": gid(till)}}, user=superuser())["appTokenCreate"]
    App.objects.update(is_active=False)

    assert data(VERIFY, {"token": made["authToken"]})["appTokenVerify"]["valid"] is False


def test_making_apps_needs_a_member_of_staff_with_manage_apps() -> None:
    facts = {"input": {"name": "Till"}}
    (error,) = ask(CREATE, facts, user=user(permissions=["MANAGE_STAFF"]))["errors"]
    assert error["message"] == "To access this path, you need one of the following permissions: MANAGE_APPS"
    (error,) = ask(CREATE, facts, app=app(permissions=["MANAGE_APPS"]))["errors"]
    assert error["message"] == "You do not have permission to perform this action"


def test_who_sees_which_app() -> None:
    till, other = app(name="Till"), app(name="Other", permissions=["MANAGE_APPS"])
    query = "query($id: ID) { app(id: $id) { name } }"
    tokens = "query($id: ID) { app(id: $id) { name tokens { authToken } } }"

    assert data(query, app=till) == {"app": {"name": "Till"}}
    assert data(query, {"id": gid(till)}, app=other) == {"app": {"name": "Till"}}
    assert data(query, {"id": gid(till)}, user=user(permissions=[])) == {"app": {"name": "Till"}}
    assert data(tokens, {"id": gid(till)}, app=till)["app"]["tokens"] == []
    for caller, document in (
        ({"app": till}, query),
        ({"user": user()}, query),
        ({"user": user(permissions=[])}, tokens),
    ):
        (error,) = ask(document, {"id": gid(other)}, **caller)["errors"]
        assert error["extensions"]["exception"]["code"] == "PermissionDenied"


def test_apps_are_found_by_name_and_sorted() -> None:
    app(name="Till"), app(name="Storefront"), app(name="Stock", is_active=False)
    query = """query($f: AppFilterInput, $s: AppSortingInput) {
      apps(first: 9, filter: $f, sortBy: $s) { totalCount edges { node { name } } } }"""

    def listed(**variables: Any) -> list[str]:
        found = data(query, variables, user=user(permissions=[]))["apps"]
        assert found["totalCount"] == len(found["edges"])
        return [edge["node"]["name"] for edge in found["edges"]]

    assert listed() == ["Stock", "Storefront", "Till"]
    assert listed(f={"search": "sto"}) == ["Stock", "Storefront"]
    assert listed(f={"isActive": False}) == ["Stock"]
    assert listed(f={"type": "THIRDPARTY"}) == []
    assert listed(s={"field": "NAME", "direction": "DESC"}) == ["Till", "Storefront", "Stock"]
    assert listed(s={"field": "CREATION_DATE", "direction": "ASC"}) == ["Till", "Storefront", "Stock"]
    (error,) = ask(query, app=app())["errors"]
    assert error["extensions"]["exception"]["code"] == "PermissionDenied"
