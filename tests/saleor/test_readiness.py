"""Checking a Saleor server: what is reported, and that what is asked is understood."""

import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command
from graphql import build_schema, introspection_from_schema, parse, validate

from store.saleor import readiness
from store.saleor.needs import PERMISSIONS
from store.saleor.readiness import CHECKS, OPERATIONS, Server, findings, invalid_operations, our_operations
from store.saleor.transports import HttpTransport

SMALL = introspection_from_schema(build_schema("type Query { shop: Int }"))
SCHEMA = (OPERATIONS.parent / "schema.graphql").read_text()
WELL: dict[str, Any] = {
    "__typename": "Query",
    "app": {"isActive": True, "permissions": [{"code": code} for code in PERMISSIONS]},
    "shop": {"version": "3.23.28"},
    "channels": [
        {"slug": "us", "isActive": True, "currencyCode": "USD", "orderSettings": {"allowUnpaidOrders": False}},
        {"slug": "intl", "isActive": True, "currencyCode": "GBP", "orderSettings": {"allowUnpaidOrders": False}},
    ],
    "plugin": {"channelConfigurations": [{"active": False, "channel": {"slug": "us"}}]},
    "shippingZones": {
        "edges": [
            {
                "node": {
                    "channels": [{"slug": "us"}, {"slug": "intl"}],
                    "warehouses": [{"slug": "main"}],
                    "shippingMethods": [{"id": "1"}],
                }
            }
        ]
    },
    "taxConfigurations": {
        "edges": [
            {"node": {"channel": {"slug": slug}, "chargeTaxes": True, "taxCalculationStrategy": "FLAT_RATES"}}
            for slug in ("us", "intl")
        ]
    },
    "products": {"edges": [{"node": {"name": "Chart", "thumbnail": {"url": "https://saleor.example.com/media/1"}}}]},
}


@pytest.fixture(scope="module")
def introspection() -> dict[str, Any]:
    """What our own schema answers to introspection; it is a faithful part of Saleor's."""
    return dict(introspection_from_schema(build_schema(SCHEMA)))


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, str]]:
    """Judge a server that answers WELL but for what is given; returns what is to be done, by check."""
    monkeypatch.setattr(readiness, "our_operations", lambda: parse("{ shop }"))

    def judge(*, picture: int = 200, found: bool = True, **changed: Any) -> dict[str, str]:
        def answer(request: httpx.Request) -> httpx.Response:
            asked = json.loads(request.read())["query"]
            if "__schema" in asked:
                return httpx.Response(200, json={"data": SMALL})
            root = asked.split("{", 1)[1].split()[0].split("(")[0]
            given = {**WELL, **changed}[root]
            if isinstance(given, Exception):
                raise given
            if given == "forbidden":
                error = {"message": "Not for you", "extensions": {"exception": {"code": "PermissionDenied"}}}
                return httpx.Response(200, json={"data": None, "errors": [error]})
            if "search" in asked and not found:
                given = {"edges": []}
            return httpx.Response(200, json={"data": {root: given}})

        http = httpx.Client(transport=httpx.MockTransport(answer))
        transport = HttpTransport(http, "https://saleor.example.com/graphql/", token="token")
        currencies = {"us": "USD", "intl": "GBP"}
        server = Server(visitor=transport, app=transport, fetch=lambda _: picture, currencies=currencies)
        return {finding.check: finding.to_do for finding in findings(server)}

    return judge


def test_a_server_in_order_passes_everything(report: Callable[..., dict[str, str]]) -> None:
    assert report() == dict.fromkeys(CHECKS, "")


CHANNELS = WELL["channels"]
OPEN = {**CHANNELS[1], "orderSettings": {"allowUnpaidOrders": True}}
ON = {"channelConfigurations": [{"active": True, "channel": {"slug": "us"}}]}
FEW = {"isActive": True, "permissions": [{"code": code} for code in PERMISSIONS - {"HANDLE_PAYMENTS"}]}


@pytest.mark.parametrize(
    ("check", "to_do", "changed"),
    [
        ("The app's permissions", "Give the app HANDLE_PAYMENTS.", {"app": FEW}),
        ("The version", "It is 3.21.4; the shop is tested with 3.23.x.", {"shop": {"version": "3.21.4"}}),
        ("The version", "Saleor answered: Not for you", {"shop": "forbidden"}),
        (
            "Channels",
            "No active channel with the right currency: intl. Run manage.py seed.",
            {"channels": CHANNELS[:1]},
        ),
        (
            "Unpaid orders are refused",
            "Anybody can order without paying in intl. Switch unpaid orders off there.",
            {"channels": [CHANNELS[0], OPEN]},
        ),
        (
            "The dummy gateway is off",
            "It lets anybody order without money in us. Run manage.py seed, or switch the plugin off there.",
            {"plugin": ON},
        ),
        (
            "Delivery",
            "No zone with a warehouse and a way of delivery in us, intl. Run manage.py seed.",
            {"shippingZones": {"edges": []}},
        ),
        (
            "Taxes",
            "Taxes are not charged by flat rates in us, intl. Run manage.py seed.",
            {"taxConfigurations": {"edges": []}},
        ),
        (
            "Products are on sale",
            "A visitor sees no product in us, intl. Run manage.py seed.",
            {"products": {"edges": []}},
        ),
        (
            "Search finds them",
            "'Chart' is not found in us. Start Saleor's worker and beat, and wait a minute.",
            {"found": False},
        ),
        (
            "Pictures can be seen",
            "https://saleor.example.com/media/1 answers 404."
            " Let the proxy before Saleor serve /media/, which Saleor itself does not.",
            {"picture": 404},
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    check: str, to_do: str, changed: dict[str, Any], report: Callable[..., dict[str, str]]
) -> None:
    found = report(**changed)

    assert {name: said for name, said in found.items() if said} == {check: to_do}
    assert list(found) == list(CHECKS)


@pytest.mark.parametrize(
    ("changed", "last"),
    [({"__typename": httpx.ConnectError("no")}, "It answers"), ({"app": None}, "The app's token is good")],
)
def test_the_rest_is_left_where_nothing_else_could_work(
    changed: dict[str, Any], last: str, report: Callable[..., dict[str, str]]
) -> None:
    found = report(**changed)

    assert [name for name, said in found.items() if said] == [last]
    assert list(found)[-1] == last


def test_an_operation_that_the_server_does_not_know_is_named(introspection: dict[str, Any]) -> None:
    assert invalid_operations(introspection, our_operations()) == []
    assert invalid_operations(introspection, parse("{ shop { weather } }")) == [
        "Cannot query field 'weather' on type 'Shop'."
    ]


def test_what_the_checks_themselves_ask_is_valid() -> None:
    source = (OPERATIONS.parent / "readiness.py").read_text()
    documents = re.findall(r'"(query Readiness[^"]+)"', source)

    assert len(documents) == 11
    schema = build_schema(SCHEMA)
    assert [error.message for text in documents for error in validate(schema, parse(text))] == []
    assert readiness.NAME == "Readiness"


def test_without_a_server_there_is_nothing_to_check() -> None:
    with pytest.raises(CommandError, match="SALEOR_API_URL is not set"):
        call_command("check_saleor", stdout=StringIO())
