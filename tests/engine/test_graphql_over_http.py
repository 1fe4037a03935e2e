"""Saleor's protocol over HTTP: what is answered, refused, and never told."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from graphql import get_introspection_query
from pytest_django.fixtures import Settings

from store.engine import execution
from store.engine.actions.app import create_token
from store.engine.actions.token import access_token
from store.engine.schema.root import schema
from tests.factories.people import PASSWORD, app, superuser, user

pytestmark = pytest.mark.django_db


def post(client: Client, body: Any, **headers: str) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post("/graphql/", text, content_type="application/json", headers=headers or None)


def test_a_document_is_answered_with_its_variables(client: Client) -> None:
    answer = post(client, {"query": "query Who { me { email } }", "operationName": "Who", "variables": None})

    assert answer.status_code == 200
    assert answer.json() == {"data": {"me": None}}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "JWT"])
def test_a_person_asks_with_their_token(client: Client, scheme: str) -> None:
    token = access_token(user(email="ada@example.com"))

    answer = post(client, {"query": "{ me { email } }"}, Authorization=f"{scheme} {token}")

    assert answer.json() == {"data": {"me": {"email": "ada@example.com"}}}


def test_the_header_of_older_clients_is_read_too(client: Client) -> None:
    token = access_token(user(email="ada@example.com"))

    answer = post(client, {"query": "{ me { email } }"}, **{"Authorization-Bearer": token})

    assert answer.json() == {"data": {"me": {"email": "ada@example.com"}}}


def test_an_app_asks_with_its_token(client: Client) -> None:
    shop = app(name="Till")
    _, token = create_token(by=superuser(), app=shop, name="")

    answer = post(client, {"query": "{ app { name } me { email } }"}, Authorization=f"Bearer {token}")

    assert answer.json() == {"data": {"app": {"name": "Till"}, "me": None}}


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic YTpi", "nonsense", "Bearer"])
def test_a_token_that_is_none_is_nobody_in_particular(client: Client, header: str) -> None:
    assert post(client, {"query": "{ me { email } }"}, Authorization=header).json() == {"data": {"me": None}}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "Unable to parse query."),
        ("{", "Unable to parse query."),
        ("null", "Unable to parse query."),
        ("[" * 5000, "Unable to parse query."),
        ({}, "Must provide a query string."),
        ({"query": 7}, "Must provide a query string."),
        ({"query": "{ me { email } }", "variables": "{}"}, "Variables must be an object."),
        ([{"query": "{ me { email } }"}], "Number of batch queries exceeded."),
        ({"query": ""}, "Must provide a query string."),
        ({"query": "{ me { email } }", "operationName": 7}, "Operation name must be a string."),
    ],
)
def test_a_body_that_is_no_request_is_refused(client: Client, body: Any, message: str) -> None:
    answer = post(client, body)

    assert answer.status_code == 400
    assert answer.json() == {"errors": [{"message": message, "extensions": {"exception": {"code": "GraphQLError"}}}]}


def test_a_body_that_is_too_large_is_refused(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert post(client, {"query": "{ me { email } }" + " " * 100}).status_code == 400


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ me { email }", "GraphQLSyntaxError"),
        ("{ me { password } }", "GraphQLError"),
        ("query($n: Int!) { customers(first: $n) { totalCount } }", "GraphQLError"),
        ("query A { me { email } } query B { me { email } }", "GraphQLError"),
        ("# " + "x" * 100_000, "GraphQLError"),
    ],
)
def test_a_document_that_cannot_be_answered_is_refused(client: Client, document: str, code: str) -> None:
    answer = post(client, {"query": document})

    assert answer.status_code == 400
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["exception"]["code"] == code


def test_a_document_that_nests_without_end_is_refused(client: Client) -> None:
    answer = post(client, {"query": "{" + "me {" * 9000})

    assert answer.status_code == 400
    assert "data" not in answer.json()


def test_a_document_may_not_be_too_deep(client: Client) -> None:
    deep = "{ me { " + "permissionGroups { users { " * 7 + "id" + " } }" * 7 + " } }"
    fits = "{ me { " + "permissionGroups { users { " * 6 + "id" + " } }" * 6 + " } }"

    assert post(client, {"query": fits}).json() == {"data": {"me": None}}
    answer = post(client, {"query": deep})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "The query is deeper than 15 levels."


def test_a_document_may_not_carry_too_many_aliases(client: Client) -> None:
    def with_aliases(number: int) -> Any:
        return post(client, {"query": "{" + " ".join(f"a{n}: me {{ id }}" for n in range(number)) + "}"})

    assert with_aliases(60).status_code == 200
    assert with_aliases(61).json()["errors"][0]["message"] == "The query has more than 60 aliases."


def test_fragments_count_as_often_as_they_are_spread(client: Client) -> None:
    fragments = "fragment A on User { id email } " + " ".join(
        f"fragment F{n} on User {{ ...{'A' if n == 0 else f'F{n - 1}'} ...{'A' if n == 0 else f'F{n - 1}'} }}"
        for n in range(12)
    )

    answer = post(client, {"query": "{ me { ...F11 } } " + fragments})

    assert answer.json()["errors"][0]["message"] == "The query selects more than 3000 fields."


def test_fragments_may_not_go_in_circles(client: Client) -> None:
    answer = post(client, {"query": "{ me { ...A } } fragment A on User { id ...A }"})

    assert answer.status_code == 400


def test_tools_may_ask_for_the_schema_but_not_in_circles(client: Client) -> None:
    whole = post(client, {"query": get_introspection_query()})
    circles = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"

    assert whole.json()["data"]["__schema"]["queryType"]["name"] == "Query"
    answer = post(client, {"query": circles})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "The query asks for the schema too deeply."


def test_a_fault_keeps_its_text_to_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_root: object, _info: object) -> None:
        raise ZeroDivisionError("the password is hunter2")

    monkeypatch.setattr(schema.graphql_schema.query_type.fields["me"], "resolve", broken)

    answer = post(client, {"query": "{ me { email } }"})

    assert answer.status_code == 200
    assert answer.json() == {
        "data": {"me": None},
        "errors": [
            {
                "message": "Internal Server Error",
                "locations": [{"line": 1, "column": 3}],
                "path": ["me"],
                "extensions": {"exception": {"code": "ZeroDivisionError"}},
            }
        ],
    }
    assert "hunter2" not in answer.content.decode()
    assert "hunter2" in caplog.text


def test_get_answers_a_page_and_no_other_method_is_known(client: Client) -> None:
    assert client.get("/graphql/").status_code == 200
    assert client.put("/graphql/", "{}").status_code == 405


def test_signing_in_over_http_leaves_the_refresh_token_in_a_cookie_of_this_address_only(client: Client) -> None:
    user(email="ada@example.com")
    document = 'mutation { tokenCreate(email: "ada@example.com", password: "%s") { refreshToken csrfToken } }'

    answer = post(client, {"query": document % PASSWORD})
    given = answer.json()["data"]["tokenCreate"]
    cookie = answer.cookies["refreshToken"]
    assert cookie.value == given["refreshToken"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/graphql/", True, "Lax")

    renew = "mutation($csrf: String!) { tokenRefresh(csrfToken: $csrf) { user { email } errors { code } } }"
    renewed = post(client, {"query": renew, "variables": {"csrf": given["csrfToken"]}}).json()
    assert renewed["data"]["tokenRefresh"] == {"user": {"email": "ada@example.com"}, "errors": []}


UPLOAD = "mutation($file: Upload!) { fileUpload(file: $file) { uploadedFile { contentType } errors { code } } }"


def multipart(client: Client, operations: Any, paths: Any, **parts: Any) -> Any:
    return client.post("/graphql/", {"operations": json.dumps(operations), "map": json.dumps(paths), **parts})


def test_a_file_of_a_multipart_request_stands_where_the_map_says(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def read(_document: str, *, variables: dict[str, Any], **_given: Any) -> execution.Answer:
        file, (same,) = variables["file"], variables["more"]
        seen.update(content=file.read(), name=file.name, content_type=same.content_type)
        return execution.Answer({"data": {}})

    monkeypatch.setattr("store.engine.views.run", read)
    picture = SimpleUploadedFile("a.png", b"png", content_type="image/png")

    answer = multipart(
        client,
        {"query": UPLOAD, "variables": {"file": None, "more": [None]}},
        {"0": ["variables.file", "variables.more.0"]},
        **{"0": picture},
    )

    assert answer.status_code == 200
    assert seen == {"content": b"png", "name": "a.png", "content_type": "image/png"}


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        ({"1": ["variables.file"]}, "The part '1' named in `map` is missing."),
        ({"0": ["variables.none.file"]}, "`map` names variables.none.file, which is not in `operations`."),
        ({"0": "variables.file"}, "`map` is not a map of lists of paths."),
        ([], "Number of batch queries exceeded."),
    ],
)
def test_a_multipart_request_that_does_not_fit_together_is_refused(client: Client, paths: Any, message: str) -> None:
    file = SimpleUploadedFile("a.png", b"png")

    answer = multipart(client, {"query": UPLOAD, "variables": {"file": None}}, paths, **{"0": file})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == message


def test_a_multipart_request_that_is_cut_off_is_refused(client: Client) -> None:
    answer = client.post("/graphql/", b"--x\r\nnothing", content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400
