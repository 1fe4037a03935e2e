"""Bringing an app's webhooks up to date."""

from typing import Any

import pytest

from store.saleor.errors import SaleorRefused
from store.saleor.registration import (
    RegistrationRefused,
    Webhook,
    bring_up_to_date,
    differences,
    find_app,
    make_app,
    registered,
)

AT = "https://shop.example.com/saleor/webhooks/"
PAGES = Webhook("pages", "Pages", AT, "subscription { event { __typename } }", async_events=("PAGE_UPDATED",))
MONEY = Webhook("money", "Money", AT, "subscription { event { issuedAt } }", sync_events=("PAYMENT_REFUND",))


class Server:
    """Keeps the webhooks of one app."""

    def __init__(self) -> None:
        self.webhooks: list[dict[str, Any]] = []
        self.app = {"id": "app-1", "identifier": "shop", "isActive": True, "permissions": [{"code": "MANAGE_PAGES"}]}
        self.errors: list[dict[str, Any]] = []
        self.sent: list[str] = []
        self.inputs: list[dict[str, Any]] = []

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        assert f" {operation_name}" in document
        for name in ("webhookCreate", "webhookUpdate", "webhookDelete", "appCreate"):
            if name in document:
                self.sent.append(name)
                self.inputs.append(variables.get("input", {}))
                if self.errors:
                    return {"data": {name: {"app": None, "errors": self.errors}}}
                getattr(self, name)(**variables)
                return {"data": {name: {"app": {"id": "app-2"}, "errors": []}}}
        if "apps(" in document:
            return {"data": {"apps": {"edges": [{"node": self.app}]}}}
        return {"data": {"app": {**self.app, "webhooks": self.webhooks}}}

    def webhookCreate(self, input: dict[str, Any]) -> None:  # noqa: A002, N802
        self.webhooks.append({"id": f"webhook-{len(self.webhooks) + 1}", **_kept(input)})

    def webhookUpdate(self, id: str, input: dict[str, Any]) -> None:  # noqa: A002, N802
        next(row for row in self.webhooks if row["id"] == id).update(_kept(input))

    def webhookDelete(self, id: str) -> None:  # noqa: A002, N802
        self.webhooks = [row for row in self.webhooks if row["id"] != id]

    def appCreate(self, input: dict[str, Any]) -> None:  # noqa: A002, N802
        self.app = {**self.app, "identifier": input["identifier"]}

    def update(self, *wanted: Webhook, by_staff: bool = False) -> list[str]:
        app = registered(self)
        assert app is not None
        return bring_up_to_date(self, app, list(wanted), by_staff=by_staff)

    def differences(self, *wanted: Webhook) -> list[str]:
        app = registered(self)
        assert app is not None
        return differences(app, list(wanted))


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "identifier": given["identifier"],
        "isActive": given["isActive"],
        "targetUrl": given["targetUrl"],
        "subscriptionQuery": given["query"],
        "asyncEvents": [{"eventType": name} for name in given["asyncEvents"]],
        "syncEvents": [{"eventType": name} for name in given["syncEvents"]],
    }


def test_webhooks_are_made_and_a_second_run_does_nothing() -> None:
    server = Server()
    assert server.differences(PAGES, MONEY) == ["pages is missing", "money is missing"]
    assert server.update(PAGES, MONEY) == ["pages created", "money created"]
    assert server.differences(PAGES, MONEY) == []
    server.sent.clear()
    assert server.update(PAGES, MONEY) == []
    assert server.sent == []


@pytest.mark.parametrize(
    "drift",
    [
        {"isActive": False},
        {"targetUrl": "https://old.example.com/"},
        {"subscriptionQuery": None},
        {"asyncEvents": []},
        {"syncEvents": [{"eventType": "PAYMENT_VOID"}]},
    ],
)
def test_whatever_drifted_is_put_right(drift: dict[str, Any]) -> None:
    server = Server()
    server.update(PAGES)
    server.webhooks[0].update(drift)
    assert server.differences(PAGES) == ["pages is not up to date"]
    assert server.update(PAGES) == ["pages updated"]
    assert server.differences(PAGES) == []


def test_what_is_told_to_us_and_not_used_is_deleted() -> None:
    server = Server()
    server.update(PAGES, MONEY)
    assert server.differences(PAGES) == ["money is not used"]
    assert server.update(PAGES) == ["money deleted"]


def test_webhooks_that_lead_elsewhere_stay() -> None:
    server = Server()
    server.update(PAGES)
    server.webhooks.append(
        {**server.webhooks[0], "id": "else", "identifier": None, "targetUrl": "https://else.example/"}
    )
    assert server.differences(PAGES) == []
    assert server.update(PAGES) == []


def test_staff_say_whose_webhook_it_is_and_an_app_need_not() -> None:
    server = Server()
    server.update(PAGES, by_staff=True)
    server.update(MONEY)
    assert [given.get("app") for given in server.inputs if given] == ["app-1", None]


def test_what_saleor_will_not_have_is_told() -> None:
    server = Server()
    server.errors = [{"field": "query", "message": "Cannot query", "code": "GRAPHQL_ERROR"}]
    with pytest.raises(RegistrationRefused, match=r"pages: query: Cannot query \(GRAPHQL_ERROR\)"):
        server.update(PAGES)


def test_a_token_of_nobody_has_no_app() -> None:
    class Nobody:
        def __init__(self, **answer: Any) -> None:
            self.answer = answer

        def send(self, *_: Any) -> dict[str, Any]:
            return self.answer

    denied = {"message": "no", "extensions": {"exception": {"code": "PermissionDenied"}}}
    assert registered(Nobody(data={"app": None})) is None
    assert registered(Nobody(errors=[denied], data={"app": None})) is None


def test_a_question_that_is_refused_is_an_error() -> None:
    class Refusing:
        def send(self, *_: Any) -> dict[str, Any]:
            return {"errors": [{"message": "no", "extensions": {"exception": {"code": "PermissionDenied"}}}]}

    with pytest.raises(SaleorRefused):
        registered(Refusing(), app_id="app-1")


def test_an_app_is_found_by_its_identifier_or_made() -> None:
    server = Server()
    assert find_app(server, identifier="shop") == "app-1"
    assert find_app(server, identifier="letters") == ""
    assert make_app(server, identifier="letters", name="Letters", permissions=["MANAGE_USERS"]) == "app-2"
    assert server.inputs[-1] == {"identifier": "letters", "name": "Letters", "permissions": ["MANAGE_USERS"]}
